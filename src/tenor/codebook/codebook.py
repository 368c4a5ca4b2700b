"""The codebook: the versioned label scheme of themes and stance targets."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from tenor.codebook.entries import Target, Theme
from tenor.codebook.fields import Label, ThemesPerArticle, fold_name, normalize_name
from tenor.errors import CodebookError
from tenor.present.hints import did_you_mean
from tenor.toml import Fault, TomlTable, parse_toml, read_toml


class Codebook(TomlTable):
    """A versioned label scheme: the content of ``codebook.toml``.

    Attributes
    ----------
    version, title
        Its version and title; the author chooses both.
    themes_per_article
        How many themes an article can have.
    themes, targets
        The themes, and the targets of stances, in the order of the file.

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

    version: Label
    title: str = ""
    themes_per_article: ThemesPerArticle = "any"
    themes: tuple[Theme, ...] = ()
    targets: tuple[Target, ...] = ()

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Return the codebook of a file.

        Raises
        ------
        CodebookError
            If the file cannot be read or has faults; the message has one line for each fault.
        """
        return cls.parse(read_toml(Path(path), CodebookError), str(path))

    @classmethod
    def parse(cls, text: str, name: str = "codebook.toml") -> Self:
        """Return the codebook of TOML text; messages call the text ``name``."""
        return parse_toml(text, name, cls, CodebookError)

    @property
    def theme_names(self) -> tuple[str, ...]:
        """The names of the themes, in the order of the codebook."""
        return tuple(theme.name for theme in self.themes)

    @property
    def target_names(self) -> tuple[str, ...]:
        """The names of the targets, in the order of the codebook."""
        return tuple(target.name for target in self.targets)

    @cached_property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change with everything that coders judge by.

        Comments and rules do not change them.
        """
        data = self.model_dump(mode="json")
        for theme in data["themes"]:
            del theme["rules"]
            for name in ("include", "exclude", "examples", "iptc", "parent"):
                # Left out if empty, so that codebooks without the key keep their fingerprint.
                if not theme[name]:
                    del theme[name]
        for target in data["targets"]:
            del target["rules"]
        return _digest(data)

    @cached_property
    def rules_fingerprint(self) -> str:
        """Twelve hexadecimal digits that change with rules, aliases and the names of labels."""
        themes = [(theme.name, theme.rules) for theme in self.themes]
        targets = [(t.name, t.aliases, sorted(t.rules.items())) for t in self.targets]
        return _digest([self.themes_per_article, themes, targets])

    def target(self, name: str) -> Target:
        """Return the target with this name.

        Raises
        ------
        CodebookError
            If the codebook has no such target.
        """
        for target in self.targets:
            if target.name == name:
                return target
        known = ", ".join(self.target_names) or "none"
        raise CodebookError(
            f"target '{name}' is not in the codebook; its targets: {known}"
            f"{did_you_mean(name, self.target_names)}"
        )

    def themes_of_tags(self, tags: list[str] | tuple[str, ...]) -> list[str]:
        """Return the themes that a publisher's tags mean, in codebook order."""
        tagged = {self._theme_of_tag.get(fold_name(tag)) for tag in tags}
        return [name for name in self.theme_names if name in tagged]

    @cached_property
    def _theme_of_tag(self) -> dict[str, str]:
        tags = {fold_name(theme.name): theme.name for theme in self.themes}
        tags |= {
            fold_name(tag): theme.name for theme in self.themes for tag in theme.publisher_tags
        }
        return tags

    @classmethod
    def cross_field_faults(cls, data: dict[str, Any]) -> list[Fault]:
        """Return the faults between themes or targets: repeated names and tags, bad parents."""
        if not data.get("themes") and not data.get("targets"):
            return [((), "a codebook needs at least one [[themes]] or [[targets]]")]
        theme_names = dict(_strings(data, "themes", "name"))
        return [
            *_name_faults(data, "themes"),
            *_name_faults(data, "targets"),
            *_tag_faults(theme_names, _strings(data, "themes", "publisher_tags")),
            *_parent_faults(theme_names, dict(_strings(data, "themes", "parent"))),
        ]


def _name_faults(data: dict[str, Any], table: str) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for i, name in _strings(data, table, "name"):
        number = first.setdefault(fold_name(name), i)
        if number != i:
            message = f"'{name}' is already the name of {table}[{number + 1}]; rename one"
            yield (table, i, "name"), message


def _tag_faults(names: dict[int, str], tags: Iterable[tuple[int, str]]) -> Iterator[Fault]:
    # A theme's name is one of its tags.
    themes = {fold_name(name): (i, name) for i, name in reversed(names.items())}
    for i, tag in tags:
        other, name = themes.setdefault(fold_name(tag), (i, names.get(i, "")))
        if other != i:
            message = f"tag '{tag}' already means theme '{name}'; remove it from one of the themes"
            yield ("themes", i, "publisher_tags"), message


def _parent_faults(names: dict[int, str], parents: dict[int, str]) -> Iterator[Fault]:
    """Yield a fault for each parent that is not a theme, and for each cycle of parents."""
    position = {normalize_name(name): i for i, name in names.items()}
    parent_of = {i: position.get(normalize_name(parent)) for i, parent in parents.items()}
    for i, parent in parents.items():
        if parent_of[i] is None:
            hint = did_you_mean(parent, names.values()) or "; write the theme's name"
            message = f"parent '{parent}' is not a theme of this codebook{hint}"
            yield ("themes", i, "parent"), message
    visited: set[int] = set()
    for start in parent_of:
        theme: int | None = start
        path: list[int] = []
        while theme is not None and theme not in visited:
            visited.add(theme)
            path.append(theme)
            theme = parent_of.get(theme)
        if theme is not None and theme in path:
            cycle = path[path.index(theme) :]
            steps = " -> ".join(f"'{names.get(i, '')}'" for i in [*cycle, theme])
            message = f"the parents form a cycle: {steps}; remove one of them"
            yield ("themes", max(cycle), "parent"), message


def _digest(data: object) -> str:
    canonical = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]


def _strings(data: dict[str, Any], table: str, key: str) -> Iterator[tuple[int, str]]:
    """Yield the position of each table of an array, and each string at one of its keys.

    The raw data may have any form, so values of other types are skipped.
    """
    items = data.get(table)
    for i, item in enumerate(items if isinstance(items, list) else ()):
        value = item.get(key) if isinstance(item, dict) else None
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str):
                yield i, text
