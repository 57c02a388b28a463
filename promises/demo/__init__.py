"""The demonstration: a logistics team and seven client services, told in the .toml files beside this module."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def story(chapter):
    """One chapter (`room`, `wall`, `ways`, `answers`, `promise`, `judged`) as a dictionary."""
    with (Path(__file__).parent / f"{chapter}.toml").open("rb") as file:
        return tomllib.load(file)
