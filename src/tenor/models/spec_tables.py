"""The tables of an experiment spec: split, views, classifier, tuning, search."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, field_validator

from tenor.corpus import GroupBy, SplitKind
from tenor.evaluation.metric_table import MetricName
from tenor.features import FIELDS, MAX_NGRAM, Analysis, TextKey, text_key
from tenor.labeling import Origin
from tenor.present.hints import did_you_mean
from tenor.toml import Fault, TomlTable, fault_error

if TYPE_CHECKING:
    from tenor.features.tfidf import TfidfVectorizer

ClassifierKind = Literal["linear_svc", "logistic_regression", "complement_nb", "sgd", "ridge"]

CLASSIFIER_PARAMETERS: dict[str, frozenset[str]] = {
    "linear_svc": frozenset(
        {"C", "class_weight", "max_iter", "nb_interpolation", "ovo_weight", "tol"}
    ),
    "logistic_regression": frozenset({"C", "class_weight", "max_iter", "tol"}),
    "complement_nb": frozenset({"alpha", "norm"}),
    "sgd": frozenset({"alpha", "class_weight", "loss", "max_iter", "penalty", "tol"}),
    "ridge": frozenset({"alpha", "class_weight"}),
}
"""The parameters of each kind of classifier, by scikit-learn's names where it has them."""


def _known_field(name: str) -> str:
    if name not in FIELDS:
        raise fault_error(f"'{name}' is not one of {', '.join(FIELDS)}{did_you_mean(name, FIELDS)}")
    return name


MIN_POSITIVE, MAX_POSITIVE = 1e-9, 1e9
"""The bounds of positive parameters: within them the solvers' float32 values stay finite."""

MAX_COUNT = 1_000_000_000
"""The largest number of articles, terms or iterations."""

MAX_SEED = 2**32 - 1
"""The largest seed that NumPy's and scikit-learn's generators take."""

MAX_SETTINGS = 10_000
"""The most settings of a grid; a search lists all of them, tried or not."""

Positive = Annotated[float, Field(ge=MIN_POSITIVE, le=MAX_POSITIVE)]
Count = Annotated[int, Field(ge=1, le=MAX_COUNT)]
NgramLength = Annotated[int, Field(ge=1, le=MAX_NGRAM)]
OneOrMore = BeforeValidator(lambda value: [value] if isinstance(value, str) else value)
"""A single string is a list of one."""
Origins = Annotated[tuple[Origin, ...], OneOrMore]
Folders = Annotated[tuple[str, ...], OneOrMore]
Share = Annotated[float, Field(gt=0, lt=1)]
VocabularySource = Literal["labelled", "corpus"]
WeightsKind = Literal["compact", "exact"]
FieldName = Annotated[
    str, AfterValidator(_known_field), Field(json_schema_extra={"enum": list(FIELDS)})
]


class SplitSpec(TomlTable):
    """Which articles train and which are scored; see `tenor.corpus.make_splits`."""

    kind: SplitKind = "random"
    """How articles are held out: at random, in folds that score every labelled article once, by the
    parts that the corpus assigns, by outlet, or the latest ones."""
    test_size: Share = 0.2
    """The share of articles that is held out, where neither folds nor parts decide."""
    n_folds: Annotated[int, Field(ge=2, le=50)] = 5
    """The number of folds."""
    random_state: Annotated[int, Field(ge=0, le=MAX_SEED)] = 0
    """The seed of random splits."""
    group_by: GroupBy = "duplicate_group"
    """The column whose groups do not cross the split, besides duplicate groups."""

    @property
    def unseen_groups(self) -> GroupBy:
        """The column whose groups are in the training part or the test part, never in both."""
        return "outlet" if self.kind == "outlet" else self.group_by


class ViewSpec(TomlTable):
    """One TF-IDF view of a text field; parameters as in scikit-learn's TfidfVectorizer.

    With ``n_components``, as in scikit-learn's TruncatedSVD, the features are that many LSA
    components of the terms instead of the terms. Vocabulary, document frequencies and
    components are then fitted on all articles that are not scored, labelled or not, and on
    those of the spec's unlabelled corpora.
    """

    field: FieldName = "title_body"
    """The text of an article that is cut into terms: one of the text fields."""
    weight: Positive = 1.0
    """The factor of the view's values, relative to other views."""
    analyzer: Literal["word", "char", "char_wb"] = "word"
    """Whether terms are words, characters, or characters within words."""
    ngram_range: tuple[NgramLength, NgramLength] = (1, 1)
    """The lengths of the n-grams, from and to."""
    min_df: Count | Share = 1
    """Terms in fewer articles are left out: a number of articles, or a share below 1."""
    max_df: Count | Annotated[float, Field(gt=0, le=1)] = 1.0
    """Terms in more articles are left out: a number of articles, or a share up to 1.0."""
    max_features: Count | None = None
    """The number of terms that are kept, the most frequent ones; default all."""
    stop_words: Literal["english"] | tuple[str, ...] | None = None
    """Words that are left out: a list, or `english`; default none."""
    lowercase: bool = True
    """Whether case is ignored."""
    strip_accents: Literal["ascii", "unicode"] | None = None
    """How accents are removed; default not."""
    sublinear_tf: bool = True
    """Whether 1 + log(count) replaces the count of a term."""
    use_idf: bool = True
    """Whether terms are weighted by their inverse document frequency."""
    smooth_idf: bool = True
    """Whether 1 is added to document frequencies."""
    norm: Literal["l1", "l2"] | None = "l2"
    """The norm that the values of an article are scaled to; `none` for no scaling."""
    binary: bool = False
    """Whether every count above 0 counts as 1."""
    n_components: Annotated[int, Field(ge=0, le=1000)] = 0
    """The number of LSA components in place of the terms; 0 for the terms."""

    @classmethod
    def cross_field_faults(cls, data: dict[str, Any]) -> list[Fault]:
        """Return a fault where ``max_df`` is below ``min_df`` and both count, or both are shares.

        Whether a count is below a share depends on the number of texts.
        """
        low, high = data.get("min_df"), data.get("max_df")
        for kind in (int, float):
            if not (isinstance(low, kind) and isinstance(high, kind) and high < low):
                continue
            what = f"'{high}' is below min_df, '{low}', so no term remains; exchange them"
            return [(("max_df",), what)]
        return []

    @field_validator("norm", mode="before")
    @classmethod
    def _none_as_word(cls, norm: object) -> object:
        # TOML has no null.
        return None if norm == "none" else norm

    @field_validator("ngram_range")
    @classmethod
    def _is_a_range(cls, ngram_range: tuple[int, int]) -> tuple[int, int]:
        if ngram_range[0] > ngram_range[1]:
            raise fault_error(
                f"'{ngram_range[0]}, {ngram_range[1]}' is not a range; put the shorter n-gram first"
            )
        return ngram_range

    @property
    def analysis(self) -> Analysis:
        """How the view splits its field into terms."""
        return Analysis.of(
            self.analyzer, self.ngram_range, self.lowercase, self.strip_accents, self.stop_words
        )

    def text_key(self, target_names: tuple[str, ...]) -> TextKey:
        """Return the key of the view's text, for a target with these names."""
        return text_key(self.field, target_names)

    def vectorizer(self) -> TfidfVectorizer:
        """Return an unfitted vectorizer with the view's parameters."""
        import numpy as np

        from tenor.features.tfidf import TfidfVectorizer

        parameters = self.model_dump(exclude={"field", "weight", "n_components"})
        if isinstance(parameters["stop_words"], tuple):
            parameters["stop_words"] = list(parameters["stop_words"])
        return TfidfVectorizer(**parameters, dtype=np.float32)


class ClassifierSpec(TomlTable):
    """A linear classifier and its parameters, by scikit-learn's names."""

    kind: ClassifierKind = "linear_svc"
    """The classifier."""
    C: Positive = 1.0
    """The inverse of the strength of regularization, for linear_svc and logistic_regression."""
    alpha: Positive | None = None
    """The strength of regularization, or of smoothing for complement_nb; default scikit-learn's."""
    class_weight: Literal["balanced"] | None = None
    """Weighs labels inversely to their frequency; default equal weights."""
    loss: Literal["hinge", "log_loss", "modified_huber"] = "hinge"
    """The loss of sgd."""
    penalty: Literal["l2", "l1", "elasticnet"] = "l2"
    """The penalty of sgd."""
    max_iter: Count | None = None
    """The maximum number of iterations; default that of the classifier."""
    tol: Positive | None = None
    """The tolerance at which the solver stops; default that of the classifier."""
    norm: bool = False
    """Whether complement_nb scales its weights."""
    nb_interpolation: Annotated[float, Field(ge=0, le=1)] = 0.0
    """Interpolation between plain features (0) and features scaled by naive-Bayes log-count
    ratios (1), as in NB-SVM."""
    ovo_weight: Annotated[float, Field(ge=0, le=10)] = 0.0
    """The weight of one-vs-one scores, added to the one-vs-rest scores; 0 fits none."""

    @classmethod
    def cross_field_faults(cls, data: dict[str, Any]) -> list[Fault]:
        """Return a fault for each parameter that the kind of classifier does not have."""
        kind = data.get("kind", "linear_svc")
        if not isinstance(kind, str) or kind not in CLASSIFIER_PARAMETERS:
            return []
        parameters = CLASSIFIER_PARAMETERS[kind]
        known = ", ".join(sorted(parameters))
        return [
            ((name,), f"{kind} does not take '{name}'; it takes {known}")
            for name in data
            if name in cls.model_fields and name != "kind" and name not in parameters
        ]

    def parameters(self) -> dict[str, Any]:
        """Return the parameters that the spec sets, for the scikit-learn estimator."""
        return {
            name: value
            for name in sorted(CLASSIFIER_PARAMETERS[self.kind])
            if (value := getattr(self, name)) is not None
            and (name in self.model_fields_set or name == "C")
        }


class TuningSpec(TomlTable):
    """Folds of the training part on which thresholds and calibration are fitted.

    Where an article has a single label and thresholds are shared, only one number is fitted:
    if folds keep no more than duplicate groups together, no further fold is fitted once 5,000
    articles were held out.
    """

    n_folds: Annotated[int, Field(ge=2, le=20)] = 3
    """The number of these folds."""
    group_by: GroupBy | None = None
    """The column whose groups do not cross these folds and those of a search; default that of
    the split."""
    thresholds: Literal["shared", "per_label"] = "shared"
    """One threshold for all labels, or one for each.

    Where an article has a single label, ``shared`` predicts the label with the highest score,
    and ``per_label`` weighs labels for the highest macro-F1.
    """


class SelfTrainingSpec(TomlTable):
    """Self-training: a teacher labels unlabelled articles, and the model trains on these as well.

    The teacher is fitted on the labelled articles alone, with the classifier of the spec and
    with views of its own. They are not part of the model, so they may be slow to compute.
    """

    share: Annotated[float, Field(ge=0, le=1)] = 0.5
    """The share of the articles of each label that the teacher predicts, those with the largest
    margins, that train; 0 for none."""
    features: tuple[ViewSpec, ...] = ()
    """The views of the teacher; default those of the spec, and LSA components where none of
    them has any."""


def _table(value: object) -> object:
    if isinstance(value, int | float):
        raise fault_error(f"'{value}' is not a table; write [self_training] with share = {value}")
    return value


SelfTraining = Annotated[SelfTrainingSpec, BeforeValidator(_table)]


class SearchSpec(TomlTable):
    """A grid of settings to try on folds of the training part.

    A key of ``grid`` is a dotted path into the spec: ``classifier.C``, ``features.1.min_df``,
    ``self_training.share``.
    """

    grid: dict[str, tuple[Any, ...]]
    """Lists of values to try, by dotted paths into the spec; every combination is tried."""
    metric: MetricName = "macro_f1"
    """The metric that the best settings maximize."""
    n_folds: Annotated[int, Field(ge=2, le=20)] = 3
    """The number of folds."""
    minutes: Positive | None = None
    """The time for all searches of a model; default until the grid is exhausted."""

    @property
    def n_settings(self) -> int:
        """The number of settings in the grid."""
        return math.prod(map(len, self.grid.values()))
