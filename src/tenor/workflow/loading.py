"""Loading and exporting models by reference: a bundle, or a model in the MLflow store."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tenor.errors import BundleError
from tenor.models import Model, load_bundle, verify_bundle
from tenor.models.bundle import CARD
from tenor.models.manifest import MANIFEST, SIGNATURE
from tenor.models.signature import check_signature, sign
from tenor.output import atomic_folder


class Export(NamedTuple):
    """What an export wrote.

    Attributes
    ----------
    n_files
        The number of files of the bundle.
    has_card, is_signed
        Whether the model card is one of them, and a signature.
    """

    n_files: int
    has_card: bool
    is_signed: bool


def load_model(reference: str | Path, *, public_key: str | Path | None = None) -> Model:
    """Load a model: a bundle, ``NAME@ALIAS``, ``models:/...`` or ``runs:/...``.

    A bundle is a folder or a .zip file. Loading one needs neither MLflow nor scikit-learn.

    Parameters
    ----------
    reference
        The model.
    public_key
        The file of the public key that the model must be signed for; default any model is loaded.

    Raises
    ------
    BundleError
        If the bundle was changed, is incomplete or malformed, or not signed as it must be.
    InputError
        If the file of the public key cannot be used.
    StoreError
        If the store has no such model.

    Examples
    --------
    >>> from tenor import Article, load_model
    >>> model = load_model("tenor-theme@champion")
    >>> article = Article(article_id="1", text="The ferry and the trams run again.")
    >>> "transport" in model.predict([article])[0].labels
    True
    """
    folder, verified = _find_folder(reference)
    signed = check_signature(folder, Path(public_key)) if public_key else ""
    model = load_bundle(folder, verified=verified)
    if signed not in ("", model.fingerprint):
        raise BundleError(f"bundle '{folder}' was replaced while it was used; start again")
    return model


def load_models(references: Sequence[str], *, public_key: Path | None = None) -> dict[str, Model]:
    """Return models by their references; without any, every champion of the store.

    Parameters
    ----------
    references, public_key
        As for `load_model`.
    """
    if not references:
        from tenor.tracking import champions

        references = champions()
    return {reference: load_model(reference, public_key=public_key) for reference in references}


def export_bundle(
    reference: str, output: Path, *, as_zip: bool = False, key: Path | None = None
) -> Export:
    """Copy the bundle of a model into a new folder, or into one file.

    The bundle is verified before it is copied; a folder also after.

    Parameters
    ----------
    reference
        The model.
    output
        The folder or file to make.
    as_zip
        Whether to make one file.
    key
        The file of the private key to sign with; by default, a signature that the bundle has is
        copied.

    Raises
    ------
    BundleError
        If the bundle was changed, is incomplete or malformed.
    InputError
        If the file of the key cannot be used.
    OutputError
        If ``output`` exists or cannot be written.
    StoreError
        If the store has no such model.
    """
    source, _ = _find_folder(reference)
    hashes = verify_bundle(source)
    signature = sign((source / MANIFEST).read_bytes(), key) if key else b""
    if as_zip:
        from tenor.models.bundle_zip import pack

        pack(source, output, signature)
    else:
        with atomic_folder(output) as temporary:
            shutil.copytree(source, temporary, dirs_exist_ok=True)
            if signature:
                (temporary / SIGNATURE).write_bytes(signature)
            verify_bundle(temporary)
    is_signed = bool(signature) or (source / SIGNATURE).is_file()
    # The manifest holds no hash of itself or of its signature.
    return Export(len(hashes) + 1 + is_signed, CARD in hashes, is_signed)


def _find_folder(reference: str | Path) -> tuple[Path, str]:
    """Return the folder of a bundle, and its fingerprint if it is verified already."""
    path = Path(reference)
    if path.is_dir():
        return path, ""
    if path.is_file():
        from tenor.models.bundle_zip import unpack

        return unpack(path)
    from tenor.tracking import find_bundle

    return find_bundle(str(reference)), ""
