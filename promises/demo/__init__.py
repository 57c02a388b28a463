"""The demonstration: a logistics team, seven client services and their whole company, told in .toml files here."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def story(chapter):
    """One chapter (`room`, `wall`, `ways`, `answers`, `promise`, `judged`, `table`) as a dictionary."""
    with (Path(__file__).parent / f"{chapter}.toml").open("rb") as file:
        return tomllib.load(file)
