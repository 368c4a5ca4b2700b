"""README and documentation: commands print what is shown, code runs, and links exist."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tenor.cli.docs import FILES, topics
from tenor.cli.main import COMMANDS

from ..conftest import Project
from .test_installed_command import demo, tenor

__all__ = ["demo"]

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
DOCS = ROOT / "src/tenor/docs"
PAGES = (
    README,
    *(DOCS / f"{topic}.md" for topic in topics() if topic != FILES),
    DOCS / "index.md",
)
"""The README and the documentation; their commands run in this order, in the folder of the demo."""
NUMBER = re.compile(r"(?<![\w.])\d*\.\d+(?![\w.])")
TOLERANCE = 0.15
"""The difference of a printed score that other versions of the libraries may make."""
N_JUDGMENTS = 1440
"""Judgements in the sample's corpus."""
N_RULE_JUDGMENTS = 279
"""Judgements that ``tenor label`` adds to them."""


def _blocks(kind: str, pages: Sequence[Path] = PAGES) -> list[str]:
    texts = (page.read_text(encoding="utf-8") for page in pages)
    return [block for text in texts for block in _find(kind, text)]


def _find(kind: str, text: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.M | re.S)


def _matches(shown: str, printed: str) -> bool:
    """Whether two lines are equal except for white space and small differences of scores."""
    if NUMBER.sub("#", shown).split() != NUMBER.sub("#", printed).split():
        return False
    pairs = zip(NUMBER.findall(shown), NUMBER.findall(printed), strict=True)
    return all(abs(float(a) - float(b)) <= TOLERANCE for a, b in pairs)


def _assert_printed(shown: str, output: str) -> None:
    """Assert that every shown line is printed, in order; ``...`` stands for any lines."""
    printed = [line for line in output.splitlines() if line.strip()]
    position, may_skip = 0, False
    for line in filter(str.strip, shown.splitlines()):
        if line == "...":
            may_skip = True
            continue
        if may_skip:
            while position < len(printed) and not _matches(line, printed[position]):
                position += 1
        assert position < len(printed), f"not printed: {line}"
        assert _matches(line, printed[position]), f"shown: {line}\nprinted: {printed[position]}"
        position, may_skip = position + 1, False


def _anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.fixture(scope="module")
def commands(demo: tuple[Path, str, float]) -> list[tuple[str, str, str]]:
    """The commands after the first screen, run in order: command, shown and printed output."""
    results = []
    for block in _blocks("console")[1:]:
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, shown = part.split("\n", 1)
            done = tenor(*command.split()[1:], cwd=demo[0])
            assert done.returncode == 0, done.stderr
            results.append((command, shown, done.stdout))
    return results


def test_the_demo_prints_what_the_first_screen_shows(demo: tuple[Path, str, float]) -> None:
    command, shown = _blocks("console")[0].split("\n", 1)
    assert command == "$ tenor demo"
    _assert_printed(shown, demo[1])


def test_the_other_commands_print_what_is_shown(commands: list[tuple[str, str, str]]) -> None:
    assert len(commands) >= 8
    for _, shown, printed in commands:
        _assert_printed(shown, printed)


def test_the_python_example_runs(
    demo: tuple[Path, str, float], commands: list[tuple[str, str, str]]
) -> None:
    """It loads the bundle that one of the commands exports."""
    assert "tenor label data/corpus" in [command for command, _, _ in commands]
    _, code = _blocks("python")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=demo[0], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    n_judgments = N_JUDGMENTS + N_RULE_JUDGMENTS
    assert done.stdout.startswith(f"276 articles, {n_judgments} judgements\n")


def test_the_labeling_function_is_loaded_for_its_theme(project: Project, tmp_path: Path) -> None:
    from tenor.labeling import load_functions

    functions, _ = _blocks("python")
    (tmp_path / "mine.py").write_text(functions, encoding="utf-8")
    [function] = load_functions(tmp_path / "mine.py", project.corpus.codebook)
    assert (function.name, function.label) == ("full_of_figures", "economy")


def test_every_command_is_in_the_help_and_in_the_overview(project: Project) -> None:
    help_text = tenor("--help", cwd=project.folder).stdout
    overview = README.read_text(encoding="utf-8")
    for name in [name for names in COMMANDS.values() for name in names]:
        assert re.search(rf"^  {name} ", help_text, re.M)
        assert re.search(rf"\btenor {name}\b", overview), name


def test_the_codebook_and_the_spec_are_valid() -> None:
    from tenor import Codebook
    from tenor.models.spec import Experiment

    codebook, spec = _blocks("toml")
    assert Codebook.parse(codebook).target_names == ("bridge-toll",)
    assert Experiment.parse(spec).search is not None


def test_the_settings_that_the_spec_shows_as_comments_are_valid() -> None:
    from tenor.models.spec import Experiment

    _, spec = _blocks("toml")
    setting = re.compile(r"^# (?=\[+[\w.]+\]+|\w+ = )", re.M)
    assert len(setting.findall(spec)) == 14
    parsed = Experiment.parse(setting.sub("", spec))
    assert parsed.unlabelled_corpora
    assert parsed.features[2].n_components == 100
    assert len(parsed.teacher_features) == 1


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_leads_to_a_file_or_a_heading(page: Path) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target), link


def test_the_readme_is_short() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 120
