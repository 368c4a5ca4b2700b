"""Saving workbooks so that the same content is the same file."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook

MAX_IN_MEMORY = 1 << 24
"""The bytes of a workbook from which on it is kept on disk while it is settled."""

_TIME = (1980, 1, 1, 0, 0, 0)
_CHANGED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_PROPERTIES = "docProps/core.xml"


def save_workbook(workbook: Workbook, path: Path | io.BytesIO) -> None:
    """Save a workbook without the time, which openpyxl writes into it and into its archive."""
    with (
        tempfile.SpooledTemporaryFile(MAX_IN_MEMORY) as saved,
        _saved(workbook, saved) as archive,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as settled,
    ):
        for saved_entry in archive.infolist():
            entry = zipfile.ZipInfo(saved_entry.filename, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.file_size = saved_entry.file_size
            if entry.filename == _PROPERTIES:
                content = _CHANGED.sub(rb"\g<1>1980-01-01T00:00:00Z", archive.read(saved_entry))
                settled.writestr(entry, content)
                continue
            with archive.open(saved_entry) as source, settled.open(entry, "w") as target:
                shutil.copyfileobj(source, target, 1 << 20)


def _saved(workbook: Workbook, stream: IO[bytes]) -> zipfile.ZipFile:
    workbook.save(stream)
    return zipfile.ZipFile(stream)
