"""The files of a training that its MLflow run holds: report, card, spec and figures."""

from __future__ import annotations

from datetime import date

from tenor.corpus import Corpus
from tenor.models.bundle import CARD
from tenor.progress import step
from tenor.workflow.runs.spec_toml import SPEC, spec_text
from tenor.workflow.train.card import model_card
from tenor.workflow.train.figures import draw_figures
from tenor.workflow.train.report import training_report
from tenor.workflow.train.result import TrainingResult


def training_files(result: TrainingResult, corpus: Corpus, run_id: str) -> dict[str, bytes]:
    """Return the files of a training, by their paths among the artifacts of its run.

    Parameters
    ----------
    result
        The training.
    corpus
        Its corpus.
    run_id
        The id of its MLflow run.
    """
    with step("drawing figures"):
        figures = draw_figures(result)
    texts = {
        "report.html": training_report(result, corpus, run_id, figures, date.today()),
        CARD: model_card(result, corpus, run_id),
        SPEC: spec_text(result.spec),
    }
    files = {f"figures/{figure.name}.png": figure.png for figure in figures}
    return files | {name: text.encode("utf-8", "replace") for name, text in texts.items()}
