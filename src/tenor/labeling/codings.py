"""People's codings, read for a corpus in the making."""

from __future__ import annotations

from pathlib import Path

from tenor.codebook import Codebook
from tenor.labeling import formats
from tenor.labeling.formats.checking import check
from tenor.labeling.judgment import Judgment


def read_codings(path: Path, codebook: Codebook) -> tuple[list[Judgment], list[str]]:
    """Read a file of codings of any format; those that name no codebook follow this one.

    Returns
    -------
    tuple
        The judgements, and a sentence for each coding that is set aside.

    Raises
    ------
    InputError
        If the file cannot be read, or is of no known format.
    """
    checked = check(formats.read(path), codebook)
    judgments = [j._replace(codebook=j.codebook or codebook.fingerprint) for j in checked.judgments]
    return judgments, [f"{one.detail} ({path.name}, {one.place})" for one in checked.set_aside]
