"""Loading and exporting models by reference: a bundle folder, or a model in the MLflow store."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from tenor.models import Model, load_bundle, verify_bundle
from tenor.output import atomic_folder


def load_model(reference: str | Path) -> Model:
    """Load a model: a bundle folder, ``NAME@ALIAS``, ``models:/...`` or ``runs:/...``.

    Loading from a folder needs neither MLflow nor scikit-learn.

    Raises
    ------
    BundleError
        If the bundle was changed, is incomplete or malformed.
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
    folder = Path(reference)
    if not folder.is_dir():
        from tenor.tracking import find_bundle

        folder = find_bundle(str(reference))
    return load_bundle(folder)


def load_models(references: Sequence[str]) -> dict[str, Model]:
    """Return models by their references; without any, every champion of the store."""
    if not references:
        from tenor.tracking import champions

        references = champions()
    return {reference: load_model(reference) for reference in references}


def export_bundle(reference: str, output: Path) -> int:
    """Copy the bundle of a model into a new folder, and return the number of its files.

    The bundle is verified before and after it is copied.

    Raises
    ------
    BundleError
        If the bundle was changed, is incomplete or malformed.
    OutputError
        If ``output`` exists or cannot be written.
    StoreError
        If the store has no such model.
    """
    from tenor.tracking import find_bundle

    source = find_bundle(reference)
    verify_bundle(source)
    with atomic_folder(output) as temporary:
        shutil.copytree(source, temporary, dirs_exist_ok=True)
        hashes = verify_bundle(temporary)
    return len(hashes) + 1  # The manifest has no hash of itself.
