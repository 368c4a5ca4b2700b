"""The command `tenor agree`."""
