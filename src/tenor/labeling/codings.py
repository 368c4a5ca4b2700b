"""People's codings, read from a CSV file with one judgement a row."""

from __future__ import annotations

import csv
from pathlib import Path

from tenor.codebook import Codebook
from tenor.errors import CodebookError, InputError
from tenor.labeling.judgment import GOLD, Judgment, match_label

REQUIRED = ("article_id", "task", "label", "coder")
OPTIONAL = ("target", "origin", "at")


def read_codings(path: Path, codebook: Codebook) -> tuple[list[Judgment], list[str]]:
    """Read a codings file: ``article_id, task, target, label, coder`` and, if known, ``at``.

    Returns
    -------
    tuple
        The judgements, and a sentence for each row that is set aside.

    Raises
    ------
    InputError
        If the file cannot be read or lacks a column.
    """
    judgments: list[Judgment] = []
    faults: list[str] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            missing = [name for name in REQUIRED if name not in (rows.fieldnames or ())]
            if missing:
                have = ", ".join(rows.fieldnames or ()) or "none"
                raise InputError(
                    f"codings '{path}' lack the column '{missing[0]}'; columns there: {have}"
                )
            for row in rows:
                try:
                    judgments.append(_judgment(row, codebook))
                except CodebookError as exc:
                    faults.append(f"{exc} ({path.name}, line {rows.line_num})")
    except (OSError, UnicodeDecodeError, csv.Error) as exc:
        raise InputError(f"codings '{path}' cannot be read: {exc}") from exc
    return judgments, faults


def _judgment(row: dict[str | None, str | None], codebook: Codebook) -> Judgment:
    value = {name: (row.get(name) or "").strip() for name in REQUIRED + OPTIONAL}
    for name in REQUIRED:
        if not value[name]:
            raise CodebookError(f"column '{name}' is empty; a judgement needs it")
    target = value["target"] if value["task"] == "stance" else ""
    origin = value["origin"] or "coder"
    if origin not in GOLD:
        raise CodebookError(f"origin '{origin}' is not one of {', '.join(GOLD)}")
    label = match_label(value["label"], codebook, value["task"], target)
    return Judgment(
        value["article_id"], value["task"], target, label, origin, value["coder"],
        codebook.fingerprint, value["at"],
    )  # fmt: skip
