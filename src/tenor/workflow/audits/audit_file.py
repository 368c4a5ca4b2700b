"""The file of an audit: which automatic labels were drawn, in which order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tenor.errors import InputError, reason_of
from tenor.prediction.written_labels import WrittenLabel

AUDIT_FILE, CODEBOOK_FILE = "audit.json", "codebook.toml"
"""The files beside the sheets of an audit: the drawn labels, and the codebook of the questions."""

FORMAT = "tenor-audit-1"


@dataclass(frozen=True)
class AuditFile:
    """The automatic labels that an audit drew.

    Attributes
    ----------
    drawn
        The labels, in random order.
    n_labels
        The number of automatic labels that they were drawn from.
    n_judged
        The number of those that were left out, because their articles have judgements.
    random_state
        The seed.
    drawn_on
        The date.
    models
        The fingerprints of the models that gave them.
    """

    drawn: tuple[WrittenLabel, ...]
    n_labels: int
    n_judged: int
    random_state: int
    drawn_on: str
    models: Sequence[str]

    def to_json(self) -> bytes:
        """Return the content of the file."""
        values = {"format": FORMAT} | vars(self) | {"drawn": [list(row) for row in self.drawn]}
        return f"{json.dumps(values, indent=1, ensure_ascii=False)}\n".encode()


def read_audit_file(folder: Path) -> AuditFile:
    """Return the audit whose sheets are in a folder.

    Raises
    ------
    InputError
        If the folder has none, or it is damaged.
    """
    path = folder / AUDIT_FILE
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if values.pop("format") != FORMAT:
            raise ValueError(f"it is not of the format '{FORMAT}'")
        drawn = tuple(WrittenLabel(str(i), str(label)) for i, label in values.pop("drawn"))
        return AuditFile(drawn=drawn, **({"n_judged": 0} | values))
    except FileNotFoundError:
        raise InputError(
            f"folder '{folder}' has no {AUDIT_FILE}, which names the labels that were drawn; put "
            "the filled sheet back into the folder that 'tenor audit draw' made"
        ) from None
    except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError) as exc:
        raise InputError(f"'{path}' cannot be read: {reason_of(exc)}") from exc
