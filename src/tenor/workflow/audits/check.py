"""Checking the filled sheets of audits: whether the precision promised still holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import Codebook
from tenor.errors import InputError
from tenor.evaluation.audits import Audit, audit
from tenor.labeling import Judgment, gold_labels
from tenor.labeling.formats import Item, check_codings, read
from tenor.prediction.written_labels import WrittenLabel
from tenor.present import plural
from tenor.workflow.audits.audit_file import CODEBOOK_FILE, AuditFile, read_audit_file
from tenor.workflow.audits.draw import question_of
from tenor.workflow.loading import load_model

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class CheckedAudits:
    """The result of all audits so far.

    Attributes
    ----------
    audit
        The test of the promise by all audited labels, in their order.
    by_label
        The test of each label alone, by name; the confidence holds for each, not for all at once.
    n_unanswered, n_undecided
        The number of drawn labels that nobody coded, and on which coders are divided. They are not
        counted.
    n_repeated
        The number of labels of an earlier audit that were drawn again; the first counts.
    faults
        Why codings of the sheets cannot be used.
    """

    audit: Audit
    by_label: dict[str, Audit]
    n_unanswered: int
    n_undecided: int
    n_repeated: int
    faults: tuple[str, ...]


def promised_precision(reference: str) -> float:
    """Return the precision that a model promises.

    Raises
    ------
    InputError
        If it makes no promise.
    """
    promise = load_model(reference).promise
    if promise is None:
        raise InputError(
            f"model '{reference}' makes no promise; give the precision to check with --promise"
        )
    return promise.precision


def check_audits(
    sheets: Sequence[str | Path], *, precision: float = 0.9, confidence: float = 0.95
) -> CheckedAudits:
    """Return whether filled sheets of audits refute the precision promised.

    A label is right if more than half of the people who answered its question gave it. Where
    people answered another question about the article and left this one empty, it is wrong: they
    saw no such position.

    Parameters
    ----------
    sheets
        The filled sheets, in the order of the audits, each in the folder of its audit. Several
        sheets of one folder are those of several coders.
    precision, confidence
        As for `audit`.

    Raises
    ------
    InputError
        If a sheet or its audit cannot be read, no drawn label is coded, or a number is out of its
        range.
    """
    folders: dict[Path, list[Path]] = {}
    for sheet in map(Path, sheets):
        if sheet.is_dir():
            raise InputError(f"'{sheet}' is a folder; name the filled sheets in it")
        if not sheet.exists():
            raise InputError(f"sheet '{sheet}' does not exist; name the filled sheets of audits")
        if sheet in folders.get(sheet.parent, ()):
            raise InputError(f"sheet '{sheet}' is named twice; name each sheet once")
        folders.setdefault(sheet.parent, []).append(sheet)
    seen: set[WrittenLabel] = set()
    rows: list[WrittenLabel] = []
    right: list[bool] = []
    faults: list[str] = []
    n_unanswered = n_undecided = n_repeated = 0
    models: dict[frozenset[str], Path] = {}
    for folder, files in folders.items():
        drawn = read_audit_file(folder)
        models.setdefault(frozenset(map(str, drawn.models)), folder)
        if len(models) > 1:
            one, other = models.values()
            raise InputError(
                f"the audits in '{one}' and '{other}' are of labels by different models, and a "
                "promise is of one model; check them one by one"
            )
        codebook = Codebook.load(folder / CODEBOOK_FILE)
        answered, correct = _read_answers(files, drawn, codebook, faults)
        for row, is_answered, is_correct in zip(drawn.drawn, answered, correct, strict=True):
            if row in seen:
                n_repeated += 1
                continue
            seen.add(row)
            if np.isnan(is_correct):
                n_undecided += is_answered
                n_unanswered += not is_answered
                continue
            rows.append(row)
            right.append(bool(is_correct))
    is_right = np.array(right, dtype=bool)
    if not rows:
        unused = f": {plural(len(faults), 'answer')} of it cannot be used" if faults else ""
        first = f" (first: {faults[0]})" if faults else ""
        raise InputError(
            f"no drawn label of '{sheets[0]}' is coded{unused}{first}; "
            f"{'correct' if faults else 'fill in'} the sheet before the check"
        )
    names = np.array([row.label for row in rows], dtype=object)
    by_label = {
        name: audit(is_right[names == name], precision=precision, confidence=confidence)
        for name in sorted(set(names.tolist()))
    }
    result = audit(is_right, precision=precision, confidence=confidence)
    return CheckedAudits(result, by_label, n_unanswered, n_undecided, n_repeated, tuple(faults))


def _read_answers(
    files: Sequence[Path], drawn: AuditFile, codebook: Codebook, faults: list[str]
) -> tuple[list[bool], NDArray[np.float64]]:
    """Return which drawn labels were coded, and whether each is right, or nan if that is open."""
    import pandas as pd

    items: list[Item] = []
    for file in files:
        items += read(file)
    ids = pd.Index([row.article_id for row in drawn.drawn])
    checked = check_codings(items, codebook, article_ids=set(ids))
    faults += [
        f"{coding.file}, {coding.place}: {coding.detail}" for coding in checked.rejected_codings
    ]
    coded = {judgment.article_id for judgment in checked.judgments}
    unusable = {
        (coding.coding.article_id.strip(), coding.coding.question)
        for coding in checked.rejected_codings
        if coding.coding is not None
    }
    questions = {(judgment.article_id, judgment.question) for judgment in checked.judgments}
    judgments = pd.DataFrame(
        [judgment._asdict() for judgment in checked.judgments], columns=list(Judgment._fields)
    )
    answered, correct = [], np.full(len(ids), np.nan)
    gold_of = cache(partial(gold_labels, judgments, ids, codebook))
    for i, row in enumerate(drawn.drawn):
        task, label = question_of(row.label, codebook)
        is_unusable = (row.article_id, task.question) in unusable - questions
        answered.append(row.article_id in coded and not is_unusable)
        if not answered[-1]:
            continue
        gold = gold_of(task)
        if (row.article_id, task.question) not in questions or label not in gold.labels:
            correct[i] = 0.0  # Nobody gave it.
            continue
        column = gold.labels.index(label)
        # Articles on whose only label people are divided have no row.
        for position in np.flatnonzero(gold.rows == i):
            if gold.is_known[position, column]:
                correct[i] = gold.matrix[position, column]
    return answered, correct
