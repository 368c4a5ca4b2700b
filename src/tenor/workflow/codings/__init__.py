"""The commands `tenor codings` and `tenor adjudicate`."""
