"""The draws of a corpus: what of them is coded, and removing the last one."""

from __future__ import annotations

from pathlib import Path

from tenor.corpus import Corpus, open_to_change
from tenor.corpus.draws import CodedDraws, Draw, coded_draws, load_draws, remove_draw
from tenor.errors import CorpusError
from tenor.present import plural


def summarize_draws(corpus: str | Path) -> CodedDraws:
    """Return the draws of a corpus and what of them people have coded.

    Raises
    ------
    CorpusError
        If the corpus or a draw cannot be read, or a draw is from other articles.
    """
    loaded = Corpus.load(corpus)
    return coded_draws(loaded, load_draws(loaded))


def undo_draw(corpus: str | Path) -> Draw:
    """Remove the last draw of a corpus, and return it.

    Draws before it were drawn without it, so that their chances stay as they are. With a coding of
    a drawn article the choice to remove it could depend on what was found.

    Raises
    ------
    CorpusError
        If there is no draw, or people coded an article of the last one that was not coded before.
    OutputError
        If it cannot be removed.
    """
    with open_to_change(corpus) as opened:
        draws = load_draws(opened)
        if not draws:
            raise CorpusError(f"corpus '{corpus}' has no draw, so that there is none to remove")
        last = coded_draws(opened, draws).draws[-1]
        n_coded = last.draw.n - len(last.uncoded)
        if n_coded:
            raise CorpusError(
                f"{plural(n_coded, 'article')} of '{last.draw.draw_id}' of corpus '{corpus}' "
                f"{'is' if n_coded == 1 else 'are'} coded, so that it cannot be removed; code the "
                f"other {len(last.uncoded)}, or draw more articles"
            )
        remove_draw(opened, last.draw)
        return last.draw
