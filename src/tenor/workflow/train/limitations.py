"""The limitations of a model, as sentences for its card, its report and its run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tenor.evaluation.evidence import MIN_POSITIVES, weaknesses
from tenor.evaluation.slices import lowest_slices
from tenor.models.spec_tables import SplitSpec
from tenor.present import format_count, format_score, plural
from tenor.workflow.agreement.measure import agreement_warnings
from tenor.workflow.fit.compaction import Compaction
from tenor.workflow.fit.search import untried_settings_note
from tenor.workflow.train.result import TrainingResult

MAX_NAMES = 8
"""The number of names that a sentence lists."""

SAME_SOURCES = (
    "The scores are for articles of the outlets and the period that the model was trained on. "
    "Scores on other outlets or later events are not measured; they are often far lower."
)

SCOPE_BY_KIND = {
    "random": SAME_SOURCES,
    "folds": SAME_SOURCES,
    "part": "The corpus defines its training and test parts; its documentation states whether both "
    "contain the same outlets.",
    "outlet": "The scores are for outlets that the model was not trained on.",
    "time": "The scores are for articles published after the training articles, mostly by outlets "
    "that the model was trained on.",
}
"""What the scores of each kind of split measure."""

SCOPE_BY_GROUP = {
    "series": "The scores are for series (or events, where the corpus stores them as series) that "
    "the model was not trained on.",
    "outlet": SCOPE_BY_KIND["outlet"],
}
"""What the scores measure if series or outlets are held out."""


def limitations(result: TrainingResult) -> list[str]:
    """Return the limitations of a model and its scores, one or two sentences each.

    What makes the scores weak evidence comes first.
    """
    return [
        *_of_evidence(result),
        *_of_split(result),
        *_of_labels(result),
        *_of_training(result),
    ]


def join_names(names: Sequence[str]) -> str:
    """Return names joined by commas; of a long list the first, and the number of the others."""
    n_more = len(names) - MAX_NAMES
    return ", ".join(names[:MAX_NAMES]) + (f" and {n_more} more" if n_more > 0 else "")


def _of_evidence(result: TrainingResult) -> list[str]:
    predictions = result.predictions
    return weaknesses(
        predictions.y_true,
        predictions.y_pred,
        predictions.group_numbers,
        predictions.labels,
        predictions.is_known,
    )


def _of_split(result: TrainingResult) -> Iterator[str]:
    yield from _scope(result.spec.split)
    if result.leak_summary and result.leak_summary.sentence:
        yield result.leak_summary.sentence


def _scope(split: SplitSpec) -> Iterator[str]:
    if split.group_by in SCOPE_BY_GROUP:
        yield SCOPE_BY_GROUP[split.group_by]
        if split.kind not in ("time", "outlet"):
            return
    yield SCOPE_BY_KIND[split.kind]


def _of_labels(result: TrainingResult) -> Iterator[str]:
    scores = result.rows[0].scores
    if rare := [row.label for row in scores.per_label if row.support < MIN_POSITIVES]:
        yield (
            f"Scores of labels with fewer than {MIN_POSITIVES} scored articles vary by chance and "
            f"have no interval: {join_names(rare)}."
        )
    if unknown := [name for name in result.predictions.labels if name not in result.model.labels]:
        yield f"Labels without a training article are never predicted: {join_names(unknown)}."
    if result.alias_coverage and (sentence := result.alias_coverage.sentence):
        yield f"{sentence}."
    low, n_compared = lowest_slices(result.diagnosis.slices, scores.micro_f1)
    for row in low:
        yield (
            f"The micro-F1 for {row.by} {row.value} is clearly lower: "
            f"{format_score(row.micro_f1, 2)} on {plural(row.n_articles, 'article')}, "
            f"{format_score(scores.micro_f1, 2)} overall ({plural(n_compared, 'slice')} compared)."
        )
    for warning in (*agreement_warnings(result.agreement), *result.gap_notes):
        yield f"{warning[0].upper()}{warning[1:]}."


def _of_training(result: TrainingResult) -> Iterator[str]:
    for number, n_empty in sorted(result.empty_views.items()):
        yield (
            f"View {number + 1} of the spec ('{result.spec.features[number].field}') had no term "
            f"in {n_empty} of {result.n_fits} fits and was left out of these: its texts are empty, "
            "or min_df and max_df keep none of their terms."
        )
    if note := untried_settings_note(result.searches):
        yield note
    if n_silver := result.n_train - result.n_gold:
        yield (
            f"{format_count(n_silver)} of {plural(result.n_train, 'training article')} have silver "
            "labels, which no person gave. Only labels by people are scored."
        )
    for sentence in result.silver.sentences:
        yield f"{sentence[0].upper()}{sentence[1:]}."
    if sentence := Compaction(**result.model.info["compaction"]).sentence:
        yield sentence
    if n_self_trained := result.model.n_self_trained:
        yield (
            f"Self-training added {plural(n_self_trained, 'unlabelled article')} with labels that "
            "its teacher predicted; none of these is scored."
        )
