"""Builds of the product that each break one promise: a run that does not fail on them proves nothing."""
