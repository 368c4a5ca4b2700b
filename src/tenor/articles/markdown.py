"""The little Markdown that article files use: links, and the heading of a title."""

from __future__ import annotations

import re

# Bounded, so that brackets without end cost no more than their length.
_LINK = re.compile(
    r"(?P<image>!?)\[(?P<label>[^\[\]]{0,500})\]"
    r"\((?P<target>(?:[^()]|\([^()]{0,500}\)){0,1000})\)"
)
_HEADING = re.compile(r"#{1,6}[ \t]+")


def without_links(text: str) -> str:
    """Return a text with each link reduced to its label, and images left out."""
    if "](" not in text:
        return text
    return _LINK.sub(lambda link: "" if link["image"] else link["label"], text)


def mend_links(text: str) -> str:
    """Return a text whose links stand on one line each, wherever a page broke them."""
    if "](" not in text:
        return text
    return _LINK.sub(_mended, text)


def link_labels(text: str) -> list[str]:
    """Return the labels of the links in a line."""
    return [link["label"] for link in _LINK.finditer(text) if not link["image"]]


def link_slots(text: str, slot: str) -> str:
    """Return a text with `slot` in the place of each link, and images left out."""
    return _LINK.sub(lambda link: "" if link["image"] else slot, text)


def link_target(line: str) -> str:
    """Return the web address that the first link of a line leads to, or nothing."""
    link = _LINK.search(line)
    target = link["target"].split() if link else []
    return target[0] if target and target[0].startswith(("http://", "https://")) else ""


def without_heading(line: str) -> str:
    """Return a line without the marks of a heading."""
    match = _HEADING.match(line)
    return line[match.end() :].rstrip(" \t#") if match else line


def _mended(link: re.Match[str]) -> str:
    label = " ".join(link["label"].split())
    target = "".join(link["target"].splitlines())
    return f"{link['image']}[{label}]({target})"
