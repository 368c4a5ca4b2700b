"""Features of a claim and an article: nearest sentences, overlap and cue words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tenor.articles import Article
from tenor.features import field_text
from tenor.features.claim_features import claim_features, claim_sentences

TEXT = (
    "The council met on Monday. Ships were counted.\n\n"
    "The dam does not crack, say engineers; the claim is false. It rained."
)


def test_the_nearest_sentences_keep_their_order() -> None:
    """They are the three that share most words with the claim, and at least one."""
    assert claim_sentences("Council hears dam cracked", TEXT) == (
        "The council met on Monday. The dam does not crack, say engineers; the claim is false."
    )
    assert claim_sentences("Ferry sinks", TEXT) == ""


def test_an_overlap_has_a_feature_for_each_step_that_it_reaches() -> None:
    """Two of three words are in the text, and both in its third sentence of four."""
    features = claim_features("Dam cracks badly", TEXT).split()
    assert [f for f in features if f.startswith("best_")] == [
        "best_5",
        "best_15",
        "best_25",
        "best_35",
        "best_50",
        "best_65",
    ]
    assert [f for f in features if f.startswith("from_")] == ["from_1", "from_10", "from_30"]


def test_cue_words_have_features_by_place_and_number() -> None:
    """``not`` and ``false`` refute; ``say`` and ``claim`` hedge."""
    features = claim_features("Dam cracks", TEXT).split()
    assert {"refute_near_1", "refute_near_2", "hedge_near_2", "on_text_refutes"} <= set(features)
    assert "refute_near_3" not in features
    assert "refute_claim_1" not in features
    assert "on_claim_refutes" in claim_features("The council never met", TEXT).split()


def test_an_unrelated_article_has_no_features_on_the_claim() -> None:
    features = claim_features("Ferry sinks", TEXT).split()
    assert "refute_lead_1" in features
    assert not [f for f in features if f.startswith("on_")]


def test_empty_texts_have_no_features() -> None:
    assert claim_features("", "") == claim_sentences("", "") == ""


@given(st.text(), st.text())
def test_features_of_any_pair_are_words_of_letters_and_digits(claim: str, text: str) -> None:
    """Each feature is one token of the word analyzer."""
    for feature in claim_features(claim, text).split():
        assert feature.replace("_", "").isalnum()
        assert feature.isascii()


@given(st.text(), st.text())
def test_the_nearest_sentences_are_sentences_of_the_text(claim: str, text: str) -> None:
    assert set(claim_sentences(claim, text).split()) <= set(text.split())


def test_the_title_is_the_first_sentence_of_the_article() -> None:
    article = Article(article_id="1", title="Dam cracks", text="It rained.", claim="Dam cracked")
    assert field_text(("claim_sentences", ()), article) == "Dam cracks"
    assert "cover_80" in field_text(("claim_features", ()), article).split()
