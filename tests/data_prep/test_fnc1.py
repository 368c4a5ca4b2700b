"""Rows of FNC-1."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def test_a_row_a_pair(run: Callable, tmp_path: Path) -> None:
    """Each pair has its headline as the claim, its body's text, and an id of its own."""
    (tmp_path / "train_bodies.csv").write_text(
        'Body ID,articleBody\n4,"A seal came ashore.\n\nIt left, ""unhurt""."\n9,Rope is dear.\n'
    )
    (tmp_path / "train_stances.csv").write_text(
        "Headline,Body ID,Stance\nSeal lands,4,agree\nRope is cheap,9,disagree\nRope,4,unrelated\n"
    )
    seal = 'A seal came ashore.\n\nIt left, "unhurt".'
    assert run("fnc1.py", tmp_path) == [
        {
            "article_id": "4-1", "text": seal, "claim": "Seal lands", "part": "train",
            "series": "event 1", "body_id": "4", "stance": "agree",
        },
        {
            "article_id": "9-2", "text": "Rope is dear.", "claim": "Rope is cheap",
            "part": "train", "series": "event 2", "body_id": "9", "stance": "disagree",
        },
        {
            "article_id": "4-3", "text": seal, "claim": "Rope", "part": "train",
            "series": "event 1", "body_id": "4", "stance": "unrelated",
        },
    ]  # fmt: skip


def test_the_test_part_has_its_own_bodies(run: Callable, tmp_path: Path) -> None:
    """A body id of the test part is looked up in the test part, and ids stay unique."""
    for name, text in (("train", "Trained."), ("competition_test", "Tested.")):
        (tmp_path / f"{name}_bodies.csv").write_text(f"Body ID,articleBody\n1,{text}\n")
        (tmp_path / f"{name}_stances.csv").write_text("Headline,Body ID,Stance\nH,1,discuss\n")
    rows = run("fnc1.py", tmp_path)
    assert [(row["article_id"], row["text"], row["part"]) for row in rows] == [
        ("1-1", "Trained.", "train"),
        ("1-2", "Tested.", "test"),
    ]


def test_related_bodies_are_of_one_event(run: Callable, tmp_path: Path) -> None:
    """Through a chain of headlines and bodies, of which unrelated pairs are no link."""
    (tmp_path / "train_bodies.csv").write_text(
        "Body ID,articleBody\n" + "".join(f"{i},Text {i}.\n" for i in range(1, 6))
    )
    (tmp_path / "train_stances.csv").write_text(
        "Headline,Body ID,Stance\n"
        "Seal,1,agree\nRope,2,discuss\nRope,3,disagree\nSeal,4,unrelated\n"
        "Ship,1,discuss\nShip,3,agree\nRope,5,unrelated\nHat,4,agree\n"
    )
    rows = run("fnc1.py", tmp_path)
    assert [(row["body_id"], row["series"]) for row in rows] == [
        ("1", "event 1"),
        ("2", "event 1"),
        ("3", "event 1"),
        ("4", "event 2"),
        ("1", "event 1"),
        ("3", "event 1"),
        ("5", "event 3"),
        ("4", "event 2"),
    ]


def test_the_corpus_has_191_events(run: Callable, dataset: Callable) -> None:
    """No pair with a related headline and body has them of two events."""
    rows = run("fnc1.py", dataset("fnc1"))
    assert len({row["series"] for row in rows}) == 191
    related: dict[str, set[str]] = {}
    for row in rows:
        if row["stance"] != "unrelated":
            related.setdefault(row["claim"], set()).add(row["series"])
    assert {len(found) for found in related.values()} == {1}
