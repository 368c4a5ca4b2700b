"""Specs suggested for a corpus, with the reason for each setting."""
