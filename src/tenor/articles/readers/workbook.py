"""Workbooks (XLSX), read row by row within bounds."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice

from tenor.articles.article import Reason, UnreadableInput
from tenor.articles.readers.decoding import read_limited

MAX_UNPACKED = 2_000_000_000
"""Bytes of the parts of a workbook, unpacked."""
MAX_SHARED = 500_000_000
"""Bytes of the texts that its cells share, which are held in memory."""
MAX_COLUMNS = 2_000
MAX_ROWS = 1_048_576
"""Rows of a sheet, of which spreadsheets have no more; missing ones between others count."""

_SHARED_STRINGS = "xl/sharedStrings.xml"


def read_sheets(stream: io.BufferedReader, limit: int) -> Iterator[Iterator[Sequence[object]]]:
    """Yield the rows of each sheet of a workbook, as the values of their cells.

    Parameters
    ----------
    stream
        The workbook.
    limit
        The maximum size in bytes of a workbook that cannot be read in place.

    Raises
    ------
    UnreadableInput
        If it is no workbook, or larger than is allowed.
    """
    import openpyxl

    source = stream if stream.seekable() else io.BytesIO(read_limited(stream, limit))
    try:
        with zipfile.ZipFile(source) as archive:
            sizes = {member.filename: member.file_size for member in archive.infolist()}
    except (zipfile.BadZipFile, OSError) as error:
        raise UnreadableInput(Reason.UNREADABLE, f"it is not an XLSX file: {error}") from None
    if sum(sizes.values()) > MAX_UNPACKED or sizes.get(_SHARED_STRINGS, 0) > MAX_SHARED:
        raise UnreadableInput(
            Reason.TOO_LARGE, f"it unpacks to {sum(sizes.values()):,} bytes; save it as CSV"
        )
    source.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(source, read_only=True, data_only=True)
        for sheet in workbook.worksheets:
            # The size that a file states may be wrong.
            sheet.reset_dimensions()
            rows = islice(sheet.iter_rows(values_only=True), MAX_ROWS)
            yield (row[:MAX_COLUMNS] for row in rows)
