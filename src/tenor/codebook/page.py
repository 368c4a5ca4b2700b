"""The codebook as a page for coders: Markdown, or HTML that stands alone."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from tenor.codebook.codebook import Codebook
from tenor.codebook.entries import Target, Theme

PageFormat = Literal["markdown", "html"]


class Block(NamedTuple):
    """A heading of a level, a paragraph (level 0), or a list under a caption."""

    text: str
    level: int = 0
    items: tuple[str, ...] = ()
    code: bool = False


def page(codebook: Codebook, form: PageFormat) -> str:
    """Return the page; whatever a codebook holds, it is text there and never markup."""
    blocks = list(_blocks(codebook))
    return _html(codebook, blocks) if form == "html" else _markdown(blocks)


def _blocks(codebook: Codebook) -> Iterator[Block]:
    yield Block(codebook.title or "Codebook", 1)
    yield Block(f"Version {codebook.version}, fingerprint {codebook.fingerprint}")
    if codebook.themes:
        yield Block("Themes", 2)
        how_many = {"any": "no theme, one or several", "one": "exactly one theme"}
        has = how_many.get(codebook.themes_per_article, "one theme or several")
        yield Block(f"An article has {has}.")
        for theme, depth in _in_order(codebook.themes):
            yield from _theme(theme, min(3 + depth, 6))
    if codebook.targets:
        yield Block("Stance", 2)
        yield Block("Judge where the article stands, towards each target that it mentions.")
        for target in codebook.targets:
            yield from _target(target)


def _in_order(themes: Sequence[Theme]) -> Iterator[tuple[Theme, int]]:
    below: dict[str | None, list[Theme]] = {}
    for theme in themes:
        below.setdefault(theme.parent, []).append(theme)
    waiting = [(theme, 0) for theme in reversed(below.get(None, []))]
    while waiting:
        theme, depth = waiting.pop()
        yield theme, depth
        waiting += [(child, depth + 1) for child in reversed(below.get(theme.name, []))]


def _theme(theme: Theme, level: int) -> Iterator[Block]:
    yield Block(theme.name, level)
    if theme.definition:
        yield Block(theme.definition)
    if theme.parent:
        yield Block(f"Part of: {theme.parent}")
    for caption, items in (
        ("Include", theme.include),
        ("Exclude", theme.exclude),
        ("Examples", theme.examples),
        ("Publishers' tags", theme.publisher_tags),
        ("IPTC Media Topics", theme.iptc),
    ):
        if items:
            yield Block(caption, items=items)
    if theme.rules:
        yield Block("Rules that vote for it", items=theme.rules, code=True)


def _target(target: Target) -> Iterator[Block]:
    yield Block(target.name, 3)
    if target.definition:
        yield Block(target.definition)
    yield Block("Positions", items=target.positions)
    named = target.aliases or ("every article concerns it",)
    yield Block("Named in texts as", items=named)
    for position, rules in target.rules.items():
        yield Block(f"Rules that vote for {position}", items=rules, code=True)


_MARKUP = re.compile(r"[\\`*_\[\]<>#|~]|&(?=#?\w+;)|^[+-]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")


def _markdown(blocks: list[Block]) -> str:
    parts = []
    for block in blocks:
        text = _plain(block.text)
        if block.level:
            parts.append(f"{'#' * block.level} {text}")
        elif block.items:
            shown = [_code(item) if block.code else _plain(item) for item in block.items]
            parts.append("\n".join([f"**{text}**", "", *(f"- {item}" for item in shown)]))
        else:
            parts.append(text)
    return "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", _line(text))


def _code(text: str) -> str:
    text = _line(text)
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {text} {fence}" if longest else f"`{text}`"


def _line(text: str) -> str:
    # Nothing in a codebook may drive the terminal that shows it.
    text = " ".join(text.split())
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


_STYLE = """:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem;
  color: CanvasText; background: Canvas; }
h2 { border-bottom: 1px solid GrayText; } h3, h4, h5, h6 { margin-bottom: 0.2rem; }
p { margin: 0.4rem 0; } ul { margin: 0 0 0.6rem; }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
@media print { h3 { break-after: avoid; } }"""


def _html(codebook: Codebook, blocks: list[Block]) -> str:
    lines = []
    for block in blocks:
        text = html.escape(_line(block.text))
        if block.level:
            lines.append(f"<h{block.level}>{text}</h{block.level}>")
        elif block.items:
            shown = [html.escape(_line(item)) for item in block.items]
            tag = "<li><code>{}</code></li>" if block.code else "<li>{}</li>"
            items = "".join(tag.format(item) for item in shown)
            lines.append(f"<p><strong>{text}</strong></p>\n<ul>{items}</ul>")
        else:
            lines.append(f"<p>{text}</p>")
    title = html.escape(_line(codebook.title or "Codebook"))
    # Nothing is fetched and nothing runs, whatever the text.
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    head = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n"
    )
    return head + "\n".join(lines) + "\n</body>\n</html>\n"
