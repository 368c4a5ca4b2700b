"""The entries of a codebook: themes, and the targets of stances."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from pydantic import Field, field_validator

from tenor.articles.text import names_pattern
from tenor.codebook.fields import (
    Alias,
    Label,
    MediaTopic,
    Name,
    Rule,
    Slug,
    fold_name,
    normalize_name,
)
from tenor.present.hints import did_you_mean
from tenor.toml import Fault, TomlTable, fault_error

NO_THEME = "none"
"""The label of a judgement that no theme applies."""


class Theme(TomlTable):
    """A theme: what an article can be about.

    Attributes
    ----------
    name
        The label; tables and figures show it unchanged.
    definition
        When the theme applies, in a sentence or two.
    include, exclude
        Notes for coders: what belongs to the theme, and what does not.
    examples
        Headlines or sentences with the theme.
    publisher_tags
        Tags of publishers that mean this theme; case is ignored.
    iptc
        Ids of the IPTC Media Topics that correspond to the theme, as ``medtop:04000000``.
    parent
        The theme that this one is a part of. It orders the page for coders. An article
        with this theme does not get the parent, too.
    rules
        Queries that vote for the theme; see `tenor.codebook.query`.
    """

    name: Label
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
    def _check_name(cls, name: str) -> str:
        if fold_name(name) == NO_THEME:
            raise fault_error(f"'{name}' is reserved for articles without a theme; rename it")
        return name


class Target(TomlTable):
    """A target: what an article can take a stance towards.

    Attributes
    ----------
    name
        A short name in lower case, which is part of model names and commands.
    definition
        What the target is, in a sentence or two.
    aliases
        The names of the target in texts, found as whole words in any case; ``*`` at the
        beginning or end of a word stands for any letters, see `tenor.articles.text.names`.
        Without aliases, stances towards the target apply to every article.
    positions
        The positions that an article can take, in the order of the tables.
    rules
        Queries that vote for a position, by position. They are matched against the
        sentences that mention the target, without quotations unless a term asks for
        ``quoted:``.
    """

    name: Slug
    definition: str = ""
    aliases: tuple[Alias, ...] = ()
    positions: tuple[Label, ...] = ("favor", "against", "neutral")
    rules: dict[Name, tuple[Rule, ...]] = Field(default_factory=dict)

    @field_validator("positions")
    @classmethod
    def _check_positions(cls, positions: tuple[str, ...]) -> tuple[str, ...]:
        if len(positions) < 2:
            listed = ", ".join(f"'{name}'" for name in positions) or "none"
            raise fault_error(f"a target needs at least two positions; it has {listed}")
        folded = list(map(fold_name, positions))
        for i, name in enumerate(positions):
            if folded[i] in folded[:i]:
                raise fault_error(f"position '{name}' is listed twice; remove one of them")
        return positions

    @classmethod
    def cross_field_faults(cls, data: dict[str, Any]) -> list[Fault]:
        """Return a fault for each key of ``rules`` that is not a position of the target."""
        rules, names = data.get("rules"), data.get("positions")
        if not isinstance(rules, dict) or (names is not None and not isinstance(names, list)):
            return []
        positions = [normalize_name(p) for p in names or cls.model_fields["positions"].default]
        known = [str(position) for position in positions]
        return [
            (
                ("rules", name),
                f"'{name}' is not a position of this target; its positions: "
                + ", ".join(known)
                + did_you_mean(name, known),
            )
            for name in rules
            if normalize_name(name) not in positions
        ]

    def applies_to(self, *texts: str) -> bool:
        """Whether a stance towards the target applies to an article with these texts.

        It applies if a text mentions the target, or if the target has no aliases.
        """
        return not self.aliases or self.mentioned_in(*texts)

    def mentioned_in(self, *texts: str) -> bool:
        """Whether any of the texts contains one of `names`."""
        return any(self._pattern.search(text) for text in texts)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the target in texts: its aliases, or its name if it has none.

        The name is also looked for with spaces in place of its hyphens and underscores.
        """
        return self.aliases or (self.name, re.sub("[-_]+", " ", self.name))

    def matches_name(self, text: str) -> bool:
        """Whether a text equals the target's name or one of its aliases, in any case."""
        return fold_name(text) in {fold_name(name) for name in (self.name, *self.aliases)}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return names_pattern(self.names)
