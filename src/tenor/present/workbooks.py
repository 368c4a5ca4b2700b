"""Saving workbooks reproducibly: equal content gives equal bytes."""

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
"""The size in bytes above which the temporary copy of a workbook is on disk."""

_TIME = (1980, 1, 1, 0, 0, 0)
_CHANGED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_PROPERTIES = "docProps/core.xml"


def save_workbook(workbook: Workbook, path: Path | io.BytesIO) -> None:
    """Save a workbook with constant timestamps in its properties and in its archive.

    Parameters
    ----------
    workbook
        The workbook; in write-only mode it cannot be saved again.
    path
        The file or the stream to write.
    """
    with (
        tempfile.SpooledTemporaryFile(MAX_IN_MEMORY) as saved,
        _saved(workbook, saved) as archive,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as output,
    ):
        for saved_entry in archive.infolist():
            entry = zipfile.ZipInfo(saved_entry.filename, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.file_size = saved_entry.file_size
            if entry.filename == _PROPERTIES:
                content = _CHANGED.sub(rb"\g<1>1980-01-01T00:00:00Z", archive.read(saved_entry))
                output.writestr(entry, content)
                continue
            with archive.open(saved_entry) as source, output.open(entry, "w") as target:
                shutil.copyfileobj(source, target, 1 << 20)


def _saved(workbook: Workbook, stream: IO[bytes]) -> zipfile.ZipFile:
    workbook.save(stream)
    return zipfile.ZipFile(stream)
