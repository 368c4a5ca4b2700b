"""Columns of tables: which column has which field of an article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tenor.articles.cleaning import clean_line
from tenor.errors import InputError
from tenor.present.hints import did_you_mean

_NAMES = {
    "title": (
        "title headline heading webtitle article_title news_title "
        "fields.headline headline.main title.rendered thread.title"
    ),
    "text": (
        "text body content article article_text full_text fulltext maintext main_text bodytext "
        "body_text articlebody article_body content_text news_text story_text texte texto "
        "fields.bodytext fields.body content.rendered content_html plaintext plain_text html"
    ),
    "article_id": "article_id id uuid guid _id article_uri stories_id",
    "outlet": (
        "outlet media_name medium sitename site_name source-hostname source_name source.name "
        "source.title thread.site_full publisher publication newspaper source hostname "
        "source_domain thread.site domain"
    ),
    "byline": "byline author authors fields.byline byline.original creator",
    "published": (
        "published date published_at publication_date pub_date publishedat publish_date "
        "date_publish date_published webpublicationdate publicationdate pubdate datepublished "
        "published_date datetime"
    ),
    "originally_published": "originally_published",
    "url": "url link weburl web_url article_url",
    "language": "language lang meta_lang",
    "regions": "regions region",
    "publisher_themes": "publisher_themes tags keywords categories",
    "series": "series",
    "claim": "claim",
    "target": "target",
    "part": "part",
}
COLUMN_NAMES = {field: tuple(names.split()) for field, names in _NAMES.items()}
"""The names of the columns for each field, in any case; the first that a table has is used.

A name with a full stop is that of a key in an object, as ``source.name``.
"""

MAX_NAMES_SHOWN = 1000
"""Characters of the column names that a message shows."""

MAX_DEPTH = 3
"""Objects within objects whose keys are columns."""


def check_fields(columns: Mapping[str, str]) -> None:
    """Raise InputError if a key of ``columns`` is not a field of an article."""
    if unknown := sorted(columns.keys() - COLUMN_NAMES.keys()):
        raise InputError(
            f"'{unknown[0]}' is not a field of an article; name one of {', '.join(COLUMN_NAMES)}"
            f"{did_you_mean(unknown[0], COLUMN_NAMES)}"
        )


def match_columns(
    names: Sequence[str], columns: Mapping[str, str], source_path: str, *, strict: bool = True
) -> dict[str, str]:
    """Return the column of each field, for a table with these columns.

    A column that ``columns`` assigns to one field is not matched to another by its name, so
    that a column ``headline`` assigned to the claim is not also the title.

    Parameters
    ----------
    names
        The columns of the table.
    columns
        Field to column, as the user assigns them.
    source_path
        The name of the table in errors.
    strict
        Whether the table must have the columns that the user assigns.

    Raises
    ------
    InputError
        If ``strict`` is true and the table lacks a column of ``columns``.
    """
    assigned = set(columns.values())
    by_name = {name.strip().casefold(): name for name in reversed(names) if name not in assigned}
    column_of: dict[str, str] = {}
    for field, synonyms in COLUMN_NAMES.items():
        if field in columns:
            if strict and columns[field] not in names:
                raise InputError(
                    f"'{source_path}' has no column '{columns[field]}' for {field}; "
                    f"its columns: {list_columns(names)}{did_you_mean(columns[field], names)}"
                )
            column_of[field] = columns[field]
        elif column := next((by_name[name] for name in synonyms if name in by_name), None):
            column_of[field] = column
    return column_of


def list_columns(names: Iterable[str]) -> str:
    """Return the names of columns for a message, on one line."""
    listed = clean_line(", ".join(names))
    return listed if len(listed) <= MAX_NAMES_SHOWN else f"{listed[:MAX_NAMES_SHOWN]}…"


def flatten(values: Mapping[str, object], depth: int = MAX_DEPTH) -> dict[str, object]:
    """Return the values of an object and of the objects in it, by names with full stops.

    Examples
    --------
    >>> flatten({"title": "A", "source": {"name": "Post"}})
    {'title': 'A', 'source': {'name': 'Post'}, 'source.name': 'Post'}
    """
    flat = dict(values)
    for name, value in values.items():
        if isinstance(value, Mapping) and depth > 1:
            nested = flatten(value, depth - 1)
            flat.update((f"{name}.{key}", item) for key, item in nested.items())
    return flat
