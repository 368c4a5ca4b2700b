"""data/prep/reuters.py converts Reuters-21578."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def story(number: int, split: str, topics: str, text: str, has_topics: str = "YES") -> str:
    topic_elements = "".join(f"<D>{topic}</D>" for topic in topics.split())
    return (
        f'<REUTERS TOPICS="{has_topics}" LEWISSPLIT="{split}" CGISPLIT="TRAINING-SET" '
        f'OLDID="5{number}" NEWID="{number}">\n<DATE> 8-JAN-1987 15:01:01.79</DATE>\n'
        f"<TOPICS>{topic_elements}</TOPICS>\n<PLACES><D>usa</D><D>peru</D></PLACES>\n<PEOPLE></PEOPLE>\n"
        f"{text}</REUTERS>\n"
    )


FULL = (
    "<TEXT>&#2;\n<TITLE>TIN &amp; ROPE</TITLE>\n<DATELINE>    LIMA, Jan 8 - </DATELINE>"
    "<BODY>Tin rose &lt;TIN.L>.\n    Rope fell.\n REUTER\n&#3;</BODY></TEXT>\n"
)
FLASH = (
    '<TEXT TYPE="BRIEF">&#2;\n******<TITLE>TIN BOARD SAYS ENOUGH</TITLE>\n'
    "Blah blah blah.\n&#3;\n\n</TEXT>\n"
)
UNSTRUCTURED = '<TEXT TYPE="UNPROC">&#2;\nTIN TABLE - JAN 8\n 1.0  2.0\n&#3;\n</TEXT>\n'


def test_modapte_stories_keep_the_topics_that_occur_in_both_parts(
    run: Callable, tmp_path: Path
) -> None:
    """Stories left without a topic are dropped, and the text of a flash is its title."""
    lines = [
        '<!DOCTYPE lewis SYSTEM "lewis.dtd">\n',
        story(1, "TRAIN", "tin gold", FULL),
        story(2, "TEST", "tin", FLASH),
        story(3, "TRAIN", "tin", UNSTRUCTURED),
        story(4, "TRAIN", "gold", FULL),
        story(5, "NOT-USED", "tin", FULL),
        story(6, "TRAIN", "tin", FULL, has_topics="NO"),
        story(7, "TEST", "", FULL),
    ]
    (tmp_path / "reut2-000.sgm").write_text("".join(lines[:4]), encoding="latin-1")
    (tmp_path / "reut2-001.sgm").write_text("".join(lines[4:]), encoding="latin-1")
    common = {
        "outlet": "Reuters",
        "published": "8-JAN-1987 15:01:01.79",
        "regions": ["usa", "peru"],
        "topics": ["tin"],
    }
    assert run("reuters.py", tmp_path) == [
        common
        | {"article_id": "1", "title": "TIN & ROPE", "part": "train"}
        | {"text": "Tin rose <TIN.L>.\n    Rope fell.\n REUTER"},
        common
        | {"article_id": "2", "title": "TIN BOARD SAYS ENOUGH", "part": "test"}
        | {"text": "TIN BOARD SAYS ENOUGH"},
        common
        | {"article_id": "3", "title": "", "part": "train"}
        | {"text": "TIN TABLE - JAN 8\n 1.0  2.0"},
    ]


def test_the_name_of_a_table_is_its_part(run: Callable, tmp_path: Path) -> None:
    """The text of a flash is its title, as in the SGML files."""
    row = {"id": "9", "title": "GOLD UP", "body": "******Blah blah blah.", "date": "8-JAN-1987"}
    row |= {"places": [], "topics": ["gold"]}
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "train.parquet")
    assert run("reuters.py", tmp_path) == [
        {
            "article_id": "9",
            "title": "GOLD UP",
            "text": "GOLD UP",
            "outlet": "Reuters",
            "published": "8-JAN-1987",
            "regions": [],
            "part": "train",
            "topics": ["gold"],
        }
    ]
