"""The tables of a suggested spec, by the facts of a corpus."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tenor.codebook import THEMES, Task
from tenor.models.default_spec import BEST_SEARCH, DEFAULT_CLASSIFIERS, DEFAULT_VIEWS
from tenor.models.spec import Experiment
from tenor.workflow.suggest.facts import CorpusFacts
from tenor.workflow.suggest.suggest import suggest_spec, suggest_specs, suggest_tables

from ...conftest import Project

DAM = Task.stance("orle-dam")
FACTS = CorpusFacts(
    n_articles=3000,
    n_labelled=3000,
    n_gold=3000,
    label_counts={"a": 2000, "b": 1000},
    is_single_label=True,
    median_length=3000,
)


def _spec(task: Task = THEMES, *, best: bool = False, **facts: object) -> tuple[Experiment, str]:
    """Return the spec suggested for facts, and its text as one line."""
    tables = suggest_tables(replace(FACTS, **facts), task, best=best)  # type: ignore[arg-type]
    text = f'task = "{task.kind}"\n' + "\n".join("\n".join(table.lines()) for table in tables)
    return Experiment.parse(text), " ".join(text.replace("\n#", "").split())


def test_a_plain_corpus_gets_the_default_views_and_folds() -> None:
    spec, text = _spec()
    assert spec.features == DEFAULT_VIEWS
    assert spec.classifier == DEFAULT_CLASSIFIERS["theme"]
    assert spec.split.kind == "folds"
    assert spec.self_training is None
    assert "most frequent label has 2,000 articles and the rarest 1,000" in text


def test_a_part_of_the_corpus_is_scored_where_there_is_one() -> None:
    spec, text = _spec(part="test", n_in_part=180, dated=1.0, first_date="a", last_date="b")
    assert spec.split.kind == "part"
    assert "180 articles labelled by people are in the part test" in text
    assert 'They are few; kind = "folds" scores every labelled article' in text
    assert "They are few" not in _spec(part="test", n_in_part=500)[1]


def test_outlets_stay_in_one_fold_for_a_stance_and_not_for_themes() -> None:
    outlets = {"n_outlets": 12, "largest_outlet": 0.3}
    spec, text = _spec(DAM, **outlets)
    assert (spec.split.kind, spec.split.group_by) == ("folds", "outlet")
    assert "from 12 outlets" in text
    assert _spec(THEMES, **outlets)[0].split.group_by == "duplicate_group"
    one_dominates = {"n_outlets": 12, "largest_outlet": 0.7}
    assert _spec(DAM, **one_dominates)[0].split.group_by == "duplicate_group"


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"dated": 0.95}, "time"),
        ({"dated": 0.5}, "folds"),
        ({"dated": 0.95, "n_gold": 500}, "folds"),
        ({"dated": 0.95, "last_date": "2020-01-01"}, "folds"),
        ({"n_gold": 20_000}, "random"),
    ],
)
def test_later_articles_are_scored_where_enough_have_dates(facts: dict, kind: str) -> None:
    dates = {"first_date": "2020-01-01", "last_date": "2021-06-30"}
    spec, text = _spec(**{**dates, **facts})
    assert spec.split.kind == kind
    assert ("from 2020-01-01 to 2021-06-30" in text) == (kind == "time")


def test_unspaced_scripts_get_characters_in_place_of_words() -> None:
    spec, text = _spec(unspaced=0.9)
    [view] = spec.features
    assert (view.analyzer, view.ngram_range) == ("char", (1, 3))
    assert "90% of the text is in a script that is written without spaces" in text


def test_claims_get_the_fields_of_claims() -> None:
    spec, text = _spec(Task.stance("claim"), with_claim=1.0, label_counts=dict.fromkeys("abc", 9))
    assert spec.uses_claims
    assert spec.classifier.ovo_weight == 0.5
    assert "100% of the articles have a claim" in text


def test_sentences_that_name_the_target_count_more_where_others_are_named_too() -> None:
    spec, text = _spec(DAM, other_targets=0.8)
    assert spec.features[0].field == "target_sentences"
    assert "80% of the articles mention another target too" in text


def test_few_labels_are_helped_by_unlabelled_articles() -> None:
    spec, text = _spec(n_labelled=300, n_gold=300, n_unlabelled=2700)
    assert spec.self_training is not None
    assert "Only 300 articles have a label" in text
    assert spec.classifier.nb_interpolation == 0
    for facts in (
        {"n_unlabelled": 2700},
        {"n_labelled": 300, "n_unlabelled": 100},
        {"n_labelled": 300, "n_unlabelled": 2700, "is_single_label": False},
    ):
        assert _spec(**facts)[0].self_training is None


def test_short_texts_without_titles_are_mentioned() -> None:
    _, text = _spec(titled=0.0, median_length=110)
    assert "No article has a title. The texts are short (median 110 characters)" in text


def test_the_best_spec_has_a_search() -> None:
    spec, text = _spec(best=True)
    assert spec.search == BEST_SEARCH
    assert "Each of these 6 settings is tried" in text


def test_the_facts_of_the_sample(project: Project) -> None:
    facts = CorpusFacts.of(project.corpus, DAM)
    n_labelled = len(project.corpus.resolved_labels(DAM))
    assert facts.n_articles == len(project.corpus.articles)
    assert facts.n_labelled == sum(facts.label_counts.values()) == n_labelled
    assert set(facts.label_counts) == {"favor", "against", "neutral"}
    assert facts.is_single_label
    assert (facts.titled, facts.with_claim, facts.unspaced, facts.part) == (1.0, 0.0, 0.0, "")
    assert facts.n_outlets == 8
    assert 0 < facts.other_targets < 1
    assert facts.first_date < facts.last_date
    # Only articles that mention the dam and have no stance, not even towards another target.
    assert facts.n_unlabelled < facts.n_articles - n_labelled


def test_every_task_with_labels_has_a_spec_that_names_the_corpus(project: Project) -> None:
    specs = suggest_specs(project.corpus, corpus_path="../data/corpus")
    assert sorted(specs) == [
        "stance-bridge-toll.toml",
        "stance-orle-dam.toml",
        "stance-school-merger.toml",
        "themes.toml",
    ]
    for name, suggested in specs.items():
        spec = Experiment.parse(suggested.text, name)
        assert spec.corpus == "../data/corpus"
        assert name == (f"stance-{spec.target}.toml" if spec.target else "themes.toml")
        assert max(map(len, suggested.text.splitlines())) <= 100
    assert (
        suggest_spec(project.corpus, THEMES, corpus_path="../data/corpus") == specs["themes.toml"]
    )
