"""Training again from a run alone, and comparing the model with the one that the run logged."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from tenor import tracking
from tenor.codebook import Task
from tenor.corpus import Corpus
from tenor.errors import CorpusError, StoreError
from tenor.models import load_bundle, verify_bundle
from tenor.models.bundle import CARD
from tenor.models.manifest import MANIFEST, sha256_of
from tenor.models.pool import UnlabelledPool
from tenor.models.spec import Experiment
from tenor.tracking import LoggedRun, TrainingInputs
from tenor.workflow.fit.labelled import make_labelled_set
from tenor.workflow.fit.unlabelled import make_pool
from tenor.workflow.runs.identity import TRAINING, UNTRIED, training_tags
from tenor.workflow.runs.leak_summary import newest_leak_summary
from tenor.workflow.runs.spec_toml import SEARCH_SPEC, SPEC
from tenor.workflow.train.fit_and_score import fit_and_score
from tenor.workflow.train.log import save_training, training_metrics

SECONDS = "time/seconds"
"""The metric that no training repeats."""

ABOUT_MODEL = (CARD, MANIFEST)
"""The files of a bundle that describe the model: what it predicts depends on the others alone."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A file of the bundle, or a metric.

    Attributes
    ----------
    name
        Its name.
    logged, repeated
        The SHA-256 of the file or the value of the metric, in the run and in the training that
        repeats it; None where there is none.
    """

    name: str
    logged: str | float | None
    repeated: str | float | None

    @property
    def is_equal(self) -> bool:
        """Whether both are the same."""
        return self.logged == self.repeated


@dataclass(frozen=True)
class Reproduction:
    """A run, compared with a training on the same inputs.

    Attributes
    ----------
    run
        The run.
    corpus_path
        The folder of the corpus.
    files
        The files of the bundle; empty if the model of the run was removed.
    metrics
        The metrics.
    other_versions
        The versions that differ, by name: those of the run and those of this training.
    """

    run: LoggedRun
    corpus_path: Path
    files: tuple[Compared, ...]
    metrics: tuple[Compared, ...]
    other_versions: Mapping[str, tuple[str, str]]

    @property
    def is_identical(self) -> bool:
        """Whether the model and all metrics are the same; its card may have another text."""
        files = [file for file in self.files if file.name not in ABOUT_MODEL]
        return all(row.is_equal for row in (*files, *self.metrics))


def reproduce(reference: str, corpus: str | Path | None = None) -> Reproduction:
    """Train again from a run alone, and compare the model and the metrics with the logged ones.

    Nothing is logged or registered.

    Parameters
    ----------
    reference
        The run, as `tenor.tracking.find_run` takes it.
    corpus
        The folder of its corpus; default where the run found it.

    Raises
    ------
    CorpusError
        If the corpus is missing, or is not the one that the run trained on.
    StoreError
        If the store has no such training, or it cannot be repeated.
    """
    run = tracking.find_run(reference)
    inputs = tracking.training_inputs(run)
    task = _check_run(run, inputs)
    spec = _logged_spec(run, inputs)
    loaded = _open_corpus(run, inputs, corpus)
    bundle = _find_bundle(run)
    pool = make_pool(spec, loaded)
    if bundle is not None:
        _check_pool(pool, spec, bundle)
    labelled = make_labelled_set(spec, loaded, task, pool)
    result = fit_and_score(labelled, labelled.splits())
    # The card states the leak table that there was.
    leak_summary = newest_leak_summary(spec, loaded, task, before=run.started)
    result = replace(result, leak_summary=leak_summary)
    files: tuple[Compared, ...] = ()
    if bundle is not None:
        with tempfile.TemporaryDirectory() as folder:
            repeated = Path(folder) / "bundle"
            save_training(result, loaded, run.run_id, repeated)
            files = _compare(_hashes(bundle), _hashes(repeated))
    metrics = _compare(run.metrics, training_metrics(result))
    return Reproduction(
        run,
        loaded.path,
        files,
        tuple(row for row in metrics if row.name != SECONDS),
        _other_versions(inputs, spec),
    )


def _check_run(run: LoggedRun, inputs: TrainingInputs) -> Task:
    kind = inputs.tags.get("kind", "")
    if kind != TRAINING or run.task is None:
        what = f"a {kind}" if kind else "none of Tenor's"
        raise StoreError(
            f"run '{run.name}' ({run.short_id}) is no training but {what}; name the run of a "
            "training ('tenor runs' lists them)"
        )
    if run.status != "FINISHED":
        raise StoreError(
            f"run '{run.name}' ({run.short_id}) has no model, since it did not finish (its status "
            f"is {run.status}); train its spec again with 'tenor train'"
        )
    if n_untried := inputs.tags.get(UNTRIED):
        raise StoreError(
            f"the search of run '{run.name}' ({run.short_id}) did not try {n_untried} of its "
            "settings within its time, and which ones depends on the speed of the machine; train "
            f"its {SPEC}, which has the settings that were selected, and reproduce that run"
        )
    return run.task


def _logged_spec(run: LoggedRun, inputs: TrainingInputs) -> Experiment:
    is_searched = run.params.get("search.metric", "none") != "none"
    name = SEARCH_SPEC if is_searched else SPEC
    text = tracking.read_text(run.run_id, name)
    folder = inputs.tags.get("spec_folder", "")
    spec = Experiment.parse(text, str(Path(folder, name)))
    if spec.search is None:
        return spec
    # The run tried all of its settings, so that all are tried, however long that takes here.
    unlimited = spec.search.model_copy(update={"minutes": None})
    return spec.model_copy(update={"search": unlimited})


def _open_corpus(run: LoggedRun, inputs: TrainingInputs, corpus: str | Path | None) -> Corpus:
    folder = Path(corpus or inputs.corpus_path)
    try:
        loaded = Corpus.load(folder)
    except CorpusError as exc:
        if corpus:
            raise
        raise CorpusError(
            f"the corpus of run '{run.name}' ({run.short_id}) is not where it was: {exc}; name its "
            "folder with --corpus"
        ) from exc
    loaded.check_cleaning()
    for what, own, logged in (
        ("fingerprint", loaded.fingerprint, run.corpus),
        ("codebook", loaded.codebook.fingerprint, inputs.tags.get("codebook", "")),
    ):
        if own != logged:
            raise CorpusError(
                f"corpus '{folder}' has the {what} '{own}', and run '{run.name}' "
                f"({run.short_id}) trained with '{logged}'; name the folder of that corpus with "
                "--corpus"
            )
    return loaded


def _find_bundle(run: LoggedRun) -> Path | None:
    """Return the bundle of a run; None if it was removed."""
    try:
        return tracking.find_bundle(f"runs:/{run.run_id}")
    except StoreError:
        return None


def _check_pool(pool: UnlabelledPool, spec: Experiment, bundle: Path) -> None:
    logged = tuple(load_bundle(bundle).info.get("unlabelled_corpora", ()))
    if pool.fingerprints != logged:
        names = ", ".join(f"'{path}'" for path in spec.unlabelled_corpus_paths)
        raise CorpusError(
            f"the unlabelled corpora {names} have the fingerprints "
            f"{', '.join(pool.fingerprints)}, and the run used {', '.join(logged)}; restore them"
        )


def _hashes(bundle: Path) -> dict[str, str]:
    return verify_bundle(bundle) | {MANIFEST: sha256_of(bundle / MANIFEST)}


def _compare(
    logged: Mapping[str, str | float], repeated: Mapping[str, str | float]
) -> tuple[Compared, ...]:
    names = sorted({*logged, *repeated})
    return tuple(Compared(name, logged.get(name), repeated.get(name)) for name in names)


def _other_versions(inputs: TrainingInputs, spec: Experiment) -> dict[str, tuple[str, str]]:
    now = {"tenor_version": version("tenor"), "libraries": training_tags(spec)["libraries"]}
    pairs = {name: (inputs.tags.get(name, "unknown"), value) for name, value in now.items()}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
