"""The changes between two versions of a codebook, and the judgements that they make stale."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tenor.codebook.codebook import Codebook
from tenor.codebook.entries import Target, Theme
from tenor.codebook.task import Task


class Change(NamedTuple):
    """A change of a codebook.

    Attributes
    ----------
    description
        The change, as a sentence.
    task
        The kind of task of which earlier judgements do not answer a label any more, ``theme`` or
        ``stance``; empty if there is none.
    target, label
        The target, and the label that they do not answer; empty for all labels.
    """

    description: str
    task: str = ""
    target: str = ""
    label: str = ""


def codebook_changes(old: Codebook, new: Codebook) -> list[Change]:
    """Return every change between two codebooks, in the order of the new file.

    A change makes a label stale if coders have to judge it again, because its definition, the
    choice of labels or the articles concerned changed.
    """
    return [*_file_changes(old, new), *_themes_changes(old, new), *_targets_changes(old, new)]


def answered_labels(old: Codebook, new: Codebook, task: Task) -> frozenset[str]:
    """Return the labels of a task that judgements by an earlier codebook still answer.

    They are the labels that both codebooks have and no change makes stale. Where an article has
    a single label, a judgement chose among all labels: it answers all of them or none.

    Parameters
    ----------
    old
        The codebook that the judgements follow.
    new
        The codebook whose labels are returned.
    task
        The task.
    """
    if task.target not in ("", *new.target_names) or task.target not in ("", *old.target_names):
        return frozenset()
    stale = [
        change.label
        for change in codebook_changes(old, new)
        if change.task == task.kind and change.target in ("", task.target)
    ]
    if "" in stale:
        return frozenset()
    labels = frozenset(task.labels(new))
    answered = labels & frozenset(task.labels(old)) - frozenset(stale)
    return frozenset() if task.single_label(new) and answered != labels else answered


def _file_changes(old: Codebook, new: Codebook) -> Iterator[Change]:
    for name in ("version", "title"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change(f"{name} '{before}' is now '{after}'")
    if old.themes_per_article != new.themes_per_article:
        before, after = old.themes_per_article, new.themes_per_article
        yield Change(f"themes_per_article '{before}' is now '{after}'", "theme")


def _themes_changes(old: Codebook, new: Codebook) -> Iterator[Change]:
    before = {theme.name: theme for theme in old.themes}
    for name in [name for name in before if name not in new.theme_names]:
        yield Change(f"theme '{name}' was removed", "theme", label=name)
    for theme in new.themes:
        if theme.name in before:
            yield from _theme_changes(before[theme.name], theme)
        else:
            description = f"theme '{theme.name}' was added; no coder has judged it"
            yield Change(description, "theme", label=theme.name)


def _theme_changes(old: Theme, new: Theme) -> Iterator[Change]:
    where = f"theme '{new.name}'"
    if old.definition != new.definition:
        yield Change(f"{where}: the definition changed", "theme", label=new.name)
    for name in ("include", "exclude", "examples"):
        before, after = getattr(old, name), getattr(new, name)
        items = _item_changes(before, after)
        if items and set(before) == set(after):
            yield Change(f"{where}: {name} {items}")
        elif items:
            yield Change(f"{where}: {name} {items}", "theme", label=new.name)
    for name in ("publisher_tags", "iptc", "rules"):
        items = _item_changes(getattr(old, name), getattr(new, name))
        if items:
            yield Change(f"{where}: {name} {items}")
    if old.parent != new.parent:
        yield Change(f"{where}: parent '{old.parent or ''}' is now '{new.parent or ''}'")


def _targets_changes(old: Codebook, new: Codebook) -> Iterator[Change]:
    before = {target.name: target for target in old.targets}
    for name in [name for name in before if name not in new.target_names]:
        yield Change(f"target '{name}' was removed", "stance", name)
    for target in new.targets:
        if target.name in before:
            yield from _target_changes(before[target.name], target)
        else:
            yield Change(f"target '{target.name}' was added")


def _target_changes(old: Target, new: Target) -> Iterator[Change]:
    where = f"target '{new.name}'"
    if old.definition != new.definition:
        yield Change(f"{where}: the definition changed", "stance", new.name)
    if set(old.positions) != set(new.positions):
        positions = ", ".join(new.positions)
        yield Change(f"{where}: the positions are now {positions}", "stance", new.name)
    elif old.positions != new.positions:
        yield Change(f"{where}: positions reordered")
    aliases = _item_changes(old.aliases, new.aliases)
    if aliases and set(old.aliases) == set(new.aliases):
        yield Change(f"{where}: aliases {aliases}")
    elif aliases:
        yield Change(f"{where}: aliases {aliases}; its articles changed", "stance", new.name)
    for position in dict.fromkeys([*old.rules, *new.rules]):
        rules = _item_changes(old.rules.get(position, ()), new.rules.get(position, ()))
        if rules:
            yield Change(f"{where}, position '{position}': rules {rules}")


def _item_changes(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    """Return the difference of two lists in words; empty if they are equal."""
    added = [f"'{item}' added" for item in new if item not in old]
    removed = [f"'{item}' removed" for item in old if item not in new]
    reordered = ["reordered"] if not (added or removed) and old != new else []
    return ", ".join([*added, *removed, *reordered])
