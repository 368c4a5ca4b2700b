"""A draw of articles to code, and the draws that are recorded in a corpus.

A draw is two files in the folder ``draws`` of the corpus: ``draw-1.json`` and, with a row for each
duplicate group, ``draw-1.parquet``.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from tenor.corpus.corpus import Corpus
from tenor.errors import CorpusError, reason_of, refuse_pipe
from tenor.locks import lock
from tenor.output import atomic_files, output_errors
from tenor.present import shorten

if TYPE_CHECKING:
    import pandas as pd

Unit = Literal["articles", "stories"]
"""What shares by a draw are to count: articles, or stories, so each duplicate group once."""

DRAWS_FOLDER = "draws"
FORMAT = "tenor-draw-1"
MIN_CHANCE = 1e-9
"""The smallest chance that a draw gives a group; a smaller one is damage."""

FRAME_TYPES = {
    "duplicate_group": "string",
    "inclusion_probability": "double",
    "stratum": "string",
    "is_drawn": "bool",
    "is_certain": "bool",
    "coders": "string",
}
"""The columns of the table of a draw, and their types in Arrow."""


@dataclass(frozen=True)
class Draw:
    """A draw of duplicate groups from a corpus.

    Attributes
    ----------
    draw_id
        ``draw-1`` for the first draw of the corpus, and so on.
    unit
        What shares by the draw are to count.
    design
        How groups were drawn: ``random``, or the strata, such as ``outlet,month``, with ``each``
        for as many of each, and with ``uncertain 0.5`` for the share that was drawn by the
        uncertainty of a model.
    model, model_fingerprint
        The reference of this model, and its fingerprint; empty without one.
    share
        The label whose uncertainty counted; empty for all labels of the model.
    n
        The number of drawn groups.
    random_state
        The seed.
    drawn_on
        The date, as in 2026-11-29.
    includes_drawn
        Whether groups that had been drawn or coded before could be drawn again.
    frame_fingerprint
        The fingerprint of the articles and duplicate groups of the corpus.
    codebook
        The fingerprint of the codebook.
    frame
        All duplicate groups of the corpus, one a row: ``duplicate_group``, ``article_id`` (its
        first article, which represents it), ``inclusion_probability`` (by this draw; of a group
        that was not to be drawn, what it would have been), ``stratum``, ``is_drawn``,
        ``is_certain`` (coded by people before the first draw of the corpus), ``coders`` (who got
        the article to code, joined by ``; ``).
    """

    draw_id: str
    unit: Unit
    design: str
    model: str
    model_fingerprint: str
    share: str
    n: int
    random_state: int
    drawn_on: str
    includes_drawn: bool
    frame_fingerprint: str
    codebook: str
    frame: pd.DataFrame

    @property
    def drawn(self) -> pd.DataFrame:
        """The rows of the drawn groups."""
        return self.frame[self.frame["is_drawn"]]


def load_draws(corpus: Corpus) -> tuple[Draw, ...]:
    """Return the draws that are recorded in a corpus, in their order.

    Raises
    ------
    CorpusError
        If one is damaged, so that its chances are not known.
    """
    return tuple(_load(path) for path in draw_files(corpus.path))


def draw_files(corpus: Path) -> list[Path]:
    """Return the JSON files of the draws in the folder of a corpus, in the order of the draws."""
    folder = corpus / DRAWS_FOLDER
    if folder.exists() and not folder.is_dir():
        raise CorpusError(f"'{folder}' is no folder, so that no draw can be read; restore it")
    numbers = [(re.fullmatch(r"draw-(\d+)", path.stem), path) for path in folder.glob("*.json")]
    return [path for _, path in sorted((int(match[1]), path) for match, path in numbers if match)]


@contextmanager
def record_draw(corpus: Corpus, draw: Draw) -> Iterator[None]:
    """Write a draw into a corpus when the block succeeds.

    The corpus must be opened by `open_to_change`. A killed command leaves either no draw, or all
    of it.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = corpus.path / DRAWS_FOLDER
    # A draw exists from the moment that its JSON file does.
    names = [f"{draw.draw_id}.parquet", f"{draw.draw_id}.json"]
    settings = {name: value for name, value in vars(draw).items() if name != "frame"}
    table = pa.Table.from_pandas(draw.frame[list(FRAME_TYPES)], preserve_index=False)
    stream = io.BytesIO()
    pq.write_table(table, stream, compression="zstd")
    with output_errors(folder):
        folder.mkdir(exist_ok=True)
        with lock(folder / names[-1]), atomic_files(folder, names) as temporary:
            (temporary / names[0]).write_bytes(stream.getvalue())
            text = json.dumps({"format": FORMAT} | settings, indent=2, ensure_ascii=False)
            (temporary / names[1]).write_text(f"{text}\n", encoding="utf-8")
            yield


def remove_draw(corpus: Corpus, draw: Draw) -> None:
    """Remove a draw from a corpus, which must be opened by `open_to_change`.

    Raises
    ------
    OutputError
        If it cannot be removed.
    """
    folder = corpus.path / DRAWS_FOLDER
    with output_errors(folder):
        (folder / f"{draw.draw_id}.json").unlink()
        (folder / f"{draw.draw_id}.parquet").unlink(missing_ok=True)


def next_draw_id(draws: Sequence[Draw]) -> str:
    """Return the id of the draw after these."""
    last = int(draws[-1].draw_id.partition("-")[2]) if draws else 0
    return f"draw-{last + 1}"


def _load(path: Path) -> Draw:
    """Return the draw of a JSON file and the table beside it."""
    settings = read_settings(path)
    return Draw(**settings, frame=_load_frame(path.with_suffix(".parquet"), settings["n"]))


def read_settings(path: Path) -> dict[str, Any]:
    """Return the content of the JSON file of a draw: the attributes of `Draw` but its frame.

    Raises
    ------
    CorpusError
        If the file is damaged.
    """
    refuse_pipe(path, CorpusError)
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as exc:
        raise CorpusError(f"'{path}' cannot be read: {reason_of(exc)}") from exc
    types = {field.name: str(field.type) for field in fields(Draw) if field.name != "frame"}
    if not isinstance(settings, dict) or settings.pop("format", None) != FORMAT:
        raise CorpusError(f"'{path}' is not a draw of the format '{FORMAT}'; restore the file")
    for name, kind in types.items():
        expected = {"int": int, "bool": bool}.get(kind, str)
        if type(settings.get(name)) is not expected:
            raise CorpusError(
                f"'{name}' of '{path}' is '{settings.get(name)}' and not of the type "
                f"{expected.__name__}; restore the file"
            )
    if not _is_date(settings["drawn_on"]):
        raise CorpusError(f"'{path}' has the date '{shorten(settings['drawn_on'])}'; restore it")
    if settings["draw_id"] != path.stem or settings["unit"] not in ("articles", "stories"):
        raise CorpusError(
            f"'{path}' has the draw_id '{settings['draw_id']}' and the unit '{settings['unit']}', "
            f"and not '{path.stem}' and articles or stories; restore the file"
        )
    return {name: settings[name] for name in types}


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _load_frame(path: Path, n: int) -> pd.DataFrame:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not path.is_file():
        raise CorpusError(f"'{path}' is missing, without which no chance is known; restore it")
    try:
        table = pq.read_table(path)
        lacking = [name for name in FRAME_TYPES if name not in table.column_names]
        if not lacking:
            schema = pa.schema(list(FRAME_TYPES.items()))
            table = table.select(list(FRAME_TYPES)).cast(schema)
    except (OSError, pa.ArrowException) as exc:
        raise CorpusError(f"'{path}' cannot be read: {reason_of(exc)}") from exc
    missing = [name for name in FRAME_TYPES if not lacking and table[name].null_count]
    if lacking or missing:
        what = f"no column '{lacking[0]}'" if lacking else f"no '{missing[0]}' for a group"
        raise CorpusError(f"'{path}' has {what}, so that it is no draw; restore the file")
    frame: pd.DataFrame = table.to_pandas()
    chance = frame["inclusion_probability"].to_numpy()
    wrong = np.flatnonzero(~((chance >= MIN_CHANCE) & (chance <= 1)))
    if len(wrong):
        raise CorpusError(
            f"'{path}' gives the group '{frame['duplicate_group'].iloc[wrong[0]]}' the inclusion "
            f"probability '{chance[wrong[0]]:g}', which is not at least {MIN_CHANCE:g} and at "
            "most 1; restore the file"
        )
    groups, n_drawn = frame["duplicate_group"], int(frame["is_drawn"].sum())
    if n_drawn != n or not groups.is_unique:
        what = f"{n_drawn} drawn groups, not {n}" if n_drawn != n else "a group twice"
        raise CorpusError(f"'{path}' has {what}, so that it is no draw; restore the file")
    return frame.assign(article_id=groups)
