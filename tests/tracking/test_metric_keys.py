"""The keys of metrics in MLflow."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from mlflow.utils.validation import _validate_metric_name

from tenor.tracking import metric_key

AWKWARD = st.text(alphabet="ab./: _-%é\u0939\u093f\x00\\'\"", max_size=12)


def test_usual_names_are_kept() -> None:
    assert metric_key("macro_f1") == "macro_f1"
    assert metric_key("label", "foreign policy", "f1") == "label/foreign policy/f1"


@given(AWKWARD | st.text(max_size=130))
def test_mlflow_accepts_the_key_of_any_label(label: str) -> None:
    _validate_metric_name(metric_key("label", label, "f1"))


@given(AWKWARD | st.text(max_size=130), AWKWARD | st.text(max_size=130))
def test_different_labels_have_different_keys(first: str, second: str) -> None:
    assert (metric_key("label", first, "f1") == metric_key("label", second, "f1")) == (
        first == second
    )


def test_long_labels_that_begin_alike_have_different_keys() -> None:
    keys = {metric_key("label", "%" * 110 + end, "f1") for end in "abc"}
    assert len(keys) == 3
    assert max(map(len, keys)) < 250
