"""Answers: their keys, repeated labels, conflicts, and several annotations."""

from __future__ import annotations

from tenor.labeling.formats.answers import (
    Answer,
    AnswerKey,
    Given,
    answer_key,
    existing_answers,
    merge_answers,
    without_replaced,
)

from .test_coding_check import CODING, FINGERPRINT

KEY = AnswerKey("a1", "theme", "ana", "coder")


def answer(*labels: str, place: str = "line 2") -> Answer:
    codings = [CODING._replace(label=label, place=place) for label in labels]
    return Answer(dict(enumerate(codings)))


def given(
    *labels: str,
    place: str = "line 2",
    codebook: str = FINGERPRINT,
    about: set[str] | None = None,
) -> tuple[Answer, Given]:
    answered = frozenset(about or {"economy", "arts"})
    return answer(*labels, place=place), Given(codebook, "", frozenset(labels), answered)


def test_adjudicated_answers_have_one_key_whoever_gave_them() -> None:
    judgment = CODING.judgment()
    assert answer_key(judgment) == KEY
    adjudicated = AnswerKey("a1", "theme", "", "adjudicated")
    assert answer_key(judgment._replace(origin="adjudicated")) == adjudicated
    assert (KEY.person, adjudicated.person) == ("coder 'ana'", "the adjudicator")


def test_only_answers_of_people_count_as_existing() -> None:
    judgment = CODING.judgment()
    judgments = [judgment, judgment._replace(label="arts"), judgment._replace(origin="publisher")]
    assert existing_answers(judgments) == {KEY: {(FINGERPRINT, ""): {"economy", "arts"}}}


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
    first, second = given("economy", "arts"), given("arts", "economy", place="line 5")
    merged, rejected = merge_answers(KEY, [first, second])
    assert merged == [first]
    assert [coding.place for coding in rejected] == ["line 5", "line 5"]
    merged, rejected = merge_answers(KEY, [first, given("arts", place="line 7")])
    assert merged == []
    assert [coding.place for coding in rejected] == ["line 2", "line 2", "line 7"]


def test_answers_about_different_labels_are_both_merged() -> None:
    """An earlier codebook had no arts; about the economy the answers agree."""
    earlier = given("economy", codebook="earlier", about={"economy"})
    later = given("economy", "arts", place="line 5")
    assert merge_answers(KEY, [earlier, later]) == ([earlier, later], [])
    contradicting = given("arts", place="line 5")
    assert merge_answers(KEY, [earlier, contradicting])[0] == []


def test_a_replaced_answer_keeps_the_labels_that_the_new_one_is_not_about() -> None:
    """Without any of them left, it says that none of these applies."""
    economy = CODING.judgment()
    arts, other = economy._replace(label="arts"), economy._replace(article_id="a2")
    id_ = (KEY, FINGERPRINT, "")
    judgments = [economy, arts, other]
    assert without_replaced(judgments, {id_: frozenset()}, FINGERPRINT) == [other]
    assert without_replaced(judgments, {id_: frozenset({"arts"})}, FINGERPRINT) == [
        other,
        arts._replace(asked="arts"),
    ]
    assert without_replaced(judgments, {id_: frozenset({"prices"})}, FINGERPRINT) == [
        other,
        economy._replace(label="none", asked="prices"),
    ]


def test_nothing_is_left_of_a_stance_whose_position_is_replaced() -> None:
    favor = CODING.judgment()._replace(task="stance", target="tax", label="favor")
    id_ = (answer_key(favor), FINGERPRINT, "")
    assert without_replaced([favor], {id_: frozenset({"against", "none"})}, FINGERPRINT) == []
    assert without_replaced([favor], {id_: frozenset({"favor", "none"})}, FINGERPRINT) == [
        favor._replace(asked="favor; none")
    ]
