"""The tables of an experiment spec: split, views, classifier, tuning, search."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator

from tenor.corpus import KeepWhole
from tenor.features import Field as ArticleField
from tenor.labeling import Origin
from tenor.tomlfile import Fault, Table, fault

ClassifierKind = Literal["linear_svc", "logistic_regression", "complement_nb", "sgd", "ridge"]

TAKES: dict[str, frozenset[str]] = {
    "linear_svc": frozenset({"C", "class_weight", "count_ratio", "max_iter", "pair_weight", "tol"}),
    "logistic_regression": frozenset({"C", "class_weight", "max_iter", "tol"}),
    "complement_nb": frozenset({"alpha", "norm"}),
    "sgd": frozenset({"alpha", "class_weight", "loss", "max_iter", "penalty", "tol"}),
    "ridge": frozenset({"alpha", "class_weight"}),
}
"""The parameters that each classifier takes, by scikit-learn's names where it has them."""

Positive = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=1)]
OneOrMore = BeforeValidator(lambda value: [value] if isinstance(value, str) else value)
"""A single word is a list of one."""
Origins = Annotated[tuple[Origin, ...], OneOrMore]
Folders = Annotated[tuple[str, ...], OneOrMore]
Share = Annotated[float, Field(gt=0, lt=1)]


class SplitSpec(Table):
    """Which articles train and which score; see `tenor.corpus.make_splits`."""

    kind: Literal["random", "folds", "part", "outlet", "time"] = "random"
    test_size: Share = 0.2
    n_folds: Annotated[int, Field(ge=2, le=50)] = 5
    random_state: Annotated[int, Field(ge=0)] = 0
    keep_whole: KeepWhole = "duplicate_group"
    """The column whose articles of one value never cross, beside near-duplicates."""

    @property
    def unseen(self) -> KeepWhole:
        """What of the scored articles no training article is of."""
        return "outlet" if self.kind == "outlet" else self.keep_whole


class ViewSpec(Table):
    """One TF-IDF view of an article field; parameters as scikit-learn's TfidfVectorizer.

    With ``n_components``, as scikit-learn's TruncatedSVD has it, the view is that many latent
    semantic axes of its terms, 0 for the terms themselves. Terms, document frequencies and axes
    are then learned of all articles that do not score, labelled or not, and of the archives
    that a spec names.
    """

    field: ArticleField = "title_body"
    weight: Positive = 1.0
    analyzer: Literal["word", "char", "char_wb"] = "word"
    ngram_range: tuple[Count, Count] = (1, 1)
    min_df: Annotated[int, Field(ge=1)] | Annotated[float, Field(gt=0, lt=1)] = 1
    max_df: Annotated[int, Field(ge=1)] | Annotated[float, Field(gt=0, le=1)] = 1.0
    max_features: Count | None = None
    stop_words: Literal["english"] | tuple[str, ...] | None = None
    lowercase: bool = True
    strip_accents: Literal["ascii", "unicode"] | None = None
    sublinear_tf: bool = True
    use_idf: bool = True
    smooth_idf: bool = True
    norm: Literal["l1", "l2"] | None = "l2"
    binary: bool = False
    n_components: Annotated[int, Field(ge=0, le=1000)] = 0

    @field_validator("norm", mode="before")
    @classmethod
    def _none_is_a_word(cls, norm: object) -> object:
        # TOML has no empty value to write.
        return None if norm == "none" else norm

    @field_validator("ngram_range")
    @classmethod
    def _is_a_range(cls, ngram_range: tuple[int, int]) -> tuple[int, int]:
        if ngram_range[0] > ngram_range[1]:
            raise fault(f"'{ngram_range[0]}, {ngram_range[1]}': the shorter n-gram stands first")
        return ngram_range


class ClassifierSpec(Table):
    """A linear classifier and its parameters, by scikit-learn's names."""

    kind: ClassifierKind = "linear_svc"
    C: Positive = 1.0
    alpha: Positive | None = None
    class_weight: Literal["balanced"] | None = None
    loss: Literal["hinge", "log_loss", "modified_huber"] = "hinge"
    penalty: Literal["l2", "l1", "elasticnet"] = "l2"
    max_iter: Count | None = None
    tol: Positive | None = None
    norm: bool = False
    count_ratio: Annotated[float, Field(ge=0, le=1)] = 0.0
    """How far naive-Bayes log-count ratios scale the features of each label (NB-SVM); 0 is off."""
    pair_weight: Annotated[float, Field(ge=0, le=10)] = 0.0
    """What labels fitted two at a time weigh beside each against the rest; 0 is off."""

    @classmethod
    def faults_between(cls, data: dict[str, Any]) -> list[Fault]:
        """Return a fault for each parameter that the kind of classifier does not take."""
        kind = data.get("kind", "linear_svc")
        takes = TAKES.get(kind, frozenset(cls.model_fields))
        known = ", ".join(sorted(takes))
        return [
            ((name,), f"{kind} does not take '{name}'; it takes {known}")
            for name in data
            if name in cls.model_fields and name != "kind" and name not in takes
        ]

    def parameters(self) -> dict[str, Any]:
        """The parameters that the spec sets, for the scikit-learn estimator."""
        takes = TAKES[self.kind]
        return {
            name: value
            for name in sorted(takes)
            if (value := getattr(self, name)) is not None
            and (name in self.model_fields_set or name == "C")
        }


class TuningSpec(Table):
    """Folds of the training part on which thresholds and calibration are learned.

    Where an article has one label and labels are not weighed, what is learned is one number:
    once 5,000 articles were held out, no further fold is fitted, if folds keep no more whole
    than near-duplicates.
    """

    n_folds: Annotated[int, Field(ge=2, le=20)] = 3
    keep_whole: KeepWhole | None = None
    """What these folds and those of a search keep whole; default what the split does."""
    thresholds: Literal["common", "own"] = "common"
    """One threshold for all labels or one for each; default common.

    Where an article has one label, common lets the best score win, and own weighs for the
    best macro-F1.
    """


SearchMetric = Literal[
    "macro_f1", "micro_f1", "samples_f1", "accuracy", "f_avg", "fnc_score",
    "mean_average_precision", "weighted_average_precision",
]  # fmt: skip


class SearchSpec(Table):
    """A grid of settings to try on folds of the training part.

    A key of ``grid`` is a dotted path into the spec: ``classifier.C``,
    ``features.1.min_df``.
    """

    grid: dict[str, tuple[Any, ...]]
    metric: SearchMetric = "macro_f1"
    n_folds: Annotated[int, Field(ge=2, le=20)] = 3
    minutes: Positive | None = None
    """The time for all searches of a model; the best of what was tried is then taken."""
