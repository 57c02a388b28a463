"""The figures of the live room, measured on this machine: see bin/bench."""
