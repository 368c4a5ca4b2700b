"""The experiment spec."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.errors import SpecError
from tenor.models.spec import Experiment

FULL = """
task = "stance"
target = "orle-dam"
corpus = "../data/corpus"
[split]
kind = "outlet"
test_size = 0.3
[[features]]
field = "title"
ngram_range = [1, 2]
min_df = 2
weight = 0.5
[[features]]
analyzer = "char_wb"
ngram_range = [2, 5]
[classifier]
kind = "logistic_regression"
C = 4
class_weight = "balanced"
[tuning]
n_folds = 4
[search]
metric = "accuracy"
[search.grid]
"classifier.C" = [1, 2]
"features.1.min_df" = [1, 3]
"""


def test_a_spec_with_every_table_is_parsed() -> None:
    spec = Experiment.parse(FULL)
    assert spec.targets == ("orle-dam",)
    assert [view.field for view in spec.features] == ["title", "title_body"]
    assert spec.features[0].ngram_range == (1, 2)
    assert spec.classifier.parameters() == {"C": 4.0, "class_weight": "balanced"}
    assert spec.search is not None
    assert spec.search.grid == {"classifier.C": (1, 2), "features.1.min_df": (1, 3)}


def test_the_corpus_is_relative_to_the_file_of_the_spec(tmp_path: Path) -> None:
    path = tmp_path / "experiments" / "dam.toml"
    path.parent.mkdir()
    path.write_text(FULL)
    spec = Experiment.load(path)
    assert spec.name == "dam"
    assert spec.corpus_path == tmp_path / "data" / "corpus"


def test_all_faults_are_reported_at_once_with_their_lines() -> None:
    text = """
task = "theme"
target = "x"
colour = 1
[split]
kind = "sideways"
[[features]]
ngram_range = [2, 1]
mindf = 3
[classifier]
kind = "ridge"
C = 1
"""
    with pytest.raises(SpecError) as caught:
        Experiment.parse(text, "bad.toml")
    known = (
        "classifier, corpus, features, min_rule_precision, name, promise, search, self_training, "
        "split, target, task, train_on, tuning, unlabelled_corpora, vocabulary, weights"
    )
    kinds = "'random', 'folds', 'part', 'outlet' or 'time'"
    assert str(caught.value).splitlines() == [
        "bad.toml, line 3: [target] only a stance has a target; remove it from a theme spec",
        f"bad.toml, line 4: [colour] 'colour' is not a known key; known here: {known}",
        f"bad.toml, line 6: [split.kind] 'sideways' is not one of {kinds}",
        (
            "bad.toml, line 8: [features[1].ngram_range] '2, 1' is not a range; "
            "put the shorter n-gram first"
        ),
        "bad.toml, line 9: [features[1].mindf] 'mindf' is not a known key; did you mean 'min_df'?",
        "bad.toml, line 12: [classifier.C] ridge does not take 'C'; it takes alpha, class_weight",
    ]


@pytest.mark.parametrize(
    ("grid", "fault"),
    [
        ('"classifier.c" = [1]', "'classifier.c = 1' is invalid"),
        ('"features.2.min_df" = [1]', "'features.2.min_df' is not a setting"),
        ('"classifier.C" = []', "'classifier.C' lists no values to try"),
        ('"classifier.C" = [-1]', "'classifier.C = -1' is invalid"),
        ('"self_training.share" = [0]', "'self_training.share' is not a setting"),
        ('"self_training.features.0.min_df" = [2]', "is not a setting"),
    ],
)
def test_a_grid_of_invalid_settings_is_a_fault(grid: str, fault: str) -> None:
    with pytest.raises(SpecError) as caught:
        Experiment.parse(f'task = "theme"\n[search.grid]\n{grid}\n')
    assert fault in str(caught.value)


def test_settings_replace_those_of_the_spec_and_nothing_else() -> None:
    spec = Experiment.parse(FULL).with_settings({"classifier.C": 9, "features.1.min_df": 7})
    assert spec.classifier.C == 9
    assert spec.features[1].min_df == 7
    assert spec.features[0].min_df == 2
    assert spec.search is None


def test_a_missing_file_raises_one_sentence() -> None:
    with pytest.raises(SpecError) as caught:
        Experiment.load("nowhere.toml")
    assert str(caught.value) == "'nowhere.toml' does not exist; name an existing TOML file"


def test_a_view_without_a_norm_has_the_norm_none() -> None:
    """TOML has no null."""
    spec = Experiment.parse('task = "theme"\n[[features]]\nnorm = "none"\n')
    assert spec.features[0].norm is None


def test_specs_that_train_alike_have_the_same_fingerprint() -> None:
    """Whatever their name, data and search time."""
    own = Experiment.parse(FULL).fingerprint
    for text in (
        'name = "other"\n' + FULL,
        FULL.replace("orle-dam", "bridge-toll").replace("data/corpus", "corpus"),
        FULL.replace("[search]\n", "[search]\nminutes = 9\n"),
    ):
        assert Experiment.parse(text).fingerprint == own
    for text in (FULL.replace("C = 4", "C = 5"), FULL.replace("accuracy", "macro_f1")):
        assert Experiment.parse(text).fingerprint != own


def _fold_groups(tables: str) -> str:
    return Experiment.parse(f'task = "theme"\n{tables}').tuning_group_by


def test_tuning_folds_are_grouped_as_the_split_is() -> None:
    """Unless the spec groups them otherwise."""
    assert _fold_groups("") == "duplicate_group"
    assert _fold_groups('[split]\nkind = "outlet"\n') == "outlet"
    assert _fold_groups('[split]\nkind = "folds"\ngroup_by = "series"\n') == "series"
    assert _fold_groups('[split]\nkind = "part"\n[tuning]\ngroup_by = "outlet"\n') == "outlet"
    outlets = '[split]\nkind = "outlet"\n[tuning]\ngroup_by = "duplicate_group"\n'
    assert _fold_groups(outlets) == "duplicate_group"


def test_the_fingerprint_depends_on_the_groups_set_or_by_default() -> None:
    def fingerprint(tables: str) -> str:
        return Experiment.parse(f'task = "theme"\n{tables}').fingerprint

    plain = fingerprint("")
    assert fingerprint('[tuning]\ngroup_by = "duplicate_group"\n') == plain
    by_outlet = fingerprint('[tuning]\ngroup_by = "outlet"\n')
    assert by_outlet != plain
    assert fingerprint('[split]\ngroup_by = "outlet"\n') not in (plain, by_outlet)


def test_only_columns_that_name_groups_can_be_grouped_by() -> None:
    with pytest.raises(SpecError, match="'duplicate_group', 'series' or 'outlet'"):
        Experiment.parse('task = "theme"\n[split]\ngroup_by = "byline"\n')


TEACHER = """
task = "theme"
[[features]]
min_df = 2
[self_training]
share = 0.5
[[self_training.features]]
field = "lead"
n_components = 50
[search.grid]
"self_training.share" = [0, 0.3]
"self_training.features.0.n_components" = [50, 100]
"""


def test_the_teacher_of_self_training_has_views_of_its_own() -> None:
    spec = Experiment.parse(TEACHER)
    assert [view.field for view in spec.teacher_features] == ["lead"]
    assert spec.uses_lsa
    chosen = spec.with_settings({"self_training.share": 0.3})
    assert chosen.self_training is not None
    assert chosen.self_training.share == 0.3
    assert chosen.teacher_features == spec.teacher_features
    assert chosen.features == spec.features


def test_by_default_the_teacher_has_the_views_of_the_spec_and_lsa_components() -> None:
    spec = Experiment.parse('task = "theme"\n[[features]]\nmin_df = 3\n[self_training]\n')
    own, added = spec.teacher_features
    assert own == spec.features[0]
    assert added.n_components == 100
    assert spec.uses_unlabelled
    with_lsa = Experiment.parse('task = "theme"\n[[features]]\nn_components = 9\n[self_training]\n')
    assert with_lsa.teacher_features == with_lsa.features


def test_without_self_training_there_is_no_teacher() -> None:
    for table in ("", "[self_training]\nshare = 0\n"):
        spec = Experiment.parse(f'task = "theme"\n{table}')
        assert spec.teacher_features == ()
        assert not spec.uses_self_training
        assert not spec.uses_lsa


def test_self_training_that_is_no_table_is_a_fault_that_shows_the_table() -> None:
    with pytest.raises(SpecError) as caught:
        Experiment.parse('task = "theme"\nself_training = 0.5\n')
    assert str(caught.value) == (
        "spec.toml, line 2: [self_training] '0.5' is not a table; "
        "write [self_training] with share = 0.5"
    )


def test_a_teacher_cannot_need_claims_that_the_model_does_not_need() -> None:
    views = '[[features]]\n[[self_training.features]]\nfield = "claim"\n'
    with pytest.raises(SpecError, match="'claim' needs claims, and no view of the model does"):
        Experiment.parse(f'task = "stance"\n{views}')
    Experiment.parse(f'task = "stance"\n{views}[[features]]\nfield = "claim"\n')
