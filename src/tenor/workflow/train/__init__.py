"""The command `tenor train`."""
