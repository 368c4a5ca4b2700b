"""The codebook: the versioned label scheme that the user writes."""

from tenor.codebook.codebook import NO_THEME, Codebook, Target, Theme

__all__ = ["NO_THEME", "Codebook", "Target", "Theme"]
