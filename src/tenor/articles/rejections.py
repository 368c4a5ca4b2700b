"""Counting the rejected inputs of a command, and listing them in a file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tenor.articles.article import Reason, Rejection

MAX_REASONS = 5
"""The number of reasons that a message names."""


class RejectionCounts:
    """The number of rejections by reason, with an example of each."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._examples: dict[str, Rejection] = {}

    def add(self, rejection: Rejection) -> None:
        """Count a rejection."""
        reason = str(rejection.reason)
        self._counts[reason] += 1
        self._examples.setdefault(reason, rejection)

    def add_counts(self, others: RejectionCounts) -> None:
        """Count what others have counted."""
        self._counts.update(others._counts)
        for reason, example in others._examples.items():
            self._examples.setdefault(reason, example)

    def to_json(self) -> dict[str, list[Any]]:
        """Return the counts as values of JSON."""
        return {
            reason: [n, self._examples[reason].source_path, self._examples[reason].detail]
            for reason, n in self._counts.items()
        }

    @classmethod
    def of_json(cls, values: Mapping[str, Sequence[Any]]) -> RejectionCounts:
        """Return the counts that `to_json` returned.

        Raises
        ------
        ValueError
            If they are malformed.
        """
        counts = cls()
        for reason, (n, source_path, detail) in values.items():
            counts._counts[reason] = int(n)
            counts._examples[reason] = Rejection(str(source_path), Reason(reason), str(detail))
        return counts

    @property
    def total(self) -> int:
        """The number of rejections."""
        return self._counts.total()

    def by_reason(self) -> dict[str, int]:
        """Return the number of rejections by reason, in alphabetical order."""
        return dict(sorted(self._counts.items()))

    def no_article_message(self) -> str:
        """Return the message that no input gave an article: the reasons, counted, with examples."""
        if not self._counts:
            return "none of the inputs gave an article, because they contain no files"
        common = self._counts.most_common()
        reasons = []
        for reason, n in common[:MAX_REASONS]:
            example = self._examples[reason]
            reasons.append(f"{n:,} {reason} ('{example.source_path}': {example.detail})")
        n_others = sum(n for _, n in common[MAX_REASONS:])
        others = f", and {n_others:,} of other reasons" if n_others else ""
        return f"none of the inputs gave an article: {', '.join(reasons)}{others}"


def rejection_line(rejection: Rejection) -> str:
    """Return a rejection as a line of JSON."""
    row = {
        "source_path": rejection.source_path,
        "reason": str(rejection.reason),
        "detail": rejection.detail,
    }
    return json.dumps(row, ensure_ascii=False) + "\n"
