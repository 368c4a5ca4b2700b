"""The command `tenor explain`, and explanations as reports show them."""
