"""Sheets for coders."""

from __future__ import annotations

import csv
import json
import math
import os
from pathlib import Path

import pytest

from tenor.corpus import Corpus
from tenor.errors import InputError, OutputError
from tenor.labeling.formats import FORMATS
from tenor.workflow.sheets import entropy, make_sheets

from ..conftest import Project


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_overlap_is_for_all_and_the_rest_is_dealt(project: Project, tmp_path: Path) -> None:
    """No article twice, none that somebody has coded, none beside its duplicate."""
    corpus = project.corpus
    made = make_sheets(
        corpus.path, tmp_path / "sheets", n=31, coders=["ana", "ben", "cy"], overlap=10
    )
    assert sorted(os.listdir(tmp_path / "sheets")) == ["ana.csv", "ben.csv", "cy.csv", "sample.csv"]
    own = [[row["article_id"] for row in rows(tmp_path / "sheets" / f"{who}.csv")]
           for who in ("ana", "ben", "cy")]  # fmt: skip
    assert [len(ids) for ids in own] == [17, 17, 17]
    shared = set(own[0]) & set(own[1]) & set(own[2])
    assert len(shared) == 10
    drawn = set().union(*own)
    assert len(drawn) == 31
    gold = corpus.labels[corpus.labels["origin"] == "coder"]
    groups = corpus.articles.set_index("article_id")["duplicate_group"]
    assert not set(groups[list(drawn)]) & set(groups[gold["article_id"].unique()])
    assert groups[list(drawn)].is_unique

    design = rows(tmp_path / "sheets" / "sample.csv")
    assert {row["article_id"] for row in design} == drawn
    assert {row["coders"] for row in design if row["article_id"] in shared} == {"ana; ben; cy"}
    assert {row["inclusion_probability"] for row in design} == {repr(31 / made.population)}
    assert design[0]["corpus"] == corpus.fingerprint
    sheet = rows(tmp_path / "sheets" / "ana.csv")
    assert {row["coder"] for row in sheet} == {"ana"}
    assert {row["codebook"] for row in sheet} == {corpus.codebook.fingerprint}
    assert {row["inclusion_probability"] for row in sheet} == {repr(31 / made.population)}


@pytest.mark.usefixtures("in_the_project")
@pytest.mark.parametrize("by", ["uncertainty", "mixed"])
def test_what_the_model_is_unsure_of_is_drawn_more_often(
    project: Project, tmp_path: Path, by: str
) -> None:
    """The chances of all articles sum to n, and differ."""
    made = make_sheets(
        project.corpus.path, tmp_path / "sheets", n=40, coders=["ana"], by=by,  # type: ignore[arg-type]
        model="tenor-theme@champion",
    )  # fmt: skip
    assert len(made) == 40
    assert ((made.probability > 0) & (made.probability <= 1)).all()
    assert len(set(made.probability.tolist())) > 20
    # Articles drawn weigh 1 / chance each: the weights estimate how many there are.
    assert (1 / made.probability).sum() == pytest.approx(made.population, rel=0.25)


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_has_its_sheet_and_settings(
    project: Project, tmp_path: Path, kind: str
) -> None:
    """A file for each coder, and what sets the tool up for the codebook."""
    make_sheets(project.corpus.path, tmp_path / "x", n=3, coders=["ana", "ben"], kind=kind)
    made = set(os.listdir(tmp_path / "x")) - {"sample.csv"}
    assert (
        made
        == {
            "csv": {"ana.csv", "ben.csv"},
            "xlsx": {"ana.xlsx", "ben.xlsx"},
            "label-studio": {"ana.json", "ben.json", "labeling_config.xml"},
            "doccano": {"ana.jsonl", "ben.jsonl", "labels.json"},
            "prodigy": {"ana.jsonl", "ben.jsonl", "prodigy.json"},
            "argilla": {"ana.json", "ben.json", "settings.json"},
        }[kind]
    )
    if kind == "label-studio":
        tasks = json.loads((tmp_path / "x" / "ana.json").read_text(encoding="utf-8"))
        assert [task["data"]["codebook"] for task in tasks] == [
            project.corpus.codebook.fingerprint
        ] * 2


def test_a_coder_s_name_leads_nowhere_else(project: Project, tmp_path: Path) -> None:
    """And two names never become one file."""
    coders = ["../../ana", "..", "\U0001f9d1\u200d\U0001f52c", "a/b", "a:b", "SAMPLE", "x" * 300]
    make_sheets(project.corpus.path, tmp_path / "in" / "sheets", n=7, coders=coders)
    assert sorted(os.listdir(tmp_path / "in" / "sheets")) == sorted(
        [
            "__.._ana.csv", "_.csv", "\U0001f9d1\u200d\U0001f52c.csv", "a_b.csv", "a_b-2.csv",
            "SAMPLE-2.csv", f"{'x' * 120}.csv", "sample.csv",
        ]
    )  # fmt: skip
    assert os.listdir(tmp_path) == ["in"]


def test_coded_articles_are_drawn_only_if_told_to(project: Project, tmp_path: Path) -> None:
    """For a second coding of the same."""
    fresh = make_sheets(project.corpus.path, tmp_path / "a", n=5, coders=["ana"])
    again = make_sheets(project.corpus.path, tmp_path / "b", n=5, coders=["ana"], again=True)
    groups = Corpus.load(project.corpus.path).articles["duplicate_group"].nunique()
    assert fresh.population < again.population == groups


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"coders": []}, "sheets need the coders' names, as in --coders ana,ben"),
        ({"coders": ["ana", " "]}, "sheets need the coders' names, as in --coders ana,ben"),
        (
            {"coders": ["a", "b", "a"]},
            "coder 'a' is named twice; give each coder a name of their own",
        ),
        ({"overlap": 6}, "an overlap of 6 is more than the 5 articles to code"),
        ({"by": "mixed"}, "drawing by 'mixed' needs a model (--model REF)"),
        (
            {"model": "m"},
            (
                "drawing by 'random' uses no model; leave out --model, or draw by 'uncertainty' or "
                "'mixed'"
            ),
        ),
    ],
)
def test_a_plan_that_cannot_be_is_one_sentence(
    project: Project, tmp_path: Path, change: dict[str, object], message: str
) -> None:
    """Before anything is drawn or written."""
    plan: dict[str, object] = {"n": 5, "coders": ["ana"]}
    with pytest.raises(InputError) as caught:
        make_sheets(project.corpus.path, tmp_path / "x", **(plan | change))  # type: ignore[arg-type]
    assert str(caught.value) == message
    assert os.listdir(tmp_path) == []


def test_filled_sheets_are_never_replaced(project: Project, tmp_path: Path) -> None:
    """There is no force that would."""
    (tmp_path / "ana.csv").write_text("hours of work")
    with pytest.raises(OutputError, match="exists already and is not empty; name another folder"):
        make_sheets(project.corpus.path, tmp_path, n=5, coders=["ana"])
    assert os.listdir(tmp_path) == ["ana.csv"]


def test_entropy_is_in_bits() -> None:
    """Of one choice among four; of two labels that may each hold; of no answer."""
    assert entropy([0.25] * 4, "one") == pytest.approx(2)
    assert entropy([0.5, 1.0], "any") == pytest.approx(0.5, abs=1e-9)
    assert entropy([1.0, 0.0], "one") == pytest.approx(0, abs=1e-9)
    assert entropy([], "any") == 0
    p = 0.2
    assert entropy([p], "any") == pytest.approx(-(p * math.log2(p) + (1 - p) * math.log2(1 - p)))
