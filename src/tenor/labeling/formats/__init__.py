"""Files of codings: exports of annotation tools and spreadsheets, and files to import there."""

from tenor.labeling.formats.annotation import ArticleToCode
from tenor.labeling.formats.checking import CheckedCodings, check_codings
from tenor.labeling.formats.coding import Coding, Item, NameMap, RejectedCoding, RejectionReason
from tenor.labeling.formats.registry import FORMATS, CodingsFormat, read

__all__ = [
    "FORMATS",
    "ArticleToCode",
    "CheckedCodings",
    "Coding",
    "CodingsFormat",
    "Item",
    "NameMap",
    "RejectedCoding",
    "RejectionReason",
    "check_codings",
    "read",
]
