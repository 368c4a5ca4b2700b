"""Labelling a corpus by rules, and training on what they say."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from tenor import Codebook, Corpus, label, train
from tenor.errors import CodebookError, CorpusError
from tenor.models import Experiment
from tenor.workflow.codebook_diff import effects, flips
from tenor.workflow.labelling import write_table

from ..conftest import Project

BOOK = "codebook.toml"


@pytest.fixture
def folder(project: Project, tmp_path: Path) -> Path:
    """A copy of the project that a test may change."""
    shutil.copytree(project.folder / "data" / "corpus", tmp_path / "corpus")
    shutil.copy(project.folder / BOOK, tmp_path / BOOK)
    return tmp_path


def changed(folder: Path, old: str, new: str) -> Path:
    text = (folder / BOOK).read_text(encoding="utf-8")
    assert old in text
    path = folder / "other.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_rules_write_silver_and_touch_nothing_else(folder: Path, project: Project) -> None:
    """A judgement for each rule that voted for a label that the vote gave."""
    corpus, [themes, *stances] = label(folder / "corpus")
    before = project.corpus.labels
    after = corpus.labels
    assert after[after["origin"] != "rule"].reset_index(drop=True).equals(before)
    silver = after[after["origin"] == "rule"]
    assert themes.vote.answered == silver[silver["task"] == "theme"]["article_id"].nunique()
    assert set(silver["coder"]) <= {s.rule.rule_id for r in (themes, *stances) for s in r.rules}
    assert set(silver["codebook"]) == {corpus.codebook.fingerprint}
    assert [r.target for r in stances] == ["orle-dam", "bridge-toll", "school-merger"]
    assert themes.vote.gold == 80
    assert corpus.fingerprint != project.corpus.fingerprint
    [count] = [
        row["count"]
        for row in corpus.info["judgments"]
        if (row["task"], row["origin"]) == ("theme", "rule")
    ]
    assert count == len(silver[silver["task"] == "theme"])


def test_labelling_twice_is_labelling_once(folder: Path) -> None:
    """Earlier labels by rules are replaced."""
    first, _ = label(folder / "corpus")
    second, _ = label(folder / "corpus")
    assert first.fingerprint == second.fingerprint
    assert first.labels.equals(second.labels)


def test_new_rules_take_the_place_of_the_old(folder: Path) -> None:
    """The codebook in the corpus is then the one that the labels were made with."""
    label(folder / "corpus")
    other = changed(folder, "hospital* OR clinic* OR nurse*", "hospital*")
    corpus, _ = label(folder / "corpus", other)
    assert corpus.codebook_text == other.read_text(encoding="utf-8")
    assert corpus.codebook.rules_fingerprint == Codebook.load(other).rules_fingerprint


def test_a_codebook_of_other_labels_is_refused(folder: Path) -> None:
    """Every label that means nothing in the corpus is named, and nothing is written."""
    other = changed(folder, 'name = "health"', 'name = "medicine"')
    was = json.loads((folder / "corpus" / "corpus.json").read_text(encoding="utf-8"))
    message = (
        f"codebook '{other}' has theme 'medicine', and the codebook of corpus "
        f"'{folder / 'corpus'}' does not; make the corpus anew with this codebook"
    )
    with pytest.raises(CodebookError) as caught:
        label(folder / "corpus", other)
    assert str(caught.value) == message
    assert json.loads((folder / "corpus" / "corpus.json").read_text(encoding="utf-8")) == was


def test_a_codebook_without_rules_says_where_they_go(folder: Path) -> None:
    """And functions alone are enough."""
    path = folder / "plain.toml"
    lines = (folder / BOOK).read_text(encoding="utf-8")
    plain = Codebook.parse(lines).model_dump(mode="json")
    text = [f'version = "{plain["version"]}"']
    text += [f'[[themes]]\nname = "{theme["name"]}"' for theme in plain["themes"]]
    path.write_text("\n".join(text), encoding="utf-8")
    with pytest.raises(CodebookError, match=r"has no rules; add rules = \[...\] to a theme"):
        label(folder / "corpus", path)
    functions = folder / "mine.py"
    functions.write_text(
        "from tenor import labeling_function\n\n"
        '@labeling_function(theme="transport")\ndef by_rail(article):\n'
        '    return "rail" in article.text or None\n',
        encoding="utf-8",
    )
    corpus, [report] = label(folder / "corpus", path, functions=functions)
    assert [s.rule.rule_id for s in report.rules] == ["by_rail"]
    silver = corpus.labels[corpus.labels["origin"] == "rule"]
    rail = corpus.articles["text"].str.contains("rail")
    assert set(silver["article_id"]) == set(corpus.articles[rail]["article_id"])


def test_the_scored_part_is_left_out_of_precision(folder: Path) -> None:
    """Or rules would be mended by what they are then scored on."""
    corpus = Corpus.load(folder / "corpus")
    table = corpus.articles.assign(part="train")
    gold = corpus.labels[(corpus.labels["origin"] == "coder") & (corpus.labels["task"] == "theme")]
    held = sorted(set(gold["article_id"]))[:30]
    table.loc[table["article_id"].isin(held), "part"] = "test"
    table.to_parquet(folder / "corpus" / "articles.parquet")
    _, [themes, *_] = label(folder / "corpus")
    assert themes.unseen == "test"
    assert themes.vote.gold == 50


def test_the_table_of_rules_is_a_file_that_no_spreadsheet_runs(folder: Path) -> None:
    """A row a rule, with its query."""
    other = changed(folder, "hospital* OR clinic*", "-hospital* OR clinic*")
    _, reports = label(folder / "corpus", other)
    path = folder / "rules.csv"
    write_table(reports, path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["rule"]: row for row in csv.DictReader(file)}
    assert len(rows) == 17
    assert rows["health#1"]["query"].startswith("'-hospital*")
    assert float(rows["health#1"]["coverage"]) == pytest.approx(
        int(rows["health#1"]["votes"]) / 240, abs=1e-4
    )


def test_a_training_on_rules_shows_the_circle(folder: Path) -> None:
    """The rules are a row, and the model is scored apart where they reach and where not."""
    corpus, _ = label(folder / "corpus")
    spec = Experiment.parse(
        'task = "theme"\ntrain_on = "rule"\n[split]\nkind = "folds"\n'
        "[[features]]\nngram_range = [1, 2]\nmin_df = 2\n[classifier]\nclass_weight = 'balanced'\n"
    )
    [trained] = train(spec, corpus, log=False)
    assert trained.n_gold == 0
    rows = {row.name: row for row in trained.rows}
    assert list(rows) == [
        "model", "majority", "publisher tags", "rules", "model, covered by rules",
        "rules, covered by rules", "model, not covered", "majority, not covered",
    ]  # fmt: skip
    n = rows["model"].scores.n_articles
    covered = rows["model, covered by rules"].scores.n_articles
    assert n == 80
    assert covered + rows["model, not covered"].scores.n_articles == n
    assert rows["rules"].coverage == covered / n
    uncovered = rows["model, not covered"].scores.micro_f1
    assert uncovered > rows["majority, not covered"].scores.micro_f1


def test_rules_that_reach_no_scored_article_are_a_row_all_the_same(folder: Path) -> None:
    """With nothing answered, so that nobody takes the model's score for theirs."""
    corpus, _ = label(folder / "corpus")
    labels = corpus.labels
    people = set(labels[labels["origin"] == "coder"]["article_id"])
    rare = labels[~((labels["origin"] == "rule") & labels["article_id"].isin(people))]
    corpus.__dict__["labels"] = rare
    [trained] = train(Experiment.parse('task = "theme"\n'), corpus, log=False)
    [row] = [row for row in trained.rows if row.name == "rules"]
    assert (row.coverage, row.scores.micro_f1) == (0, 0)


def test_without_silver_a_spec_that_trains_on_it_says_what_to_do(project: Project) -> None:
    """Before anything is fitted."""
    spec = Experiment.parse('task = "theme"\ntrain_on = "rule"\n')
    with pytest.raises(CorpusError, match="no article has a label by rule; 'tenor label' makes"):
        train(spec, project.corpus, log=False)


def test_a_search_is_scored_on_people(folder: Path) -> None:
    """Where none of them trains, it is refused: it would choose what mimics the rules."""
    corpus, _ = label(folder / "corpus")
    spec = Experiment.parse(
        'task = "theme"\ntrain_on = "rule"\n[search.grid]\n"classifier.C" = [1, 3]\n'
    )
    with pytest.raises(CorpusError, match="a search is scored on people's labels, and none"):
        train(spec, corpus, log=False)


def test_a_new_codebook_tells_what_it_makes_stale_and_flips(folder: Path, project: Project) -> None:
    """Codings of a changed definition, and articles whose rules say something else."""
    old = Codebook.load(folder / BOOK)
    path = changed(folder, "Crime, courts", "Crimes, courts")
    text = path.read_text(encoding="utf-8").replace("classroom* OR ", "")
    new = Codebook.parse(text)
    [definition, rules] = effects(old, new, project.corpus)[::-1]
    labels = project.corpus.labels
    justice = labels[(labels["label"] == "justice") & (labels["origin"] == "coder")]
    assert definition.change.what == "theme 'justice': the definition changed"
    assert (definition.judgments, definition.articles) == (
        len(justice), justice["article_id"].nunique(),
    )  # fmt: skip
    assert rules.judgments == 0
    moved, [flip] = flips(old, new, project.corpus)
    assert (flip.label, flip.gained, flip.lost) == ("education", 0, moved)
    assert moved > 0
