"""The columns of the articles table of a corpus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tenor.articles import Article

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = {
    "article_id": "string",
    "title": "string",
    "text": "string",
    "outlet": "string",
    "byline": "string",
    "published": "date",
    "originally_published": "date",
    "url": "string",
    "language": "string",
    "regions": "list",
    "publisher_themes": "list",
    "series": "string",
    "claim": "string",
    "part": "string",
    "source_path": "string",
    "reader": "string",
}
"""The columns of the articles table, without ``duplicate_group``, and their types."""


def articles_schema() -> pa.Schema:
    """Return the schema of the articles table, without ``duplicate_group``."""
    import pyarrow as pa

    types = {"string": pa.string(), "date": pa.date32(), "list": pa.list_(pa.string())}
    return pa.schema([(name, types[kind]) for name, kind in COLUMNS.items()])


def article_row(article: Article) -> dict[str, Any]:
    """Return the row of an article, without ``duplicate_group``."""
    return {name: getattr(article, name) for name in COLUMNS}


def articles_table(rows: Sequence[dict[str, Any]]) -> pa.Table:
    """Return rows of articles as a table, without ``duplicate_group``."""
    import pyarrow as pa

    return pa.Table.from_pylist(list(rows), schema=articles_schema())
