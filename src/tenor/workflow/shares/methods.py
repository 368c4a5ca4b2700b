"""A paragraph on how shares were estimated, for a methods section."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version

import numpy as np

from tenor.codebook import Task
from tenor.corpus import Corpus
from tenor.corpus.draws import Draw
from tenor.labeling import CoderLabels
from tenor.present import format_count, format_percent, plural, score_with_interval
from tenor.workflow.agreement.measure import label_agreement
from tenor.workflow.shares.domains import Variable
from tenor.workflow.shares.gold import DrawnGold
from tenor.workflow.shares.label_shift import LABEL_SHIFT
from tenor.workflow.shares.predicted import PredictedLabels

COUNTED = {
    "articles": "Each of several near-duplicates counts as an article",
    "stories": "Near-duplicates count as one story",
}
"""What a share counts, as a sentence."""


def methods_paragraph(
    corpus: Corpus,
    predicted: PredictedLabels,
    gold: DrawnGold | int,
    of: str,
    variables: Sequence[Variable],
) -> str:
    """Return how the shares of a task were estimated, in sentences that can be pasted.

    Parameters
    ----------
    corpus
        The corpus.
    predicted
        The predictions.
    gold
        The gold labels of drawn articles; without a draw, the number of coded stories.
    of
        ``articles`` or ``stories``.
    variables
        What the articles are grouped by.
    """
    sentences = [_counted(corpus, predicted, of, variables)]
    if isinstance(gold, DrawnGold):
        sentences += [*map(_draw, gold.draws), *_coded(gold, predicted)]
        sentences.append(_coders(corpus, predicted.task, gold))
    else:
        sentences.append(
            f"{plural(gold, 'story was', 'stories were')} coded by people; the chances with "
            "which articles were drawn, if they were, are not used"
        )
        sentences.append(_coders(corpus, predicted.task, None))
    sentences += [_predictions(predicted), _correction(gold), _software()]
    return " ".join(f"{sentence}." for sentence in sentences)


def _counted(
    corpus: Corpus, predicted: PredictedLabels, of: str, variables: Sequence[Variable]
) -> str:
    n = int(predicted.is_counted.sum())
    task = predicted.task
    what = f"that name {task.target}" if n < len(corpus.articles) else "of the corpus"
    grouped = f", by {' and '.join(variables)}" if variables else ""
    return (
        f"Shares of {of} with each {'position' if task.is_stance else 'theme'} were estimated for "
        f"the {format_count(n)} articles {what}{grouped}. {COUNTED[of]}"
    )


def _draw(draw: Draw) -> str:
    model = f", with the uncertainty of the model '{draw.model}'" if draw.model else ""
    return (
        f"On {draw.drawn_on}, {plural(draw.n, 'story was', 'stories were')} drawn at random with "
        f"known chances from the {format_count(len(draw.frame))} of the corpus (design: "
        f"{draw.design}, for shares of {draw.unit}{model}; seed {draw.random_state})"
    )


def _coded(gold: DrawnGold, predicted: PredictedLabels) -> list[str]:
    counts = gold.counts
    named = "" if predicted.is_counted.all() else f" that name {predicted.task.target}"
    if not counts.n_drawn:
        sentences = [f"There are no drawn stories{named}"]
    else:
        share = format_percent(counts.n_coded / counts.n_drawn)
        n_coded, n_drawn = format_count(counts.n_coded), format_count(counts.n_drawn)
        sentences = [f"{n_coded} of {n_drawn} drawn stories{named} ({share}) were coded"]
    if counts.n_certain:
        sentences.append(
            f"{plural(counts.n_certain, 'story', 'stories')} coded before the first draw represent "
            "only themselves"
        )
    if counts.n_coded < counts.n_drawn:
        sentences.append(
            "The others were treated as missing at random within their stratum, by weighting"
        )
    return sentences


def _coders(corpus: Corpus, task: Task, gold: DrawnGold | None) -> str:
    cells = corpus.coder_labels(task)
    if gold is not None:
        groups = corpus.articles["duplicate_group"].to_numpy(dtype=object)
        cells = cells.take(np.isin(groups[cells.rows], groups[gold.rows]))
    n_coders = len(np.unique(cells.coder_codes))
    people = plural(n_coders, "person", "people")
    return f"The codings are by {people}{_agreement(corpus, task, cells)}"


def _agreement(corpus: Corpus, task: Task, cells: CoderLabels) -> str:
    n = len(cells.rows_of_several_coders())
    if not n:
        return "; as no article was coded twice, their agreement is not known"
    agreement = label_agreement(corpus, cells, task)[0].agreement
    if agreement.alpha is None:
        return f"; their agreement on {plural(n, 'article')} coded twice is not defined"
    alpha = score_with_interval(agreement.alpha, agreement.interval)
    return f"; Krippendorff's alpha is {alpha} on {plural(n, 'article')} coded twice"


def _predictions(predicted: PredictedLabels) -> str:
    if (model := predicted.model) is None:
        return f"All articles were also labelled by {predicted.source}"
    score = model.info.get("metrics", {}).get("macro_f1")
    split = model.info.get("split", "")
    scored = "" if score is None else f" (macro-F1 {score:.3f} on the split '{split}')"
    sentence = f"All articles were also labelled by {predicted.source}{scored}"
    if n := int(predicted.is_cross_fitted.sum()):
        sentence += (
            f"; for {plural(n, 'article')} that trained it or are near-duplicates of such "
            "articles, the predictions are those of models trained on other folds"
        )
    return sentence


def _correction(gold: DrawnGold | int) -> str:
    if isinstance(gold, DrawnGold):
        return (
            "Shares were corrected by post-stratification of the coded stories by prediction, "
            "weighted by the inverse of their inclusion probabilities (Särndal, Swensson and "
            "Wretman 1992; known as power-tuned prediction-powered inference, Angelopoulos, Duchi "
            "and Zrnic 2023). The 95 % intervals combine Jeffreys limits at the effective sample "
            "size of each post-stratum (Korn and Graubard 1998) by MOVER; they hold for one share "
            "or difference at a time"
        )
    return (
        f"Shares were corrected by adjusted classify and count (Forman 2008; QuaPy "
        f"{version('quapy')}), under the assumption of label shift ({LABEL_SHIFT}): that the "
        "model errs on articles of each label as often in every group as on the coded ones. "
        "The 95 % intervals are of the percentile bootstrap, and hold only under this assumption"
    )


def _software() -> str:
    return f"All was computed with Tenor {version('tenor')}"
