"""The codebook: the themes and stance targets that articles are labelled with."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from pydantic import Field, field_validator

from tenor.codebook.fields import MediaTopic, Name, Rule, Slug, ThemesPerArticle, normal
from tenor.errors import CodebookError
from tenor.tomlfile import Fault, Table, fault, parse_toml, read_toml

NO_THEME = "none"
"""The label of the judgement that none of the themes applies."""


class Theme(Table):
    """A theme: what an article can be about.

    Attributes
    ----------
    name
        The label, as it stands in every table and figure.
    definition
        When the theme applies, in a sentence or two.
    include, exclude
        Notes for coders on what counts, and on what does not.
    examples
        Headlines or sentences that have the theme.
    publisher_tags
        Tags of publishers that mean this theme; compared without regard to case.
    iptc
        Ids of IPTC Media Topics that it corresponds to, as ``medtop:04000000``.
    parent
        The theme that this one is a part of. It orders the page for coders; an
        article has the parent only where it is given.
    rules
        Queries that vote for the theme; see `tenor.codebook.query`.
    """

    name: Name
    definition: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    publisher_tags: tuple[Name, ...] = ()
    iptc: tuple[MediaTopic, ...] = ()
    parent: Name | None = None
    rules: tuple[Rule, ...] = ()

    @field_validator("name")
    @classmethod
    def _is_not_kept(cls, name: str) -> str:
        if _folded(name) == NO_THEME:
            raise fault(f"'{name}' is kept for articles without a theme; choose another name")
        return name


class Target(Table):
    """A target: what an article can take a stance towards.

    Attributes
    ----------
    name
        A short name in lower case; it stands in model names and commands.
    aliases
        The words that name the target in a text; compared without regard to
        case, as whole words. Without aliases every article is taken to
        concern the target.
    positions
        The positions that an article can take, in the order of the tables.
    rules
        Queries that vote for a position, by position. They see the sentences
        that mention the target, outside quotation marks unless they ask for
        ``quoted:``.
    """

    name: Slug
    definition: str = ""
    aliases: tuple[Name, ...] = ()
    positions: tuple[Name, ...] = ("favor", "against", "neutral")
    rules: dict[Name, tuple[Rule, ...]] = Field(default_factory=dict)

    @field_validator("positions")
    @classmethod
    def _can_differ(cls, positions: tuple[str, ...]) -> tuple[str, ...]:
        if len(positions) < 2:
            raise fault("a target needs at least two positions")
        if len(set(map(_folded, positions))) < len(positions):
            raise fault("a position stands here twice")
        return positions

    @classmethod
    def faults_between(cls, data: dict[str, Any]) -> list[Fault]:
        """Return a fault for each rule of what is not a position."""
        rules, given = data.get("rules"), data.get("positions")
        if not isinstance(rules, dict) or (given is not None and not isinstance(given, list)):
            return []
        positions = [normal(p) for p in given or cls.model_fields["positions"].default]
        known = ", ".join(map(str, positions))
        return [
            (("rules", name), f"'{name}' is not a position of this target; its positions: {known}")
            for name in rules
            if normal(name) not in positions
        ]

    def mentioned_in(self, *texts: str) -> bool:
        """Whether any of the texts names the target (always, without aliases)."""
        if not self.aliases:
            return True
        return any(self._pattern.search(text) for text in texts)

    def is_called(self, text: str) -> bool:
        """Whether a text is the target's name or one of its aliases, in any case."""
        return _folded(text) in {_folded(name) for name in (self.name, *self.aliases)}

    def masked(self, text: str) -> str:
        """Return a text without the words that name the target (its own name, without aliases)."""
        return self._pattern.sub(" ", text)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = self.aliases or (self.name, re.sub("[-_]+", " ", self.name))
        longest_first = sorted(names, key=len, reverse=True)
        words = "|".join(r"\s+".join(map(re.escape, alias.split())) for alias in longest_first)
        return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


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
        found = {self._theme_of_tag[tag] for tag in map(_folded, tags) if tag in self._theme_of_tag}
        return [name for name in self.theme_names if name in found]

    def labels(self, task: str, target: str = "") -> tuple[str, ...]:
        """Return the labels that a judgement of this task and target may give."""
        if task == "theme":
            return (*self.theme_names, NO_THEME)
        return self.target(target).positions

    @cached_property
    def _theme_of_tag(self) -> dict[str, str]:
        tags = {_folded(theme.name): theme.name for theme in self.themes}
        tags |= {_folded(tag): theme.name for theme in self.themes for tag in theme.publisher_tags}
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
                if first.setdefault(_folded(name), i) != i:
                    what = f"'{name}' is already the name of {table}[{first[_folded(name)] + 1}]"
                    found.append(((table, i, "name"), what))
        names = dict(_strings(data, "themes", "name"))
        meanings = {_folded(name): (i, name) for i, name in reversed(names.items())}
        for i, tag in _strings(data, "themes", "publisher_tags"):
            other, name = meanings.setdefault(_folded(tag), (i, names.get(i, "")))
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


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
