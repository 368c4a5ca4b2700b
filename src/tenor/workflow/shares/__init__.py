"""Shares: what part of the articles has each theme or position, by outlet and time."""
