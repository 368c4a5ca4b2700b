"""Checking audits: labels that people did not give, and those that nobody coded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tenor.errors import InputError
from tenor.workflow.audits.audit_file import AuditFile
from tenor.workflow.audits.check import check_audits

from .examples import draw, fill, write_inputs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_inputs(tmp_path)


def agree(audit: AuditFile, article_id: str) -> dict[str, str]:
    """Return the answers of a coder who agrees with the drawn label."""
    [label] = [row.label for row in audit.drawn if row.article_id == article_id]
    if label == "mayor=favor":
        return {"theme: none": "1", "stance: mayor": "favor"}
    return {f"theme: {label}": "1"}


def test_labels_that_people_gave_are_right(folder: Path) -> None:
    audit = draw(folder)
    sheet = fill(folder / "audit" / "ana.csv", lambda i: agree(audit, i))
    result = check_audits([sheet])
    assert (result.audit.n, result.audit.n_right) == (20, 20)
    assert not result.audit.is_alarm
    assert result.audit.upper_limit == 1
    assert (result.n_unanswered, result.n_undecided, result.n_repeated) == (0, 0, 0)
    assert sum(one.n for one in result.by_label.values()) == 20
    assert set(result.by_label) == {row.label for row in audit.drawn}


def test_labels_that_people_did_not_give_refute_the_promise(folder: Path) -> None:
    """An empty stance of a coded article is one: the coder saw no such position."""
    draw(folder)
    sheet = fill(folder / "audit" / "ana.csv", lambda i: {"theme: none": "1"})
    result = check_audits([sheet])
    assert (result.audit.n, result.audit.n_right) == (20, 0)
    assert result.audit.is_alarm
    # By betting that all are wrong, a few labels refute a precision of .9.
    assert result.audit.n_to_alarm == 2
    assert check_audits([sheet], precision=0.5).audit.n_to_alarm == 7


def test_labels_without_an_answer_are_counted_apart(folder: Path) -> None:
    audit = draw(folder)
    empty = {row.article_id for row in audit.drawn[:6]}
    sheet = fill(folder / "audit" / "ana.csv", lambda i: {} if i in empty else agree(audit, i))
    result = check_audits([sheet])
    assert (result.audit.n, result.n_unanswered) == (14, 6)


def test_coders_who_are_divided_decide_nothing(folder: Path) -> None:
    """Two of three decide."""
    audit = draw(folder, coders=["ana", "ben", "cy"])
    ana, ben, cy = (folder / "audit" / f"{name}.csv" for name in ("ana", "ben", "cy"))
    fill(ana, lambda i: agree(audit, i))
    fill(ben, lambda i: {"theme: none": "1", "stance: mayor": "against"})
    fill(cy, lambda i: agree(audit, i))
    divided = check_audits([ana, ben, cy])
    assert (divided.audit.n_right, divided.n_undecided) == (20, 0)
    with pytest.raises(InputError, match=r"no drawn label of .* is coded"):
        check_audits([ana, ben])


def test_audits_come_one_after_the_other(folder: Path) -> None:
    """A label that was drawn before is audited once."""
    first = draw(folder, "first", n=30, random_state=1)
    second = draw(folder, "second", n=30, random_state=2)
    sheets = [
        fill(folder / "first" / "ana.csv", lambda i: agree(first, i)),
        fill(folder / "second" / "ana.csv", lambda i: {"theme: none": "1"}),
    ]
    repeated = set(first.drawn) & set(second.drawn)
    assert repeated
    result = check_audits(sheets)
    assert result.n_repeated == len(repeated)
    assert result.audit.n == 60 - len(repeated)
    assert result.audit.n_right == 30
    assert result.audit.n_to_alarm is not None
    assert result.audit.n_to_alarm > 30
    assert check_audits(sheets[::-1]).audit.n_to_alarm == 2


def test_audits_of_different_models_are_not_taken_together(folder: Path) -> None:
    first, second = draw(folder, "first", random_state=1), draw(folder, "second", random_state=2)
    path = folder / "second" / "audit.json"
    path.write_text(path.read_text().replace('"f"', '"another"'))
    sheets = [
        fill(folder / "first" / "ana.csv", lambda i: agree(first, i)),
        fill(folder / "second" / "ana.csv", lambda i: agree(second, i)),
    ]
    with pytest.raises(InputError, match="are of labels by different models"):
        check_audits(sheets)


def test_codings_that_cannot_be_used_are_told(folder: Path) -> None:
    """They are no answer, also where the other question about the article has one."""
    audit = draw(folder)
    one = next(row.article_id for row in audit.drawn if row.label == "sport")
    sheet = fill(
        folder / "audit" / "ana.csv",
        lambda i: (
            {"theme: sport": "maybe", "stance: mayor": "favor"} if i == one else agree(audit, i)
        ),
    )
    result = check_audits([sheet])
    assert (result.audit.n, result.audit.n_right, result.n_unanswered) == (19, 19, 1)
    assert len(result.faults) == 1
    assert "ana.csv, row " in result.faults[0]


def test_a_sheet_without_its_audit_is_an_error(folder: Path, tmp_path: Path) -> None:
    audit = draw(folder)
    sheet = fill(folder / "audit" / "ana.csv", lambda i: agree(audit, i))
    moved = tmp_path / "elsewhere" / "ana.csv"
    moved.parent.mkdir()
    moved.write_bytes(sheet.read_bytes())
    with pytest.raises(InputError) as raised:
        check_audits([moved])
    assert str(raised.value) == (
        f"folder '{moved.parent}' has no audit.json, which names the labels that were drawn; put "
        "the filled sheet back into the folder that 'tenor audit draw' made"
    )
    for text in ("{", "[]", '{"format": "x"}', json.dumps({"format": "tenor-audit-1"})):
        (folder / "audit" / "audit.json").write_text(text)
        with pytest.raises(InputError, match=r"audit\.json' cannot be read: "):
            check_audits([sheet])


@pytest.mark.parametrize("values", [{"precision": 1.0}, {"confidence": 0.0}])
def test_a_promise_is_between_0_and_1(folder: Path, values: dict[str, float]) -> None:
    audit = draw(folder)
    sheet = fill(folder / "audit" / "ana.csv", lambda i: agree(audit, i))
    with pytest.raises(InputError, match=r"is not between 0 and 1; pass for example 0\.9"):
        check_audits([sheet], **values)
