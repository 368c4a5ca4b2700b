"""The draws of a corpus that is prepared again."""

from __future__ import annotations

import os
from pathlib import Path

from tenor.articles import Article
from tenor.codebook import Codebook
from tenor.corpus import Corpus, CorpusWriter, load_draws
from tenor.corpus.draws import KeptDraws, combine_draws

from .examples import TEXT, article, make_draw, record, write_corpus


def again(path: Path, articles: list[Article], **options: bool) -> KeptDraws:
    with CorpusWriter(path, TEXT, Codebook.parse(TEXT).fingerprint, force=True, **options) as new:
        for one in articles:
            new.add(one)
    assert new.kept is not None
    return new.kept.draws


def test_draws_are_kept_if_articles_and_groups_are_the_same(tmp_path: Path) -> None:
    """Also in another order, and after codings came in."""
    corpus = write_corpus(tmp_path / "corpus", ["a3"])
    draw = record(corpus, make_draw(corpus, ["a3", "a4"]))
    order = [0, *range(11, 0, -1)]
    assert again(corpus.path, [article(i) for i in order]) == KeptDraws(n_kept=1)
    new = Corpus.load(corpus.path)
    assert new.fingerprint != corpus.fingerprint
    assert combine_draws(new, load_draws(new)).duplicate_group.tolist() == ["a3", "a4"]
    assert load_draws(new)[0].frame_fingerprint == draw.frame_fingerprint


def test_draws_from_other_articles_are_set_aside(tmp_path: Path) -> None:
    """In a folder of their own each time, so that nothing is lost."""
    corpus = write_corpus(tmp_path / "corpus")
    for number, n in ((1, 13), (2, 14)):
        record(corpus, make_draw(corpus, ["a3"]))
        articles = [article(i) for i in range(n)]
        assert again(corpus.path, articles) == KeptDraws(
            n_set_aside=1, folder=f"set_aside_draws-{number}"
        )
        corpus = Corpus.load(corpus.path)
        assert load_draws(corpus) == ()
        assert sorted(os.listdir(corpus.path / f"set_aside_draws-{number}")) == [
            "draw-1.json",
            "draw-1.parquet",
        ]


def test_draws_that_were_set_aside_are_taken_up_with_their_articles(tmp_path: Path) -> None:
    """Those of other articles, drawn in between, are set aside then."""
    corpus = write_corpus(tmp_path / "corpus")
    first = record(corpus, make_draw(corpus, ["a3"]))
    again(corpus.path, [article(i) for i in range(13)])
    corpus = Corpus.load(corpus.path)
    record(corpus, make_draw(corpus, ["a5", "a6"]))
    assert again(corpus.path, [article(i) for i in range(12)]) == KeptDraws(
        n_set_aside=1, folder="set_aside_draws-2", n_restored=1
    )
    [draw] = load_draws(Corpus.load(corpus.path))
    assert draw.frame_fingerprint == first.frame_fingerprint
    assert draw.drawn["article_id"].tolist() == ["a3"]
    assert not (corpus.path / "set_aside_draws-1").exists()


def test_draws_go_with_dropped_codings_and_stay_where_nothing_is_written(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    record(corpus, make_draw(corpus, ["a3"]))
    articles = [article(i) for i in range(12)]
    try:
        with CorpusWriter(corpus.path, TEXT, "x", force=True, drop_codings=True) as writer:
            writer.add(articles[0])
            raise KeyError
    except KeyError:
        assert len(load_draws(corpus)) == 1
    assert again(corpus.path, articles, drop_codings=True) == KeptDraws(n_dropped=1)
    assert not (corpus.path / "draws").exists()


def test_damaged_draws_are_set_aside(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    record(corpus, make_draw(corpus, ["a3"]))
    (corpus.path / "draws" / "draw-1.json").write_text("{")
    kept = again(corpus.path, [article(i) for i in range(12)])
    assert kept == KeptDraws(n_set_aside=1, folder="set_aside_draws-1")
