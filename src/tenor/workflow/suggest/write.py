"""Writing the specs that are suggested for a corpus to a folder."""

from __future__ import annotations

import os
from pathlib import Path

from tenor.corpus import Corpus
from tenor.errors import OutputError
from tenor.output import output_errors, write_files
from tenor.workflow.suggest.suggest import suggest_specs


def write_specs(folder: str | Path, corpus: str | Path, *, best: bool = False) -> list[Path]:
    """Write a spec for each task of a corpus that has labels, and return their paths.

    Parameters
    ----------
    folder
        The folder of the specs; it is made if there is none.
    corpus
        The folder of the corpus.
    best
        As in `suggest_spec`.

    Raises
    ------
    CorpusError
        If the corpus cannot be read, or has no labels.
    OutputError
        If a file of such a name exists already, or the folder cannot be written to.
    """
    folder = Path(folder)
    corpus_path = Path(os.path.relpath(corpus, folder)).as_posix()
    specs = suggest_specs(Corpus.load(corpus), corpus_path=corpus_path, best=best)
    for name in specs:
        if (folder / name).exists():
            raise OutputError(f"'{folder / name}' exists already; name another folder")
    with output_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    write_files(folder, {name: spec.text.encode() for name, spec in specs.items()})
    return [folder / name for name in specs]
