"""The codebook: a versioned scheme of themes and stance targets."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from tenor.codebook.entries import NO_THEME, Target, Theme
from tenor.codebook.fields import Name, ThemesPerArticle, folded, normal
from tenor.errors import CodebookError
from tenor.tomlfile import Fault, Table, parse_toml, read_toml


class Codebook(Table):
    """A versioned label scheme, as ``codebook.toml`` holds it.

    Examples
    --------
    >>> from tenor import Codebook
    >>> book = Codebook.parse('''
    ... version = "1"
    ... [[themes]]
    ... name = "economy"
    ... publisher_tags = ["Business", "Jobs"]
    ... ''')
    >>> book.theme_names
    ('economy',)
    >>> book.themes_of_tags(["business", "Sport"])
    ['economy']
    """

    version: Name
    title: str = ""
    themes_per_article: ThemesPerArticle = "any"
    themes: tuple[Theme, ...] = ()
    targets: tuple[Target, ...] = ()

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a codebook file.

        Raises
        ------
        CodebookError
            With every fault of the file, a line each.
        """
        return cls.parse(read_toml(Path(path), CodebookError), str(path))

    @classmethod
    def parse(cls, text: str, name: str = "codebook.toml") -> Self:
        """Read a codebook from TOML text; ``name`` stands for the file in error messages."""
        return parse_toml(text, name, cls, CodebookError)

    @property
    def theme_names(self) -> tuple[str, ...]:
        return tuple(theme.name for theme in self.themes)

    @property
    def target_names(self) -> tuple[str, ...]:
        return tuple(target.name for target in self.targets)

    @cached_property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change when the meaning of a label does.

        Comments do not count, and rules do not: people judge by definitions.
        """
        data = self.model_dump(mode="json")
        for theme in data["themes"]:
            del theme["rules"]
            for name in ("include", "exclude", "examples", "iptc", "parent"):
                # Absent while unset, so that codebooks older than the key keep their fingerprint.
                if not theme[name]:
                    del theme[name]
        for target in data["targets"]:
            del target["rules"]
        return _digest(data)

    @cached_property
    def rules_fingerprint(self) -> str:
        """Twelve hexadecimal digits that change when a rule does, or a label's name."""
        themes = [(theme.name, theme.rules) for theme in self.themes]
        targets = [(t.name, t.aliases, sorted(t.rules.items())) for t in self.targets]
        return _digest([self.themes_per_article, themes, targets])

    def target(self, name: str) -> Target:
        """Return the target of that name.

        Raises
        ------
        CodebookError
            If the codebook has no such target.
        """
        for target in self.targets:
            if target.name == name:
                return target
        known = ", ".join(self.target_names) or "none"
        raise CodebookError(f"target '{name}' is not in the codebook; its targets: {known}")

    def themes_of_tags(self, tags: list[str] | tuple[str, ...]) -> list[str]:
        """Return the themes that a publisher's tags mean, in codebook order."""
        found = {self._theme_of_tag[tag] for tag in map(folded, tags) if tag in self._theme_of_tag}
        return [name for name in self.theme_names if name in found]

    def labels(self, task: str, target: str = "") -> tuple[str, ...]:
        """Return the labels that a judgement of this task and target may give."""
        if task == "theme":
            return (*self.theme_names, NO_THEME)
        return self.target(target).positions

    @cached_property
    def _theme_of_tag(self) -> dict[str, str]:
        tags = {folded(theme.name): theme.name for theme in self.themes}
        tags |= {folded(tag): theme.name for theme in self.themes for tag in theme.publisher_tags}
        return tags

    @classmethod
    def faults_between(cls, data: dict[str, Any]) -> list[Fault]:
        """Return the faults that no single theme or target has by itself."""
        if not data.get("themes") and not data.get("targets"):
            return [((), "a codebook needs at least one [[themes]] or [[targets]]")]
        found: list[Fault] = []
        for table in ("themes", "targets"):
            first: dict[str, int] = {}
            for i, name in _strings(data, table, "name"):
                if first.setdefault(folded(name), i) != i:
                    what = f"'{name}' is already the name of {table}[{first[folded(name)] + 1}]"
                    found.append(((table, i, "name"), what))
        names = dict(_strings(data, "themes", "name"))
        meanings = {folded(name): (i, name) for i, name in reversed(names.items())}
        for i, tag in _strings(data, "themes", "publisher_tags"):
            other, name = meanings.setdefault(folded(tag), (i, names.get(i, "")))
            if other != i:
                what = f"tag '{tag}' already means theme '{name}'; a tag means one theme"
                found.append((("themes", i, "publisher_tags"), what))
        return found + _parent_faults(names, dict(_strings(data, "themes", "parent")))


def _parent_faults(names: dict[int, str], parents: dict[int, str]) -> list[Fault]:
    numbers = {normal(name): i for i, name in names.items()}
    up = {i: numbers.get(normal(parent)) for i, parent in parents.items()}
    found: list[Fault] = []
    for i, parent in parents.items():
        if up[i] is None:
            what = f"parent '{parent}' is not a theme of this codebook; write its name as it stands"
            found.append((("themes", i, "parent"), what))
    # Every theme is walked over once; a walk that meets itself is a cycle.
    walk: dict[int, int] = {}
    for start in up:
        at: int | None = start
        path: list[int] = []
        while at is not None and at not in walk:
            walk[at] = start
            path.append(at)
            at = up.get(at)
        if at is not None and at in path:
            cycle = path[path.index(at) :]
            way = " -> ".join(f"'{names.get(i, '')}'" for i in [*cycle, at])
            what = f"parents go in a circle: {way}; leave one of them out"
            found.append((("themes", max(cycle), "parent"), what))
    return found


def _digest(data: object) -> str:
    canonical = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]


def _strings(data: dict[str, Any], table: str, key: str) -> Iterator[tuple[int, str]]:
    """Yield what of a raw file can be compared, whatever else is wrong with it."""
    items = data.get(table)
    for i, item in enumerate(items if isinstance(items, list) else ()):
        value = item.get(key) if isinstance(item, dict) else None
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str):
                yield i, text
