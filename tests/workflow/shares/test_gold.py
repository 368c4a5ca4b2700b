"""The gold labels of drawn stories."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tenor.codebook import THEMES
from tenor.corpus import Corpus
from tenor.errors import CorpusError
from tenor.workflow.codings.sheets import make_sheets
from tenor.workflow.shares.gold import SampleCounts, drawn_gold, sample_notes
from tenor.workflow.shares.predicted import PredictedLabels, counted_articles, group_codes

from ...conftest import Project
from .conftest import DrawnSample, draw_sample_of, import_rows


def predicted_for(corpus: Corpus, task: object = THEMES) -> PredictedLabels:
    """Return predictions of no label, by a model that was trained elsewhere."""
    labels = task.labels(corpus.codebook)  # type: ignore[attr-defined]
    n = len(corpus.articles)
    never = np.zeros(n, dtype=bool)
    return PredictedLabels(
        task,  # type: ignore[arg-type]
        labels,
        np.zeros((n, len(labels)), dtype=bool),
        counted_articles(corpus, task),  # type: ignore[arg-type]
        "the model 'x'",
        None,
        never,
        never,
        never,
    )


def test_the_sample_has_the_labels_of_people_and_the_chances_of_the_draw(
    drawn_sample: DrawnSample,
) -> None:
    corpus = drawn_sample.load()
    gold = drawn_gold(corpus, predicted_for(corpus))
    resolved = corpus.gold_labels(THEMES)
    assert gold.counts == SampleCounts(120, 120, 0, 0, 0)
    assert sorted(corpus.article_ids[gold.rows]) == list(drawn_sample.drawn)
    order = np.argsort(gold.rows)
    assert (gold.y_true[order] == resolved.matrix).all()
    column = resolved.labels.index("transport")
    sample = gold.sample(column)
    known = int(resolved.is_known[:, column].sum())
    assert len(sample) == known < 120
    # A story that coders disagree on is missing at random: the others stand for it too.
    assert sample.weights.sum() == pytest.approx((1 / gold.inclusion_probability).sum())


def test_drawn_stories_that_nobody_coded_are_counted_and_weighted_for(
    project: Project, uncoded: Path, tmp_path: Path
) -> None:
    drawn = draw_sample_of(project, uncoded, tmp_path, n_coded=90)
    corpus = drawn.load()
    gold = drawn_gold(corpus, predicted_for(corpus))
    assert (gold.counts.n_drawn, gold.counts.n_coded, gold.counts.n_missing) == (120, 90, 30)
    sample = gold.sample(0)
    assert sample.weights.sum() == pytest.approx((1 / gold.inclusion_probability).sum())
    [note] = sample_notes(gold.counts)
    assert note == (
        "of 120 drawn articles, 30 are not coded yet: they are treated as missing at random within "
        "their stratum; import their codings, or 'tenor adjudicate', for shares without this "
        "assumption"
    )


def test_codings_outside_the_draw_are_counted_and_not_used(
    project: Project, uncoded: Path, tmp_path: Path
) -> None:
    drawn = draw_sample_of(project, uncoded, tmp_path)
    corpus = drawn.load()
    groups = corpus.articles["duplicate_group"].to_numpy()
    inside = set(groups[corpus.article_ids.isin(drawn.drawn)])
    others = [
        article
        for article, group in zip(corpus.article_ids, groups, strict=True)
        if group not in inside and article == group
    ][:2]
    import_rows(drawn.path, [row for row in drawn.codings if row["article_id"] in others])
    corpus = drawn.load()
    gold = drawn_gold(corpus, predicted_for(corpus))
    assert gold.counts.n_outside == 2
    assert len(gold.rows) == 120
    assert sample_notes(gold.counts) == [
        "2 coded articles are outside of the draws, with chances that are not known, and not used"
    ]


@pytest.mark.parametrize("include_drawn", [False, True])
def test_a_draw_that_nobody_has_coded_changes_nothing(
    project: Project, uncoded: Path, tmp_path: Path, include_drawn: bool
) -> None:
    """It decided what is not coded: counting it would not be missing at random."""
    drawn = draw_sample_of(project, uncoded, tmp_path)
    corpus = drawn.load()
    before = drawn_gold(corpus, predicted_for(corpus))
    sheets = tmp_path / "more"
    make_sheets(drawn.path, sheets, n=60, coders=("ana",), include_drawn=include_drawn)
    corpus = drawn.load()
    gold = drawn_gold(corpus, predicted_for(corpus))
    assert gold.counts == replace(before.counts, waiting=("draw-2",))
    assert gold.inclusion_probability.tolist() == before.inclusion_probability.tolist()
    assert [draw.draw_id for draw in gold.draws] == ["draw-1"]
    assert sample_notes(gold.counts) == [
        "nobody has coded what draw-2 drew, which does not count yet"
    ]


def test_codings_from_before_the_first_draw_represent_themselves(
    project: Project, uncoded: Path, tmp_path: Path
) -> None:
    import shutil

    from tenor.workflow.codings.sheets import make_sheets

    path = tmp_path / "corpus"
    shutil.copytree(uncoded, path)
    rows = draw_sample_of(project, uncoded, tmp_path / "other").codings
    early = sorted({row["article_id"] for row in rows})[:30]
    import_rows(path, [row for row in rows if row["article_id"] in early])
    made = make_sheets(path, tmp_path / "sheets", n=50, coders=["ana"])
    assert made.draw is not None
    drawn = set(made.draw.drawn["article_id"])
    import_rows(path, [row for row in rows if row["article_id"] in drawn])
    corpus = Corpus.load(path)
    gold = drawn_gold(corpus, predicted_for(corpus))
    n_early = len(set(group_codes(corpus)[corpus.article_ids.isin(early)]))
    assert gold.counts == SampleCounts(50, 50, 0, n_early, 0)
    assert set(gold.inclusion_probability[~gold.is_drawn]) == {1.0}
    # Estimates of the number of stories from the chances must match the corpus.
    assert (1 / gold.inclusion_probability).sum() == pytest.approx(
        len(set(group_codes(corpus))), rel=0.02
    )


def test_a_corpus_without_a_draw_is_refused(project: Project) -> None:
    with pytest.raises(CorpusError) as error:
        drawn_gold(project.corpus, predicted_for(project.corpus))
    assert "has no draw, so that the chances of its codings are not known" in str(error.value)


def test_a_draw_without_codings_is_refused(project: Project, uncoded: Path, tmp_path: Path) -> None:
    import shutil

    from tenor.workflow.codings.sheets import make_sheets

    shutil.copytree(uncoded, tmp_path / "corpus")
    make_sheets(tmp_path / "corpus", tmp_path / "sheets", n=10, coders=["ana"])
    corpus = Corpus.load(tmp_path / "corpus")
    with pytest.raises(CorpusError) as error:
        drawn_gold(corpus, predicted_for(corpus))
    assert "no article that draw-1 drew from corpus" in str(error.value)
    assert str(error.value).endswith("import the codings with 'tenor codings import'")


def test_drawn_articles_that_trained_the_model_without_another_fold_are_refused(
    drawn_sample: DrawnSample,
) -> None:
    corpus = drawn_sample.load()
    predicted = predicted_for(corpus)
    is_training = corpus.article_ids.isin(drawn_sample.drawn[:7])
    learned = replace(predicted, is_training=is_training, knows_gold=is_training)
    with pytest.raises(CorpusError) as error:
        drawn_gold(corpus, learned)
    assert str(error.value) == (
        "'7' drawn articles trained the model 'x', and its run has no out-of-fold predictions for "
        "them, so that its errors there are not those elsewhere; set kind = 'folds' in the [split] "
        "of its spec and train it again"
    )
    drawn_gold(corpus, replace(learned, is_cross_fitted=is_training))
    # What it learned from publishers does not depend on the draw.
    drawn_gold(corpus, replace(predicted, is_training=is_training))


def test_silver_training_articles_without_another_fold_are_refused_beside_gold_ones(
    drawn_sample: DrawnSample,
) -> None:
    """The model predicts its silver articles by their own labels, and drawn ones without."""
    corpus = drawn_sample.load()
    is_drawn = corpus.article_ids.isin(drawn_sample.drawn)
    predicted = replace(
        predicted_for(corpus),
        is_training=np.ones(276, dtype=bool),
        is_cross_fitted=is_drawn,
        knows_gold=is_drawn,
    )
    with pytest.raises(CorpusError) as error:
        drawn_gold(corpus, predicted)
    assert str(error.value).startswith(
        "'156' of 276 articles trained the model 'x' with labels of publishers, rules or machines "
        "and have no out-of-fold predictions"
    )
    few = is_drawn | (np.arange(276) < 5)
    drawn_gold(corpus, replace(predicted, is_training=few))


def test_a_stance_has_a_sample_of_the_articles_that_name_its_target(
    drawn_sample: DrawnSample,
) -> None:
    """The others were drawn too, and keep their chances, but nothing need be known of them."""
    from tenor.codebook import Task

    corpus = drawn_sample.load()
    task = Task.stance(corpus.codebook.targets[0].name)
    predicted = predicted_for(corpus, task)
    gold = drawn_gold(corpus, predicted)
    assert gold.counts.n_drawn == gold.is_counted.sum() < 120
    sample = gold.sample(0)
    assert sample.weights.sum() == pytest.approx((1 / gold.inclusion_probability).sum())
    outside = ~predicted.is_counted[sample.rows]
    assert outside.any()
    assert not sample.y_true[outside].any()
