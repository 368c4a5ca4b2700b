"""Links and headings of Markdown."""

from __future__ import annotations

import re

# Repetitions are bounded, so that unclosed brackets take linear time.
_LINK = re.compile(
    r"(?P<image>!?)\[(?P<label>[^\[\]]{0,500})\]"
    r"\((?P<target>(?:[^()]|\([^()]{0,500}\)){0,1000})\)"
)
_HEADING = re.compile(r"#{1,6}[ \t]+")


def strip_links(text: str) -> str:
    """Return a text with each link replaced by its label, and without images."""
    if "](" not in text:
        return text
    return _LINK.sub(lambda link: "" if link["image"] else link["label"], text)


def join_links(text: str) -> str:
    """Return a text in which each link that was broken over lines is on one line."""
    if "](" not in text:
        return text
    return _LINK.sub(_on_one_line, text)


def link_labels(text: str) -> list[str]:
    """Return the labels of the links in a line."""
    return [link["label"] for link in _LINK.finditer(text) if not link["image"]]


def replace_links(text: str, replacement: str) -> str:
    """Return a text with each link replaced, and without images."""
    return _LINK.sub(lambda link: "" if link["image"] else replacement, text)


def link_url(line: str) -> str:
    """Return the web address of the first link in a line, or an empty string."""
    link = _LINK.search(line)
    target = link["target"].split() if link else []
    return target[0] if target and target[0].startswith(("http://", "https://")) else ""


def strip_heading(line: str) -> str:
    """Return a line without the number signs of a heading."""
    match = _HEADING.match(line)
    return line[match.end() :].rstrip(" \t#") if match else line


def _on_one_line(link: re.Match[str]) -> str:
    label = " ".join(link["label"].split())
    target = "".join(link["target"].splitlines())
    return f"{link['image']}[{label}]({target})"
