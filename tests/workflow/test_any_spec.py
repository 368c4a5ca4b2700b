"""Whatever values a spec has, a training ends with a result or with a sentence."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenor.corpus import Corpus
from tenor.errors import CorpusError, TenorError
from tenor.evaluation import METRICS
from tenor.features import FIELDS
from tenor.models.spec import Experiment
from tenor.models.spec_tables import (
    CLASSIFIER_PARAMETERS,
    ClassifierSpec,
    SplitSpec,
    TuningSpec,
    ViewSpec,
)
from tenor.toml import format_toml
from tenor.workflow.prep import prepare
from tenor.workflow.train.limitations import limitations
from tenor.workflow.train.train import train

BOOK = """
version = "1"
themes_per_article = "{per_article}"
[[themes]]
name = "transport"
[[themes]]
name = "sport"
[[themes]]
name = "weather"
[[targets]]
name = "toll"
aliases = ["toll"]
"""

WORDS = {
    "transport": "ferry toll tram bridge fare late",
    "sport": "match goal toll keeper league",
    "weather": "rain frost wind toll flood river",
}

ODD: st.SearchStrategy[Any] = st.sampled_from(
    [
        *(0, 1, 2, 3, 10, 1000, -1, 10**9, 2**31, 2**63, 10**30),
        *(0.0, 0.5, 1.0, 1e-300, 1e-9, 1e9, 1e300, -0.5, math.inf, -math.inf, math.nan),
        *(True, False, "", "none", "balanced", "a\0b", "x" * 300, "english", "é"),
        *([], [1], [2, 1], [1, 1], [1, 200], ["a", "b"], [[1]], {}, {"a": 1}),
    ]
)
"""Values in and out of every range, of every type of TOML."""

COUNTS, SHARES, SWITCHES = [1, 2, 3, 1000, 10**9], [0.1, 0.5, 0.9], [True, False]
SIZES = [1e-9, 0.01, 1, 3.5, 1000, 1e9]

VALID: dict[str, dict[str, list[Any]]] = {
    "split": {
        "kind": ["random", "folds", "part", "outlet", "time"],
        "test_size": [0.01, 0.2, 0.5, 0.99],
        "n_folds": [2, 3, 18, 50],
        "random_state": [0, 7, 2**32 - 1],
        "group_by": ["duplicate_group", "series", "outlet"],
    },
    "view": {
        "field": list(FIELDS),
        "weight": SIZES,
        "analyzer": ["word", "char", "char_wb"],
        "ngram_range": [[1, 1], [1, 2], [2, 4], [7, 9], [1, 100], [100, 100]],
        "min_df": COUNTS + SHARES,
        "max_df": COUNTS + SHARES,
        "max_features": COUNTS,
        "stop_words": ["english", ["toll", "were"], []],
        "lowercase": SWITCHES,
        "strip_accents": ["ascii", "unicode"],
        "sublinear_tf": SWITCHES,
        "use_idf": SWITCHES,
        "smooth_idf": SWITCHES,
        "norm": ["l1", "l2", "none"],
        "binary": SWITCHES,
        "n_components": [0, 1, 5, 1000],
    },
    "classifier": {
        "C": SIZES,
        "alpha": SIZES,
        "class_weight": ["balanced"],
        "loss": ["hinge", "log_loss", "modified_huber"],
        "penalty": ["l2", "l1", "elasticnet"],
        "max_iter": [1, 5, 100],
        "tol": SIZES,
        "norm": SWITCHES,
        "nb_interpolation": [0, 0.5, 1],
        "ovo_weight": [0, 0.5, 10],
    },
    "tuning": {
        "n_folds": [2, 3, 20],
        "group_by": ["duplicate_group", "series", "outlet"],
        "thresholds": ["shared", "per_label"],
    },
    "search": {
        "metric": list(METRICS),
        "n_folds": [2, 3, 20],
        "minutes": SIZES,
    },
    "top": {
        "target": ["toll", ["toll"], "dam", "", []],
        "train_on": ["coder", ["coder", "publisher"], "rule"],
        "unlabelled_corpora": ["nowhere", [], "a\0b"],
        "name": ["", "posts"],
        "vocabulary": ["labelled", "corpus"],
        "self_training": [
            {"share": 0.5},
            {"share": 1.0, "features": [{"field": "title"}]},
            {"features": [{"analyzer": "char", "ngram_range": [2, 3]}]},
        ],
    },
}
"""Values in range of every key of a spec."""

GRID = {
    "classifier.C": SIZES,
    "features.0.min_df": COUNTS + SHARES,
    "features.0.field": list(FIELDS),
    "features.0.n_components": [0, 1, 1000],
    "self_training.share": [0.1, 1.0],
    "features.9.min_df": [1],
    "": [1],
}


def tables(values: dict[str, list[Any]], n_keys: int = 3) -> st.SearchStrategy[dict[str, Any]]:
    """Return tables with some of the keys, and values in range."""
    return st.lists(st.sampled_from(sorted(values)), unique=True, max_size=n_keys).flatmap(
        lambda keys: st.fixed_dictionaries({key: st.sampled_from(values[key]) for key in keys})
    )


def classifiers(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    own = {name: VALID["classifier"][name] for name in CLASSIFIER_PARAMETERS[kind]}
    return tables(own).map(lambda table: {"kind": kind, **table})


@st.composite
def specs(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a spec with values in range, and in a third of the specs one odd value."""
    spec: dict[str, Any] = {"task": draw(st.sampled_from(["theme", "stance"]))}
    spec |= draw(st.sampled_from([{}, {}, {}]) | tables(VALID["top"], 1))
    spec["split"] = draw(tables(VALID["split"]))
    spec["features"] = draw(st.lists(tables(VALID["view"]), min_size=1, max_size=2))
    spec["classifier"] = draw(st.sampled_from(sorted(CLASSIFIER_PARAMETERS)).flatmap(classifiers))
    spec["tuning"] = draw(tables(VALID["tuning"], 1))
    if draw(st.sampled_from([False, False, True])):
        pairs = {key: [[a, b] for a in values for b in values[:2]] for key, values in GRID.items()}
        spec["search"] = {**draw(tables(VALID["search"])), "grid": draw(tables(pairs, 2))}
    if draw(st.sampled_from([False, False, True])):
        tables_of_spec = [spec, *spec["features"], *(v for v in spec.values() if type(v) is dict)]
        table = draw(st.sampled_from([table for table in tables_of_spec if table]))
        table[draw(st.sampled_from([*table, "colour"]))] = draw(ODD)
    return spec


def make_corpus(folder: Path, per_article: str, *, columns: bool) -> Corpus:
    """Return a corpus of 18 short texts without titles; with ``columns`` it has all others."""
    (folder / "codebook.toml").write_text(BOOK.format(per_article=per_article))
    header = ["article_id", "text", "theme", "stance"]
    rows = [header + ["outlet", "date", "part", "series", "claim"] * columns]
    for i in range(18):
        theme = list(WORDS)[i % 3]
        words = WORDS[theme].split()
        text = f"{words[i % 5]} {words[(i + 1) % 5]} and {words[(i + 2) % 5]} of day{i} were here"
        row = [f"a{i}", text, theme, ("favor", "against", "neutral")[i % 3]]
        part = ("train", "validation", "test")[i // 3 % 3]
        row += [
            f"out{i % 4}",
            f"2024-03-{i + 1:02}",
            part,
            f"s{i // 2}",
            "a toll is fair",
        ] * columns
        rows.append(row)
    (folder / "posts.tsv").write_text("\n".join(map("\t".join, rows)) + "\n")
    return prepare(
        folder / "posts.tsv",
        folder / "codebook.toml",
        folder / "corpus",
        labels=["theme=theme", "stance:toll=stance"],
    )


@pytest.fixture(scope="module", params=["one", "any"])
def corpus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("posts")
    return make_corpus(folder, request.param, columns=request.param == "one")


def test_every_key_of_a_spec_is_tried() -> None:
    for model, name in (
        (SplitSpec, "split"),
        (ViewSpec, "view"),
        (ClassifierSpec, "classifier"),
        (TuningSpec, "tuning"),
    ):
        assert set(VALID[name]) == set(model.model_fields) - {"kind"} | set(VALID[name]) & {"kind"}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=specs())
def test_any_spec_gives_a_result_or_a_sentence(corpus: Corpus, data: dict[str, Any]) -> None:
    try:
        spec = Experiment.parse(format_toml(data))
        results = train(spec.with_minutes(1e-9) if spec.search else spec, corpus, log=False)
    except TenorError:
        return
    for result in results:
        assert all(map(math.isfinite, result.rows[0].scores.metrics.values()))
        assert result.model.views


THEMES = 'task = "theme"\n[split]\nkind = "folds"\nn_folds = 2\n'


def test_a_view_without_terms_is_left_out_and_counted(corpus: Corpus) -> None:
    """As the title of posts, or a view whose min_df is too high."""
    body = '[[features]]\nfield = "body"\n'
    views = body + '[[features]]\nfield = "title"\n[[features]]\nmin_df = 100000\n'
    [result] = train(Experiment.parse(THEMES + views), corpus, log=False)
    assert result.empty_views == {1: 3, 2: 3}
    sentences = [sentence for sentence in limitations(result) if "no term" in sentence]
    assert sentences == [
        f"View {number} of the spec ('{field}') had no term in 3 of 3 fits and was left out of "
        "these: its texts are empty, or min_df and max_df keep none of their terms."
        for number, field in ((2, "title"), (3, "title_body"))
    ]
    [plain] = train(Experiment.parse(THEMES + body), corpus, log=False)
    assert result.model.weights.tolist() == plain.model.weights.tolist()


def test_a_spec_whose_views_have_no_term_says_what_to_change(corpus: Corpus) -> None:
    views = '[[features]]\nfield = "title"\n[[features]]\nmin_df = 100000\n'
    with pytest.raises(CorpusError) as caught:
        train(Experiment.parse(THEMES + views), corpus, log=False)
    assert str(caught.value).startswith(
        "no [[features]] table has a term to learn from: view 1 ('title'): the texts have no term"
    )
    assert "view 2 ('title_body'): max_df '1.0' of 6 texts is below min_df '100000'" in str(
        caught.value
    )


def test_a_setting_that_a_search_cannot_try_is_named(corpus: Corpus) -> None:
    grid = '[[features]]\n[search]\n[search.grid]\n"features.0.min_df" = [1, 100000]\n'
    with pytest.raises(
        CorpusError, match=r"the search cannot try features\.0\.min_df = 100000: no"
    ):
        train(Experiment.parse(THEMES + grid), corpus, log=False)
