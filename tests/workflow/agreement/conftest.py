"""A corpus whose judgements a test writes down."""

from __future__ import annotations

from pathlib import Path

from tenor.corpus import Corpus
from tenor.workflow.prep import prepare

CODEBOOK = """version = "1"
themes_per_article = "{themes_per_article}"
[[themes]]
name = "economy"
[[themes]]
name = "sport"
[[targets]]
name = "toll"
positions = ["against", "neutral", "favor"]
"""

N_ARTICLES = 6


def coded_corpus(folder: Path, *codings: str, themes_per_article: str = "any") -> Corpus:
    """Make a corpus of the articles a1 to a6; a coding is ``article task target label coder``."""
    numbers = range(1, N_ARTICLES + 1)
    rows = "".join(f"a{i},Title {i},Text number {i} is here.\n" for i in numbers)
    (folder / "articles.csv").write_text("article_id,title,text\n" + rows)
    codebook = CODEBOOK.format(themes_per_article=themes_per_article)
    (folder / "codebook.toml").write_text(codebook)
    lines = "".join(coding.replace(" ", ",") + "\n" for coding in codings)
    (folder / "codings.csv").write_text("article_id,task,target,label,coder,origin\n" + lines)
    return prepare(
        folder / "articles.csv",
        folder / "codebook.toml",
        folder / "corpus",
        codings=[folder / "codings.csv"],
    )
