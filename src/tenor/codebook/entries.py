"""The entries of a codebook: themes, and targets of stances."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import Any

from pydantic import Field, field_validator

from tenor.codebook.fields import MediaTopic, Name, Rule, Slug, folded, normal
from tenor.tomlfile import Fault, Table, fault

NO_THEME = "none"
"""The label of the judgement that none of the themes applies."""


@lru_cache
def naming(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any of some names in a text: whole words, in any case."""
    longest_first = sorted(names, key=len, reverse=True)
    words = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


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
        if folded(name) == NO_THEME:
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
        if len(set(map(folded, positions))) < len(positions):
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
        return not self.aliases or self.named_in(*texts)

    def named_in(self, *texts: str) -> bool:
        """Whether any of the texts holds one of the target's names."""
        return any(self._pattern.search(text) for text in texts)

    @property
    def names(self) -> tuple[str, ...]:
        """What texts call the target: its aliases, else its own name in words too."""
        return self.aliases or (self.name, re.sub("[-_]+", " ", self.name))

    def is_called(self, text: str) -> bool:
        """Whether a text is the target's name or one of its aliases, in any case."""
        return folded(text) in {folded(name) for name in (self.name, *self.aliases)}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return naming(self.names)
