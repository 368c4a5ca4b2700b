"""Links within elements of some kind, in a time that does not grow with how these are nested.

The extraction finds the categories and tags of a page by paths like ``//div[@class='tags']//a``.
For elements within each other, libxml2 merges what is in each of them, in a time that is the square
of the number of nodes. What is in the outermost ones is the same.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_LINKS = "//a[@href]"
_QUOTED = re.compile("'[^']*'")
_NAMESPACES = {"re": "http://exslt.org/regular-expressions"}


class LinksWithin:
    """The links within the elements of a path, in the order of the page.

    Parameters
    ----------
    path
        An XPath of elements.
    """

    def __init__(self, path: str) -> None:
        from lxml import etree

        self._elements = etree.XPath(path, namespaces=_NAMESPACES)

    def __call__(self, tree: Any) -> list[Any]:
        """Return the links of a page."""
        inside: set[Any] = set()
        links = []
        # In the order of the page, an element comes before those within it.
        for element in self._elements(tree):
            if element in inside:
                continue
            for node in element.iter():
                inside.add(node)
                if node is not element and node.tag == "a" and node.get("href") is not None:
                    links.append(node)
        return links


@cache
def use_linear_links() -> None:
    """Let the extraction find categories and tags by `LinksWithin`, and no licenses."""
    from trafilatura import metadata

    for name in ("CATEGORIES_XPATHS", "TAGS_XPATHS"):
        vars(metadata)[name] = list(map(_linear, vars(metadata)[name]))
    # Found by such a path too, and not used.
    vars(metadata)["extract_license"] = lambda tree: None


def _linear(expression: Any) -> Any:
    """Return what finds the same as an XPath of links, or the XPath itself if it is another."""
    path = expression.path.strip()
    is_union = "|" in _QUOTED.sub("", path)
    if is_union or not path.endswith(_LINKS):
        return expression
    return LinksWithin(path.removesuffix(_LINKS))
