"""What in the texts gives an outlet away."""

from __future__ import annotations

import pandas as pd

from tenor.corpus.traces import LISTED, find_traces


def articles(rows: list[tuple[str, str, str]]) -> pd.DataFrame:
    """Articles of an outlet, a byline and a text; each text gets a line of its own."""
    return pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(len(rows))],
            "duplicate_group": [f"a{i}" for i in range(len(rows))],
            "outlet": [outlet for outlet, _, _ in rows],
            "byline": [byline for _, byline, _ in rows],
            "text": [f"{text}\n{chr(97 + i % 26) * (3 + i)} ends it" for i, (_, _, text) in
                     enumerate(rows)],
        }
    )  # fmt: skip


def found(rows: list[tuple[str, str, str]]) -> list[tuple[str, str, str, int]]:
    return [(t.kind, t.text, t.outlet, t.n_articles) for t in find_traces(articles(rows))]


def test_a_line_that_recurs_in_one_outlet_is_a_trace() -> None:
    rows = [("Herald", "", "Story continues below the fold")] * 6 + [("Post", "", "x y z")] * 4
    [trace] = find_traces(articles(rows))
    assert (trace.kind, trace.text) == ("line", "Story continues below the fold")
    assert (trace.outlet, trace.n_articles) == ("Herald", 6)
    assert (trace.share_of_outlet, trace.share_there) == (1.0, 1.0)
    assert trace.article_ids == ("a0", "a1", "a2", "a3", "a4", "a5")


def test_a_line_that_others_print_as_well_is_none() -> None:
    rows = [("Herald", "", "The talks go on")] * 6 + [("Post", "", "The talks go on")]
    assert found(rows) == []


def test_a_line_in_fewer_than_five_articles_is_none() -> None:
    assert found([("Herald", "", "Story continues below")] * 4) == []


def test_a_line_twice_in_one_article_counts_once() -> None:
    rows = [("Herald", "", "Read the whole story\nRead the whole story")] * 4
    assert found(rows) == []


def test_an_article_published_five_times_has_no_trace() -> None:
    table = articles([("Herald", "", "Story continues below")] * 5)
    assert len(find_traces(table)) == 1
    assert find_traces(table.assign(duplicate_group="a0")) == []


def test_numbers_in_a_line_may_differ_and_so_may_case() -> None:
    rows = [("Herald", "", f"Updated at {i}:3{i} P.M. today") for i in range(5)]
    assert [(kind, n) for kind, _, _, n in found(rows)] == [("line", 5)]


def test_a_sentence_is_found_within_differing_lines() -> None:
    texts = [f"{word} it was. The Herald has learned this." for word in ("Odd", "Bad", "Sad",
                                                                         "Wet", "Dry")]  # fmt: skip
    assert found([("Daily", "", text) for text in texts]) == [
        ("sentence", "The Herald has learned this.", "Daily", 5)
    ]


def test_a_line_is_not_told_again_by_its_sentences() -> None:
    rows = [("Daily", "", "We ask for help. Give what you can spare.")] * 5
    assert found(rows) == [("line", "We ask for help. Give what you can spare.", "Daily", 5)]


def test_a_byline_is_a_trace_only_where_it_stands_in_the_text() -> None:
    rows = [("Herald", "Ana Mirel", f"Ana Mirel reports from ward {word}") for word in "abcde"]
    assert ("byline", "Ana Mirel", "Herald", 5) in found(rows)
    assert found([("Herald", "Ana Mirel", "") for _ in range(5)]) == []


def test_a_byline_that_writes_for_several_outlets_is_none() -> None:
    rows = [("Herald", "Ana Mirel", f"Ana Mirel from {word}") for word in "abcde"]
    assert found([*rows, ("Post", "Ana Mirel", ""), ("Post", "Ana Mirel", "")]) == []


def test_an_outlet_that_names_itself_more_than_others_do_is_told() -> None:
    """The share of the articles with the name that are its own is told too."""
    rows = [("CNN (Web News)", "", f"told CNN {word}") for word in "abcde"]
    rows += [("Post", "", "as CNN said"), ("Post", "", ""), ("Post", "", "")]
    [trace] = find_traces(articles(rows))
    assert (trace.kind, trace.text, trace.outlet) == ("name", "CNN", "CNN (Web News)")
    assert (trace.share_of_outlet, round(trace.share_there, 4)) == (1.0, 0.8333)


def test_articles_of_no_named_outlet_are_not_looked_at() -> None:
    assert found([("", "", "Story continues below")] * 9) == []


def test_few_articles_are_listed_and_all_are_counted() -> None:
    [trace] = find_traces(articles([("Herald", "", "Story continues below")] * 30))
    assert trace.n_articles == 30
    assert len(trace.article_ids) == LISTED


def test_an_empty_corpus_has_no_traces() -> None:
    assert find_traces(articles([])) == []
