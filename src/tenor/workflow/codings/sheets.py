"""Sheets for coders: a draw of articles, divided among coders and recorded in the corpus."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tenor.corpus import open_to_change
from tenor.corpus.draws import (
    Design,
    Draw,
    check_frame,
    is_coded,
    load_draws,
    next_draw_id,
    record_draw,
)
from tenor.corpus.frame import FRAME_COLUMNS, frame_fingerprint, frame_of
from tenor.corpus.sampling import Sample
from tenor.errors import InputError
from tenor.output import write_folder
from tenor.present import plural
from tenor.workflow.codings.frame_predictions import uncertainties
from tenor.workflow.codings.sheet_files import (
    MadeSheets,
    check_coders,
    check_folder,
    sheet_files,
    sheet_rows,
)

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


def make_sheets(
    corpus: str | Path,
    output: str | Path,
    *,
    n: int,
    coders: Sequence[str],
    overlap: int = 0,
    design: Design | None = None,
    model: str = "",
    share: str = "",
    format_name: str = "csv",
    include_drawn: bool = False,
    random_state: int = 0,
) -> MadeSheets:
    """Draw articles, write a sheet for each coder into a new folder, and record the draw.

    Each duplicate group is drawn as its first article. The draw is recorded in the folder of the
    corpus, with the chance of every group, so that later draws combine with it. The file
    ``sample.csv`` beside the sheets documents the drawn articles.

    Parameters
    ----------
    corpus
        The corpus folder.
    output
        The folder to make.
    n
        The number of articles to draw; with ``design.each``, of each stratum.
    coders
        The names of the coders.
    overlap
        The number of drawn articles that every coder gets; the others get one coder each.
    design
        How articles are drawn; by default at random.
    model
        The model whose uncertainty the design uses: a reference or a bundle folder.
    share
        The theme, or the position as ``TARGET=POSITION``, whose uncertainty it is; by default that
        of all labels of the model.
    format_name
        The name of the format of the sheets.
    include_drawn
        Whether to draw from articles that were drawn or coded before, too.
    random_state
        The seed of the sample.

    Raises
    ------
    TenorError
        If the corpus or the model cannot be read, the corpus cannot be written, or the parameters
        contradict each other.
    """
    from tenor.workflow.loading import load_model

    folder, design = Path(output), design or Design()
    check_folder(folder)
    check_coders(coders)
    _check_model(design, model, share)
    loaded_model = load_model(model) if model else None
    with open_to_change(corpus) as opened:
        draws = load_draws(opened)
        check_frame(opened, draws)
        articles = opened.read_columns(FRAME_COLUMNS)
        frame = frame_of(articles)
        coded = is_coded(opened, articles, frame["duplicate_group"])
        certain, drawn = _certain_and_drawn(frame, draws, coded)
        available = np.full(len(frame), include_drawn) | ~(certain | drawn)
        uncertainty = None
        if loaded_model is not None:
            rows = frame.index.to_numpy(dtype=np.intp)
            uncertainty = uncertainties(loaded_model, opened, rows, share)
        sample = design.draw(
            frame, n, uncertainty=uncertainty, is_available=available, random_state=random_state
        )
        if overlap > len(sample):
            raise InputError(
                f"an overlap of {overlap:,} is more than the {plural(len(sample), 'article')} to "
                "draw; name a smaller one"
            )
        coders_of = _divide(len(sample), coders, overlap)
        draw = Draw(
            draw_id=next_draw_id(draws),
            unit=design.unit,
            design=str(design),
            model=model,
            model_fingerprint=loaded_model.fingerprint if loaded_model else "",
            share=share,
            n=len(sample),
            random_state=random_state,
            drawn_on=str(datetime.now(UTC).date()),
            includes_drawn=include_drawn,
            frame_fingerprint=frame_fingerprint(
                articles["article_id"], articles["duplicate_group"]
            ),
            codebook=opened.codebook.fingerprint,
            frame=_draw_frame(frame, sample, certain, coders_of),
        )
        rows_to_code = sheet_rows(frame, sample, coders_of)
        population = int(available.sum())
        settings = {
            "draw": draw.draw_id,
            "for": design.unit,
            "design": draw.design,
            "model": model,
            "share": share,
            "drawn": str(len(sample)),
            "population": str(population),
            "random_state": str(random_state),
        }
        files = sheet_files(opened, rows_to_code, coders, opened.codebook, format_name, settings)
        # The sheets appear just before the draw does: no draw is without its sheets.
        with record_draw(opened, draw):
            write_folder(folder, files)
    n_uncoded = int((drawn & ~coded).sum())
    return MadeSheets(
        tuple(rows_to_code), population, draw, int(coded[sample.rows].sum()), n_uncoded
    )


def _certain_and_drawn(
    frame: pd.DataFrame, draws: Sequence[Draw], coded: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which groups were coded before the first draw, and which were drawn before."""
    if not draws:
        return coded, np.zeros(len(frame), dtype=bool)
    first = draws[0].frame
    certain = frame["duplicate_group"].isin(first["duplicate_group"][first["is_certain"]])
    drawn = np.zeros(len(frame), dtype=bool)
    for draw in draws:
        drawn |= frame["duplicate_group"].isin(draw.drawn["duplicate_group"]).to_numpy()
    return certain.to_numpy(), drawn


def _divide(n: int, coders: Sequence[str], overlap: int) -> list[list[str]]:
    """Return the coders of each drawn article."""
    # The sample is in random order, so its first articles are a random sample too.
    return [list(coders) if i < overlap else [coders[i % len(coders)]] for i in range(n)]


def _draw_frame(
    frame: pd.DataFrame,
    sample: Sample,
    certain: NDArray[np.bool_],
    coders_of: Sequence[Sequence[str]],
) -> pd.DataFrame:
    import pandas as pd

    drawn = np.zeros(len(frame), dtype=bool)
    drawn[sample.rows] = True
    coders = np.full(len(frame), "", dtype=object)
    coders[sample.rows] = ["; ".join(names) for names in coders_of]
    groups = frame["duplicate_group"].to_numpy()
    return pd.DataFrame(
        {
            "duplicate_group": groups,
            "article_id": groups,
            "inclusion_probability": sample.inclusion_probability,
            "stratum": sample.strata,
            "is_drawn": drawn,
            "is_certain": certain,
            "coders": coders,
        }
    )


def _check_model(design: Design, model: str, share: str) -> None:
    if design.uncertain and not model:
        raise InputError(
            "a draw by uncertainty needs the model that is uncertain; name it with --model REF"
        )
    if model and not design.uncertain:
        raise InputError(
            f"the draw does not use model '{model}'; name the share of the draw that is by its "
            "uncertainty, as in --uncertain 0.5, or remove --model"
        )
    if share and not model:
        raise InputError(
            f"the uncertainty about '{share}' is that of a model; name it with --model REF and "
            "--uncertain 0.5, or remove --share"
        )
