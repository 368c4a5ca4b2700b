"""The commands `tenor audit draw` and `tenor audit check`."""
