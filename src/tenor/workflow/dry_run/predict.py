"""What ``tenor predict`` would do."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tenor.articles.survey import InputSurvey, survey_inputs
from tenor.models import Model
from tenor.prediction.rows import check_tasks, label_rows
from tenor.prediction.writers import STDOUT, check_destination, rejected_path
from tenor.workflow.dry_run.sample import read_sample


@dataclass(frozen=True)
class PredictDryRun:
    """What a bulk labelling would do.

    Attributes
    ----------
    survey
        The inputs.
    seconds
        The expected time, without that of loading the models.
    replaced
        The files that would be replaced, with their sizes in bytes.
    """

    survey: InputSurvey
    seconds: float
    replaced: dict[Path, int]


def dry_predict(
    inputs: Sequence[str | Path],
    models: Mapping[str, Model],
    output: str,
    *,
    columns: Mapping[str, str] | None = None,
    strict_columns: bool = True,
    force: bool = False,
) -> PredictDryRun:
    """Return what `predict` would do with these arguments; nothing is written.

    Raises
    ------
    TenorError
        As `predict`, for faults that show before the articles are read.
    """
    check_tasks(models)
    check_destination(output, force=force)
    outputs = [] if output == STDOUT else [Path(output), rejected_path(output)]
    survey = survey_inputs(inputs, columns=columns, strict_columns=strict_columns, exclude=outputs)
    sample = read_sample(survey, columns, strict_columns=strict_columns)
    # The first batch prepares the tables of the models.
    list(label_rows(sample.articles[:1], models))
    started = time.perf_counter()
    list(label_rows(sample.articles, models))
    per_article = (time.perf_counter() - started) / max(len(sample.articles), 1)
    replaced = {path: path.stat().st_size for path in outputs if path.exists()}
    return PredictDryRun(survey, sample.seconds + per_article * survey.n_articles, replaced)
