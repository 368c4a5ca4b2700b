"""The table of an experiment spec that asks for a promise of precision."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tenor.evaluation.promises import Scope
from tenor.toml import TomlTable

Precision = Annotated[float, Field(ge=0.5, le=0.99)]
Confidence = Annotated[float, Field(ge=0.5, le=0.999)]


class PromiseSpec(TomlTable):
    """A promise: labels that are written automatically are right at least with a precision.

    A label keeps the promise above a threshold of its probability, which is tested on articles
    coded by people. Where no threshold passes, the label is always left to review.
    """

    precision: Precision = 0.9
    """The share of automatic labels that are right, at least."""
    confidence: Confidence = 0.95
    """The probability that a promise holds, over random choices of the coded articles."""
    scope: Scope = "each"
    """What holds with this confidence: the promise of each label by itself, or those of all labels
    at once, which needs more codings."""
