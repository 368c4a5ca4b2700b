"""A codebook, an article, and what the tests compare of the items of a file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from tenor.codebook import Codebook
from tenor.labeling.formats import ArticleToCode, Coding, Item, NameMap, RejectedCoding, read

CODEBOOK = Codebook.parse(
    """
version = "1"
[[themes]]
name = "arts & \\"crafts\\" <b>"
[[themes]]
name = "economy"
definition = "Prices & \\"wages\\"."
[[targets]]
name = "tax-law"
positions = ["favor", "against"]
"""
)
FINGERPRINT = CODEBOOK.fingerprint
STANCE = "stance:tax-law"
ARTICLE = ArticleToCode("a/1", "Title", "Text.", FINGERPRINT, 0.25, "The Paper", "2024-05-01")


def read_json(path: Path, content: object, names: NameMap | None = None) -> list[Item]:
    """Write a value as JSON to a file, and return the items of the file."""
    path.write_text(json.dumps(content), encoding="utf-8")
    return list(read(path, "auto", names))


def read_lines(path: Path, records: Iterable[object], names: NameMap | None = None) -> list[Item]:
    """Write records as JSON Lines to a file, and return the items of the file."""
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    path.write_text("\n".join(lines), encoding="utf-8")
    return list(read(path, "auto", names))


def codings(items: Iterable[Item]) -> list[Coding]:
    return [item for item in items if isinstance(item, Coding)]


def labels(items: Iterable[Item]) -> list[tuple[str, ...]]:
    """Return article, question, label, coder and time of each label."""
    return [(c.article_id, c.question, c.label, c.coder, c.at) for c in codings(items)]


def rejections(items: Iterable[Item]) -> list[tuple[str, str, str]]:
    """Return reason, detail and place of each rejected coding."""
    return [
        (str(item.reason), item.detail, item.place)
        for item in items
        if isinstance(item, RejectedCoding)
    ]
