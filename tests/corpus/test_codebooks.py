"""The earlier codebooks in the folder of a corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tenor.articles import Article
from tenor.codebook import Codebook, CodebookVersions
from tenor.corpus import Corpus, CorpusWriter, accept_codebooks, check_named
from tenor.errors import CodebookError, CorpusError, InputError
from tenor.labeling import Judgment

TEXT = 'version = "2"\n[[themes]]\nname = "economy"\n'
OLD = TEXT.replace('"2"', '"1"')
KEY, OLD_KEY = Codebook.parse(TEXT).fingerprint, Codebook.parse(OLD).fingerprint


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A corpus with a judgement by an earlier codebook."""
    unused = OLD.replace('"1"', '"0"')
    texts = {OLD_KEY: OLD, Codebook.parse(unused).fingerprint: unused}
    with CorpusWriter(tmp_path / "corpus", TEXT, KEY, earlier_codebooks=texts) as writer:
        writer.add(Article(article_id="a", text="Some words."))
        writer.add_judgment(Judgment("a", "theme", "", "economy", "coder", "ana", OLD_KEY))
    return tmp_path / "corpus"


def test_a_corpus_holds_the_codebooks_that_its_judgements_follow(path: Path) -> None:
    """And no others."""
    assert json.loads((path / "earlier_codebooks.json").read_text()) == {OLD_KEY: OLD}
    versions = Corpus.load(path).versions
    assert versions.current.fingerprint == KEY
    assert list(versions.earlier) == [OLD_KEY]


@pytest.mark.parametrize("content", ["{", "[]", '{"0123456789ab": 1}'])
def test_a_damaged_file_is_an_error(path: Path, content: str) -> None:
    (path / "earlier_codebooks.json").write_text(content)
    with pytest.raises(CorpusError, match=r"earlier_codebooks.json"):
        _ = Corpus.load(path).versions


def test_a_changed_codebook_is_an_error(path: Path) -> None:
    """Its name states its fingerprint."""
    changed = json.dumps({OLD_KEY: OLD.replace("economy", "money")})
    (path / "earlier_codebooks.json").write_text(changed)
    with pytest.raises(CorpusError, match=rf"codebook '{OLD_KEY}' was changed: its fingerprint is"):
        _ = Corpus.load(path).versions


def test_codebooks_are_accepted_as_files_or_by_fingerprints_that_are_known(tmp_path: Path) -> None:
    file = tmp_path / "old.toml"
    file.write_text(OLD)
    versions, texts = accept_codebooks([str(file)], CodebookVersions(Codebook.parse(TEXT)))
    assert texts == {OLD_KEY: OLD}
    assert OLD_KEY in versions
    assert accept_codebooks([OLD_KEY, KEY], versions) == (versions, {})
    with pytest.raises(InputError, match="is neither a file nor the fingerprint of a codebook"):
        accept_codebooks(["0123456789ab"], versions)
    file.write_text("version = 1\n")
    with pytest.raises(CodebookError):
        accept_codebooks([str(file)], versions)


def test_an_accepted_codebook_that_no_coding_names_is_an_error() -> None:
    """Codings that name none follow the codebook of the corpus, which is not meant here."""
    check_named({OLD_KEY: OLD}, {OLD_KEY, KEY})
    with pytest.raises(InputError) as caught:
        check_named({OLD_KEY: OLD}, {KEY})
    assert str(caught.value) == (
        f"no coding names the codebook '{OLD_KEY}', which --accept-codebook accepts; write "
        f"'{OLD_KEY}' into a column 'codebook' of the codings that follow it, or leave out the "
        "option"
    )
