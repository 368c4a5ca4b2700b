"""The command `tenor evaluate`: the leak table."""
