"""Which entries are judgements, and why the others are not."""

from __future__ import annotations

from tenor.codebook import Codebook
from tenor.labeling import Judgment
from tenor.labeling.formats import Entry
from tenor.labeling.formats.checking import Checked, check, existing_answers

BOOK = Codebook.parse(
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
KEY = BOOK.fingerprint
ENTRY = Entry("x.csv", "line 2", 2, "a1", "theme", "economy", "ana", "coder", KEY, "2024-05-01")


def checked(*entries: Entry, **options: object) -> Checked:
    return check(entries, BOOK, articles={"a1", "a2"}, **options)  # type: ignore[arg-type]


def reasons(done: Checked) -> list[tuple[str, str]]:
    return [(str(one.why), one.detail) for one in done.set_aside]


def test_a_good_entry_is_a_judgement_in_the_codebook_s_spelling() -> None:
    """The rest of it is kept as it is."""
    done = checked(ENTRY._replace(label=" ECONOMY ", article_id=" a1", coder="ana "))
    assert done.judgments == [
        Judgment("a1", "theme", "", "economy", "coder", "ana", KEY, "2024-05-01")
    ]
    assert done.set_aside == []


def test_every_fault_is_told_at_once() -> None:
    """Each with its reason; the good ones are judgements."""
    done = checked(
        ENTRY,
        ENTRY._replace(article_id="zz"),
        ENTRY._replace(article_id="2021-03-04"),
        ENTRY._replace(article_id=" "),
        ENTRY._replace(coder=""),
        ENTRY._replace(question="topic"),
        ENTRY._replace(question="stance:dam", label="favor"),
        ENTRY._replace(question="stance:tax", label="pro"),
        ENTRY._replace(article_id="a2", label="sprots"),
        ENTRY._replace(origin="publisher"),
        ENTRY._replace(codebook="0123456789ab"),
        ENTRY._replace(at="\ud800", sitting=3),
    )
    assert len(done.judgments) == 1
    assert reasons(done) == [
        ("unknown_article", "article 'zz' is not in this corpus"),
        (
            "unknown_article",
            (
                "article '2021-03-04' is not in this corpus; it looks like a date, which a "
                "spreadsheet may have made of the id"
            ),
        ),
        ("missing_id", "the record names no article_id"),
        (
            "missing_coder",
            "the record names no coder; if all are of one person, give --coder =NAME",
        ),
        (
            "unknown_question",
            (
                "'topic' is neither 'theme' nor 'stance:TARGET'; say what it asks with --question "
                "'topic=theme'"
            ),
        ),
        ("unknown_question", "target 'dam' is not in the codebook; its targets: tax"),
        ("unknown_label", "stance 'pro' is not one of favor, against, neutral"),
        ("unknown_label", "theme 'sprots' is not one of economy, arts, none"),
        ("bad_origin", "origin 'publisher' is not one of coder, adjudicated"),
        (
            "stale_codebook",
            (
                f"it was coded by codebook '0123456789ab', and the corpus has '{KEY}'; code it "
                "again, or, if what changed does not touch it, give --accept-codebook 0123456789ab"
            ),
        ),
        ("bad_record", "it holds characters that are no text"),
    ]


def test_an_earlier_codebook_may_be_accepted() -> None:
    """The judgement keeps it."""
    old = ENTRY._replace(codebook="0123456789ab")
    assert [j.codebook for j in checked(old, accepted=["0123456789ab"]).judgments] == [
        "0123456789ab"
    ]


def test_half_an_answer_is_none() -> None:
    """One theme of two is unknown: the other would say that it alone holds."""
    done = checked(
        ENTRY, ENTRY._replace(label="sprots"), ENTRY._replace(sitting=3, article_id="a2")
    )
    assert [j.article_id for j in done.judgments] == ["a2"]
    assert reasons(done) == [
        ("unknown_label", "theme 'sprots' is not one of economy, arts, none"),
        ("incomplete", "set aside with 'sprots', without which the answer is not whole"),
    ]


def test_labels_that_do_not_go_together_are_set_aside_together() -> None:
    """Two positions; a theme and none."""
    stance = ENTRY._replace(question="stance:tax", label="favor")
    done = checked(ENTRY, ENTRY._replace(label="none"), stance, stance._replace(label="against"))
    assert done.judgments == []
    assert reasons(done) == [
        ("several_labels", "'economy', 'none' are given together; 'none' stands alone"),
    ] * 2 + [
        ("several_labels", "'against', 'favor' answer 'stance:tax', which takes one"),
    ] * 2  # fmt: skip


def test_the_same_judgement_twice_counts_once() -> None:
    """Within an answer, and between answers, wherever they stand."""
    again = ENTRY._replace(file="y.csv", place="line 9")
    done = checked(ENTRY, ENTRY._replace(place="line 3"), again)
    assert len(done.judgments) == 1
    assert reasons(done) == [("double", "the same judgement stands in x.csv, line 2")] * 2


def test_two_answers_that_differ_count_for_nothing() -> None:
    """In one file a contradiction; in two, perhaps two people under one name."""
    other = ENTRY._replace(sitting=9, place="line 9", label="arts")
    done = checked(ENTRY, other)
    assert done.judgments == []
    detail = (
        "coder 'ana' judged 'a1' (theme) as 'economy' in x.csv, line 2 and as 'arts' in {}, "
        "line 9; {}"
    )
    assert reasons(done) == [
        ("contradiction", detail.format("x.csv", "keep the answer that holds"))
    ] * 2  # fmt: skip
    done = checked(ENTRY, other._replace(file="y.csv"))
    assert done.judgments == []
    way_out = "if they are two people, import the files apart with --coder"
    assert reasons(done) == [("two_under_one_name", detail.format("y.csv", way_out))] * 2


def test_two_coders_may_differ() -> None:
    """That is what agreement is measured on; two adjudicators may not."""
    assert len(checked(ENTRY, ENTRY._replace(coder="ben", label="arts")).judgments) == 2
    decided = ENTRY._replace(origin="adjudicated")
    other = decided._replace(coder="ben", label="arts", sitting=4)
    assert checked(decided, other).judgments == []


def test_what_the_corpus_has_is_known_and_not_overruled() -> None:
    """Unless the answer is said to replace the earlier one."""
    existing = existing_answers([ENTRY.judgment()])
    assert checked(ENTRY._replace(at="later"), existing=existing).known == 1
    other = ENTRY._replace(label="arts")
    done = checked(other, existing=existing)
    assert reasons(done) == [
        (
            "contradiction",
            (
                "coder 'ana' has judged 'a1' (theme) as 'economy' in the corpus; if this is the "
                "later answer of the same person, use --replace"
            ),
        )
    ]
    done = checked(other, existing=existing, replace=True)
    assert done.judgments == [other.judgment()]
    assert done.replaced == {("a1", "theme", "ana", "coder")}


def test_a_coding_set_aside_is_kept_whole() -> None:
    """Reason, place and every field, ready to be mended."""
    [one] = checked(ENTRY._replace(article_id="zz")).set_aside
    assert one.row() == {
        "reason": "unknown_article",
        "detail": "article 'zz' is not in this corpus",
        "file": "x.csv",
        "place": "line 2",
        "article_id": "zz",
        "task": "theme",
        "target": "",
        "label": "economy",
        "origin": "coder",
        "coder": "ana",
        "codebook": KEY,
        "at": "2024-05-01",
    }
