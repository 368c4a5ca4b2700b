"""Articles that lend axes: of the corpus what does not score, and of archives what they hold."""

from __future__ import annotations

import numpy as np

from tenor.corpus import Corpus
from tenor.errors import CorpusError, SpecError
from tenor.models import Experiment
from tenor.models.texts import FieldTexts, Lending
from tenor.workflow.prepared import open_corpus

MOST_LENT = 50_000
"""Articles of an archive that lend, drawn evenly: more would only cost time and memory."""

READ = ("title", "text", "claim", "outlet", "series", "published")


def all_lenders(spec: Experiment, corpus: Corpus) -> Lending | None:
    """Return the articles of a corpus and, after them, of the archives; None without axes.

    Raises
    ------
    TenorError
        If an archive is not a corpus, or was cleaned by another version, or no view has axes.
    """
    import pandas as pd

    if not spec.has_axes:
        if spec.archive:
            raise SpecError(
                f"spec '{spec.name}' names an archive, which lends axes, and no view has any; "
                "set n_components in one of its [[features]], or take archive out"
            )
        return None
    tables, fingerprints = [corpus.articles], []
    for path in spec.archive_paths:
        try:
            archive = open_corpus(spec, path)
        except CorpusError as exc:
            raise CorpusError(f"archive: {exc}") from exc
        table = archive.some_articles(READ)
        if len(table) > MOST_LENT:
            table = table.iloc[np.linspace(0, len(table) - 1, MOST_LENT, dtype=np.intp)]
        # What the corpus holds itself, it lends itself, unless it scores.
        table = table[~table["text"].isin(corpus.articles["text"])]
        # Names of articles and groups mean nothing in another corpus.
        tables.append(table.assign(article_id="", duplicate_group="", part=""))
        fingerprints.append(archive.fingerprint)
    whole = pd.concat(tables, ignore_index=True) if fingerprints else corpus.articles
    none: np.ndarray = np.empty(0, dtype=np.intp)
    return Lending(FieldTexts(whole), none, none, none, tuple(fingerprints))
