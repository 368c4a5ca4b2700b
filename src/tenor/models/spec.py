"""The experiment spec: one TOML that says what is trained, on what, and how."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    PrivateAttr,
    ValidationError,
    field_validator,
    model_validator,
)  # fmt: skip
from pydantic_core import InitErrorDetails

from tenor.errors import SpecError
from tenor.features import READ_CLAIMS
from tenor.features import Field as ArticleField
from tenor.labeling import ORIGINS, Origin
from tenor.tomlfile import Fault, Table, fault, load_toml, parse_toml

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
Origins = Annotated[tuple[Origin, ...], BeforeValidator(lambda v: [v] if isinstance(v, str) else v)]
Share = Annotated[float, Field(gt=0, lt=1)]


class SplitSpec(Table):
    """Which articles train and which score; see `tenor.corpus.make_splits`."""

    kind: Literal["random", "folds", "part", "outlet", "time"] = "random"
    test_size: Share = 0.2
    n_folds: Annotated[int, Field(ge=2, le=50)] = 5
    random_state: Annotated[int, Field(ge=0)] = 0


class ViewSpec(Table):
    """One TF-IDF view of an article field; parameters as scikit-learn's TfidfVectorizer."""

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
    once 5,000 articles were held out, no further fold is fitted.
    """

    n_folds: Annotated[int, Field(ge=2, le=20)] = 3
    thresholds: Literal["own", "common"] | None = None
    """A threshold for each label or one for all; default own where an article can have several.

    Where it has one, common lets the best score win, and own weighs for the best macro-F1.
    """


class SearchSpec(Table):
    """A grid of settings to try on folds of the training part.

    A key of ``grid`` is a dotted path into the spec: ``classifier.C``,
    ``features.1.min_df``.
    """

    grid: dict[str, tuple[Any, ...]]
    metric: Literal["macro_f1", "micro_f1", "accuracy"] = "macro_f1"
    n_folds: Annotated[int, Field(ge=2, le=20)] = 3


class Experiment(Table):
    """An experiment spec, as a TOML in ``experiments/`` holds it.

    Examples
    --------
    >>> from tenor.models import Experiment
    >>> spec = Experiment.parse('''
    ... task = "theme"
    ... [[features]]
    ... ngram_range = [1, 2]
    ... min_df = 2
    ... [classifier]
    ... kind = "linear_svc"
    ... C = 0.5
    ... ''')
    >>> spec.classifier.C, spec.features[0].ngram_range
    (0.5, (1, 2))

    ``train_on`` names the origins whose labels may train, as in
    ``train_on = "rule"``; default all, of which the best answers for an article.
    """

    task: Literal["theme", "stance"]
    target: str | tuple[str, ...] = ()
    train_on: Origins = ORIGINS
    corpus: str = ""
    name: Annotated[str, Field(max_length=100)] = ""
    split: SplitSpec = SplitSpec()
    vocabulary: Literal["answered", "corpus"] = "answered"
    """Whose terms are learned: the training articles', or all the corpus's but the scored ones."""
    features: tuple[ViewSpec, ...] = (ViewSpec(),)
    classifier: ClassifierSpec = ClassifierSpec()
    tuning: TuningSpec = TuningSpec()
    search: SearchSpec | None = None

    _path: Path | None = PrivateAttr(default=None)

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a spec file.

        Raises
        ------
        SpecError
            With every fault of the file, a line each.
        """
        path = Path(path)
        spec = load_toml(path, cls, SpecError)
        if not spec.name:
            spec = spec.model_copy(update={"name": path.stem})
        spec._path = path
        return spec

    @classmethod
    def parse(cls, text: str, name: str = "spec.toml") -> Self:
        """Read a spec from TOML text; ``name`` stands for the file in error messages."""
        return parse_toml(text, name, cls, SpecError)

    @property
    def targets(self) -> tuple[str, ...]:
        """The stance targets that the spec names; empty means all of the codebook's."""
        return (self.target,) if isinstance(self.target, str) else self.target

    @property
    def reads_claims(self) -> bool:
        """Whether a view reads the claim: its model takes stances to any claim, not to a target."""
        return any(view.field in READ_CLAIMS for view in self.features)

    @property
    def compares_pairs(self) -> bool:
        """Whether labels are fitted two at a time as well, by the classifier or in a search."""
        tried = self.search.grid.get("classifier.pair_weight", ()) if self.search else ()
        return any((self.classifier.pair_weight, *tried))

    @property
    def corpus_path(self) -> Path | None:
        """The corpus folder, which the spec names relative to its own file."""
        if not self.corpus:
            return None
        here = self._path.parent if self._path else Path()
        return Path(os.path.normpath(here / self.corpus))

    def with_settings(self, settings: dict[str, Any]) -> Self:
        """Return the spec with some settings replaced, by their dotted paths.

        Raises
        ------
        SpecError
            If a path leads nowhere, or a value does not fit.
        """
        data = self.model_dump(exclude_unset=True, exclude={"search"})
        data["features"] = [view.model_dump(exclude_unset=True) for view in self.features]
        for key, value in settings.items():
            match key.split("."):
                case ["classifier", name]:
                    data.setdefault("classifier", {})[name] = value
                case ["features", number, name] if number in map(str, range(len(self.features))):
                    data["features"][int(number)][name] = value
                case _:
                    rule = "write classifier.NAME or features.NUMBER.NAME, numbered from 0"
                    raise SpecError(f"'{key}' is not a setting; {rule}")
        try:
            changed = type(self).model_validate(data)
        except ValidationError as exc:
            message = exc.errors()[0]["msg"]
            shown = ", ".join(f"{key} = {value}" for key, value in settings.items())
            raise SpecError(f"'{shown}' does not fit: {message}") from exc
        changed._path = self._path
        return changed

    @classmethod
    def faults_between(cls, data: dict[str, Any]) -> list[Fault]:
        """Return the faults between keys."""
        found: list[Fault] = []
        if data.get("task") == "theme" and data.get("target"):
            found.append((("target",), "only a stance has a target; a theme spec names none"))
        if data.get("train_on") == []:
            found.append((("train_on",), f"name at least one of {', '.join(ORIGINS)}"))
        if data.get("features") == []:
            found.append((("features",), "a model needs at least one [[features]] table"))
        return found

    @model_validator(mode="after")
    def _has_only_settings_that_fit(self) -> Self:
        details = []
        for key, values in self.search.grid.items() if self.search else ():
            faults = [] if values else [f"'{key}' lists no values to try"]
            for value in values:
                try:
                    self.with_settings({key: value})
                except SpecError as exc:
                    faults.append(str(exc))
            where = ("search", "grid", key)
            details += [InitErrorDetails(type=fault(what), loc=where, input=key) for what in faults]
        if details:
            raise ValidationError.from_exception_data("search", details)
        return self
