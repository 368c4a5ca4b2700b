"""Labelling a corpus by rules, and training on their labels."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from tenor import Codebook, Corpus, label, train
from tenor.errors import CodebookError, CorpusError
from tenor.labeling import GOLD_ORIGINS
from tenor.models.spec import Experiment
from tenor.workflow.label import write_rule_table

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


def test_rules_add_judgements_and_change_no_others(folder: Path, project: Project) -> None:
    """Each rule that voted for a label of the majority gives a judgement."""
    corpus, [themes, *stances] = label(folder / "corpus")
    before = project.corpus.labels
    after = corpus.labels
    assert after[after["origin"] != "rule"].reset_index(drop=True).equals(before)
    silver = after[after["origin"] == "rule"]
    assert themes.majority.n_labelled == silver[silver["task"] == "theme"]["article_id"].nunique()
    assert set(silver["coder"]) <= {s.rule.rule_id for r in (themes, *stances) for s in r.rules}
    assert set(silver["codebook"]) == {corpus.codebook.fingerprint}
    assert [report.task.target for report in stances] == [
        "orle-dam",
        "bridge-toll",
        "school-merger",
    ]
    assert themes.majority.n_gold == 276
    assert corpus.fingerprint != project.corpus.fingerprint
    [count] = [
        row["count"]
        for row in corpus.info["judgments"]
        if (row["task"], row["origin"]) == ("theme", "rule")
    ]
    assert count == len(silver[silver["task"] == "theme"])


def test_labelling_again_replaces_earlier_labels_by_rules(folder: Path) -> None:
    first, _ = label(folder / "corpus")
    second, _ = label(folder / "corpus")
    assert first.fingerprint == second.fingerprint
    assert first.labels.equals(second.labels)


def test_a_codebook_that_differs_in_rules_replaces_that_of_the_corpus(folder: Path) -> None:
    """The codebook in the corpus is the one that its labels by rules were made with."""
    label(folder / "corpus")
    other = changed(folder, "hospital* OR clinic* OR nurse*", "hospital*")
    corpus, _ = label(folder / "corpus", other)
    assert corpus.codebook_text == other.read_text(encoding="utf-8")
    assert corpus.codebook.rules_fingerprint == Codebook.load(other).rules_fingerprint


def test_a_codebook_with_labels_that_the_corpus_lacks_is_refused(folder: Path) -> None:
    """The message names every such label, and nothing is written."""
    other = changed(folder, 'name = "health"', 'name = "medicine"')
    was = json.loads((folder / "corpus" / "corpus.json").read_text(encoding="utf-8"))
    message = (
        f"codebook '{other}' has theme 'medicine', and the codebook of corpus "
        f"'{folder / 'corpus'}' does not; make the corpus again with this codebook"
    )
    with pytest.raises(CodebookError) as raised:
        label(folder / "corpus", other)
    assert str(raised.value) == message
    assert json.loads((folder / "corpus" / "corpus.json").read_text(encoding="utf-8")) == was


def test_a_codebook_without_rules_needs_labeling_functions(folder: Path) -> None:
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


def test_the_part_that_scores_models_is_left_out_of_precision(folder: Path) -> None:
    """Rules could otherwise be fitted to the labels that score models later."""
    corpus = Corpus.load(folder / "corpus")
    table = corpus.articles.assign(part="train")
    gold = corpus.labels[(corpus.labels["origin"] == "coder") & (corpus.labels["task"] == "theme")]
    held = sorted(set(gold["article_id"]))[:30]
    table.loc[table["article_id"].isin(held), "part"] = "test"
    table.to_parquet(folder / "corpus" / "articles.parquet")
    _, [themes, *_] = label(folder / "corpus")
    assert themes.excluded_part == "test"
    assert themes.majority.n_gold == 246


def test_the_table_of_rules_has_their_queries_and_no_formula(folder: Path) -> None:
    other = changed(folder, "hospital* OR clinic*", "-hospital* OR clinic*")
    _, reports = label(folder / "corpus", other)
    path = folder / "rules.csv"
    write_rule_table(reports, path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["rule"]: row for row in csv.DictReader(file)}
    assert len(rows) == 30
    assert rows["health#1"]["query"].startswith("'-hospital*")
    assert float(rows["health#1"]["coverage"]) == pytest.approx(
        int(rows["health#1"]["votes"]) / 276, abs=1e-4
    )


def test_a_training_on_rules_is_scored_with_and_without_their_coverage(folder: Path) -> None:
    """Articles without a vote show whether a model generalizes beyond its rules."""
    corpus, _ = label(folder / "corpus")
    spec = Experiment.parse(
        'task = "theme"\ntrain_on = "rule"\n[split]\nkind = "folds"\n'
        "[[features]]\nngram_range = [1, 2]\nmin_df = 2\n[classifier]\nclass_weight = 'balanced'\n"
    )
    [result] = train(spec, corpus, log=False)
    assert result.n_gold == 0
    rows = {row.name: row for row in result.rows}
    assert list(rows) == [
        "model",
        "majority",
        "publisher tags",
        "rules",
        "model, covered by rules",
        "rules, covered by rules",
        "model, not covered",
        "majority, not covered",
    ]
    n = rows["model"].scores.n_articles
    covered = rows["model, covered by rules"].scores.n_articles
    assert n == 276
    assert covered + rows["model, not covered"].scores.n_articles == n
    assert rows["rules"].coverage == covered / n
    uncovered = rows["model, not covered"].scores.micro_f1
    assert uncovered > rows["majority, not covered"].scores.micro_f1


def test_rules_that_cover_no_scored_article_have_a_row_with_coverage_zero(folder: Path) -> None:
    corpus, _ = label(folder / "corpus")
    # Only the rules label the articles of one outlet.
    is_coded = corpus.labels["origin"].isin(GOLD_ORIGINS)
    labels = corpus.labels[~(is_coded & corpus.labels["article_id"].str.startswith("courier/"))]
    people = set(labels[labels["origin"] == "coder"]["article_id"])
    rare = labels[~((labels["origin"] == "rule") & labels["article_id"].isin(people))]
    corpus.__dict__["labels"] = rare
    [result] = train(Experiment.parse('task = "theme"\n'), corpus, log=False)
    [row] = [row for row in result.rows if row.name == "rules"]
    assert (row.coverage, row.scores.micro_f1) == (0, 0)


def test_a_spec_on_rules_without_labels_by_rules_is_refused(project: Project) -> None:
    """The message names the command that makes them."""
    spec = Experiment.parse('task = "theme"\ntrain_on = "rule"\n')
    with pytest.raises(CorpusError, match="no article has a label by rule; 'tenor label' makes"):
        train(spec, project.corpus, log=False)


def test_a_search_without_gold_training_labels_is_refused(folder: Path) -> None:
    """It would select the settings that reproduce the rules best."""
    corpus, _ = label(folder / "corpus")
    spec = Experiment.parse(
        'task = "theme"\ntrain_on = "rule"\n[search.grid]\n"classifier.C" = [1, 3]\n'
    )
    with pytest.raises(CorpusError, match="a search is scored on labels by people, and no"):
        train(spec, corpus, log=False)
