"""People's codings in and out of a corpus, and what they disagree on."""

from __future__ import annotations

import csv
import json
import os
import shutil
from pathlib import Path

import pytest

from tenor.articles import Article
from tenor.codebook import Codebook
from tenor.corpus import Corpus, CorpusWriter, judgments_of
from tenor.errors import InputError, OutputError
from tenor.labeling import Judgment
from tenor.labeling.formats import FORMATS
from tenor.workflow.codings import (
    export_codings,
    export_disagreements,
    import_codings,
    import_decisions,
)

TEXT = """
version = "1"
[[themes]]
name = "economy"
[[themes]]
name = "arts; crafts"
[[targets]]
name = "tax"
"""
BOOK = Codebook.parse(TEXT)
KEY = BOOK.fingerprint
HEADER = "article_id,task,target,label,coder,codebook,at\n"
ANA = Judgment("a1", "theme", "", "economy", "coder", "\U0001f9d1\u200d\U0001f52c", KEY, "2024")
TAGS = Judgment("a1", "theme", "", "arts; crafts", "publisher", "The Paper")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus"
    with CorpusWriter(path, TEXT, KEY) as writer:
        for i in range(1, 5):
            writer.add(Article(article_id=f"a{i}", text=f"{i} tells {i * 7}.", title=f"=T{i}"))
        writer.judge(TAGS)
    return path


def codings(path: Path, *rows: str) -> Path:
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def gold(corpus: Path) -> list[tuple[str, str, str, str]]:
    found = judgments_of(Corpus.load(corpus).labels)
    return [(j.article_id, j.label, j.origin, j.coder) for j in found if j.origin != "publisher"]


def files(path: Path) -> dict[str, bytes]:
    return {name: (path / name).read_bytes() for name in sorted(os.listdir(path))}


def test_an_import_adds_judgements_once(corpus: Path, tmp_path: Path) -> None:
    """The publisher's stay; the second time nothing changes, not a byte."""
    file = codings(
        tmp_path / "x.csv",
        f"a1,theme,,economy,{ANA.coder},{KEY},2024",
        f"a2,theme,,none,{ANA.coder},{KEY},2024",
        f"zz,theme,,none,{ANA.coder},{KEY},2024",
    )
    before = Corpus.load(corpus).fingerprint
    done = import_codings([file], corpus)
    assert judgments_of(done.corpus.labels) == [
        TAGS, ANA, ANA._replace(article_id="a2", label="none"),
    ]  # fmt: skip
    assert done.corpus.info["judgments"] == [
        {"task": "theme", "target": "", "origin": "coder", "count": 2},
        {"task": "theme", "target": "", "origin": "publisher", "count": 1},
    ]
    assert done.corpus.fingerprint != before
    once = files(corpus)
    again = import_codings([file], corpus)
    assert (again.checked.judgments, again.checked.known) == ([], 2)
    assert files(corpus) == once


def test_what_is_set_aside_is_kept_until_its_file_is_mended(corpus: Path, tmp_path: Path) -> None:
    """Beside that of other files; a file without faults leaves none behind."""
    one = codings(tmp_path / "one.csv", f"zz,theme,,economy,ana,{KEY},")
    other = codings(tmp_path / "other.csv", f"a1,theme,,sprots,ana,{KEY},")
    done = import_codings([one], corpus)
    import_codings([other], corpus)

    def kept() -> list[tuple[str, str]]:
        lines = done.rejected_path.read_text(encoding="utf-8").splitlines()
        return [(row["reason"], row["file"]) for row in map(json.loads, lines)]

    assert kept() == [("unknown_article", str(one)), ("unknown_label", str(other))]
    import_codings([codings(one, f"a3,theme,,economy,ana,{KEY},")], corpus)
    assert kept() == [("unknown_label", str(other))]
    import_codings([codings(other, f"a1,theme,,economy,ana,{KEY},")], corpus)
    assert not done.rejected_path.exists()


def test_files_that_cannot_be_read_are_told_together(corpus: Path, tmp_path: Path) -> None:
    """And nothing of the others is added, so that the whole can be given again."""
    good = codings(tmp_path / "x.csv", f"a1,theme,,economy,ana,{KEY},")
    (tmp_path / "bad.json").write_text("{")
    before = files(corpus)
    with pytest.raises(InputError) as caught:
        import_codings([tmp_path / "no.csv", good, tmp_path / "bad.json"], corpus)
    assert str(caught.value).splitlines() == [
        f"codings '{tmp_path / 'no.csv'}' cannot be read: No such file or directory",
        (
            f"codings '{tmp_path / 'bad.json'}' are neither JSON nor JSON Lines; "
            "export them again, as JSON"
        ),
    ]
    assert files(corpus) == before


def test_two_people_under_one_name_are_told_apart_by_the_caller(
    corpus: Path, tmp_path: Path
) -> None:
    """Imported together both are set aside; apart, each under a name."""
    one = codings(tmp_path / "one.csv", f"a1,theme,,economy,ana,{KEY},")
    other = codings(tmp_path / "other.csv", f"a1,theme,,none,ana,{KEY},")
    done = import_codings([one, other], corpus)
    assert [str(s.why) for s in done.checked.set_aside] == ["two_under_one_name"] * 2
    assert gold(corpus) == []
    import_codings([one], corpus)
    import_codings([other], corpus, coders={"ana": "ana 2"})
    assert gold(corpus) == [("a1", "economy", "coder", "ana"), ("a1", "none", "coder", "ana 2")]


def test_a_later_answer_replaces_an_earlier_one_if_told_to(corpus: Path, tmp_path: Path) -> None:
    """Whole: the two themes of before are gone."""
    rows = [f"a1,theme,,economy,ana,{KEY},", f'a1,theme,,"arts; crafts",ana,{KEY},']
    import_codings([codings(tmp_path / "x.csv", *rows)], corpus)
    assert len(gold(corpus)) == 2
    later = codings(tmp_path / "later.csv", f"a1,theme,,none,ana,{KEY},")
    import_codings([later], corpus)
    assert len(gold(corpus)) == 2
    import_codings([later], corpus, replace=True)
    assert gold(corpus) == [("a1", "none", "coder", "ana")]
    assert judgments_of(Corpus.load(corpus).labels)[0] == TAGS


@pytest.mark.parametrize("kind", FORMATS)
def test_an_export_fills_another_corpus(corpus: Path, tmp_path: Path, kind: str) -> None:
    """With people's judgements, each as it was, and not the publisher's."""
    rows = [
        f"a1,theme,,economy,ana,{KEY},2024-05-01", f'a1,theme,,"arts; crafts",ana,{KEY},2024-05-01',
        f"a1,stance,tax,against,ana,{KEY},2024-05-02", f"a2,theme,,none,\U0001f98a,{KEY},",
    ]  # fmt: skip
    other = tmp_path / "other"
    shutil.copytree(corpus, other)
    done = import_codings([codings(tmp_path / "x.csv", *rows)], corpus)
    output = tmp_path / "export"
    assert export_codings(corpus, kind, output) == 4
    again = import_codings([output], other, kind=kind)
    assert again.checked.set_aside == []
    assert sorted(judgments_of(again.corpus.labels)) == sorted(judgments_of(done.corpus.labels))
    with pytest.raises(OutputError, match="exists already"):
        export_codings(corpus, kind, output)
    with pytest.raises(OutputError, match="does not exist; make it first"):
        export_codings(corpus, kind, tmp_path / "no" / "folder")


@pytest.fixture
def disputed(corpus: Path, tmp_path: Path) -> Path:
    rows = [
        f"a1,theme,,economy,ana,{KEY},", f"a1,theme,,none,ben,{KEY},",
        f"a2,theme,,economy,ana,{KEY},", f"a2,theme,,economy,ben,{KEY},",
        f"a3,stance,tax,favor,ana,{KEY},", f"a3,stance,tax,against,ben,{KEY},",
        f"a4,theme,,none,ana,{KEY},",
    ]  # fmt: skip
    import_codings([codings(tmp_path / "x.csv", *rows)], corpus)
    return corpus


def fill(sheet: Path, *decisions: str) -> None:
    """Write decisions into a sheet, row by row."""
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(
            row | {"decision": decision} for row, decision in zip(rows, decisions, strict=True)
        )


def test_disagreements_become_a_sheet_and_decisions_gold(disputed: Path, tmp_path: Path) -> None:
    """What all agree on, and what one alone has coded, is no matter to decide."""
    sheet = tmp_path / "sheet.csv"
    assert export_disagreements(disputed, sheet) == 2
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["article_id"], r["question"], r["coder: ana"], r["coder: ben"]) for r in rows] == [
        ("a1", "theme", "economy", "none"),
        ("a3", "stance:tax", "favor", "against"),
    ]
    assert rows[0]["title"] == "'=T1"
    assert rows[0]["choices"] == "economy; arts; crafts; none"
    fill(sheet, "economy; arts; crafts", "")
    done = import_decisions(sheet, disputed, "chair", at="2024-06-01")
    assert [str(one.why) for one in done.checked.set_aside] == ["unknown_label"] * 2 + [
        "incomplete"
    ]
    fill(sheet, "arts; crafts", "against")
    done = import_decisions(sheet, disputed, "chair", at="2024-06-01")
    assert done.checked.judgments == [
        Judgment("a1", "theme", "", "arts; crafts", "adjudicated", "chair", KEY, "2024-06-01"),
        Judgment("a3", "stance", "tax", "against", "adjudicated", "chair", KEY, "2024-06-01"),
    ]
    assert len(gold(disputed)) == 9
    assert export_disagreements(disputed, tmp_path / "rest.xlsx") == 0


def test_decisions_are_made_once(disputed: Path, tmp_path: Path) -> None:
    """Whoever makes them; another one is told, and replaces the first if told to."""
    sheet = tmp_path / "sheet.csv"
    export_disagreements(disputed, sheet)
    fill(sheet, "none", "favor")
    import_decisions(sheet, disputed, "chair")
    before = files(disputed)
    assert import_decisions(sheet, disputed, "another").checked.known == 2
    assert files(disputed) == before
    fill(sheet, "none", "against")
    done = import_decisions(sheet, disputed, "another")
    assert [str(one.why) for one in done.checked.set_aside] == ["contradiction"]
    import_decisions(sheet, disputed, "another", replace=True)
    decided = [row for row in gold(disputed) if row[2] == "adjudicated"]
    assert decided == [
        ("a1", "none", "adjudicated", "chair"),
        ("a3", "against", "adjudicated", "another"),
    ]


def test_a_sheet_of_another_kind_is_one_sentence(disputed: Path, tmp_path: Path) -> None:
    """It names the column that it lacks."""
    with pytest.raises(InputError, match="lack the column 'question'; fill in the sheet that "):
        import_decisions(codings(tmp_path / "y.csv"), disputed, "chair")
    with pytest.raises(OutputError, match=r"must end in \.csv or \.xlsx"):
        export_disagreements(disputed, tmp_path / "sheet.txt")
