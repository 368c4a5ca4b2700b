"""The codebook: the themes and stance targets that articles are labelled with."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from tenor.errors import CodebookError
from tenor.tomlfile import Where, parse_toml, raise_faults, read_toml

NO_THEME = "none"
"""The label of the judgement that none of the themes applies."""

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
ThemesPerArticle = Literal["any", "one or more", "one"]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Theme(_Table):
    """A theme: what an article can be about.

    Attributes
    ----------
    name
        The label, as it stands in every table and figure.
    definition
        When the theme applies, in a sentence or two.
    publisher_tags
        Tags of publishers that mean this theme; compared without regard to case.
    """

    name: Name
    definition: str = ""
    publisher_tags: tuple[Name, ...] = ()


class Target(_Table):
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
    """

    name: Slug
    definition: str = ""
    aliases: tuple[Name, ...] = ()
    positions: tuple[Name, ...] = ("favor", "against", "neutral")

    def mentioned_in(self, *texts: str) -> bool:
        """Whether any of the texts names the target (always, without aliases)."""
        if not self.aliases:
            return True
        return any(self._pattern.search(text) for text in texts)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self.aliases, key=len, reverse=True)
        words = "|".join(r"\s+".join(map(re.escape, alias.split())) for alias in longest_first)
        return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


class Codebook(_Table):
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
        """Twelve hexadecimal digits that change when the meaning does (comments do not count)."""
        canonical = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]

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

    @model_validator(mode="after")
    def _check(self) -> Self:
        found: list[tuple[Where, str]] = []
        if not self.themes and not self.targets:
            found.append(((), "a codebook needs at least one [[themes]] or [[targets]]"))
        found += _repeated("themes", self.theme_names)
        found += _repeated("targets", self.target_names)
        meanings: dict[str, str] = {}
        for i, theme in enumerate(self.themes):
            if _folded(theme.name) == NO_THEME:
                what = f"'{theme.name}' is kept for articles without a theme; choose another name"
                found.append((("themes", i, "name"), what))
            for tag in theme.publisher_tags:
                other = meanings.setdefault(_folded(tag), theme.name)
                if other != theme.name:
                    what = f"tag '{tag}' already means theme '{other}'; a tag means one theme"
                    found.append((("themes", i, "publisher_tags"), what))
        for i, target in enumerate(self.targets):
            where = ("targets", i, "positions")
            if len(target.positions) < 2:
                found.append((where, "a target needs at least two positions"))
            if len(set(target.positions)) < len(target.positions):
                found.append((where, "a position stands here twice"))
        raise_faults(found)
        return self


def _repeated(table: str, names: tuple[str, ...]) -> list[tuple[Where, str]]:
    first: dict[str, int] = {}
    found: list[tuple[Where, str]] = []
    for i, name in enumerate(names):
        if first.setdefault(_folded(name), i) != i:
            what = f"'{name}' is already the name of {table}[{first[_folded(name)] + 1}]"
            found.append(((table, i, "name"), what))
    return found


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
