"""Which codings become judgements, and why others are rejected."""

from __future__ import annotations

from typing import Any

import pytest

from tenor.codebook import Codebook, CodebookVersions
from tenor.errors import InputError
from tenor.labeling import Judgment
from tenor.labeling.formats import CheckedCodings, Coding, check_codings
from tenor.labeling.formats.answers import AnswerKey

from .test_coding_check import CODEBOOK, CODING, FINGERPRINT

EARLIER = Codebook.parse('version = "0"\n[[themes]]\nname = "economy"\n')
VERSIONS = CodebookVersions(CODEBOOK, {EARLIER.fingerprint: EARLIER})
KEY = AnswerKey("a1", "theme", "ana", "coder")


def check(
    *codings: Coding, codebook: Codebook | CodebookVersions = CODEBOOK, **options: Any
) -> CheckedCodings:
    return check_codings(codings, codebook, article_ids={"a1", "a2"}, **options)


def reasons(checked: CheckedCodings) -> list[tuple[str, str]]:
    return [(str(coding.reason), coding.detail) for coding in checked.rejected_codings]


def test_a_valid_label_becomes_a_judgement() -> None:
    checked = check(CODING._replace(label=" ECONOMY ", article_id=" a1", coder="ana "))
    assert checked.judgments == [
        Judgment("a1", "theme", "", "economy", "coder", "ana", FINGERPRINT, "2024-05-01")
    ]
    assert checked.rejected_codings == []


def test_all_faults_are_reported_at_once() -> None:
    """The valid label among them becomes a judgement."""
    checked = check(
        CODING,
        CODING._replace(article_id="zz"),
        CODING._replace(coder=""),
        CODING._replace(question="topic"),
        CODING._replace(article_id="a2", label="sprots"),
        CODING._replace(origin="publisher"),
        CODING._replace(codebook="0123456789ab"),
        CODING._replace(at="\ud800", annotation_id="line 3"),
    )
    assert len(checked.judgments) == 1
    assert [reason for reason, _ in reasons(checked)] == [
        "unknown_article",
        "missing_coder",
        "unknown_question",
        "unknown_label",
        "bad_origin",
        "stale_codebook",
        "bad_record",
    ]


def test_codings_of_an_accepted_earlier_codebook_are_imported() -> None:
    coding = CODING._replace(codebook=EARLIER.fingerprint)
    checked = check(coding, codebook=VERSIONS)
    assert [judgment.codebook for judgment in checked.judgments] == [EARLIER.fingerprint]


def test_a_coder_answers_a_new_theme_beside_the_earlier_answer() -> None:
    """The earlier codebook had no arts; an answer about it alone contradicts nothing."""
    earlier = CODING._replace(codebook=EARLIER.fingerprint).judgment()
    arts = CODING._replace(label="arts", asked="arts")
    checked = check(arts, codebook=VERSIONS, judgments=[earlier])
    assert checked.judgments == [arts.judgment()]
    assert checked.replaced == {}
    # A later answer about all themes, without the economy, contradicts the earlier one.
    both = CODING._replace(label="arts")
    assert reasons(check(both, codebook=VERSIONS, judgments=[earlier]))[0][0] == "contradiction"
    checked = check(both, codebook=VERSIONS, judgments=[earlier], replace=True)
    assert checked.replaced == {(KEY, EARLIER.fingerprint, ""): frozenset()}


def test_an_answer_about_some_labels_replaces_only_these() -> None:
    arts = CODING._replace(label="arts", asked="arts")
    checked = check(arts, judgments=[CODING.judgment()], replace=True)
    assert checked.replaced == {(KEY, FINGERPRINT, ""): frozenset({"economy"})}


def test_judgements_without_a_codebook_are_counted() -> None:
    checked = check(CODING._replace(codebook=""), CODING._replace(article_id="a2"))
    assert checked.n_without_codebook == 1
    assert {judgment.codebook for judgment in checked.judgments} == {FINGERPRINT}


def test_a_coder_who_is_a_machine_in_the_corpus_is_no_person() -> None:
    """And the other way round."""
    machine = CODING._replace(origin="machine")
    with pytest.raises(InputError) as caught:
        check(CODING, judgments=[machine.judgment()])
    assert str(caught.value) == (
        "coder 'ana' is a machine in the corpus and a person in 'x.csv', line 2; machines are "
        "imported with --origin machine, and a name is changed with --coder 'ana=OTHER'"
    )
    with pytest.raises(InputError, match="is a person in the corpus and a machine in"):
        check(CODING._replace(origin=""), judgments=[CODING.judgment()], origin="machine")
    checked = check(CODING._replace(origin="", coder="gpt"), origin="machine")
    assert [judgment.origin for judgment in checked.judgments] == ["machine"]


def test_an_answer_with_a_rejected_label_is_rejected_as_a_whole() -> None:
    """Its other label alone would mean that only that theme applies."""
    checked = check(
        CODING,
        CODING._replace(label="sprots"),
        CODING._replace(annotation_id="line 3", article_id="a2"),
    )
    assert [judgment.article_id for judgment in checked.judgments] == ["a2"]
    assert reasons(checked) == [
        ("unknown_label", "theme 'sprots' is not one of economy, arts, none"),
        ("incomplete", "the answer is incomplete without its rejected label 'sprots'"),
    ]


def test_labels_that_exclude_each_other_are_rejected_together() -> None:
    """Two positions towards one target; a theme and ``none``."""
    stance = CODING._replace(question="stance:tax", label="favor")
    checked = check(CODING, CODING._replace(label="none"), stance, stance._replace(label="against"))
    assert checked.judgments == []
    themes = "the answer has 'economy', 'none', and 'none' excludes every theme"
    positions = "'stance:tax' takes one label, and the answer has 'against', 'favor'"
    assert reasons(checked) == [
        ("several_labels", themes),
        ("several_labels", themes),
        ("several_labels", positions),
        ("several_labels", positions),
    ]


def test_a_repeated_judgement_counts_once() -> None:
    """Within an answer, and in another file."""
    again = CODING._replace(file="y.csv", place="line 9")
    checked = check(CODING, CODING._replace(place="line 3"), again)
    assert len(checked.judgments) == 1
    assert reasons(checked) == [("double", "x.csv, line 2 has the same judgement")] * 2


def test_contradicting_answers_of_one_coder_are_all_rejected() -> None:
    """In two files, they may be the answers of two people with one name."""
    other = CODING._replace(annotation_id="line 9", place="line 9", label="arts")
    checked = check(CODING, other)
    assert checked.judgments == []
    detail = (
        "coder 'ana' judged 'a1' (theme) as 'economy' in x.csv, line 2 and as 'arts' in {}, "
        "line 9; {}"
    )
    assert (
        reasons(checked)
        == [("contradiction", detail.format("x.csv", "keep the correct answer"))] * 2
    )
    checked = check(CODING, other._replace(file="y.csv"))
    assert checked.judgments == []
    hint = "if they are two people, import the files separately with --coder"
    assert reasons(checked) == [("two_under_one_name", detail.format("y.csv", hint))] * 2


def test_coders_may_disagree_and_adjudicators_may_not() -> None:
    """Agreement is measured on coders who disagree; the adjudicated answer is one."""
    assert len(check(CODING, CODING._replace(coder="ben", label="arts")).judgments) == 2
    decision = CODING._replace(origin="adjudicated")
    checked = check(decision, decision._replace(coder="ben", label="arts", annotation_id="line 4"))
    assert checked.judgments == []
    assert reasons(checked)[0][1].startswith("the adjudicator judged 'a1' (theme) as 'economy' in ")


def test_an_existing_answer_changes_only_with_replace() -> None:
    existing = [CODING.judgment()]
    assert check(CODING._replace(at="later"), judgments=existing).n_known == 1
    other = CODING._replace(label="arts")
    assert reasons(check(other, judgments=existing)) == [
        (
            "contradiction",
            (
                "coder 'ana' has judged 'a1' (theme) as 'economy' in the corpus; if this is a "
                "later answer of the same coder, use --replace"
            ),
        )
    ]
    checked = check(other, judgments=existing, replace=True)
    assert checked.judgments == [other.judgment()]
    assert checked.replaced == {(KEY, FINGERPRINT, ""): frozenset()}


def test_the_order_of_judgements_is_that_of_the_files() -> None:
    """Answers are grouped for the check only."""
    codings = [
        CODING._replace(article_id="a2"),
        CODING,
        CODING._replace(article_id="a2", label="arts"),
    ]
    assert check(*codings).judgments == [coding.judgment() for coding in codings]


def test_a_rejected_coding_keeps_every_field() -> None:
    [coding] = check(CODING._replace(article_id="zz")).rejected_codings
    assert coding.row() == {
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
        "codebook": FINGERPRINT,
        "at": "2024-05-01",
        "asked": "",
    }
