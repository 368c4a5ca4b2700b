"""How many coded articles name a target by none of its aliases: no stance is predicted for them."""

from __future__ import annotations

from typing import NamedTuple

from tenor.codebook import Codebook, Task
from tenor.corpus import Corpus
from tenor.present import format_count, plural


class AliasCoverage(NamedTuple):
    """The coded articles of a target, and those of them that name none of its aliases."""

    target: str
    n_coded: int
    n_unnamed: int

    @property
    def sentence(self) -> str:
        """The counts, and what to do, in a sentence; empty if every article names the target."""
        if not self.n_unnamed:
            return ""
        return (
            f"{format_count(self.n_unnamed)} of {plural(self.n_coded, 'coded article')} name no "
            f"alias of {self.target}, so that no stance is predicted for them; add the names that "
            "they use to its aliases"
        )


def alias_coverage(corpus: Corpus, codebook: Codebook, task: Task) -> AliasCoverage | None:
    """Return how many coded articles name none of a target's aliases.

    Parameters
    ----------
    corpus
        The corpus.
    codebook
        The codebook that gives the aliases; it may be newer than that of the corpus.
    task
        The stance towards the target.

    Returns
    -------
    AliasCoverage or None
        None for themes, for a target without aliases, which every article concerns, and for one
        that the codebook of the corpus lacks.
    """
    if not task.is_stance or task.target not in corpus.codebook.target_names:
        return None
    target = codebook.target(task.target)
    if not target.aliases:
        return None
    coded = corpus.articles.iloc[corpus.gold_labels(task).rows]
    pairs = zip(coded["title"], coded["text"], strict=True)
    n_unnamed = sum(not target.applies_to(title, text) for title, text in pairs)
    return AliasCoverage(task.target, len(coded), n_unnamed)
