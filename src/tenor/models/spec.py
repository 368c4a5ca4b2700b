"""The experiment spec: one TOML that says what is trained, on what, and how."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, PrivateAttr, ValidationError, model_validator
from pydantic_core import InitErrorDetails

from tenor.codebook.task import Kind
from tenor.corpus import GroupBy
from tenor.errors import SpecError
from tenor.features import CLAIM_FIELDS, TARGET_FIELDS
from tenor.labeling import ORIGINS
from tenor.labeling.rule_labels import MIN_RULE_PRECISION
from tenor.models.default_spec import DEFAULT_VIEWS, default_classifier, with_lsa
from tenor.models.promise_spec import PromiseSpec
from tenor.models.spec_faults import raw_faults, search_faults
from tenor.models.spec_settings import replace_settings
from tenor.models.spec_tables import (
    ClassifierSpec,
    Folders,
    Origins,
    SearchSpec,
    SelfTraining,
    SplitSpec,
    TuningSpec,
    ViewSpec,
    VocabularySource,
    WeightsKind,
)
from tenor.present import shorten
from tenor.toml import Fault, TomlTable, fault_error, parse_toml, read_toml

UNFINGERPRINTED = ("corpus", "name", "promise", "target", "unlabelled_corpora")
"""Keys that do not change how a model is trained."""


class Experiment(TomlTable):
    """An experiment spec, as a TOML in ``experiments/`` holds it.

    Attributes
    ----------
    task, target
        What is predicted: themes, or the stance towards one, several or all targets.
    train_on
        The origins whose labels may train, as in ``train_on = "rule"``; default all.
    min_rule_precision
        The precision that a rule needs to train, on 10 gold labels or more; 0 lets all train.
    corpus
        The corpus folder, relative to the spec's file.
    unlabelled_corpora
        Folders of further corpora, on which LSA components are fitted too.
    name
        The name of the spec; default that of its file.
    vocabulary
        The articles whose terms are the vocabulary: the training articles, or all articles of
        the corpus that are not scored and to which the task applies.
    weights
        ``compact``, a fifth of the size, for models with many labels whose predictions keep; or
        ``exact``.
    split, features, classifier, self_training, tuning, search
        See `tenor.models.spec_tables`. Without a table for them, features and classifier are
        those of `tenor.models.default_spec`; in a table, a key that is absent has the default of
        scikit-learn. Self-training needs a task with one label an article.
    promise
        See `tenor.models.promise_spec`; without this table nothing is promised.

    Examples
    --------
    >>> from tenor.models.spec import Experiment
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
    """

    task: Kind
    target: str | tuple[str, ...] = ()
    train_on: Origins = ORIGINS
    min_rule_precision: Annotated[float, Field(ge=0, le=1)] = MIN_RULE_PRECISION
    corpus: str = ""
    unlabelled_corpora: Folders = ()
    name: Annotated[str, Field(max_length=100)] = ""
    split: SplitSpec = SplitSpec()
    vocabulary: VocabularySource = "labelled"
    weights: WeightsKind = "compact"
    features: tuple[ViewSpec, ...] = DEFAULT_VIEWS
    classifier: ClassifierSpec = Field(default_factory=default_classifier)
    self_training: SelfTraining | None = None
    tuning: TuningSpec = TuningSpec()
    search: SearchSpec | None = None
    promise: PromiseSpec | None = None

    _path: Path = PrivateAttr(default=Path("spec.toml"))

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a spec file.

        Raises
        ------
        SpecError
            With every fault of the file, a line each.
        """
        path = Path(path)
        spec = cls.parse(read_toml(path, SpecError), str(path))
        return spec if spec.name else spec._copy(name=path.stem)

    @classmethod
    def parse(cls, text: str, name: str = "spec.toml") -> Self:
        """Read a spec from the TOML text of a file; folders in it are relative to that file."""
        spec = parse_toml(text, name, cls, SpecError)
        spec._path = Path(name)
        return spec

    @property
    def targets(self) -> tuple[str, ...]:
        """The stance targets that the spec names; empty means all of the codebook's."""
        return (self.target,) if isinstance(self.target, str) else self.target

    @property
    def uses_claims(self) -> bool:
        """Whether a view needs claims: the model then predicts stances towards any claim."""
        return any(view.field in CLAIM_FIELDS for view in self.features)

    @property
    def uses_target_names(self) -> bool:
        """Whether a view needs the names of the target, in the spec or in its search."""
        return any(field in TARGET_FIELDS for field in self._view_values("field"))

    @property
    def uses_lsa(self) -> bool:
        """Whether a view has LSA components, in the spec or in its search."""
        return any(self._view_values("n_components"))

    @property
    def uses_ovo(self) -> bool:
        """Whether one-vs-one classifiers are fitted too, in the spec or in its search."""
        return any((self.classifier.ovo_weight, *self._grid_values("classifier.ovo_weight")))

    @property
    def uses_self_training(self) -> bool:
        """Whether unlabelled articles train, in the spec or in its search."""
        share = self.self_training.share if self.self_training else 0
        return any((share, *self._grid_values("self_training.share")))

    @property
    def teacher_features(self) -> tuple[ViewSpec, ...]:
        """The views of the teacher of self-training; none if no unlabelled articles train."""
        if self.self_training is None or not self.uses_self_training:
            return ()
        return self.self_training.features or with_lsa(self.features)

    @property
    def uses_unlabelled(self) -> bool:
        """Whether unlabelled articles contribute their terms, or train."""
        return self.vocabulary == "corpus" or self.uses_self_training

    @property
    def tuning_group_by(self) -> GroupBy:
        """The column whose groups do not cross the folds of the training part."""
        return self.tuning.group_by or self.split.unseen_groups

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits, equal for specs that train in the same way."""
        exclude: dict[str, Any] = {**dict.fromkeys(UNFINGERPRINTED, True), "search": {"minutes"}}
        data = self.with_tuning_groups(self.tuning_group_by).model_dump(
            mode="json", exclude=exclude
        )
        return sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:12]

    @property
    def folder(self) -> Path:
        """The folder of the spec's file."""
        return self._path.parent

    @property
    def corpus_path(self) -> Path | None:
        """The corpus folder, resolved against the spec's file; None if none is named."""
        return self._resolve(self.corpus) if self.corpus else None

    @property
    def unlabelled_corpus_paths(self) -> tuple[Path, ...]:
        """The folders of the unlabelled corpora, resolved against the spec's file."""
        return tuple(map(self._resolve, self.unlabelled_corpora))

    def with_tuning_groups(self, group_by: GroupBy) -> Self:
        """Return the spec with another column of groups for the folds of the training part."""
        return self._copy(tuning=self.tuning.model_copy(update={"group_by": group_by}))

    def with_settings(self, settings: dict[str, Any]) -> Self:
        """Return the spec with some settings replaced, by their dotted paths.

        Raises
        ------
        SpecError
            If a path names no setting, or a value is invalid.
        """
        data = self.model_dump(exclude_unset=True, exclude={"search"})
        data["features"] = [view.model_dump(exclude_unset=True) for view in self.features]
        # The default classifier has parameters that classifiers of another kind lack.
        if "classifier" not in data and "classifier.kind" not in settings:
            data["classifier"] = self.classifier.model_dump(exclude_unset=True)
        replace_settings(data, settings)
        try:
            changed = type(self).model_validate(data)
        except ValidationError as exc:
            message = exc.errors()[0]["msg"]
            shown = shorten(", ".join(f"{key} = {value}" for key, value in settings.items()))
            raise SpecError(f"'{shown}' is invalid: {message}") from exc
        changed._path = self._path
        return changed

    def with_minutes(self, minutes: float | None) -> Self:
        """Return the spec with another time for its search; unchanged for None.

        Raises
        ------
        SpecError
            If the spec has no search.
        """
        if minutes is None:
            return self
        if self.search is None:
            raise SpecError(
                f"spec '{self.name}' has no [search], so {minutes:g} minutes apply to nothing; "
                "add one, or leave --minutes out"
            )
        return self._copy(search=self.search.model_copy(update={"minutes": minutes}))

    def with_promise(self, precision: float | None) -> Self:
        """Return the spec with a promise of another precision; unchanged for None.

        Confidence and scope are those of the spec, if it has a promise.
        """
        if precision is None:
            return self
        promise = (self.promise or PromiseSpec()).model_copy(update={"precision": precision})
        return self._copy(promise=promise)

    def without_search(self) -> Self:
        """Return the spec without its search."""
        return self._copy(search=None)

    def _copy(self, **changes: Any) -> Self:
        return self.model_copy(update=changes)

    def _resolve(self, name: str) -> Path:
        return Path(os.path.normpath(self.folder / name))

    def _grid_values(self, key: str) -> tuple[Any, ...]:
        return self.search.grid.get(key, ()) if self.search else ()

    def _view_values(self, name: str) -> Iterator[Any]:
        for i, view in enumerate(self.features):
            yield getattr(view, name)
            yield from self._grid_values(f"features.{i}.{name}")
        for i, view in enumerate(self.teacher_features):
            yield getattr(view, name)
            yield from self._grid_values(f"self_training.features.{i}.{name}")

    @classmethod
    def cross_field_faults(cls, data: dict[str, Any]) -> list[Fault]:
        """Return the faults between keys."""
        return raw_faults(data)

    @model_validator(mode="after")
    def _settings_fit(self) -> Self:
        details = []
        if self.classifier.kind == "complement_nb" and self.uses_lsa:
            what = "complement_nb needs values of 0 and more, and LSA components have negative "
            what += "ones; choose another classifier"
            where = ("classifier", "kind")
            details.append(InitErrorDetails(type=fault_error(what), loc=where, input="kind"))
        if self.search:
            details += [
                InitErrorDetails(type=fault_error(what), loc=where, input="grid")
                for where, what in search_faults(self.search, self.with_settings)
            ]
        if details:
            raise ValidationError.from_exception_data("search", details)
        return self
