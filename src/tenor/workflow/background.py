"""Articles without an answer, which lend a model their terms and may train it as well."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from tenor.corpus import Corpus, KeepWhole
from tenor.corpus.splits import SCORED_PARTS
from tenor.models import Experiment
from tenor.models.fitting import TrainingData

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

NOTHING: NDArray[np.intp] = np.empty(0, dtype=np.intp)


def with_background(
    spec: Experiment,
    corpus: Corpus,
    part: TrainingData,
    answered: NDArray[np.intp],
    scored: NDArray[np.intp] = NOTHING,
    kind: str = "",
) -> TrainingData:
    """Return what trains with the unanswered articles beside it, if the spec asks for them.

    They are only those that may be asked for: that mention the target, or come with a claim.
    All others lend axes, too, if the spec has some.

    Parameters
    ----------
    answered, scored
        Positions in the corpus's articles of those with an answer, and of those that score.
    kind
        Of the split.
    """
    articles = corpus.articles
    held_out = articles.iloc[scored]
    if part.texts.lending is not None:
        lent = background(
            part.texts.lending.texts.table, articles.iloc[answered], held_out, kind,
            spec.split.keep_whole,
        )  # fmt: skip
        is_own = lent < len(articles)
        own = np.union1d(part.answers.rows, lent[is_own])
        part = replace(part, texts=part.texts.lent_by(own, lent[~is_own]))
    if not spec.reads_unanswered:
        return part
    lent = background(articles, articles.iloc[answered], held_out, kind, spec.split.keep_whole)
    lent = lent[_may_be_asked_for(spec, part, articles.iloc[lent])]
    return replace(part, background=part.texts.at(lent))


def _may_be_asked_for(
    spec: Experiment, part: TrainingData, articles: pd.DataFrame
) -> NDArray[np.bool_]:
    if spec.task == "theme":
        return np.ones(len(articles), dtype=bool)
    if spec.reads_claims:
        return np.asarray(articles["claim"] != "")
    target = part.codebook.target(part.target)
    pairs = zip(articles["title"], articles["text"], strict=True)
    return np.array([target.mentioned_in(*pair) for pair in pairs], dtype=bool)


def background(
    articles: pd.DataFrame,
    answered: pd.DataFrame,
    scored: pd.DataFrame,
    kind: str,
    keep_whole: KeepWhole = "duplicate_group",
) -> NDArray[np.intp]:
    """Return what is unanswered and as far from the scored articles as training is, (n,).

    Parameters
    ----------
    articles
        Those of the whole corpus.
    answered, scored
        Those with an answer, and those among them that score.
    kind
        Of the split: unseen outlets stay unseen, and the future unread.
    keep_whole
        The column whose articles of one value are scored or lend terms, not both.
    """
    import pandas as pd

    kept = ~articles["article_id"].isin(answered["article_id"])
    kept &= ~articles["duplicate_group"].isin(scored["duplicate_group"])
    kept &= ~articles[keep_whole].isin(scored[keep_whole]) | (articles[keep_whole] == "")
    if kind == "part":
        kept &= ~articles["part"].isin(SCORED_PARTS)
    if kind == "outlet":
        kept &= ~articles["outlet"].isin(scored["outlet"])
    if kind == "time" and len(scored):
        published = pd.to_datetime(articles["published"])
        kept &= published < pd.to_datetime(scored["published"]).min()
    return np.flatnonzero(kept)
