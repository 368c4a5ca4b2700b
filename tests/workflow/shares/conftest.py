"""The sample as a corpus of which some stories were drawn, and coded by the sample's coders."""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tenor.corpus import Corpus
from tenor.corpus.draws import Design
from tenor.workflow.codings.exchange import import_codings
from tenor.workflow.codings.sheets import make_sheets
from tenor.workflow.prep import prepare

from ...conftest import Project, inside

N_DRAWN = 120
"""The number of drawn stories, of the 266 in the sample's 276 articles."""

Row = dict[str, str]


@dataclass(frozen=True)
class DrawnSample:
    """The folder of a corpus with a draw, the drawn ids, and the codings of all of its articles."""

    path: Path
    drawn: tuple[str, ...]
    codings: tuple[Row, ...]

    def load(self) -> Corpus:
        return Corpus.load(self.path)


def import_rows(corpus: Path, rows: list[Row]) -> None:
    """Import rows of codings into a corpus."""
    file = corpus.parent / "imported.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    import_codings([file], corpus)


@pytest.fixture(scope="session")
def uncoded(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's articles as a corpus without codings. Tests copy it."""
    path = tmp_path_factory.mktemp("uncoded") / "corpus"
    with inside(project.folder):
        prepare("data/articles", "codebook.toml", path)
    return path


def draw_sample_of(
    project: Project,
    uncoded: Path,
    folder: Path,
    *,
    design: Design | None = None,
    n_coded: int = N_DRAWN,
    random_state: int = 0,
) -> DrawnSample:
    """Return the sample with a draw, of which the first ``n_coded`` stories are coded."""
    path = folder / "corpus"
    shutil.copytree(uncoded, path)
    coders = ("ana", "ben")
    made = make_sheets(
        path,
        folder / "sheets",
        n=N_DRAWN,
        coders=coders,
        design=design,
        random_state=random_state,
    )
    drawn = tuple(sorted(made.draw.drawn["article_id"]))
    with (project.folder / "data" / "codings.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    coded = set(drawn[:n_coded])
    import_rows(path, [row for row in rows if row["article_id"] in coded])
    return DrawnSample(path, drawn, tuple(rows))


@pytest.fixture(scope="session")
def drawn_sample(
    project: Project, uncoded: Path, tmp_path_factory: pytest.TempPathFactory
) -> DrawnSample:
    """The sample with a draw of 120 stories, all of them coded. Tests must not change it."""
    return draw_sample_of(project, uncoded, tmp_path_factory.mktemp("drawn"))
