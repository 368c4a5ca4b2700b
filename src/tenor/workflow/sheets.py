"""Sheets for coders: articles drawn by a design, and who codes which."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.corpus import Corpus
from tenor.corpus.sampling import Design, Sample, draw, drawable
from tenor.errors import InputError, OutputError
from tenor.labeling import GOLD, formats
from tenor.labeling.formats import ToCode
from tenor.labeling.formats.spreadsheet import csv_bytes
from tenor.output import make_folder
from tenor.progress import track

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

BATCH = 1000
_SEEN = ("article_id", "title", "text", "claim")
"""What a model sees of an article."""


def make_sheets(
    corpus: str | Path,
    output: str | Path,
    *,
    n: int,
    coders: Sequence[str],
    overlap: int = 0,
    by: Design = "random",
    kind: str = "csv",
    model: str = "",
    again: bool = False,
    random_state: int = 0,
) -> Sample:
    """Draw articles to code and write a sheet for each coder into a new folder.

    ``sample.csv`` beside the sheets tells the design: which articles, how
    likely each was to be drawn, and who gets it.

    Parameters
    ----------
    n, overlap
        How many articles are drawn, and how many of them every coder gets.
    model
        Whose uncertainty ``by`` uses: a reference or a bundle folder.
    again
        Draw also articles that somebody has coded.

    Raises
    ------
    TenorError
        If the corpus, the model or what is asked for cannot be used.
    """
    folder = Path(output)
    _check_plan(folder, n, coders, overlap, by, model)
    opened = Corpus.load(corpus)
    articles = opened.some_articles(["article_id", "duplicate_group", "outlet", "published"])
    gold = opened.labels[opened.labels["origin"].isin(GOLD)]
    rows = drawable(articles, set() if again else set(gold["article_id"]))
    unsure = _uncertainty(model, opened.articles.iloc[rows]) if model else None
    sample = draw(articles, rows, n, by, uncertainty=unsure, random_state=random_state)
    table = articles.iloc[sample.rows]
    to_code = _to_code(opened, table["article_id"].tolist(), sample.probability)
    # The draw is in random order already, so that its beginning is a draw too.
    shares = [coders if i < overlap else [coders[i % len(coders)]] for i in range(n)]
    files = {"sample.csv": _design(opened, sample, table, shares, by, model, random_state)}
    settings = formats.settings(kind, opened.codebook)
    files |= {name: text.encode() for name, text in settings.items()}
    used = {name.partition(".")[0] for name in files}
    for coder in coders:
        own = [article for article, share in zip(to_code, shares, strict=True) if coder in share]
        name = _file_name(coder, used) + formats.ENDINGS[kind]
        files[name] = formats.sheet(kind, own, opened.codebook, coder)
    make_folder(folder, files)
    return sample


def _to_code(corpus: Corpus, ids: Sequence[str], chances: NDArray[np.float64]) -> list[ToCode]:
    shown = ["article_id", "title", "text", "outlet", "published"]
    found = {row["article_id"]: row for row in _records(corpus.some_articles(shown, ids))}
    return [
        ToCode(
            article_id, found[article_id]["title"], found[article_id]["text"],
            corpus.codebook.fingerprint, chance, found[article_id]["outlet"],
            str(found[article_id]["published"] or ""),
        )
        for article_id, chance in zip(ids, chances.tolist(), strict=True)
    ]  # fmt: skip


def _check_plan(
    folder: Path, n: int, coders: Sequence[str], overlap: int, by: str, model: str
) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"'{folder}' exists already and is not empty; name another folder")
    if not coders or not all(name.strip() for name in coders):
        raise InputError("sheets need the coders' names, as in --coders ana,ben")
    twice = next((name for i, name in enumerate(coders) if name in coders[:i]), None)
    if twice is not None:
        raise InputError(f"coder '{twice}' is named twice; give each coder a name of their own")
    if overlap > n:
        raise InputError(f"an overlap of {overlap:,} is more than the {n:,} articles to code")
    if by in ("uncertainty", "mixed") and not model:
        raise InputError(f"drawing by '{by}' needs a model (--model REF)")
    if by not in ("uncertainty", "mixed") and model:
        raise InputError(f"drawing by '{by}' uses no model; leave out --model, or draw by "
                         "'uncertainty' or 'mixed'")  # fmt: skip


def _design(
    corpus: Corpus,
    sample: Sample,
    table: pd.DataFrame,
    shares: Sequence[Sequence[str]],
    by: str,
    model: str,
    random_state: int,
) -> bytes:
    header = ["article_id", "duplicate_group", "stratum", "inclusion_probability", "coders",
              "design", "model", "drawn", "population", "random_state", "corpus",
              "codebook"]  # fmt: skip
    same = [by, model, str(len(sample)), str(sample.population), str(random_state),
            corpus.fingerprint, corpus.codebook.fingerprint]  # fmt: skip
    ids, groups = table["article_id"].tolist(), table["duplicate_group"].tolist()
    chances = sample.probability.tolist()
    rows = [
        [article, group, stratum, repr(chance), "; ".join(share), *same]
        for article, group, stratum, chance, share in zip(
            ids, groups, sample.stratum, chances, shares, strict=True
        )
    ]
    return csv_bytes(header, rows)


def _uncertainty(reference: str, table: pd.DataFrame) -> NDArray[np.float64]:
    """Return the mean entropy, in bits, of what a model says of each label, shape (n,)."""
    from tenor.articles import Article
    from tenor.models.model import Labeler
    from tenor.workflow.loading import load_model

    model = load_model(reference)
    labeler = Labeler([model])
    found = np.zeros(len(table))
    for start in track(range(0, len(table), BATCH), "predicting", -(-len(table) // BATCH)):
        rows = _records(table.iloc[start : start + BATCH])
        articles = [Article(**{name: row[name] for name in _SEEN}) for row in rows]
        for i, [prediction] in enumerate(labeler.label(articles), start=start):
            found[i] = entropy(list(prediction.scores.values()), model.rule)
    return found


def entropy(probabilities: Sequence[float], rule: str) -> float:
    """Return how unsure a model is, in bits; of what it does not answer it is not unsure.

    Of labels that exclude each other (``rule`` is ``one``) the entropy, else
    the mean of the entropies of each being given or not.
    """
    if not probabilities:
        return 0.0
    p = np.clip(np.array(probabilities), 1e-12, 1 - 1e-12)
    if rule == "one":
        return max(0.0, float(-(p * np.log2(p)).sum()))
    return float(-(p * np.log2(p) + (1 - p) * np.log2(1 - p)).mean())


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _file_name(coder: str, used: set[str]) -> str:
    """Return a name that is a file's on any system, and nobody else's here."""
    safe = "".join(
        "_" if char in '/\\:*?"<>|' or unicodedata.category(char) in ("Cc", "Cs") else char
        for char in coder.strip()
    )
    safe = re.sub(r"^\.+|[. ]+$", "_", safe).encode()[:120].decode("utf-8", "ignore")
    name, number = safe, 1
    while name.casefold() in used:
        number += 1
        name = f"{safe}-{number}"
    used.add(name.casefold())
    return name
