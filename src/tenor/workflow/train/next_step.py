"""The one thing to do next after a training, by its result."""

from __future__ import annotations

from typing import NamedTuple

from tenor.evaluation.evidence import MIN_POSITIVES
from tenor.output import new_name
from tenor.workflow.agreement.gaps import UNDECIDED, is_undecided
from tenor.workflow.fit.search import count_untried
from tenor.workflow.train.limitations import join_names
from tenor.workflow.train.result import TrainingResult


class NextStep(NamedTuple):
    """What to do next, why, and the command that does it."""

    reason: str
    action: str
    command: str


def next_step(
    result: TrainingResult, *, corpus: str, spec: str, champion: str, promoted: bool
) -> NextStep:
    """Return the most useful next step, by the first of these that holds.

    The search left settings untried; coders are divided on articles that nobody decided; a label
    has too few scored articles; the model is not better than its best baseline; the model is not
    the champion.

    Parameters
    ----------
    result
        The training, with the id of its run and its version.
    corpus, spec
        The folder of the corpus and the file of the spec, as commands name them.
    champion
        A reference to another version that is the champion; empty if there is none.
    promoted
        Whether the model is the champion.
    """
    if n_untried := count_untried(result.searches):
        are = "setting was" if n_untried == 1 else "settings were"
        return NextStep(
            f"{n_untried} {are} not tried", "continue the search", f"tenor train {spec}"
        )
    if any(map(is_undecided, result.gap_notes)):
        return NextStep(UNDECIDED, "decide", f"tenor adjudicate {corpus} --output decide.xlsx")
    first, best = result.rows[0], result.best_baseline
    rare = [row.label for row in first.scores.per_label if row.support < MIN_POSITIVES]
    if rare:
        return NextStep(
            f"fewer than {MIN_POSITIVES} scored articles have {join_names(rare)}",
            "code more articles",
            f"tenor codings sheet {corpus} --n 100 --coders NAME --output {new_name('sheets')}",
        )
    # A baseline that does not label every article is no rival to the model.
    if best and best.coverage == 1 and first.scores.macro_f1 <= best.scores.macro_f1:
        return NextStep(
            f"{best.name} is as good as the model",
            "read the mistakes in the report",
            f"tenor report {result.run_id[:12]} --open",
        )
    model = result.model.name
    if promoted:
        return NextStep(
            f"{model} is the champion", "label articles", "tenor predict INPUT --output labels.csv"
        )
    if champion:
        return NextStep(
            f"{champion} is another version",
            "compare them",
            f"tenor compare {champion} {result.run_id[:12]}",
        )
    return NextStep(
        f"no version of {model} is the champion",
        "promote it",
        f"tenor models promote models:/{model}/{result.version}",
    )
