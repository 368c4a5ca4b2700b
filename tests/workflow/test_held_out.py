"""The fits of a leak table."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tenor.errors import CorpusError, InputError
from tenor.models import Experiment
from tenor.workflow.held_out import make_parts, named_splits
from tenor.workflow.prep import prepare

from ..conftest import Project

THEMES = Experiment.parse('task = "theme"\n')
STANCE = Experiment.parse('task = "stance"\ntarget = "orle-dam"\n')


def test_all_means_every_kind_that_the_task_can_have() -> None:
    assert named_splits("all", "theme") == ("random", "grouped", "outlet", "time")
    assert named_splits("all", "stance") == ("random", "grouped", "outlet", "time", "target")


def test_kinds_stand_in_one_order_however_they_are_named() -> None:
    assert named_splits("time, random", "theme") == ("random", "time")
    assert named_splits(["outlet", "grouped", "outlet"], "theme") == ("grouped", "outlet")


def test_an_unknown_or_missing_kind_is_one_sentence() -> None:
    with pytest.raises(InputError, match="split 'month' is not one of random, grouped, outlet"):
        named_splits("random,month", "theme")
    with pytest.raises(InputError, match="no split is named"):
        named_splits(" , ", "theme")


def test_every_fit_trains_on_as_many_articles(project: Project) -> None:
    parts, faults = make_parts(STANCE, project.corpus, "orle-dam", named_splits("all", "stance"), 3)
    assert faults == []
    assert [part.kind for part in parts] == ["random"] * 3 + ["grouped"] * 3 + ["outlet"] * 3 + [
        "time", "target",
    ]  # fmt: skip
    assert {len(part.train.answers) for part in parts} == {min(p.n_could_train for p in parts)}
    assert len({part.key for part in parts}) == len(parts)


def test_only_gold_scores_and_duplicates_cross_in_random_alone(project: Project) -> None:
    for spec, target in ((THEMES, ""), (STANCE, "orle-dam")):
        kinds = named_splits("all", spec.task)
        parts, _ = make_parts(spec, project.corpus, target, kinds, 3)
        for part in parts:
            train = part.train.texts
            test = project.corpus.articles.iloc[part.truth.rows]
            assert not set(train.column("article_id")) & set(test["article_id"])
            if part.kind != "random":
                assert not set(train.column("duplicate_group")) & set(test["duplicate_group"])
            if part.kind == "outlet":
                assert not set(train.column("outlet")) & set(test["outlet"])


def test_a_spec_that_trains_on_one_origin_does_so_in_every_fit(project: Project) -> None:
    """The same articles score as without that."""
    kinds = ("grouped", "outlet")
    spec = Experiment.parse('task = "theme"\ntrain_on = "publisher"\n')
    parts, _ = make_parts(spec, project.corpus, "", kinds, 2)
    others, _ = make_parts(THEMES, project.corpus, "", kinds, 2)
    assert not any(part.train.answers.is_gold.any() for part in parts)
    assert any(part.train.answers.is_gold.any() for part in others)
    assert [part.truth.rows.tolist() for part in parts] == [p.truth.rows.tolist() for p in others]


def test_outlets_are_resampled_whole_where_they_are_unseen(project: Project) -> None:
    parts, _ = make_parts(THEMES, project.corpus, "", ("grouped", "outlet"), 2)
    table = project.corpus.articles
    for part in parts:
        scored = table.iloc[part.truth.rows]
        column = "outlet" if part.kind == "outlet" else "duplicate_group"
        assert len(part.units()) == len(scored)
        assert len(np.unique(part.units())) == scored[column].nunique()
    # Numbered alike in all draws: a unit of two draws is resampled in both.
    first, second = (p.units()[np.isin(p.truth.rows, q.truth.rows)] for p, q in
                     (parts[:2], parts[1::-1]))  # fmt: skip
    assert first.tolist() == second.tolist()


def test_a_fit_is_known_by_what_goes_into_it(project: Project) -> None:
    def keys(text: str) -> list[str]:
        spec = Experiment.parse(text)
        return [p.key for p in make_parts(spec, project.corpus, "", ("grouped",), 2)[0]]

    first = keys('task = "theme"\n')
    assert keys('task = "theme"\nname = "another name"\n') == first
    assert not set(keys('task = "theme"\n[classifier]\nC = 2.0\n')) & set(first)
    assert not set(keys('task = "theme"\n[split]\nrandom_state = 7\n')) & set(first)
    search = 'task = "theme"\n[search]\nminutes = {}\n[search.grid]\n"classifier.C" = [1, 2]\n'
    assert not set(keys(search.format(1))) & set(keys(search.format(9)))


def test_a_kind_that_is_not_possible_says_why_and_the_others_go_on(project: Project) -> None:
    parts, faults = make_parts(THEMES, project.corpus, "", ("grouped", "target"), 1)
    assert [part.kind for part in parts] == ["grouped"]
    assert faults == ["split 'target' is for stances; themes have no target"]
    with pytest.raises(CorpusError, match=r"themes: no split of these is possible\nsplit"):
        make_parts(THEMES, project.corpus, "", ("target",), 1)


def test_a_publishers_test_part_is_spared(project: Project, tmp_path: Path) -> None:
    rows = [
        {"id": i, "text": f"The {['bank', 'dam'][i % 2]} {'x' * i}.", "say": "economy",
         "part": ("train", "validation", "test")[i % 3]}
        for i in range(30)
    ]  # fmt: skip
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    corpus = prepare(
        tmp_path / "rows.jsonl", project.folder / "codebook.toml", tmp_path / "corpus",
        labels=["theme=say"],
    )  # fmt: skip
    for kind, n in (("part", 20), ("random", 30)):
        spec = Experiment.parse(f'task = "theme"\n[split]\nkind = "{kind}"\n')
        [part], _ = make_parts(spec, corpus, "", ("grouped",), 1)
        rows_used = np.concatenate([part.train.answers.rows, part.truth.rows])
        assert len(rows_used) == n
        assert ("test" in set(corpus.articles["part"].iloc[rows_used])) == (kind == "random")


def test_each_kind_is_tuned_on_folds_like_itself(project: Project) -> None:
    """Outlets are held out where outlets are unseen, if there are enough to make folds of."""
    kinds = ("random", "grouped", "outlet", "time")
    spec = THEMES.tuned_by("outlet")
    parts, _ = make_parts(spec, project.corpus, "", kinds, 1)
    near = "duplicate_group"
    assert [part.keep_whole for part in parts] == [near, near, "outlet", near]
    many = Experiment.parse('task = "theme"\n[tuning]\nn_folds = 20\n')
    [part], _ = make_parts(many, project.corpus, "", ("outlet",), 1)
    assert part.keep_whole == near
