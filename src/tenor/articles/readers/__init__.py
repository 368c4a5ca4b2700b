"""Readers of article files; `formats` lists them."""
