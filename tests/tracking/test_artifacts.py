"""Files and tables that a run logged."""

from __future__ import annotations

import pytest

from tenor.errors import StoreError
from tenor.tracking import find_run, read_bytes, read_table, read_text

from ..conftest import Project

pytestmark = pytest.mark.usefixtures("in_the_project")


def test_a_table_is_read_as_it_was_logged(project: Project) -> None:
    table = read_table(find_run(project.themes.run_id), "predictions")
    assert len(table) == 276
    assert list(table.columns) == [
        "article_id",
        "title",
        "outlet",
        "duplicate_group",
        "true_labels",
        "predicted_labels",
        "unknown_labels",
        "top_label",
        "probability",
    ]


def test_a_file_is_read_as_text_or_bytes(project: Project) -> None:
    text = read_text(project.themes.run_id, "spec.toml")
    assert 'task = "theme"' in text
    assert read_bytes(project.themes.run_id, "spec.toml") == text.encode()


def test_a_missing_table_raises(project: Project) -> None:
    run = find_run(project.themes.run_id)
    with pytest.raises(StoreError, match="has no readable table 'weather'"):
        read_table(run, "weather")


def test_a_missing_file_raises(project: Project) -> None:
    with pytest.raises(StoreError, match=r"'nothing\.txt' of run"):
        read_text(project.themes.run_id, "nothing.txt")
