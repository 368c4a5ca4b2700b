"""Reading codings files for a corpus that is being prepared."""

from __future__ import annotations

from pathlib import Path

from tenor.codebook import Codebook
from tenor.labeling import formats
from tenor.labeling.formats import check_codings
from tenor.labeling.judgment import Judgment


def read_codings(path: Path, codebook: Codebook) -> tuple[list[Judgment], list[str]]:
    """Return the judgements of a codings file, and a message for each rejected coding.

    Codings without the fingerprint of a codebook get that of ``codebook``.

    Raises
    ------
    InputError
        If the file cannot be read, or has no known format.
    """
    checked = check_codings(formats.read(path), codebook)
    judgments = [j._replace(codebook=j.codebook or codebook.fingerprint) for j in checked.judgments]
    return judgments, [
        f"{coding.detail} ({path.name}, {coding.place})" for coding in checked.rejected_codings
    ]
