"""The judgements that a corpus keeps when it is prepared again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tenor.articles import Article
from tenor.codebook import THEMES, Codebook
from tenor.corpus import Corpus, CorpusWriter, KeptJudgments, judgments_of
from tenor.errors import CorpusError
from tenor.labeling import Judgment
from tenor.labeling.formats import read

TEXT = """version = "1"
[[themes]]
name = "sport"
[[themes]]
name = "war"
[[targets]]
name = "mayor"
positions = ["favor", "against"]
"""
ARTICLES = tuple(Article(article_id=i, text=f"The words of article {i} are these.") for i in "abc")
ANA = Judgment("a", "theme", "", "sport", "coder", "ana", "0123456789ab", "2024-05-01")
ANA_TOO = ANA._replace(label="war")
BEN = Judgment("b", "stance", "mayor", "favor", "adjudicated", "ben")
COLUMN = Judgment("c", "theme", "", "war", "coder", "column topic")
PAPER = Judgment("a", "theme", "", "war", "publisher", "The Paper")
RULE = Judgment("a", "theme", "", "war", "rule", "war#1")
EARLIER = (PAPER, ANA, ANA_TOO, BEN, COLUMN, RULE)


def write(
    path: Path,
    articles: Sequence[Article] = ARTICLES,
    judgments: Sequence[Judgment] = (),
    text: str = TEXT,
    **options: bool,
) -> tuple[list[Judgment], KeptJudgments | None]:
    with CorpusWriter(path, text, Codebook.parse(text).fingerprint, **options) as writer:
        for article in articles:
            writer.add(article)
        for judgment in judgments:
            writer.add_judgment(judgment)
    return judgments_of(Corpus.load(path).labels), writer.kept


@pytest.fixture
def path(tmp_path: Path) -> Path:
    judgments, kept = write(tmp_path / "corpus", judgments=EARLIER)
    assert judgments == list(EARLIER)
    assert kept is None
    return tmp_path / "corpus"


def test_judgements_by_people_are_kept_as_they_are(path: Path) -> None:
    """Also of an earlier codebook, whose fingerprint they keep; labels by rules are counted."""
    judgments, kept = write(path, judgments=[PAPER], force=True)
    assert judgments == [PAPER, ANA, ANA_TOO, BEN, COLUMN]
    assert kept == KeptJudgments([ANA, ANA_TOO, BEN, COLUMN], n_by_rules=1)
    assert not (path / "set_aside_judgments.csv").exists()


def test_judgements_of_other_articles_are_set_aside_in_a_table_to_import(path: Path) -> None:
    """Each time in the same table: of articles that are gone, or have another text."""
    changed = Article(article_id="b", text="Nothing of what stood there before.")
    judgments, kept = write(path, [ARTICLES[0], changed], force=True)
    assert judgments == [ANA, ANA_TOO]
    assert kept is not None
    assert kept.set_aside == {
        "of articles with another text under the same id": [BEN],
        "of articles that are no longer there": [COLUMN],
    }
    write(path, [changed], force=True)
    codings = [item for item in read(path / "set_aside_judgments.csv") if item is not None]
    assert [item.judgment() for item in codings] == [BEN, COLUMN, ANA, ANA_TOO]


def test_a_correction_of_the_text_leaves_its_judgements(path: Path) -> None:
    corrected = Article(article_id="b", text="The words of the article b are these!")
    judgments, _ = write(path, [corrected], force=True)
    assert judgments == [BEN]


def test_a_new_answer_of_the_same_coder_replaces_the_earlier_one(path: Path) -> None:
    """And a label column that is read again replaces all that it gave."""
    new = [ANA_TOO, Judgment("b", "theme", "", "sport", "coder", "column topic")]
    judgments, kept = write(path, judgments=new, force=True)
    assert judgments == [*new, BEN]
    assert kept is not None
    assert (len(kept.kept), kept.n_replaced) == (1, 2)


def test_answers_follow_the_codebook_that_they_were_given_by(path: Path) -> None:
    """A theme that the new codebook lacks still answers others; a target is set aside."""
    text = TEXT.replace('"war"', '"peace"').replace('"mayor"', '"bridge"')
    judgments, kept = write(path, text=text, force=True)
    own = Codebook.parse(TEXT).fingerprint
    column = COLUMN._replace(codebook=own)
    assert judgments == [ANA, ANA_TOO, column]
    assert kept is not None
    assert kept.set_aside == {
        "towards targets that the codebook lacks": [BEN._replace(codebook=own)]
    }
    corpus = Corpus.load(path)
    assert own in corpus.versions
    gold = corpus.gold_labels(THEMES)
    # The column said that article c is about war, and so not about sport.
    assert [corpus.article_ids[row] for row in gold.rows] == ["c"]
    assert gold.matrix.tolist() == [[0, 0]]
    assert gold.is_known.tolist() == [[True, False]]


def test_answers_on_themes_are_set_aside_where_the_codebook_has_none(path: Path) -> None:
    text = 'version = "1"\n[[targets]]\nname = "mayor"\npositions = ["favor", "against"]\n'
    _, kept = write(path, text=text, force=True)
    assert kept is not None
    assert list(kept.set_aside) == ["of themes, which the codebook lacks"]


def test_they_are_removed_on_request(path: Path) -> None:
    judgments, kept = write(path, judgments=[PAPER], force=True, drop_codings=True)
    assert judgments == [PAPER]
    assert kept == KeptJudgments(n_dropped=4, n_by_rules=1)


def test_judgements_that_cannot_be_read_are_not_lost(path: Path) -> None:
    (path / "labels.parquet").write_bytes(b"broken")
    with pytest.raises(CorpusError, match="remove them by --drop-codings"):
        write(path, force=True)
    assert (path / "labels.parquet").read_bytes() == b"broken"
    judgments, _ = write(path, force=True, drop_codings=True)
    assert judgments == []


def test_judgements_of_an_earlier_format_are_kept(path: Path) -> None:
    table = pq.read_table(path / "labels.parquet")
    pq.write_table(table.drop_columns(["at"]), path / "labels.parquet")
    (path / "earlier_codebooks.json").unlink()
    judgments, _ = write(path, force=True)
    assert judgments == [j._replace(at="") for j in (ANA, ANA_TOO, BEN, COLUMN)]
