"""Asking again what a change of the codebook has left unanswered."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tenor.codebook import THEMES, Codebook, Task
from tenor.corpus import Corpus
from tenor.errors import CorpusError, InputError
from tenor.workflow.codings.exchange import import_codings
from tenor.workflow.codings.stale_sheets import make_stale_sheets
from tenor.workflow.label import label
from tenor.workflow.prep import prepare

OLD = """version = "1"
[[themes]]
name = "economy"
[[themes]]
name = "sport"
[[targets]]
name = "tax"
"""
NEW = OLD.replace('name = "sport"', 'name = "sport"\ndefinition = "Games."').replace(
    "[[targets]]", '[[themes]]\nname = "arts"\n[[targets]]', 1
)
OLD_KEY = Codebook.parse(OLD).fingerprint
NEW_KEY = Codebook.parse(NEW).fingerprint


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """A corpus by the new codebook, with codings by the old one."""
    rows = "".join(f"a{i},Text number {i} is about {i * 7}.\n" for i in range(1, 5))
    (tmp_path / "articles.csv").write_text("article_id,text\n" + rows)
    (tmp_path / "old.toml").write_text(OLD)
    (tmp_path / "new.toml").write_text(NEW)
    (tmp_path / "codings.csv").write_text(
        "article_id,task,target,label,coder,codebook\n"
        f"a1,theme,,economy,ana,{OLD_KEY}\n"
        f"a1,stance,tax,favor,ana,{OLD_KEY}\n"
        f"a2,theme,,sport,ben,{OLD_KEY}\n"
        f"a3,theme,,arts,ana,{NEW_KEY}\n"
    )
    return prepare(
        tmp_path / "articles.csv",
        tmp_path / "new.toml",
        tmp_path / "corpus",
        codings=[tmp_path / "codings.csv"],
        accepted_codebooks=[str(tmp_path / "old.toml")],
    )


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_unchanged_labels_stay_gold_and_others_are_unanswered(corpus: Corpus) -> None:
    """A stance whose target has not changed keeps its answer."""
    assert corpus.info["rejected"] == {}
    gold = corpus.gold_labels(THEMES)
    assert gold.labels == ("economy", "sport", "arts")
    assert gold.matrix.tolist() == [[1, 0, 0], [0, 0, 0], [0, 0, 1]]
    assert gold.is_known.tolist() == [[True, False, False]] * 2 + [[True] * 3]
    assert corpus.gold_gaps(THEMES).unanswered_labels == {"sport": 2, "arts": 2}
    assert len(corpus.gold_labels(Task.stance("tax"))) == 1


def test_rules_are_measured_on_the_labels_that_did_not_change(
    corpus: Corpus, tmp_path: Path
) -> None:
    """Codings by an earlier codebook are gold for the rules, as they are for a training."""
    rule = 'name = "economy"\nrules = ["number"]'
    (tmp_path / "rules.toml").write_text(NEW.replace('name = "economy"', rule))
    _, [themes] = label(corpus, tmp_path / "rules.toml")
    gold = corpus.gold_labels(THEMES)
    known = int(gold.is_known[:, gold.labels.index("economy")].sum())
    assert (themes.majority.n_gold, themes.rules[0].n_votes_on_gold) == (len(gold), known)
    assert known == 3


def test_a_stale_sheet_asks_only_what_is_unanswered_of_those_who_judged(
    corpus: Corpus, tmp_path: Path
) -> None:
    """The answers are imported beside the earlier ones, and then nothing is stale."""
    sample = make_stale_sheets(corpus.path, tmp_path / "sheets")
    assert len(sample) == sample.population == 2
    [ana], [ben] = (rows_of(tmp_path / "sheets" / f"{name}.csv") for name in ("ana", "ben"))
    assert (ana["article_id"], ben["article_id"]) == ("a1", "a2")
    questions = [name for name in ana if name.startswith(("theme", "stance"))]
    assert questions == ["theme: sport", "theme: arts", "theme: none"]
    for name, row, answer in (("ana", ana, "theme: arts"), ("ben", ben, "theme: none")):
        with (tmp_path / f"{name}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, list(row))
            writer.writeheader()
            writer.writerow(row | {answer: "1"})
    files = [tmp_path / "ana.csv", tmp_path / "ben.csv"]
    imported = import_codings(files, corpus.path)
    assert imported.checked.rejected_codings == []
    gold = imported.corpus.gold_labels(THEMES)
    # Ben gave sport by its old definition, and does not by the new one.
    assert gold.matrix.tolist() == [[1, 0, 1], [0, 0, 0], [0, 0, 1]]
    assert gold.is_known.all()
    again = import_codings(files, corpus.path)
    assert (again.checked.judgments, again.checked.n_known) == ([], 2)
    with pytest.raises(CorpusError, match="have answered every question of its codebook"):
        make_stale_sheets(corpus.path, tmp_path / "more")


def test_others_answer_for_coders_who_are_not_named(corpus: Corpus, tmp_path: Path) -> None:
    """In the files of a tool, each article states what is asked."""
    make_stale_sheets(
        corpus.path, tmp_path / "s", coders=["ben", "cleo"], format_name="label-studio"
    )
    tasks = {
        name: json.loads((tmp_path / "s" / f"{name}.json").read_text())
        for name in ("ben", "cleo")
        if (tmp_path / "s" / f"{name}.json").exists()
    }
    ids = {name: [task["data"]["article_id"] for task in tasks[name]] for name in tasks}
    assert "a2" in ids["ben"]
    assert sorted(i for name in ids for i in ids[name]) == ["a1", "a2"]
    assert {t["data"]["asked"] for name in tasks for t in tasks[name]} == {"sport; arts"}
    config = (tmp_path / "s" / "labeling_config.xml").read_text()
    assert "sport" in config
    assert "economy" not in config
    assert "tax" not in config


def test_a_corpus_that_is_prepared_again_keeps_the_codebook_of_its_codings(
    tmp_path: Path,
) -> None:
    """Without the file of the old codebook: the old corpus holds it."""
    (tmp_path / "articles.csv").write_text("article_id,text\na1,Some text is here.\n")
    (tmp_path / "old.toml").write_text(OLD)
    (tmp_path / "new.toml").write_text(NEW)
    (tmp_path / "codings.csv").write_text("article_id,task,label,coder\na1,theme,economy,ana\n")
    inputs, corpus = tmp_path / "articles.csv", tmp_path / "corpus"
    prepare(inputs, tmp_path / "old.toml", corpus, codings=[tmp_path / "codings.csv"])
    prepared = prepare(inputs, tmp_path / "new.toml", corpus, force=True)
    assert set(prepared.labels["codebook"]) == {OLD_KEY}
    gold = prepared.gold_labels(THEMES)
    assert gold.matrix.tolist() == [[1, 0, 0]]
    assert gold.is_known.tolist() == [[True, False, False]]


def test_an_earlier_codebook_must_be_given_as_a_file(corpus: Corpus, tmp_path: Path) -> None:
    """A fingerprint is enough where the corpus holds the codebook."""
    codings = tmp_path / "more.csv"
    codings.write_text(f"article_id,task,label,coder,codebook\na4,theme,economy,ana,{OLD_KEY}\n")
    imported = import_codings([codings], corpus.path, accepted_codebooks=[OLD_KEY])
    assert len(imported.checked.judgments) == 1
    with pytest.raises(InputError) as caught:
        import_codings([codings], corpus.path, accepted_codebooks=["0123456789ab"])
    assert str(caught.value) == (
        "'0123456789ab' is neither a file nor the fingerprint of a codebook that the corpus "
        "holds; name the file of the codebook that the codings follow"
    )
