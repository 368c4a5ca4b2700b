"""The draws of a corpus that is prepared again."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tenor.corpus.draws.draw import DRAWS_FOLDER, draw_files, read_settings
from tenor.errors import CorpusError

SET_ASIDE_FOLDER = "set_aside_draws"
"""The folder of draws from other articles than those of the corpus; there can be several."""


@dataclass(frozen=True)
class KeptDraws:
    """What became of the draws of a corpus that was prepared again.

    Attributes
    ----------
    n_kept, n_dropped
        The number of draws that the corpus has still, and that were removed on request.
    n_set_aside
        The number of draws that are from other articles, or damaged.
    folder
        The folder of these.
    n_restored
        The number of draws that were set aside before, and are from the articles that the corpus
        has now.
    """

    n_kept: int = 0
    n_dropped: int = 0
    n_set_aside: int = 0
    folder: str = ""
    n_restored: int = 0


def keep_draws(corpus: Path, frame: str, *, drop: bool = False) -> KeptDraws:
    """Keep the draws in the folder of a corpus, or set them aside if its frame is another now.

    Draws from the articles of the corpus that were set aside before are taken up again.

    Parameters
    ----------
    corpus
        The folder.
    frame
        The fingerprint of the frame of the new corpus.
    drop
        Whether to remove them: the codings of drawn articles are not kept either.
    """
    files, folder = draw_files(corpus), corpus / DRAWS_FOLDER
    if drop:
        if files:
            shutil.rmtree(folder)
        return KeptDraws(n_dropped=len(files))
    if _are_from(files, frame):
        return KeptDraws(n_kept=len(files))
    number, other, earlier = 1, corpus / f"{SET_ASIDE_FOLDER}-1", None
    while other.exists():
        if _are_from(sorted(other.glob("*.json")), frame):
            earlier = other
        number += 1
        other = corpus / f"{SET_ASIDE_FOLDER}-{number}"
    if files:
        folder.rename(other)
    n_restored = 0
    if earlier is not None:
        shutil.rmtree(folder, ignore_errors=True)
        earlier.rename(folder)
        n_restored = len(draw_files(corpus))
    return KeptDraws(
        n_set_aside=len(files), folder=other.name if files else "", n_restored=n_restored
    )


def _are_from(files: Sequence[Path], frame: str) -> bool:
    """Whether all of some draws, at least one, are from a frame."""
    try:
        return bool(files) and all(
            read_settings(file)["frame_fingerprint"] == frame for file in files
        )
    except CorpusError:
        return False
