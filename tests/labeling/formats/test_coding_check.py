"""The check of one coding."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tenor.codebook import Codebook, CodebookVersions
from tenor.errors import InputError
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
CHECKER = CodingChecker(CodebookVersions(CODEBOOK), {"a1", "a2"})


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
            "the record has no coder; if one person coded the whole file, use --coder NAME",
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
            "origin 'publisher' is not one of coder, adjudicated, machine",
        ),
        (
            {"codebook": "0123456789ab"},
            "stale_codebook",
            (
                f"the codebook of the coding is '0123456789ab', and that of the corpus "
                f"'{FINGERPRINT}'; name the file of the earlier codebook with --accept-codebook "
                "FILE, and the labels that both have alike keep their answers"
            ),
        ),
        ({"at": "\ud800"}, "bad_record", "the record has characters that UTF-8 cannot hold"),
        (
            {"coder": "a\x1b[31m"},
            "bad_record",
            (
                "the name of coder 'a\ufffd[31m' has characters that are not shown; write it "
                "without them"
            ),
        ),
    ],
)
def test_an_invalid_coding_is_rejected_with_its_reason(
    change: dict[str, str], reason: str, detail: str
) -> None:
    with pytest.raises(CodingError) as caught:
        CHECKER.check(CODING._replace(**change))
    assert (str(caught.value.reason), str(caught.value)) == (reason, detail)


def test_a_coding_keeps_the_label_of_an_accepted_earlier_codebook() -> None:
    """Also a label that the present codebook has no more."""
    earlier = Codebook.parse('version = "0"\n[[themes]]\nname = "prices"\n')
    checker = CodingChecker(CodebookVersions(CODEBOOK, {earlier.fingerprint: earlier}), None)
    checked = checker.check(CODING._replace(codebook=earlier.fingerprint, label="Prices"))
    assert (checked.codebook, checked.label) == (earlier.fingerprint, "prices")


def test_a_coding_without_a_codebook_follows_that_of_the_corpus() -> None:
    assert CHECKER.check(CODING._replace(codebook="")).codebook == FINGERPRINT


@pytest.mark.parametrize(
    ("asked", "kept"),
    [("Arts", "arts"), ("arts; economy", ""), ("arts; sprots", "arts"), ("", "")],
)
def test_labels_asked_about_are_kept_unless_they_are_all_labels(asked: str, kept: str) -> None:
    """In the spelling of the codebook, without labels that it does not have."""
    assert CHECKER.check(CODING._replace(asked=asked)).asked == kept


def test_a_coding_without_an_origin_gets_that_of_the_import() -> None:
    checker = CodingChecker(CodebookVersions(CODEBOOK), None, "machine")
    assert checker.with_origin(CODING._replace(origin="")).origin == "machine"
    assert CHECKER.with_origin(CODING._replace(origin="")).origin == "coder"
    assert CHECKER.with_origin(CODING._replace(origin="machine")).origin == "machine"
    with pytest.raises(InputError, match=r"^'x.csv', line 2 states the origin 'coder', and the"):
        checker.with_origin(CODING)


def test_without_a_corpus_every_article_id_is_accepted() -> None:
    checker = CodingChecker(CodebookVersions(CODEBOOK), None)
    assert checker.check(CODING._replace(article_id="zz"))


@pytest.mark.parametrize(
    ("title", "is_other"),
    [
        ("", False),
        ("The Harbor Opens Again", False),
        ("'=The harbor opens", False),
        ("The harbor opens again, and ships come…", False),
        ("Council votes on the toll", True),
    ],
)
def test_the_title_in_a_sheet_is_that_of_its_article(title: str, is_other: bool) -> None:
    """As far as half of its words: spreadsheets cut and change some."""
    checker = replace(CHECKER, titles={CODING.article_id: "The harbor opens again"})
    coding = CODING._replace(title=title)
    if not is_other:
        assert checker.check(coding).label == CHECKER.check(CODING).label
        return
    with pytest.raises(CodingError) as caught:
        checker.check(coding)
    assert str(caught.value) == (
        f"the title is '{title}', and that of article '{CODING.article_id}' is 'The harbor opens "
        "again'; the ids may have been sorted or moved without the other columns"
    )
