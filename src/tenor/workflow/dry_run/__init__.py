"""Dry runs: what a command would read, make and replace, and how long it may take."""
