"""Explanations as one HTML page."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tenor.articles import Article
from tenor.codebook import THEMES
from tenor.workflow.explain.explain import explain_articles
from tenor.workflow.explain.page import explanation_page

from ...models.test_model import TOLL, model
from ..report_page import HOSTILE, Page

MODELS = {"themes": model(THEMES), "toll": model(TOLL)}
ARTICLE = Article(article_id="a1", title="Fair toll", text="The toll is fair, not unfair.")


def test_it_shows_scores_marked_words_terms_and_calibration() -> None:
    html = explanation_page(explain_articles([ARTICLE], MODELS), 10)
    text = " ".join(Page(html).text.split())
    assert "<title>Fair toll: explanation</title>" in html
    assert "themes, themes: none" not in text
    assert '<mark class="for3">fair</mark>, not <mark class="against3">unfair</mark>.' in html
    assert "favor against against" in text
    assert "The score of favor minus that of against : fair +4.00 unfair -4.00" in text
    assert "intercept +0.00 = +0.00" in text
    assert "0.500, the softmax over all labels of 1.000 × raw score" in text
    assert "economy 0.50 0.50 +0.00 predicted" in text


def test_only_the_strongest_terms_are_listed_and_the_others_summed() -> None:
    html = explanation_page(explain_articles([ARTICLE], MODELS, ["economy"]), 1)
    assert "1 other term -2.00" in " ".join(Page(html).text.split())


def test_it_is_self_contained_and_text_of_articles_is_escaped() -> None:
    hostile = Article(
        article_id=HOSTILE,
        title=HOSTILE,
        text=f"{HOSTILE} fair toll",
        claim=HOSTILE,
        outlet=HOSTILE,
        source_path=HOSTILE,
    )
    explained = explain_articles([hostile, ARTICLE], {HOSTILE: model(TOLL)})
    html = explanation_page(explained, 10)
    page = Page(html)
    assert "<title>2 articles: explanation</title>" in html
    assert {"script", "img", "link"}.isdisjoint(page.tags)
    assert page.addresses == []
    assert page.policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "<script>alert(1)</script>" in page.text
    assert "\x1b" not in html


def test_the_whole_text_is_shown() -> None:
    long = replace(ARTICLE, text=f"The toll is fair. {'Nothing more. ' * 300}The end.")
    html = explanation_page(explain_articles([long], MODELS), 10)
    assert html.count("Nothing more. " * 300) == 2


def test_a_model_that_does_not_apply_or_knows_no_term_says_so() -> None:
    other = replace(ARTICLE, title="", text="Other words.")
    text = " ".join(Page(explanation_page(explain_articles([other], MODELS), 10)).text.split())
    assert "none, because the article does not name 'bridge-toll' (toll, bridge charge)" in text
    assert "the model knows none of the 2 terms of the article: its scores are intercepts." in text
    assert "(no title)" in text


def test_a_threshold_that_decides_nothing_is_not_shown() -> None:
    toll = replace(MODELS["toll"], thresholds=np.zeros(2))
    html = explanation_page(explain_articles([ARTICLE], {"toll": toll}), 10)
    assert "favor 0.50 +0.00 predicted" in " ".join(Page(html).text.split())
