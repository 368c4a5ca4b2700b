"""The earlier codebooks that judgements of a corpus follow, as a file in its folder."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from tenor.codebook import Codebook, CodebookVersions
from tenor.errors import CodebookError, CorpusError, InputError
from tenor.labeling import Judgment
from tenor.toml import read_toml

EARLIER_CODEBOOKS_FILE = "earlier_codebooks.json"
"""The texts of the earlier codebooks that judgements follow, by fingerprint."""

Texts = Mapping[str, str]
"""The texts of codebooks by their fingerprints."""


def read_earlier_codebooks(path: Path) -> dict[str, str]:
    """Return the texts of the earlier codebooks of a corpus.

    Parameters
    ----------
    path
        The folder of the corpus.

    Raises
    ------
    CorpusError
        If they cannot be read.
    """
    file = path / EARLIER_CODEBOOKS_FILE
    try:
        texts = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as exc:
        raise CorpusError(f"'{file}' cannot be read: {exc}") from exc
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise CorpusError(f"'{file}' does not hold the texts of codebooks; make the corpus again")
    return texts


def codebook_versions(path: Path, codebook: Codebook) -> CodebookVersions:
    """Return the codebook of a corpus with the earlier ones that its judgements follow.

    Parameters
    ----------
    path
        The folder of the corpus.
    codebook
        Its codebook.

    Raises
    ------
    CorpusError
        If the earlier codebooks cannot be read, or one was changed.
    """
    earlier = {}
    for fingerprint, text in read_earlier_codebooks(path).items():
        name = f"{path / EARLIER_CODEBOOKS_FILE}, codebook '{fingerprint}'"
        earlier[fingerprint] = Codebook.parse(text, name)
        if earlier[fingerprint].fingerprint != fingerprint:
            raise CorpusError(
                f"{name} was changed: its fingerprint is '{earlier[fingerprint].fingerprint}'; "
                "restore the file, or make the corpus again with 'tenor prep'"
            )
    return CodebookVersions(codebook, earlier)


def accept_codebooks(
    names: Sequence[str], versions: CodebookVersions
) -> tuple[CodebookVersions, dict[str, str]]:
    """Return the versions with further earlier codebooks, and the texts of these.

    Parameters
    ----------
    names
        Files of codebooks, or fingerprints of codebooks among the versions.
    versions
        The versions.

    Raises
    ------
    CodebookError
        If a file has faults.
    InputError
        If a name is neither a file nor such a fingerprint.
    """
    earlier, texts = dict(versions.earlier), {}
    for name in names:
        if name in versions:
            continue
        if not Path(name).is_file():
            raise InputError(
                f"'{name}' is neither a file nor the fingerprint of a codebook that the corpus "
                "holds; name the file of the codebook that the codings follow"
            )
        text = read_toml(Path(name), CodebookError)
        codebook = Codebook.parse(text, name)
        if codebook.fingerprint != versions.current.fingerprint:
            earlier[codebook.fingerprint] = codebook
            texts[codebook.fingerprint] = text
    return CodebookVersions(versions.current, earlier), texts


def check_named(texts: Texts, named: Collection[str]) -> None:
    """Check that codings name the earlier codebooks that are accepted for them.

    Codings that name none are taken as answers to the codebook of the corpus, and whoever names
    an earlier one does not mean that.

    Parameters
    ----------
    texts
        The texts of the accepted codebooks, by fingerprint.
    named
        The fingerprints that the codings name.

    Raises
    ------
    InputError
        If no coding names one of the codebooks.
    """
    for fingerprint in texts:
        if fingerprint not in named:
            raise InputError(
                f"no coding names the codebook '{fingerprint}', which --accept-codebook accepts; "
                f"write '{fingerprint}' into a column 'codebook' of the codings that follow it, or "
                "leave out the option"
            )


def earlier_codebooks_json(texts: Texts, judgments: Iterable[Judgment]) -> bytes:
    """Return the content of `EARLIER_CODEBOOKS_FILE`.

    Parameters
    ----------
    texts
        The texts of earlier codebooks.
    judgments
        The judgements of the corpus; codebooks that none of them follows are left out.
    """
    followed = {judgment.codebook for judgment in judgments}
    kept = {name: text for name, text in sorted(texts.items()) if name in followed}
    return f"{json.dumps(kept, indent=2, ensure_ascii=False)}\n".encode()
