"""The check of one coding."""

from __future__ import annotations

import pytest

from tenor.codebook import Codebook
from tenor.labeling.formats import Coding
from tenor.labeling.formats.coding_check import CodingChecker, CodingError

CODEBOOK = Codebook.parse(
    """
version = "1"
[[themes]]
name = "economy"
[[themes]]
name = "arts"
[[targets]]
name = "tax"
"""
)
FINGERPRINT = CODEBOOK.fingerprint
CODING = Coding(
    "x.csv", "line 2", "line 2", "a1", "theme", "economy", "ana", "coder", FINGERPRINT, "2024-05-01"
)
CHECKER = CodingChecker(CODEBOOK, {"a1", "a2"}, {"", FINGERPRINT})


def test_a_valid_coding_gets_the_spelling_of_codebook_and_corpus() -> None:
    coding = CODING._replace(label=" ECONOMY ", article_id=" a1", coder="ana ")
    assert CHECKER.check(coding) == CODING


@pytest.mark.parametrize(
    ("change", "reason", "detail"),
    [
        ({"article_id": "zz"}, "unknown_article", "article 'zz' is not in this corpus"),
        (
            {"article_id": "2021-03-04"},
            "unknown_article",
            (
                "article '2021-03-04' is not in this corpus; it looks like a date, into which a "
                "spreadsheet may have converted the id"
            ),
        ),
        ({"article_id": " "}, "missing_id", "the record has no article_id"),
        (
            {"coder": ""},
            "missing_coder",
            "the record has no coder; if one person coded the whole file, use --coder =NAME",
        ),
        (
            {"question": "topic"},
            "unknown_question",
            (
                "'topic' is neither 'theme' nor 'stance:TARGET'; name its question with "
                "--question, as in --question 'topic=theme'"
            ),
        ),
        (
            {"question": "stance:dam", "label": "favor"},
            "unknown_question",
            "target 'dam' is not in the codebook; its targets: tax",
        ),
        (
            {"question": "stance:tax", "label": "pro"},
            "unknown_label",
            "stance 'pro' is not one of favor, against, neutral",
        ),
        ({"label": "sprots"}, "unknown_label", "theme 'sprots' is not one of economy, arts, none"),
        (
            {"origin": "publisher"},
            "bad_origin",
            "origin 'publisher' is not one of coder, adjudicated",
        ),
        (
            {"codebook": "0123456789ab"},
            "stale_codebook",
            (
                f"the codebook of the coding is '0123456789ab', and that of the corpus "
                f"'{FINGERPRINT}'; code the article again, or, if no change affects the coding, "
                "use --accept-codebook 0123456789ab"
            ),
        ),
        ({"at": "\ud800"}, "bad_record", "the record has characters that UTF-8 cannot hold"),
    ],
)
def test_an_invalid_coding_is_rejected_with_its_reason(
    change: dict[str, str], reason: str, detail: str
) -> None:
    with pytest.raises(CodingError) as caught:
        CHECKER.check(CODING._replace(**change))
    assert (str(caught.value.reason), str(caught.value)) == (reason, detail)


def test_an_accepted_codebook_stays_in_the_entry() -> None:
    coding = CODING._replace(codebook="0123456789ab")
    checker = CodingChecker(CODEBOOK, None, {"0123456789ab"})
    assert checker.check(coding).codebook == "0123456789ab"


def test_without_a_corpus_every_article_id_is_accepted() -> None:
    assert CodingChecker(CODEBOOK, None, {FINGERPRINT}).check(CODING._replace(article_id="zz"))
