"""data/prep/fnc1.py converts FNC-1."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def test_each_pair_is_a_row_with_its_own_id(run: Callable, tmp_path: Path) -> None:
    """The claim is the headline of the pair, the text its body."""
    (tmp_path / "train_bodies.csv").write_text(
        'Body ID,articleBody\n4,"A seal came ashore.\n\nIt left, ""unhurt""."\n9,Rope is dear.\n'
    )
    (tmp_path / "train_stances.csv").write_text(
        "Headline,Body ID,Stance\nSeal lands,4,agree\nRope is cheap,9,disagree\nRope,4,unrelated\n"
    )
    seal = 'A seal came ashore.\n\nIt left, "unhurt".'
    assert run("fnc1.py", tmp_path) == [
        {
            "article_id": "4-1",
            "text": seal,
            "claim": "Seal lands",
            "part": "train",
            "series": "event 1",
            "body_id": "4",
            "stance": "agree",
        },
        {
            "article_id": "9-2",
            "text": "Rope is dear.",
            "claim": "Rope is cheap",
            "part": "train",
            "series": "event 2",
            "body_id": "9",
            "stance": "disagree",
        },
        {
            "article_id": "4-3",
            "text": seal,
            "claim": "Rope",
            "part": "train",
            "series": "event 1",
            "body_id": "4",
            "stance": "unrelated",
        },
    ]


def test_body_ids_of_the_test_part_refer_to_bodies_of_the_test_part(
    run: Callable, tmp_path: Path
) -> None:
    """The publisher numbers bodies from 1 in each part; article ids stay unique."""
    for name, text in (("train", "Trained."), ("competition_test", "Tested.")):
        (tmp_path / f"{name}_bodies.csv").write_text(f"Body ID,articleBody\n1,{text}\n")
        (tmp_path / f"{name}_stances.csv").write_text("Headline,Body ID,Stance\nH,1,discuss\n")
    rows = run("fnc1.py", tmp_path)
    assert [(row["article_id"], row["text"], row["part"]) for row in rows] == [
        ("1-1", "Trained.", "train"),
        ("1-2", "Tested.", "test"),
    ]


def test_bodies_connected_by_related_pairs_are_one_event(run: Callable, tmp_path: Path) -> None:
    """Headlines connect bodies in a chain; unrelated pairs do not connect."""
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
    """All related pairs of a headline belong to one event."""
    rows = run("fnc1.py", dataset("fnc1"))
    assert len({row["series"] for row in rows}) == 191
    events: dict[str, set[str]] = {}
    for row in rows:
        if row["stance"] != "unrelated":
            events.setdefault(row["claim"], set()).add(row["series"])
    assert {len(series) for series in events.values()} == {1}
