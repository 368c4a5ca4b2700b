"""The links within elements of a path, in linear time also where these elements are nested.

trafilatura finds the categories and tags of a page by paths like ``//div[@class='tags']//a``. For
nested elements, libxml2 merges the nodes of each, which takes quadratic time. The result is the
links within the outermost elements.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_LINKS = "//a[@href]"
_QUOTED = re.compile("'[^']*'")
_NAMESPACES = {"re": "http://exslt.org/regular-expressions"}


class LinksWithin:
    """Finds the links within the elements of a path, in document order.

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
        # In document order, an element comes before its descendants.
        for element in self._elements(tree):
            if element in inside:
                continue
            for node in element.iter():
                inside.add(node)
                if node is not element and node.tag == "a" and node.get("href") is not None:
                    links.append(node)
        return links


@cache
def replace_link_paths() -> None:
    """Make trafilatura find categories and tags by `LinksWithin`, and no licenses."""
    from trafilatura import metadata

    for name in ("CATEGORIES_XPATHS", "TAGS_XPATHS"):
        vars(metadata)[name] = list(map(_linear, vars(metadata)[name]))
    # Its path takes quadratic time too, and licenses are not used.
    vars(metadata)["extract_license"] = lambda tree: None


def _linear(expression: Any) -> Any:
    """Return a `LinksWithin` equal to an XPath, or the XPath itself if it has another form."""
    path = expression.path.strip()
    is_union = "|" in _QUOTED.sub("", path)
    if is_union or not path.endswith(_LINKS):
        return expression
    return LinksWithin(path.removesuffix(_LINKS))
