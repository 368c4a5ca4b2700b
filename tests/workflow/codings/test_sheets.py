"""Sheets for coders, and the sample of articles on them."""

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
from tenor.workflow.codings.sheets import entropy, make_sheets


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def corpus(partly_coded: Corpus) -> Corpus:
    return partly_coded


def test_every_coder_gets_the_overlap_and_a_share_of_the_rest(
    corpus: Corpus, tmp_path: Path
) -> None:
    """No article is drawn twice, is coded already, or is a duplicate of another."""
    sample = make_sheets(
        corpus.path, tmp_path / "sheets", n=31, coders=["ana", "ben", "cy"], overlap=10
    )
    assert sorted(os.listdir(tmp_path / "sheets")) == ["ana.csv", "ben.csv", "cy.csv", "sample.csv"]
    ids_by_coder = [
        [row["article_id"] for row in rows(tmp_path / "sheets" / f"{coder}.csv")]
        for coder in ("ana", "ben", "cy")
    ]
    assert [len(ids) for ids in ids_by_coder] == [17, 17, 17]
    shared = set(ids_by_coder[0]) & set(ids_by_coder[1]) & set(ids_by_coder[2])
    assert len(shared) == 10
    drawn = set().union(*ids_by_coder)
    assert len(drawn) == 31
    gold = corpus.labels[corpus.labels["origin"] == "coder"]
    groups = corpus.articles.set_index("article_id")["duplicate_group"]
    assert not set(groups[list(drawn)]) & set(groups[gold["article_id"].unique()])
    assert groups[list(drawn)].is_unique

    design = rows(tmp_path / "sheets" / "sample.csv")
    assert {row["article_id"] for row in design} == drawn
    assert {row["coders"] for row in design if row["article_id"] in shared} == {"ana; ben; cy"}
    assert {row["inclusion_probability"] for row in design} == {repr(31 / sample.population)}
    assert design[0]["corpus"] == corpus.fingerprint
    sheet = rows(tmp_path / "sheets" / "ana.csv")
    assert {row["coder"] for row in sheet} == {"ana"}
    assert {row["codebook"] for row in sheet} == {corpus.codebook.fingerprint}
    assert {row["inclusion_probability"] for row in sheet} == {repr(31 / sample.population)}


@pytest.mark.usefixtures("in_the_project")
@pytest.mark.parametrize("design", ["uncertainty", "mixed"])
def test_designs_with_a_model_draw_articles_with_different_probabilities(
    corpus: Corpus, tmp_path: Path, design: str
) -> None:
    """Weighted by their inverse probabilities, the drawn articles estimate the population."""
    sample = make_sheets(
        corpus.path,
        tmp_path / "sheets",
        n=40,
        coders=["ana"],
        design=design,  # type: ignore[arg-type]
        model="tenor-theme@champion",
    )
    assert len(sample) == 40
    assert ((sample.inclusion_probability > 0) & (sample.inclusion_probability <= 1)).all()
    assert len(set(sample.inclusion_probability.tolist())) > 20
    # Each drawn article has the weight 1 / probability; the weights sum to about the population.
    assert (1 / sample.inclusion_probability).sum() == pytest.approx(sample.population, rel=0.25)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_sheets_and_settings(corpus: Corpus, tmp_path: Path, name: str) -> None:
    """One file for each coder, and the files that set up the tool."""
    make_sheets(corpus.path, tmp_path / "x", n=3, coders=["ana", "ben"], format_name=name)
    files = set(os.listdir(tmp_path / "x")) - {"sample.csv"}
    assert (
        files
        == {
            "csv": {"ana.csv", "ben.csv"},
            "xlsx": {"ana.xlsx", "ben.xlsx"},
            "label-studio": {"ana.json", "ben.json", "labeling_config.xml"},
            "doccano": {"ana.jsonl", "ben.jsonl", "labels.json"},
            "prodigy": {"ana.jsonl", "ben.jsonl", "prodigy.json"},
            "argilla": {"ana.json", "ben.json", "settings.json"},
        }[name]
    )
    if name == "label-studio":
        tasks = json.loads((tmp_path / "x" / "ana.json").read_text(encoding="utf-8"))
        assert [task["data"]["codebook"] for task in tasks] == [corpus.codebook.fingerprint] * 2


def test_the_name_of_a_coder_stays_inside_the_folder(corpus: Corpus, tmp_path: Path) -> None:
    """Different names have different files."""
    coders = ["../../ana", "..", "\U0001f9d1\u200d\U0001f52c", "a/b", "a:b", "SAMPLE", "x" * 300]
    make_sheets(corpus.path, tmp_path / "in" / "sheets", n=7, coders=coders)
    assert sorted(os.listdir(tmp_path / "in" / "sheets")) == sorted(
        [
            "__.._ana.csv",
            "_.csv",
            "\U0001f9d1\u200d\U0001f52c.csv",
            "a_b.csv",
            "a_b-2.csv",
            "SAMPLE-2.csv",
            f"{'x' * 120}.csv",
            "sample.csv",
        ]
    )
    assert os.listdir(tmp_path) == ["in"]


def test_coded_articles_are_drawn_only_on_request(corpus: Corpus, tmp_path: Path) -> None:
    fresh = make_sheets(corpus.path, tmp_path / "a", n=5, coders=["ana"])
    with_coded = make_sheets(corpus.path, tmp_path / "b", n=5, coders=["ana"], include_coded=True)
    groups = Corpus.load(corpus.path).articles["duplicate_group"].nunique()
    assert fresh.population < with_coded.population == groups


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"coders": []}, "sheets need the names of the coders, as in --coders ana,ben"),
        ({"coders": ["ana", " "]}, "sheets need the names of the coders, as in --coders ana,ben"),
        (
            {"coders": ["a", "b", "a"]},
            "coder 'a' is named twice; give each coder a different name",
        ),
        ({"overlap": 6}, "an overlap of 6 is more than the 5 articles to draw"),
        ({"design": "mixed"}, "design 'mixed' needs a model; name one with --model REF"),
        (
            {"model": "m"},
            (
                "design 'random' uses no model; remove --model, or choose --design uncertainty "
                "or mixed"
            ),
        ),
    ],
)
def test_contradicting_parameters_are_an_error(
    corpus: Corpus, tmp_path: Path, change: dict[str, object], message: str
) -> None:
    """The error comes before anything is drawn or written."""
    parameters: dict[str, object] = {"n": 5, "coders": ["ana"]}
    with pytest.raises(InputError) as raised:
        make_sheets(corpus.path, tmp_path / "x", **(parameters | change))  # type: ignore[arg-type]
    assert str(raised.value) == message
    assert os.listdir(tmp_path) == []


def test_filled_sheets_are_never_replaced(corpus: Corpus, tmp_path: Path) -> None:
    """There is no option that allows it."""
    (tmp_path / "ana.csv").write_text("work")
    with pytest.raises(OutputError, match="exists already and is not empty; name another folder"):
        make_sheets(corpus.path, tmp_path, n=5, coders=["ana"])
    assert os.listdir(tmp_path) == ["ana.csv"]


def test_entropy_is_in_bits() -> None:
    """For independent labels it is a mean over labels; without a prediction it is 0."""
    assert entropy([0.25] * 4, single_label=True) == pytest.approx(2)
    assert entropy([0.5, 1.0], single_label=False) == pytest.approx(0.5, abs=1e-9)
    assert entropy([1.0, 0.0], single_label=True) == pytest.approx(0, abs=1e-9)
    assert entropy([], single_label=False) == 0
    p = 0.2
    assert entropy([p], single_label=False) == pytest.approx(
        -(p * math.log2(p) + (1 - p) * math.log2(1 - p))
    )
