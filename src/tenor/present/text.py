"""Text of unknown origin, made safe for the terminal and for Markdown."""

from __future__ import annotations

import re

_MARKDOWN = re.compile(r"[\\`*_\[\]<>#|~$]|&(?=#?\w+;)|^[+-]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")


MAX_SHOWN = 80
"""The number of characters of a value that messages and tables show, where they set no other."""


def shorten(text: str, n_characters: int = MAX_SHOWN) -> str:
    """Return a text of at most ``n_characters``; a longer one ends in an ellipsis.

    Examples
    --------
    >>> shorten("transport", 9), shorten("transport", 6)
    ('transport', 'trans…')
    """
    return text if len(text) <= n_characters else f"{text[: n_characters - 1]}…"


def printable(text: str, *, keep: str = "") -> str:
    """Return a text with U+FFFD in place of characters that a terminal may act on.

    Parameters
    ----------
    keep
        Control characters to leave in place, such as line breaks.

    Examples
    --------
    >>> printable("a\\x1b[31mb") == "a\\N{REPLACEMENT CHARACTER}[31mb"
    True
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or char in keep else "\N{REPLACEMENT CHARACTER}" for char in text
    )


def escape_markdown(text: str) -> str:
    """Return a text as one line in which Markdown has no effect.

    Examples
    --------
    >>> print(escape_markdown("a *bold* [link](x)"))
    a \\*bold\\* \\[link\\](x)
    """
    return _MARKDOWN.sub(r"\\\g<0>", printable(" ".join(text.split())))


def inline_code(text: str) -> str:
    """Return a text as inline code in Markdown; the text may contain backticks.

    Examples
    --------
    >>> inline_code("a OR b"), inline_code("a `b`")
    ('`a OR b`', '`` a `b` ``')
    """
    line = printable(" ".join(text.split()))
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {line} {fence}" if longest else f"`{line}`"


def fenced_code(text: str, language: str = "") -> str:
    """Return a text as a code block in Markdown; the text may contain backticks."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text.removesuffix(chr(10))}\n{fence}"
