"""The room under faults, real processes behind a proxy that fails on demand: `python -m tests.faults --help`."""
