"""Import and export of codings, and of decisions on disagreements."""

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
from tenor.workflow.codings.exchange import (
    ImportedCodings,
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
name = "arts, crafts"
[[targets]]
name = "tax"
"""
FINGERPRINT = Codebook.parse(TEXT).fingerprint
HEADER = "article_id,task,target,label,coder,codebook,at\n"
ANA = Judgment(
    "a1", "theme", "", "economy", "coder", "\U0001f9d1\u200d\U0001f52c", FINGERPRINT, "2024"
)
TAGS = Judgment("a1", "theme", "", "arts, crafts", "publisher", "The Paper")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus"
    with CorpusWriter(path, TEXT, FINGERPRINT) as writer:
        for i in range(1, 5):
            writer.add(Article(article_id=f"a{i}", text=f"{i} tells {i * 7}.", title=f"=T{i}"))
        writer.add_judgment(TAGS)
    return path


def write_codings(path: Path, *rows: str) -> Path:
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def gold(corpus: Path) -> list[tuple[str, str, str, str]]:
    judgments = judgments_of(Corpus.load(corpus).labels)
    people = [j for j in judgments if j.origin != "publisher"]
    return [(j.article_id, j.label, j.origin, j.coder) for j in people]


def reasons(imported: ImportedCodings) -> list[str]:
    return [str(coding.reason) for coding in imported.checked.rejected_codings]


def contents(path: Path) -> dict[str, bytes]:
    return {name: (path / name).read_bytes() for name in sorted(os.listdir(path))}


def test_an_import_adds_judgements_once(corpus: Path, tmp_path: Path) -> None:
    """The publisher's labels stay; importing the file again changes no byte."""
    file = write_codings(
        tmp_path / "x.csv",
        f"a1,theme,,economy,{ANA.coder},{FINGERPRINT},2024",
        f"a2,theme,,none,{ANA.coder},{FINGERPRINT},2024",
        f"zz,theme,,none,{ANA.coder},{FINGERPRINT},2024",
    )
    before = Corpus.load(corpus).fingerprint
    imported = import_codings([file], corpus)
    assert judgments_of(imported.corpus.labels) == [
        TAGS,
        ANA,
        ANA._replace(article_id="a2", label="none"),
    ]
    assert imported.corpus.info["judgments"] == [
        {"task": "theme", "target": "", "origin": "coder", "count": 2},
        {"task": "theme", "target": "", "origin": "publisher", "count": 1},
    ]
    assert imported.corpus.fingerprint != before
    once = contents(corpus)
    again = import_codings([file], corpus)
    assert (again.checked.judgments, again.checked.n_known) == ([], 2)
    assert contents(corpus) == once


def test_rejected_codings_are_kept_until_their_file_is_imported_again(
    corpus: Path, tmp_path: Path
) -> None:
    """Rejected codings of other files stay; without any, there is no file."""
    one = write_codings(tmp_path / "one.csv", f"zz,theme,,economy,ana,{FINGERPRINT},")
    other = write_codings(tmp_path / "other.csv", f"a1,theme,,sprots,ana,{FINGERPRINT},")
    imported = import_codings([one], corpus)
    import_codings([other], corpus)

    def rejected() -> list[tuple[str, str]]:
        lines = imported.rejected_path.read_text(encoding="utf-8").splitlines()
        return [(row["reason"], row["file"]) for row in map(json.loads, lines)]

    assert rejected() == [("unknown_article", str(one)), ("unknown_label", str(other))]
    import_codings([write_codings(one, f"a3,theme,,economy,ana,{FINGERPRINT},")], corpus)
    assert rejected() == [("unknown_label", str(other))]
    import_codings([write_codings(other, f"a1,theme,,economy,ana,{FINGERPRINT},")], corpus)
    assert not imported.rejected_path.exists()


def test_all_unreadable_files_are_named_at_once(corpus: Path, tmp_path: Path) -> None:
    """Nothing is imported from the readable files, so the command can be repeated."""
    good = write_codings(tmp_path / "x.csv", f"a1,theme,,economy,ana,{FINGERPRINT},")
    (tmp_path / "bad.json").write_text("{")
    before = contents(corpus)
    with pytest.raises(InputError) as raised:
        import_codings([tmp_path / "no.csv", good, tmp_path / "bad.json"], corpus)
    assert str(raised.value).splitlines() == [
        f"codings '{tmp_path / 'no.csv'}' cannot be read: No such file or directory",
        (
            f"codings '{tmp_path / 'bad.json'}' are neither JSON nor JSON Lines; "
            "export them again as JSON"
        ),
    ]
    assert contents(corpus) == before


def test_two_people_with_one_name_can_be_imported_separately(corpus: Path, tmp_path: Path) -> None:
    """Imported together, both are rejected; separately, each gets a name."""
    one = write_codings(tmp_path / "one.csv", f"a1,theme,,economy,ana,{FINGERPRINT},")
    other = write_codings(tmp_path / "other.csv", f"a1,theme,,none,ana,{FINGERPRINT},")
    imported = import_codings([one, other], corpus)
    assert reasons(imported) == ["two_under_one_name"] * 2
    assert gold(corpus) == []
    import_codings([one], corpus)
    import_codings([other], corpus, coders={"ana": "ana 2"})
    assert gold(corpus) == [("a1", "economy", "coder", "ana"), ("a1", "none", "coder", "ana 2")]


def test_a_later_answer_replaces_an_earlier_one_with_replace(corpus: Path, tmp_path: Path) -> None:
    """All labels of the earlier answer are removed."""
    rows = [f"a1,theme,,economy,ana,{FINGERPRINT},", f'a1,theme,,"arts, crafts",ana,{FINGERPRINT},']
    import_codings([write_codings(tmp_path / "x.csv", *rows)], corpus)
    assert len(gold(corpus)) == 2
    later = write_codings(tmp_path / "later.csv", f"a1,theme,,none,ana,{FINGERPRINT},")
    import_codings([later], corpus)
    assert len(gold(corpus)) == 2
    import_codings([later], corpus, replace=True)
    assert gold(corpus) == [("a1", "none", "coder", "ana")]
    assert judgments_of(Corpus.load(corpus).labels)[0] == TAGS


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_imports_into_another_corpus(corpus: Path, tmp_path: Path, name: str) -> None:
    """Judgements by people are the same there; the publisher's are not exported."""
    rows = [
        f"a1,theme,,economy,ana,{FINGERPRINT},2024-05-01",
        f'a1,theme,,"arts, crafts",ana,{FINGERPRINT},2024-05-01',
        f"a1,stance,tax,against,ana,{FINGERPRINT},2024-05-02",
        f"a2,theme,,none,\U0001f98a,{FINGERPRINT},",
    ]
    other = tmp_path / "other"
    shutil.copytree(corpus, other)
    imported = import_codings([write_codings(tmp_path / "x.csv", *rows)], corpus)
    output = tmp_path / "export"
    assert export_codings(corpus, name, output) == 4
    again = import_codings([output], other, format_name=name)
    assert again.checked.rejected_codings == []
    assert sorted(judgments_of(again.corpus.labels)) == sorted(judgments_of(imported.corpus.labels))
    with pytest.raises(OutputError, match="exists already"):
        export_codings(corpus, name, output)
    with pytest.raises(OutputError, match="does not exist; make it first"):
        export_codings(corpus, name, tmp_path / "no" / "folder")


@pytest.fixture
def disputed(corpus: Path, tmp_path: Path) -> Path:
    rows = [
        f"a1,theme,,economy,ana,{FINGERPRINT},",
        f"a1,theme,,none,ben,{FINGERPRINT},",
        f"a2,theme,,economy,ana,{FINGERPRINT},",
        f"a2,theme,,economy,ben,{FINGERPRINT},",
        f"a3,stance,tax,favor,ana,{FINGERPRINT},",
        f"a3,stance,tax,against,ben,{FINGERPRINT},",
        f"a4,theme,,none,ana,{FINGERPRINT},",
    ]
    import_codings([write_codings(tmp_path / "x.csv", *rows)], corpus)
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


def test_decisions_on_a_sheet_of_disagreements_become_gold(disputed: Path, tmp_path: Path) -> None:
    """Answers on which all coders agree, or that one coder gave, are not on the sheet."""
    sheet = tmp_path / "sheet.csv"
    assert export_disagreements(disputed, sheet) == 2
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["article_id"], r["question"], r["coder: ana"], r["coder: ben"]) for r in rows] == [
        ("a1", "theme", "economy", "none"),
        ("a3", "stance:tax", "favor", "against"),
    ]
    assert rows[0]["title"] == "'=T1"
    assert rows[0]["choices"] == "economy; arts, crafts; none"
    fill(sheet, "economy; art", "")
    imported = import_decisions(sheet, disputed, "chair", at="2024-06-01")
    assert reasons(imported) == ["unknown_label", "incomplete"]
    fill(sheet, "arts, crafts", "against")
    imported = import_decisions(sheet, disputed, "chair", at="2024-06-01")
    assert imported.checked.judgments == [
        Judgment(
            "a1", "theme", "", "arts, crafts", "adjudicated", "chair", FINGERPRINT, "2024-06-01"
        ),
        Judgment(
            "a3", "stance", "tax", "against", "adjudicated", "chair", FINGERPRINT, "2024-06-01"
        ),
    ]
    assert len(gold(disputed)) == 9
    assert export_disagreements(disputed, tmp_path / "rest.xlsx") == 0


def test_a_decision_changes_only_with_replace(disputed: Path, tmp_path: Path) -> None:
    """The adjudicator does not matter."""
    sheet = tmp_path / "sheet.csv"
    export_disagreements(disputed, sheet)
    fill(sheet, "none", "favor")
    import_decisions(sheet, disputed, "chair")
    before = contents(disputed)
    assert import_decisions(sheet, disputed, "another").checked.n_known == 2
    assert contents(disputed) == before
    fill(sheet, "none", "against")
    imported = import_decisions(sheet, disputed, "another")
    assert reasons(imported) == ["contradiction"]
    import_decisions(sheet, disputed, "another", replace=True)
    decided = [row for row in gold(disputed) if row[2] == "adjudicated"]
    assert decided == [
        ("a1", "none", "adjudicated", "chair"),
        ("a3", "against", "adjudicated", "another"),
    ]


def test_a_sheet_without_a_needed_column_is_an_error(disputed: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="have no column 'question'; fill in the sheet that "):
        import_decisions(write_codings(tmp_path / "y.csv"), disputed, "chair")
    with pytest.raises(OutputError, match=r"must end in \.csv or \.xlsx"):
        export_disagreements(disputed, tmp_path / "sheet.txt")
