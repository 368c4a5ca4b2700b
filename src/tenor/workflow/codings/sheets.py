"""Sheets for coders: a sample of articles, divided among coders."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tenor.corpus import MODEL_INPUT, Corpus, articles_of
from tenor.corpus.sampling import Design, Sample, draw_sample, uncoded_rows
from tenor.errors import InputError, OutputError
from tenor.labeling import GOLD_ORIGINS
from tenor.labeling.formats import FORMATS, ArticleToCode
from tenor.labeling.formats.spreadsheet import csv_bytes
from tenor.output import write_folder
from tenor.present import plural
from tenor.progress import track
from tenor.workflow.codings.stale import stale_questions

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

BATCH_SIZE = 1000
"""The number of articles that are labelled at a time."""

SAMPLE_FILE = "sample.csv"
"""The file that documents the sample."""

MAX_FILE_NAME_BYTES = 120
"""The length of the name of a coder's file."""

MODEL_DESIGNS: tuple[Design, ...] = ("uncertainty", "mixed")
"""The designs that need a model."""


def make_sheets(
    corpus: str | Path,
    output: str | Path,
    *,
    n: int | None = None,
    coders: Sequence[str] = (),
    overlap: int = 0,
    design: Design = "random",
    format_name: str = "csv",
    model: str = "",
    include_coded: bool = False,
    stale: bool = False,
    random_state: int = 0,
) -> Sample:
    """Draw a sample of articles and write a sheet for each coder into a new folder.

    The file ``sample.csv`` beside the sheets documents the sample: the articles, their inclusion
    probabilities and their coders.

    Parameters
    ----------
    corpus
        The corpus folder.
    output
        The folder to make.
    n
        The number of articles to draw; with ``stale``, default all.
    coders
        The names of the coders; with ``stale``, default all who judged the articles.
    overlap
        The number of drawn articles that every coder gets; the others get one coder each.
    design
        How articles are drawn; see `draw_sample`.
    format_name
        The name of the format of the sheets.
    model
        The model whose uncertainty the design uses: a reference or a bundle.
    include_coded
        Whether to draw from articles that are already coded, too.
    stale
        Whether to draw articles that people judged by an earlier codebook, and to ask only
        what is unanswered now; see `stale_questions`. Each goes to the coders who judged it.
    random_state
        The seed of the sample.

    Raises
    ------
    TenorError
        If the corpus or the model cannot be read, or the parameters contradict each other.
    """
    folder = Path(output)
    _check_parameters(folder, n, coders, overlap, design, model, stale=stale)
    loaded = Corpus.load(corpus)
    articles = loaded.read_columns(["article_id", "duplicate_group", "outlet", "published"])
    questions = stale_questions(loaded) if stale else None
    if questions:
        rows = questions.rows
    else:
        gold = loaded.labels[loaded.labels["origin"].isin(GOLD_ORIGINS)]
        rows = uncoded_rows(articles, set() if include_coded else set(gold["article_id"]))
    n = len(rows) if n is None else n
    uncertainty = _uncertainty(model, loaded, rows) if model else None
    sample = draw_sample(
        articles, rows, n, design, uncertainty=uncertainty, random_state=random_state
    )
    drawn = articles.iloc[sample.rows]
    codebook, asked = (questions.codebook, questions.asked) if questions else (loaded.codebook, "")
    to_code = _articles_to_code(loaded, drawn["article_id"].tolist(), sample, asked)
    if questions:
        positions = np.searchsorted(rows, sample.rows).tolist()
        coders_of = [questions.assign(position, coders) for position in positions]
        coders = sorted({name for names in coders_of for name in names})
    else:
        # The sample is in random order, so its first articles are a random sample too.
        coders_of = [list(coders) if i < overlap else [coders[i % len(coders)]] for i in range(n)]
    settings = {"design": design, "model": model, "random_state": str(random_state)}
    files = {SAMPLE_FILE: _sample_csv(loaded, sample, drawn, coders_of, settings)}
    codings_format = FORMATS[format_name]
    files |= codings_format.settings(codebook)
    used = {name.partition(".")[0] for name in files}
    for coder in coders:
        articles_of_coder = [
            article for article, names in zip(to_code, coders_of, strict=True) if coder in names
        ]
        name = _file_name(coder, used) + codings_format.extensions[0]
        files[name] = codings_format.sheet(articles_of_coder, codebook, coder)
    write_folder(folder, files)
    return sample


def _check_parameters(
    folder: Path,
    n: int | None,
    coders: Sequence[str],
    overlap: int,
    design: Design,
    model: str,
    *,
    stale: bool,
) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"'{folder}' exists already and is not empty; name another folder")
    if stale and (overlap or design != "random"):
        raise InputError(
            "stale articles go to the coders who judged them; remove --overlap and --design, or "
            "leave out --stale"
        )
    if n is None and not stale:
        raise InputError("name the number of articles to draw, as in --n 50")
    if not (coders or stale) or not all(name.strip() for name in coders):
        raise InputError("sheets need the names of the coders, as in --coders ana,ben")
    repeated = next((name for i, name in enumerate(coders) if name in coders[:i]), None)
    if repeated is not None:
        raise InputError(f"coder '{repeated}' is named twice; give each coder a different name")
    if n is not None and overlap > n:
        raise InputError(
            f"an overlap of {overlap:,} is more than the {plural(n, 'article')} to draw"
        )
    if design in MODEL_DESIGNS and not model:
        raise InputError(f"design '{design}' needs a model; name one with --model REF")
    if design not in MODEL_DESIGNS and model:
        raise InputError(
            f"design '{design}' uses no model; remove --model, or choose --design "
            f"{' or '.join(MODEL_DESIGNS)}"
        )


def _articles_to_code(
    corpus: Corpus, article_ids: Sequence[str], sample: Sample, asked: str
) -> list[ArticleToCode]:
    columns = ["article_id", "title", "text", "outlet", "published"]
    table = corpus.read_columns(columns, article_ids)
    articles = {article.article_id: article for article in articles_of(table)}
    return [
        ArticleToCode(
            article_id,
            articles[article_id].title,
            articles[article_id].text,
            corpus.codebook.fingerprint,
            probability,
            articles[article_id].outlet,
            str(articles[article_id].published or ""),
            asked,
        )
        for article_id, probability in zip(
            article_ids, sample.inclusion_probability.tolist(), strict=True
        )
    ]


def _sample_csv(
    corpus: Corpus,
    sample: Sample,
    drawn: pd.DataFrame,
    coders_of: Sequence[Sequence[str]],
    settings: dict[str, str],
) -> bytes:
    constant_cells = {
        "design": settings["design"],
        "model": settings["model"],
        "drawn": str(len(sample)),
        "population": str(sample.population),
        "random_state": settings["random_state"],
        "corpus": corpus.fingerprint,
        "codebook": corpus.codebook.fingerprint,
    }
    header = [
        "article_id",
        "duplicate_group",
        "stratum",
        "inclusion_probability",
        "coders",
        *constant_cells,
    ]
    rows = [
        [article_id, group, stratum, repr(probability), "; ".join(coders), *constant_cells.values()]
        for article_id, group, stratum, probability, coders in zip(
            drawn["article_id"].tolist(),
            drawn["duplicate_group"].tolist(),
            sample.stratum,
            sample.inclusion_probability.tolist(),
            coders_of,
            strict=True,
        )
    ]
    return csv_bytes(header, rows)


def _uncertainty(reference: str, corpus: Corpus, rows: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the entropy of a model's prediction for each row, in bits, shape (n_rows,)."""
    from tenor.models import Labeler
    from tenor.workflow.loading import load_model

    model = load_model(reference)
    labeler = Labeler([model])
    uncertainty = np.zeros(len(rows))
    for start in track(range(0, len(rows), BATCH_SIZE), "predicting", -(-len(rows) // BATCH_SIZE)):
        articles = corpus.articles_at(rows[start : start + BATCH_SIZE], MODEL_INPUT)
        for i, [prediction] in enumerate(labeler.label(articles), start=start):
            probabilities = list(prediction.scores.values())
            uncertainty[i] = entropy(probabilities, single_label=model.single_label)
    return uncertainty


def entropy(probabilities: Sequence[float], *, single_label: bool) -> float:
    """Return the entropy of a prediction in bits; 0 if there is no prediction.

    Parameters
    ----------
    probabilities
        The probability of each label.
    single_label
        Whether an article has exactly one label. If not, labels are independent, and the
        result is the mean of their binary entropies.
    """
    if not probabilities:
        return 0.0
    p = np.clip(np.array(probabilities), 1e-12, 1 - 1e-12)
    if single_label:
        return max(0.0, float(-(p * np.log2(p)).sum()))
    return float(-(p * np.log2(p) + (1 - p) * np.log2(1 - p)).mean())


def _file_name(coder: str, used: set[str]) -> str:
    """Return a file name for a coder that is valid on any system, and add it to those used."""
    safe = "".join(
        "_" if char in '/\\:*?"<>|' or unicodedata.category(char) in ("Cc", "Cs") else char
        for char in coder.strip()
    )
    safe = re.sub(r"^\.+|[. ]+$", "_", safe)
    safe = safe.encode()[:MAX_FILE_NAME_BYTES].decode("utf-8", "ignore")
    name, number = safe, 1
    while name.casefold() in used:
        number += 1
        name = f"{safe}-{number}"
    used.add(name.casefold())
    return name
