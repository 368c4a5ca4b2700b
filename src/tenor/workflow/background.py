"""Articles that lend a model their terms and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenor.corpus.splits import SCORED_PARTS

if TYPE_CHECKING:
    import pandas as pd


def background(
    articles: pd.DataFrame, answered: pd.DataFrame, scored: pd.DataFrame, kind: str
) -> pd.DataFrame:
    """Return the articles without an answer that are as far from the scored ones as training is.

    Parameters
    ----------
    articles
        Those of the whole corpus.
    answered, scored
        Those with an answer, and those among them that score.
    kind
        Of the split: unseen outlets stay unseen, and the future unread.
    """
    import pandas as pd

    kept = ~articles["article_id"].isin(answered["article_id"])
    kept &= ~articles["duplicate_group"].isin(scored["duplicate_group"])
    if kind == "part":
        kept &= ~articles["part"].isin(SCORED_PARTS)
    if kind == "outlet":
        kept &= ~articles["outlet"].isin(scored["outlet"])
    if kind == "time" and len(scored):
        published = pd.to_datetime(articles["published"])
        kept &= published < pd.to_datetime(scored["published"]).min()
    return articles[kept]
