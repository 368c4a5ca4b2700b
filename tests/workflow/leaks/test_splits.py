"""The fits of a leak table."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tenor.codebook import THEMES, Task
from tenor.corpus import Corpus
from tenor.errors import CorpusError, InputError
from tenor.models.spec import Experiment
from tenor.workflow.leaks.splits import make_leak_fits, parse_eval_splits
from tenor.workflow.prep import prepare

from ...conftest import Project

SPEC = Experiment.parse('task = "theme"\n')
STANCE_SPEC = Experiment.parse('task = "stance"\ntarget = "orle-dam"\n')
DAM = Task.stance("orle-dam")


def test_all_means_every_kind_that_applies_to_the_task() -> None:
    assert parse_eval_splits("all", "theme") == ("random", "grouped", "outlet", "time")
    assert parse_eval_splits("all", "stance") == ("random", "grouped", "outlet", "time", "target")


def test_kinds_have_one_order_however_they_are_named() -> None:
    assert parse_eval_splits("time, random", "theme") == ("random", "time")
    assert parse_eval_splits(["outlet", "grouped", "outlet"], "theme") == ("grouped", "outlet")


def test_an_unknown_or_missing_kind_is_an_error() -> None:
    with pytest.raises(InputError, match="split 'month' is not one of random, grouped, outlet"):
        parse_eval_splits("random,month", "theme")
    with pytest.raises(InputError, match="no kind of split is named"):
        parse_eval_splits(" , ", "theme")


def test_all_fits_train_on_the_same_number_of_articles(project: Project) -> None:
    kinds = parse_eval_splits("all", "stance")
    leak_fits = make_leak_fits(STANCE_SPEC, project.corpus, DAM, kinds, 3)
    assert leak_fits.task == DAM
    assert leak_fits.failures == ()
    fits = leak_fits.fits
    assert [leak_fit.kind for leak_fit in fits] == [
        *["random"] * 3,
        *["grouped"] * 3,
        *["outlet"] * 3,
        "time",
        "target",
    ]
    assert {len(leak_fit.training.labels) for leak_fit in fits} == {
        min(leak_fit.n_could_train for leak_fit in fits)
    }
    assert len({leak_fit.key for leak_fit in fits}) == len(fits)


def test_only_gold_is_scored_and_only_in_random_splits_do_duplicates_cross(
    project: Project,
) -> None:
    for spec, task in ((SPEC, THEMES), (STANCE_SPEC, DAM)):
        kinds = parse_eval_splits("all", spec.task)
        for leak_fit in make_leak_fits(spec, project.corpus, task, kinds, 3).fits:
            train = leak_fit.training.texts
            test = project.corpus.articles.iloc[leak_fit.truth.rows]
            assert leak_fit.truth.is_gold.all()
            assert not set(train.column("article_id")) & set(test["article_id"])
            if leak_fit.kind != "random":
                assert not set(train.column("duplicate_group")) & set(test["duplicate_group"])
            if leak_fit.kind == "outlet":
                assert not set(train.column("outlet")) & set(test["outlet"])


def test_a_spec_that_trains_on_one_origin_does_so_in_every_fit(project: Project) -> None:
    """The same articles are scored as without this setting."""
    kinds = ("grouped", "outlet")
    spec = Experiment.parse('task = "theme"\ntrain_on = "publisher"\n')
    of_one = make_leak_fits(spec, project.corpus, THEMES, kinds, 2).fits
    of_all = make_leak_fits(SPEC, project.corpus, THEMES, kinds, 2).fits
    assert not any(leak_fit.training.labels.is_gold.any() for leak_fit in of_one)
    assert any(leak_fit.training.labels.is_gold.any() for leak_fit in of_all)
    assert [leak_fit.truth.rows.tolist() for leak_fit in of_one] == [
        leak_fit.truth.rows.tolist() for leak_fit in of_all
    ]


def test_outlets_are_resampled_as_one_where_they_are_unseen(project: Project) -> None:
    fits = make_leak_fits(SPEC, project.corpus, THEMES, ("grouped", "outlet"), 2).fits
    for leak_fit in fits:
        test = project.corpus.articles.iloc[leak_fit.truth.rows]
        column = "outlet" if leak_fit.kind == "outlet" else "duplicate_group"
        assert len(leak_fit.groups()) == len(test)
        assert len(np.unique(leak_fit.groups())) == test[column].nunique()
    # All draws number groups alike, so that a group of two draws is resampled in both.
    first, second = (
        a.groups()[np.isin(a.truth.rows, b.truth.rows)] for a, b in (fits[:2], fits[1::-1])
    )
    assert first.tolist() == second.tolist()


def test_the_key_of_a_fit_depends_on_all_that_goes_into_it(project: Project) -> None:
    def keys(text: str) -> list[str]:
        spec = Experiment.parse(text)
        leak_fits = make_leak_fits(spec, project.corpus, THEMES, ("grouped",), 2)
        return [leak_fit.key for leak_fit in leak_fits.fits]

    first = keys('task = "theme"\n')
    assert keys('task = "theme"\nname = "another name"\n') == first
    assert not set(keys('task = "theme"\n[classifier]\nC = 2.0\n')) & set(first)
    assert not set(keys('task = "theme"\n[split]\nrandom_state = 7\n')) & set(first)
    search = 'task = "theme"\n[search]\nminutes = {}\n[search.grid]\n"classifier.C" = [1, 2]\n'
    assert not set(keys(search.format(1))) & set(keys(search.format(9)))


def test_a_kind_that_is_not_possible_is_a_failure_beside_the_other_kinds(
    project: Project,
) -> None:
    leak_fits = make_leak_fits(SPEC, project.corpus, THEMES, ("grouped", "target"), 1)
    assert [leak_fit.kind for leak_fit in leak_fits.fits] == ["grouped"]
    assert leak_fits.failures == ("split 'target' is for stances; themes have no target",)
    with pytest.raises(CorpusError, match=r"themes: no kind of split is possible\nsplit"):
        make_leak_fits(SPEC, project.corpus, THEMES, ("target",), 1)


def test_the_test_part_of_a_publisher_is_not_used(project: Project, tmp_path: Path) -> None:
    rows = [
        {
            "id": i,
            "text": f"The {['bank', 'dam'][i % 2]} {'x' * i}.",
            "label": "economy",
            "part": ("train", "validation", "test")[i % 3],
        }
        for i in range(30)
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    corpus = prepare(
        tmp_path / "rows.jsonl",
        project.folder / "codebook.toml",
        tmp_path / "corpus",
        labels=["theme=label"],
    )
    for kind, n in (("part", 20), ("random", 30)):
        spec = Experiment.parse(f'task = "theme"\n[split]\nkind = "{kind}"\n')
        [leak_fit] = make_leak_fits(spec, corpus, THEMES, ("grouped",), 1).fits
        used = np.concatenate([leak_fit.training.labels.rows, leak_fit.truth.rows])
        assert len(used) == n
        assert ("test" in set(corpus.articles["part"].iloc[used])) == (kind == "random")


def test_tuning_folds_hold_out_outlets_where_the_split_does_and_there_are_enough(
    project: Project,
) -> None:
    kinds = ("random", "grouped", "outlet", "time")
    spec = SPEC.with_tuning_groups("outlet")
    fits = make_leak_fits(spec, project.corpus, THEMES, kinds, 1).fits
    assert [leak_fit.group_by for leak_fit in fits] == [
        "duplicate_group",
        "duplicate_group",
        "outlet",
        "duplicate_group",
    ]
    many_folds = Experiment.parse('task = "theme"\n[tuning]\nn_folds = 20\n')
    [leak_fit] = make_leak_fits(many_folds, project.corpus, THEMES, ("outlet",), 1).fits
    assert leak_fit.group_by == "duplicate_group"


def test_unlabelled_articles_of_a_fit_are_as_far_from_its_test_articles_as_its_training_set(
    partly_coded: Corpus,
) -> None:
    spec = Experiment.parse('task = "stance"\ntarget = "orle-dam"\nvocabulary = "corpus"\n')
    kinds = parse_eval_splits("all", "stance")
    for leak_fit in make_leak_fits(spec, partly_coded, DAM, kinds, 1).fits:
        unlabelled = leak_fit.training.pool.applicable
        assert unlabelled is not None
        assert len(unlabelled)
        test = partly_coded.articles.iloc[leak_fit.truth.rows]
        assert not set(unlabelled.rows) & set(leak_fit.training.texts.rows)
        assert not set(unlabelled.column("duplicate_group")) & set(test["duplicate_group"])
        if leak_fit.kind == "outlet":
            assert not set(unlabelled.column("outlet")) & set(test["outlet"])
        if leak_fit.kind == "time":
            assert unlabelled.column("published").max() < test["published"].min()
