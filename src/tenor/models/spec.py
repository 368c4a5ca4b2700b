"""The experiment spec: one TOML that says what is trained, on what, and how."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr, ValidationError, model_validator
from pydantic_core import InitErrorDetails

from tenor.corpus import KeepWhole
from tenor.errors import SpecError
from tenor.features import READ_CLAIMS, READ_TARGETS
from tenor.labeling import ORIGINS
from tenor.models.spec_parts import (
    ClassifierSpec,
    Folders,
    Origins,
    SearchSpec,
    SplitSpec,
    TuningSpec,
    ViewSpec,
)
from tenor.tomlfile import Fault, Table, fault, load_toml, parse_toml


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
    archive: Folders = ()
    """Other corpora, whose articles lend axes to views with ``n_components``."""
    name: Annotated[str, Field(max_length=100)] = ""
    split: SplitSpec = SplitSpec()
    vocabulary: Literal["answered", "corpus"] = "answered"
    """Whose terms are learned: the training articles', or all the corpus's but the scored ones.

    Of a stance, articles count that mention the target or come with a claim.
    """
    self_training: Annotated[float, Field(ge=0, le=1)] = 0.0
    """The share of unanswered articles, the surest of each label, that train by what a first fit
    says of them; 0 is off. They lend their terms too. Where an article has one label."""
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
    def reads_targets(self) -> bool:
        """Whether a view is made from what a target is called, by the spec or in its search."""
        tried = (self._tried(f"features.{i}.field") for i in range(len(self.features)))
        fields = {view.field for view in self.features}.union(*tried)
        return not fields.isdisjoint(READ_TARGETS)

    @property
    def fingerprint(self) -> str:
        """A digest of all that a training does by it: two specs that do the same have the same."""
        unread: dict[str, Any] = dict.fromkeys(("archive", "corpus", "name", "target"), True)
        unread["search"] = {"minutes"}
        data = self.tuned_by(self.tuning_keep_whole).model_dump(mode="json", exclude=unread)
        return sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:12]

    @property
    def compares_pairs(self) -> bool:
        """Whether labels are fitted two at a time as well, by the classifier or in a search."""
        return any((self.classifier.pair_weight, *self._tried("classifier.pair_weight")))

    @property
    def self_trains(self) -> bool:
        """Whether articles train that have no answer, by the spec or in its search."""
        return any((self.self_training, *self._tried("self_training")))

    @property
    def reads_unanswered(self) -> bool:
        """Whether articles that have no answer are read: for their terms, or to train as well."""
        return self.vocabulary == "corpus" or self.self_trains

    @property
    def has_axes(self) -> bool:
        """Whether a view is of axes, by the spec or in its search."""
        tried = (self._tried(f"features.{i}.n_components") for i in range(len(self.features)))
        return any(view.n_components for view in self.features) or any(map(any, tried))

    @property
    def tuning_keep_whole(self) -> KeepWhole:
        """What folds of the training part keep whole: as the spec says, or as its split does."""
        return self.tuning.keep_whole or self.split.unseen

    def tuned_by(self, keep_whole: KeepWhole) -> Self:
        """Return the spec with another column that folds of the training part keep whole."""
        tuning = self.tuning.model_copy(update={"keep_whole": keep_whole})
        changed = self.model_copy(update={"tuning": tuning})
        changed._path = self._path
        return changed

    @property
    def corpus_path(self) -> Path | None:
        """The corpus folder, which the spec names relative to its own file."""
        return self._found(self.corpus) if self.corpus else None

    @property
    def archive_paths(self) -> tuple[Path, ...]:
        """The corpus folders of the archives, which the spec names relative to its own file."""
        return tuple(map(self._found, self.archive))

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
                case ["self_training"]:
                    data[key] = value
                case _:
                    rule = "write classifier.NAME, features.NUMBER.NAME, numbered from 0, or "
                    rule += "self_training"
                    raise SpecError(f"'{key}' is not a setting; {rule}")
        try:
            changed = type(self).model_validate(data)
        except ValidationError as exc:
            message = exc.errors()[0]["msg"]
            shown = ", ".join(f"{key} = {value}" for key, value in settings.items())
            raise SpecError(f"'{shown}' does not fit: {message}") from exc
        changed._path = self._path
        return changed

    def with_minutes(self, minutes: float | None) -> Self:
        """Return the spec with another time for its search; as it is without one.

        Raises
        ------
        SpecError
            If the spec has no search.
        """
        if minutes is None:
            return self
        if self.search is None:
            raise SpecError(
                f"spec '{self.name}' has no [search] that {minutes:g} minutes could be for"
            )
        changed = self.model_copy(
            update={"search": self.search.model_copy(update={"minutes": minutes})}
        )
        changed._path = self._path
        return changed

    def _found(self, name: str) -> Path:
        here = self._path.parent if self._path else Path()
        return Path(os.path.normpath(here / name))

    def _tried(self, key: str) -> tuple[Any, ...]:
        return self.search.grid.get(key, ()) if self.search else ()

    @classmethod
    def faults_between(cls, data: dict[str, Any]) -> list[Fault]:
        """Return the faults between keys."""
        found: list[Fault] = []
        if data.get("task") == "theme" and data.get("target"):
            found.append((("target",), "only a stance has a target; a theme spec names none"))
        if data.get("train_on") == []:
            found.append((("train_on",), f"name at least one of {', '.join(ORIGINS)}"))
        views = data.get("features")
        if views == []:
            found.append((("features",), "a model needs at least one [[features]] table"))
        for i, view in enumerate(views if isinstance(views, (list, tuple)) else ()):
            field = view.get("field") if isinstance(view, dict) else getattr(view, "field", "")
            if data.get("task") == "theme" and field in READ_TARGETS:
                found.append(
                    (("features", i, "field"), f"'{field}' needs a target, and a theme has none")
                )
        return found

    @model_validator(mode="after")
    def _has_only_settings_that_fit(self) -> Self:
        details = []
        if self.classifier.kind == "complement_nb" and self.has_axes:
            what = "complement_nb counts, and axes have values below 0; take another classifier"
            kind = ("classifier", "kind")
            details.append(InitErrorDetails(type=fault(what), loc=kind, input="complement_nb"))
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
