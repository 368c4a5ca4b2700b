"""Articles without an answer, whose terms are learned."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tenor.models import Experiment
from tenor.workflow.background import background
from tenor.workflow.training import train

from ..conftest import Project

ARTICLES = pd.DataFrame(
    [
        ("a", "1", "courier", "2020-01-01", "train", ""),
        ("b", "2", "herald", "2020-02-01", "train", "flood"),
        ("c", "2", "courier", "2020-01-01", "train", ""),
        ("d", "3", "herald", "2020-01-01", "train", ""),
        ("e", "4", "courier", "2020-03-01", "train", "flood"),
        ("f", "5", "courier", "2020-01-01", "test", "strike"),
        ("g", "6", "courier", "2020-01-01", "train", ""),
    ],
    columns=["article_id", "duplicate_group", "outlet", "published", "part", "series"],
)
ANSWERED, SCORED = ARTICLES.iloc[[0, 1]], ARTICLES.iloc[[1]]


def _ids(kind: str) -> list[str]:
    return ARTICLES["article_id"].iloc[background(ARTICLES, ANSWERED, SCORED, kind)].tolist()


def test_near_duplicates_of_scored_articles_lend_no_terms() -> None:
    """Nor do the answered ones, which lend theirs anyhow."""
    assert _ids("random") == ["d", "e", "f", "g"]


def test_what_a_split_holds_out_lends_no_terms() -> None:
    """Parts that score, outlets unseen, and days not yet come."""
    assert _ids("part") == ["d", "e", "g"]
    assert _ids("outlet") == ["e", "f", "g"]
    assert _ids("time") == ["d", "f", "g"]


def test_a_series_that_is_kept_whole_lends_no_terms_where_it_scores() -> None:
    """Articles of no series do, whichever score."""
    lent = background(ARTICLES, ANSWERED, SCORED, "random", "series")
    assert ARTICLES["article_id"].iloc[lent].tolist() == ["d", "f", "g"]
    lent = background(ARTICLES, ANSWERED, ANSWERED.iloc[[0]], "random", "series")
    assert ARTICLES["article_id"].iloc[lent].tolist() == ["c", "d", "e", "f", "g"]


def test_the_corpus_lends_a_model_terms_that_its_articles_lack(project: Project) -> None:
    spec = 'task = "stance"\ntarget = "orle-dam"\n'
    [own] = train(Experiment.parse(spec), project.corpus, log=False)
    [lent] = train(Experiment.parse(f'{spec}vocabulary = "corpus"\n'), project.corpus, log=False)
    own_terms, lent_terms = (len(t.model.views[0].vocabulary) for t in (own, lent))
    assert len(project.corpus.articles) > own.n_train
    assert lent_terms > own_terms
    assert own.n_train == lent.n_train


def test_articles_that_may_not_be_asked_for_do_not_train(project: Project) -> None:
    """Those that never mention the target; what scores is not among the others."""
    spec = Experiment.parse('task = "stance"\ntarget = "orle-dam"\nself_training = 1.0\n')
    [trained] = train(spec, project.corpus, log=False)
    target = project.corpus.codebook.target("orle-dam")
    articles = project.corpus.articles
    pairs = zip(articles["title"], articles["text"], strict=True)
    mentioning = {i for i, pair in enumerate(pairs) if target.mentioned_in(*pair)}
    scored = articles.iloc[trained.predicted.rows]
    close = articles["duplicate_group"].isin(scored["duplicate_group"]).to_numpy()
    assert 0 < trained.n_self_trained <= len(mentioning - set(np.flatnonzero(close)))
    assert trained.n_self_trained + trained.n_train < len(articles)
