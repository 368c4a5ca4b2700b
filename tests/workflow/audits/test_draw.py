"""Drawing automatic labels at random, onto sheets that do not show them."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tenor.articles import Article, read_articles
from tenor.errors import InputError, OutputError
from tenor.workflow.audits.audit_file import read_audit_file
from tenor.workflow.audits.draw import draw_audit
from tenor.workflow.prep import prepare

from .examples import TEXT, draw, write_inputs


def test_a_sheet_asks_for_codings_and_does_not_show_the_labels(tmp_path: Path) -> None:
    """Every coder gets all articles, each once; the labels are in a file of their own."""
    folder = write_inputs(tmp_path)
    audit = draw(folder, coders=["ana", "ben"])
    assert sorted(os.listdir(folder / "audit")) == [
        "ana.csv",
        "audit.json",
        "ben.csv",
        "codebook.toml",
    ]
    header, *lines = (folder / "audit" / "ana.csv").read_text("utf-8-sig").splitlines()
    columns = header.split(",")
    assert [name for name in columns if ": " in name] == [
        "theme: sport",
        "theme: war",
        "theme: none",
        "stance: mayor",
    ]
    assert len(lines) == 20
    assert not any("favor" in line or "sport" in line for line in lines)
    assert read_audit_file(folder / "audit") == audit
    ids = [row.article_id for row in audit.drawn]
    assert len(set(ids)) == len(audit.drawn) == 20
    assert len({"a0", "a1", "a2"} & set(ids)) <= 1
    assert (audit.n_labels, audit.models) == (100, ["f"])


def test_labels_are_drawn_equally(tmp_path: Path) -> None:
    """Labels of one article and group after the other; within five standard errors."""
    folder = write_inputs(tmp_path, n=40)
    counts: Counter[str] = Counter()
    for state in range(60):
        audit = draw(folder, f"audit{state}", n=5, random_state=state)
        counts.update(row.label for row in audit.drawn)
    share = counts["sport"] / counts.total()
    assert share == pytest.approx(40 / 68, abs=5 * (0.24 / 300) ** 0.5)
    assert draw(folder, "x", n=5).drawn == draw(folder, "y", n=5).drawn


def test_labels_of_an_earlier_audit_are_not_drawn_again(tmp_path: Path) -> None:
    """By the same seed."""
    folder = write_inputs(tmp_path)
    first = draw(folder, "first")
    second = draw(folder, "second", exclude=[folder / "first"])
    assert not set(first.drawn) & set(second.drawn)
    assert (len(second.drawn), second.n_labels) == (20, first.n_labels - 20)


def test_articles_with_judgements_in_the_corpus_are_not_drawn(tmp_path: Path) -> None:
    """They may have trained the model."""
    folder = write_inputs(tmp_path)
    lines = (folder / "articles.csv").read_text().splitlines()
    for name, n_tagged in (("some", 30), ("all", 60)):
        tagged = [f"{line},{'sport' if i < n_tagged else ''}" for i, line in enumerate(lines[1:])]
        table = folder / f"{name}.csv"
        table.write_text("\n".join([f"{lines[0]},tag", *tagged]) + "\n")
        prepare(table, folder / "codebook.toml", folder / name, labels=["theme=tag"])
    inputs = [folder / "labels.jsonl"], [folder / "some"], folder / "codebook.toml"
    audit = draw_audit(*inputs, folder / "audit", n=20, coders=["ana"])
    assert all(int(row.article_id.removeprefix("a")) >= 30 for row in audit.drawn)
    assert (audit.n_labels, audit.n_judged) == (50, 50)
    assert read_audit_file(folder / "audit") == audit
    inputs = [folder / "labels.jsonl"], [folder / "all"], folder / "codebook.toml"
    with pytest.raises(InputError) as raised:
        draw_audit(*inputs, folder / "other", n=20, coders=["ana"])
    assert str(raised.value) == (
        "all 100 automatic labels are of articles that have judgements in the corpus and may have "
        "trained the model; label articles that have none"
    )


def test_only_automatic_labels_are_drawn(tmp_path: Path) -> None:
    folder = write_inputs(tmp_path, decisions=True)
    audit = draw(folder, n=40)
    assert {row.label for row in audit.drawn} == {"sport", "mayor=favor"}
    assert audit.n_labels == 80
    favor = draw(folder, "favor", n=5, only=["mayor=favor"])
    assert {row.label for row in favor.drawn} == {"mayor=favor"}
    header = (folder / "favor" / "ana.csv").read_text("utf-8-sig").splitlines()[0]
    assert "theme:" not in header
    with pytest.raises(InputError) as raised:
        draw(folder, "war", only=["war"])
    assert str(raised.value) == (
        "no automatic label is 'war'; name a theme, or a position as TARGET=POSITION"
    )


def test_articles_that_are_not_found_are_an_error(tmp_path: Path) -> None:
    """An audit without them would not be a random one."""
    folder = write_inputs(tmp_path)
    lines = (folder / "articles.csv").read_text().splitlines()
    (folder / "articles.csv").write_text("\n".join(lines[:31]) + "\n")
    kept = {a.article_id for a in read_articles(folder / "articles.csv") if isinstance(a, Article)}
    assert len(kept) == 30
    with pytest.raises(
        InputError, match=r"article 'a\d+' of the labels is not in '.*articles\.csv"
    ):
        draw(folder)
    assert not (folder / "audit").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"n": 90}, "90 labels to audit are more than the 58 of different articles and duplicate"),
        ({"coders": []}, "sheets need the names of the coders"),
    ],
)
def test_audits_that_cannot_be_drawn_are_an_error(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError) as raised:
        draw(write_inputs(tmp_path), **change)
    assert str(raised.value).startswith(message)


def test_another_codebook_and_a_filled_folder_are_an_error(tmp_path: Path) -> None:
    folder = write_inputs(tmp_path)
    (folder / "audit").mkdir()
    (folder / "audit" / "ana.csv").write_text("work")
    with pytest.raises(OutputError, match="exists already and is not empty"):
        draw(folder)
    (folder / "codebook.toml").write_text(TEXT.replace("war", "peace"))
    with pytest.raises(InputError, match=r"the labels follow the codebook '[0-9a-f]{12}', and"):
        draw(folder, "other")


def test_labels_of_which_none_is_automatic_are_an_error(tmp_path: Path) -> None:
    folder = write_inputs(tmp_path, decisions=True)
    text = (folder / "labels.jsonl").read_text()
    (folder / "labels.jsonl").write_text(text.replace('"auto"', '"review"'))
    with pytest.raises(InputError) as raised:
        draw(folder)
    assert str(raised.value) == (
        f"'{folder / 'labels.jsonl'}' has no automatic label: 100 labels of 60 articles to review; "
        "there is nothing to audit"
    )
