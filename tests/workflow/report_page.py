"""Parsing the HTML report of a run, and text that must not become part of its HTML."""

from __future__ import annotations

from html.parser import HTMLParser

HOSTILE = '<script>alert(1)</script><img src="http://elsewhere.example/x" onerror="x">\x1b[31m'


class Page(HTMLParser):
    """The tags, the addresses, the content security policy and the text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.policy = ""
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        self.addresses += [v or "" for k, v in attrs if k in ("src", "href", "action")]
        assert not any(k.startswith("on") or k == "style" for k in values)
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"] or ""

    def handle_data(self, data: str) -> None:
        self.text += f" {data}"
