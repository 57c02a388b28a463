"""Why a figure is none: the row is shown as failed, and the run ends in failure."""


class Broken(Exception):
    """A screen was not let in, an answer was not the one due, a limit was met, a server ended."""
