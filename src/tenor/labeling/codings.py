"""Reading codings files for a corpus that is being prepared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tenor.codebook import CodebookVersions
from tenor.labeling import formats
from tenor.labeling.formats import CheckedCodings, check_codings


def read_codings(paths: Sequence[Path], versions: CodebookVersions) -> CheckedCodings:
    """Return the codings of files, checked together.

    Parameters
    ----------
    paths
        The files.
    versions
        The codebook of the corpus, and earlier ones whose codings are accepted.

    Raises
    ------
    InputError
        If a file cannot be read or has no known format, or coders' names are ambiguous.
    """
    return check_codings((item for path in paths for item in formats.read(path)), versions)
