"""Checking, showing and comparing codebooks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.codebook import Task
from tenor.errors import CodebookError, OutputError
from tenor.labeling import GOLD_ORIGINS
from tenor.workflow.codebooks import check_codebook, diff_codebooks, show_codebook

from ..conftest import Project

CODEBOOK = 'version = "1"\n[[themes]]\nname = "economy"\ndefinition = "Money."\n'


@pytest.fixture
def codebook(tmp_path: Path) -> Path:
    path = tmp_path / "codebook.toml"
    path.write_text(CODEBOOK, encoding="utf-8")
    return path


def test_a_warning_has_the_line_of_its_place(codebook: Path) -> None:
    codebook.write_text(CODEBOOK + 'rules = ["a", "b NOT b"]\n', encoding="utf-8")
    _, [warning] = check_codebook(codebook)
    assert warning == (
        f"{codebook}, line 5: [themes[1].rules[2]] the rule can never match: it requires and "
        "excludes the same term"
    )


def test_faults_are_an_error_of_one_line_each(codebook: Path) -> None:
    codebook.write_text(CODEBOOK + "titel = 1\nrules = ['(a']\n", encoding="utf-8")
    with pytest.raises(CodebookError) as raised:
        check_codebook(codebook)
    assert len(str(raised.value).splitlines()) == 2


def test_a_page_replaces_a_file_only_with_force(codebook: Path, tmp_path: Path) -> None:
    output = tmp_path / "page.md"
    page = show_codebook(codebook, "markdown", output)
    assert output.read_text(encoding="utf-8") == page
    with pytest.raises(OutputError, match="exists already"):
        show_codebook(codebook, "html", output)
    page = show_codebook(codebook, "html", output, force=True)
    assert output.read_text(encoding="utf-8") == page


def test_a_diff_counts_stale_codings_and_labels_by_rule(project: Project, tmp_path: Path) -> None:
    """All articles coded for themes are asked again about a theme with a new definition."""
    old = project.folder / "codebook.toml"
    text = old.read_text(encoding="utf-8")
    assert "Crime, courts" in text
    assert "classroom* OR " in text
    text = text.replace("Crime, courts", "Crimes, courts").replace("classroom* OR ", "")
    new = tmp_path / "new.toml"
    new.write_text(text, encoding="utf-8")
    codebook_diff = diff_codebooks(old, new, project.corpus.path)
    rules, definition = codebook_diff.changes
    labels = project.corpus.labels
    coded = labels[(labels["task"] == "theme") & (labels["origin"] == "coder")]
    assert definition.change.description == "theme 'justice': the definition changed"
    assert (definition.n_dropped, definition.n_to_ask) == (0, coded["article_id"].nunique())
    assert (rules.n_dropped, rules.n_to_ask) == (0, 0)
    [change] = codebook_diff.rule_labels
    assert (change.task, change.label) == (Task("theme"), "education")
    assert (change.n_gained, change.n_lost) == (0, codebook_diff.n_relabelled)
    assert codebook_diff.n_relabelled > 0
    assert codebook_diff.n_articles == len(project.corpus.articles)


def test_codings_made_with_the_new_codebook_are_not_stale(project: Project, tmp_path: Path) -> None:
    """The codings of the sample carry the fingerprint of its codebook."""
    new = project.folder / "codebook.toml"
    old = tmp_path / "old.toml"
    text = new.read_text(encoding="utf-8").replace("Crime, courts", "Crimes, courts")
    old.write_text(text, encoding="utf-8")
    codebook_diff = diff_codebooks(old, new, project.corpus.path)
    assert [stale.n_to_ask for stale in codebook_diff.changes] == [0]


def test_codings_of_a_removed_theme_are_dropped(project: Project, tmp_path: Path) -> None:
    new = tmp_path / "new.toml"
    text = (project.folder / "codebook.toml").read_text(encoding="utf-8")
    start, end = text.index('[[themes]]\nname = "justice"'), text.index("[[targets]]")
    following = text.find("[[themes]]", start + 1)
    new.write_text(text[:start] + text[following if following > 0 else end :], encoding="utf-8")
    codebook_diff = diff_codebooks(project.folder / "codebook.toml", new, project.corpus.path)
    labels = project.corpus.labels
    is_gold = labels["origin"].isin(GOLD_ORIGINS)
    justice = labels[(labels["label"] == "justice") & is_gold]
    [removed] = [stale for stale in codebook_diff.changes if stale.n_dropped]
    assert removed.change.description == "theme 'justice' was removed"
    assert (removed.n_dropped, removed.n_to_ask) == (len(justice), 0)


def test_without_a_corpus_only_changes_are_listed(codebook: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.toml"
    new.write_text(CODEBOOK.replace("Money.", "Work."), encoding="utf-8")
    codebook_diff = diff_codebooks(codebook, new)
    assert [stale.change.description for stale in codebook_diff.changes] == [
        "theme 'economy': the definition changed"
    ]
    assert (codebook_diff.n_articles, codebook_diff.rule_labels) == (0, ())
    assert diff_codebooks(codebook, codebook).changes == []
