"""Answers: their keys, repeated labels, conflicts, and several annotations."""

from __future__ import annotations

from tenor.labeling.formats.answers import (
    Answer,
    AnswerKey,
    answer_key,
    existing_answers,
    merge_answers,
)

from .test_coding_check import CODING

KEY = AnswerKey("a1", "theme", "ana", "coder")


def answer(*labels: str, place: str = "line 2") -> Answer:
    codings = [CODING._replace(label=label, place=place) for label in labels]
    return Answer(dict(enumerate(codings)))


def test_adjudicated_answers_have_one_key_whoever_gave_them() -> None:
    judgment = CODING.judgment()
    assert answer_key(judgment) == KEY
    adjudicated = AnswerKey("a1", "theme", "", "adjudicated")
    assert answer_key(judgment._replace(origin="adjudicated")) == adjudicated
    assert (KEY.person, adjudicated.person) == ("coder 'ana'", "the adjudicator")


def test_only_answers_of_people_count_as_existing() -> None:
    judgment = CODING.judgment()
    judgments = [judgment, judgment._replace(label="arts"), judgment._replace(origin="publisher")]
    assert existing_answers(judgments) == {KEY: {"economy", "arts"}}


def test_a_repeated_label_is_removed_from_its_answer() -> None:
    repeated = answer("economy", "arts", "economy")
    [coding] = repeated.drop_duplicates()
    assert coding.detail == "x.csv, line 2 has the same judgement"
    assert list(repeated.codings) == [0, 1]


def test_labels_conflict_where_one_excludes_the_others() -> None:
    assert answer("economy", "arts").conflict(single_label=False) == ""
    assert answer("economy").conflict(single_label=True) == ""
    assert answer("economy", "none").conflict(single_label=False)
    assert answer("economy", "arts").conflict(single_label=True)


def test_the_first_of_equal_answers_is_merged_and_different_answers_are_rejected() -> None:
    first, second = answer("economy", "arts"), answer("arts", "economy", place="line 5")
    merged, rejected = merge_answers(KEY, [first, second])
    assert merged is first
    assert [coding.place for coding in rejected] == ["line 5", "line 5"]
    merged, rejected = merge_answers(KEY, [first, answer("arts", place="line 7")])
    assert merged is None
    assert [coding.place for coding in rejected] == ["line 2", "line 2", "line 7"]
