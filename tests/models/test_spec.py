"""The experiment spec."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.errors import SpecError
from tenor.models import Experiment

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


def test_a_full_spec_reads_as_it_stands() -> None:
    spec = Experiment.parse(FULL)
    assert spec.targets == ("orle-dam",)
    assert [view.field for view in spec.features] == ["title", "title_body"]
    assert spec.features[0].ngram_range == (1, 2)
    assert spec.classifier.parameters() == {"C": 4.0, "class_weight": "balanced"}
    assert spec.search is not None
    assert spec.search.grid == {"classifier.C": (1, 2), "features.1.min_df": (1, 3)}


def test_the_corpus_is_found_from_the_place_of_the_spec(tmp_path: Path) -> None:
    path = tmp_path / "experiments" / "dam.toml"
    path.parent.mkdir()
    path.write_text(FULL)
    spec = Experiment.load(path)
    assert spec.name == "dam"
    assert spec.corpus_path == tmp_path / "data" / "corpus"


def test_all_faults_come_at_once_with_their_lines() -> None:
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
        "archive, classifier, corpus, features, name, search, self_training, split, target, task, "
        "train_on, tuning, vocabulary"
    )
    kinds = "'random', 'folds', 'part', 'outlet' or 'time'"
    assert str(caught.value).splitlines() == [
        "bad.toml, line 3: [target] only a stance has a target; a theme spec names none",
        f"bad.toml, line 4: [colour] 'colour' is not a known key; known here: {known}",
        f"bad.toml, line 6: [split.kind] 'sideways' is not one of {kinds}",
        "bad.toml, line 8: [features[1].ngram_range] '2, 1': the shorter n-gram stands first",
        "bad.toml, line 9: [features[1].mindf] 'mindf' is not a known key; did you mean 'min_df'",
        "bad.toml, line 12: [classifier.C] ridge does not take 'C'; it takes alpha, class_weight",
    ]


@pytest.mark.parametrize(
    ("grid", "fault"),
    [
        ('"classifier.c" = [1]', "'classifier.c = 1' does not fit"),
        ('"features.2.min_df" = [1]', "'features.2.min_df' is not a setting"),
        ('"classifier.C" = []', "'classifier.C' lists no values to try"),
        ('"classifier.C" = [-1]', "'classifier.C = -1' does not fit"),
    ],
)
def test_a_grid_of_settings_that_do_not_exist_is_a_fault_of_the_spec(grid: str, fault: str) -> None:
    with pytest.raises(SpecError) as caught:
        Experiment.parse(f'task = "theme"\n[search.grid]\n{grid}\n')
    assert fault in str(caught.value)


def test_settings_replace_what_the_spec_says_and_nothing_else() -> None:
    spec = Experiment.parse(FULL).with_settings({"classifier.C": 9, "features.1.min_df": 7})
    assert spec.classifier.C == 9
    assert spec.features[1].min_df == 7
    assert spec.features[0].min_df == 2
    assert spec.search is None


def test_a_missing_file_is_one_sentence() -> None:
    with pytest.raises(SpecError, match=r"^'nowhere.toml' does not exist$"):
        Experiment.load("nowhere.toml")


def test_a_view_without_a_norm_says_none() -> None:
    """TOML has no empty value."""
    spec = Experiment.parse('task = "theme"\n[[features]]\nnorm = "none"\n')
    assert spec.features[0].norm is None


def test_specs_that_train_alike_have_the_same_fingerprint() -> None:
    """Whatever they are called, and however long their search may take."""
    own = Experiment.parse(FULL).fingerprint
    for text in (
        'name = "other"\n' + FULL,
        FULL.replace("orle-dam", "bridge-toll").replace("data/corpus", "corpus"),
        FULL.replace("[search]\n", "[search]\nminutes = 9\n"),
    ):
        assert Experiment.parse(text).fingerprint == own
    for text in (FULL.replace("C = 4", "C = 5"), FULL.replace("accuracy", "macro_f1")):
        assert Experiment.parse(text).fingerprint != own


def _kept_whole(tables: str) -> str:
    return Experiment.parse(f'task = "theme"\n{tables}').tuning_keep_whole


def test_folds_of_the_training_part_keep_whole_what_the_split_does() -> None:
    """Unless the spec says otherwise."""
    assert _kept_whole("") == "duplicate_group"
    assert _kept_whole('[split]\nkind = "outlet"\n') == "outlet"
    assert _kept_whole('[split]\nkind = "folds"\nkeep_whole = "series"\n') == "series"
    assert _kept_whole('[split]\nkind = "part"\n[tuning]\nkeep_whole = "outlet"\n') == "outlet"
    outlets = '[split]\nkind = "outlet"\n[tuning]\nkeep_whole = "duplicate_group"\n'
    assert _kept_whole(outlets) == "duplicate_group"


def test_a_fingerprint_tells_what_is_kept_whole_said_or_not() -> None:
    def fingerprint(tables: str) -> str:
        return Experiment.parse(f'task = "theme"\n{tables}').fingerprint

    plain = fingerprint("")
    assert fingerprint('[tuning]\nkeep_whole = "duplicate_group"\n') == plain
    by_outlet = fingerprint('[tuning]\nkeep_whole = "outlet"\n')
    assert by_outlet != plain
    assert fingerprint('[split]\nkeep_whole = "outlet"\n') not in (plain, by_outlet)


def test_only_columns_that_name_groups_can_be_kept_whole() -> None:
    with pytest.raises(SpecError, match="'duplicate_group', 'series' or 'outlet'"):
        Experiment.parse('task = "theme"\n[split]\nkeep_whole = "byline"\n')
