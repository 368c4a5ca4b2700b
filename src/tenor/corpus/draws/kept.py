"""The draws of a corpus that is prepared again."""

from __future__ import annotations

import shutil
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
    """

    n_kept: int = 0
    n_dropped: int = 0
    n_set_aside: int = 0
    folder: str = ""


def keep_draws(corpus: Path, frame: str, *, drop: bool = False) -> KeptDraws:
    """Keep the draws in the folder of a corpus, or set them aside if its frame is another now.

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
    if not files:
        return KeptDraws()
    if drop:
        shutil.rmtree(folder)
        return KeptDraws(n_dropped=len(files))
    try:
        is_same = all(read_settings(file)["frame_fingerprint"] == frame for file in files)
    except CorpusError:
        is_same = False
    if is_same:
        return KeptDraws(n_kept=len(files))
    number = 1
    while (other := corpus / f"{SET_ASIDE_FOLDER}-{number}").exists():
        number += 1
    folder.rename(other)
    return KeptDraws(n_set_aside=len(files), folder=other.name)
