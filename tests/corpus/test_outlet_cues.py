"""Outlet cues."""

from __future__ import annotations

import pandas as pd

from tenor.corpus.outlet_cues import MAX_ARTICLE_IDS, find_outlet_cues


def articles(rows: list[tuple[str, str, str]]) -> pd.DataFrame:
    """Return articles of an outlet, a byline and a text, to which a unique line is added."""
    return pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(len(rows))],
            "duplicate_group": [f"a{i}" for i in range(len(rows))],
            "outlet": [outlet for outlet, _, _ in rows],
            "byline": [byline for _, byline, _ in rows],
            "text": [
                f"{text}\n{chr(97 + i % 26) * (3 + i)} ends it"
                for i, (_, _, text) in enumerate(rows)
            ],
        }
    )


def cues(rows: list[tuple[str, str, str]]) -> list[tuple[str, str, str, int]]:
    table = articles(rows)
    return [(c.kind, c.text, c.outlet, c.n_articles) for c in find_outlet_cues(table)]


def test_a_line_that_recurs_in_one_outlet_is_a_cue() -> None:
    rows = [("Herald", "", "Story continues below the fold")] * 6 + [("Post", "", "x y z")] * 4
    [cue] = find_outlet_cues(articles(rows))
    assert (cue.kind, cue.text) == ("line", "Story continues below the fold")
    assert (cue.outlet, cue.n_articles) == ("Herald", 6)
    assert (cue.share_of_outlet, cue.precision) == (1.0, 1.0)
    assert cue.article_ids == ("a0", "a1", "a2", "a3", "a4", "a5")


def test_a_line_that_other_outlets_print_too_is_not_a_cue() -> None:
    rows = [("Herald", "", "The talks go on")] * 6 + [("Post", "", "The talks go on")]
    assert cues(rows) == []


def test_a_line_in_fewer_than_five_articles_is_not_a_cue() -> None:
    assert cues([("Herald", "", "Story continues below")] * 4) == []


def test_a_line_counts_once_in_an_article() -> None:
    rows = [("Herald", "", "Read the whole story\nRead the whole story")] * 4
    assert cues(rows) == []


def test_an_article_published_five_times_has_no_cues() -> None:
    table = articles([("Herald", "", "Story continues below")] * 5)
    assert len(find_outlet_cues(table)) == 1
    assert find_outlet_cues(table.assign(duplicate_group="a0")) == []


def test_numbers_and_case_of_a_line_may_differ() -> None:
    rows = [("Herald", "", f"Updated at {i}:3{i} P.M. today") for i in range(5)]
    assert [(kind, n) for kind, _, _, n in cues(rows)] == [("line", 5)]


def test_a_sentence_is_found_within_differing_lines() -> None:
    texts = [
        f"{word} it was. The Herald has learned this."
        for word in ("Odd", "Bad", "Sad", "Wet", "Dry")
    ]
    assert cues([("Daily", "", text) for text in texts]) == [
        ("sentence", "The Herald has learned this.", "Daily", 5)
    ]


def test_the_sentences_of_a_recurring_line_are_not_cues_too() -> None:
    rows = [("Daily", "", "We ask for help. Give what you can spare.")] * 5
    assert cues(rows) == [("line", "We ask for help. Give what you can spare.", "Daily", 5)]


def test_a_byline_is_a_cue_only_if_the_text_contains_it() -> None:
    rows = [("Herald", "Ana Mirel", f"Ana Mirel reports from ward {word}") for word in "abcde"]
    assert ("byline", "Ana Mirel", "Herald", 5) in cues(rows)
    assert cues([("Herald", "Ana Mirel", "") for _ in range(5)]) == []


def test_a_byline_of_several_outlets_is_not_a_cue() -> None:
    rows = [("Herald", "Ana Mirel", f"Ana Mirel from {word}") for word in "abcde"]
    assert cues([*rows, ("Post", "Ana Mirel", ""), ("Post", "Ana Mirel", "")]) == []


def test_an_outlet_that_names_itself_more_often_than_others_do_is_a_cue() -> None:
    """Additions to the name do not count; precision may be low."""
    rows = [("CNN (Web News)", "", f"told CNN {word}") for word in "abcde"]
    rows += [("Post", "", "as CNN said"), ("Post", "", ""), ("Post", "", "")]
    [cue] = find_outlet_cues(articles(rows))
    assert (cue.kind, cue.text, cue.outlet) == ("name", "CNN", "CNN (Web News)")
    assert (cue.share_of_outlet, round(cue.precision, 4)) == (1.0, 0.8333)


def test_articles_without_an_outlet_have_no_cues() -> None:
    assert cues([("", "", "Story continues below")] * 9) == []


def test_at_most_twenty_articles_are_listed_and_all_are_counted() -> None:
    [cue] = find_outlet_cues(articles([("Herald", "", "Story continues below")] * 30))
    assert cue.n_articles == 30
    assert len(cue.article_ids) == MAX_ARTICLE_IDS


def test_an_empty_corpus_has_no_cues() -> None:
    assert find_outlet_cues(articles([])) == []
