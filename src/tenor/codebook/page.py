"""The codebook as a page for coders, in Markdown or as one HTML file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from tenor.codebook.codebook import Codebook
from tenor.codebook.entries import Target, Theme
from tenor.codebook.fields import ThemesPerArticle
from tenor.present import printable
from tenor.present.pages import render_page

PageFormat = Literal["markdown", "html"]

MAX_HEADING_LEVEL = 6
_TEMPLATES = {"markdown": "codebook.md.jinja", "html": "codebook.html.jinja"}
_THEMES_PER_ARTICLE: dict[ThemesPerArticle, str] = {
    "any": "An article has no theme, one or several.",
    "one or more": "An article has one theme or several.",
    "one": "An article has exactly one theme.",
}


class ItemList(NamedTuple):
    """A list under a caption; its items are queries if ``is_code`` is true."""

    caption: str
    items: tuple[str, ...]
    is_code: bool = False


class Section(NamedTuple):
    """A heading with its level, and the paragraphs and lists below it."""

    heading: str
    level: int
    paragraphs: tuple[str, ...] = ()
    lists: tuple[ItemList, ...] = ()


def render_codebook(codebook: Codebook, page_format: PageFormat) -> str:
    """Return the page of a codebook; markup in the codebook is escaped."""
    sections = list(_sections(codebook))
    name = printable(" ".join(sections[0].heading.split()))
    template = Path(__file__).with_name(_TEMPLATES[page_format])
    page = render_page(template, name=name, codebook=codebook, sections=sections)
    return page.rstrip() + "\n"


def _sections(codebook: Codebook) -> Iterator[Section]:
    version = f"Version {codebook.version}, fingerprint {codebook.fingerprint}"
    yield Section(codebook.title or "Codebook", 1, (version,))
    if codebook.themes:
        yield Section("Themes", 2, (_THEMES_PER_ARTICLE[codebook.themes_per_article],))
        for theme, depth in _depth_first(codebook.themes):
            yield _theme_section(theme, min(3 + depth, MAX_HEADING_LEVEL))
    if codebook.targets:
        task = "Judge the position of the article towards each target that it mentions."
        yield Section("Stance", 2, (task,))
        yield from map(_target_section, codebook.targets)


def _depth_first(themes: Sequence[Theme]) -> Iterator[tuple[Theme, int]]:
    """Yield themes, each followed by its children, with their depth."""
    children: dict[str | None, list[Theme]] = {}
    for theme in themes:
        children.setdefault(theme.parent, []).append(theme)
    stack = [(theme, 0) for theme in reversed(children.get(None, []))]
    while stack:
        theme, depth = stack.pop()
        yield theme, depth
        stack += [(child, depth + 1) for child in reversed(children.get(theme.name, []))]


def _theme_section(theme: Theme, level: int) -> Section:
    part_of = f"Part of: {theme.parent}" if theme.parent else ""
    lists = (
        ItemList("Include", theme.include),
        ItemList("Exclude", theme.exclude),
        ItemList("Examples", theme.examples),
        ItemList("Publishers' tags", theme.publisher_tags),
        ItemList("IPTC Media Topics", theme.iptc),
        ItemList("Rules that vote for it", theme.rules, is_code=True),
    )
    paragraphs = tuple(filter(None, (theme.definition, part_of)))
    return Section(theme.name, level, paragraphs, tuple(entry for entry in lists if entry.items))


def _target_section(target: Target) -> Section:
    lists = [
        ItemList("Positions", target.positions),
        ItemList("Named in texts as", target.aliases or ("every article concerns it",)),
    ]
    for position, rules in target.rules.items():
        if rules:
            lists.append(ItemList(f"Rules that vote for {position}", rules, is_code=True))
    paragraphs = (target.definition,) if target.definition else ()
    return Section(target.name, 3, paragraphs, tuple(lists))
