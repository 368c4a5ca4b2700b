"""What changed between two versions of a codebook, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tenor.codebook.codebook import Codebook
from tenor.codebook.entries import Target, Theme


class Change(NamedTuple):
    """A change, and whose judgements it makes stale.

    ``task`` is empty where no judgement is touched; ``target`` and ``label``
    narrow it down, empty meaning all of them.
    """

    what: str
    task: str = ""
    target: str = ""
    label: str = ""


def changes(old: Codebook, new: Codebook) -> list[Change]:
    """Return every change of meaning, in the order of the new file.

    Judgements are stale where people would have to judge anew: by another
    definition, with another choice of labels, or of other articles.
    """
    return [*_of_file(old, new), *_of_themes(old, new), *_of_targets(old, new)]


def _of_file(old: Codebook, new: Codebook) -> Iterator[Change]:
    for name in ("version", "title"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change(f"{name} '{before}' is now '{after}'")
    if old.themes_per_article != new.themes_per_article:
        before, after = old.themes_per_article, new.themes_per_article
        yield Change(f"themes_per_article '{before}' is now '{after}'", "theme")


def _of_themes(old: Codebook, new: Codebook) -> Iterator[Change]:
    before = {theme.name: theme for theme in old.themes}
    for name in [name for name in before if name not in new.theme_names]:
        yield Change(f"theme '{name}' is gone", "theme", label=name)
    for theme in new.themes:
        if theme.name not in before:
            yield Change(f"theme '{theme.name}' is new: nobody was asked about it", "theme")
        else:
            yield from _of_theme(before[theme.name], theme)


def _of_theme(old: Theme, new: Theme) -> Iterator[Change]:
    where = f"theme '{new.name}'"
    if old.definition != new.definition:
        yield Change(f"{where}: the definition changed", "theme", label=new.name)
    for name in ("include", "exclude", "examples"):
        what = _in_words(getattr(old, name), getattr(new, name))
        if what:
            yield Change(f"{where}: {name} {what}", "theme", label=new.name)
    for name, shown in (("publisher_tags", "tags"), ("iptc", "iptc"), ("rules", "rules")):
        what = _in_words(getattr(old, name), getattr(new, name))
        if what:
            yield Change(f"{where}: {shown} {what}")
    if old.parent != new.parent:
        yield Change(f"{where}: parent '{old.parent or ''}' is now '{new.parent or ''}'")


def _of_targets(old: Codebook, new: Codebook) -> Iterator[Change]:
    before = {target.name: target for target in old.targets}
    for name in [name for name in before if name not in new.target_names]:
        yield Change(f"target '{name}' is gone", "stance", name)
    for target in new.targets:
        if target.name not in before:
            yield Change(f"target '{target.name}' is new")
        else:
            yield from _of_target(before[target.name], target)


def _of_target(old: Target, new: Target) -> Iterator[Change]:
    where = f"target '{new.name}'"
    if old.definition != new.definition:
        yield Change(f"{where}: the definition changed", "stance", new.name)
    if old.positions != new.positions:
        positions = ", ".join(new.positions)
        yield Change(f"{where}: the positions are now {positions}", "stance", new.name)
    aliases = _in_words(old.aliases, new.aliases)
    if aliases:
        yield Change(f"{where}: aliases {aliases}; other articles concern it", "stance", new.name)
    for position in dict.fromkeys([*old.rules, *new.rules]):
        rules = _in_words(old.rules.get(position, ()), new.rules.get(position, ()))
        if rules:
            yield Change(f"{where}, position '{position}': rules {rules}")


def _in_words(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    more = [f"'{item}' added" for item in new if item not in old]
    fewer = [f"'{item}' removed" for item in old if item not in new]
    moved = ["in another order"] if not (more or fewer) and old != new else []
    return ", ".join([*more, *fewer, *moved])
