"""The reference of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.cli.main import COMMANDS, app
from tenor.cli.reference import command_contexts, command_reference


def test_every_parameter_has_a_row_with_default_and_variable() -> None:
    page = command_reference(app)
    for name, context in command_contexts(app):
        section = page.split(f"\n## {name}\n")[1].split("\n## ")[0]
        for parameter in context.command.params:
            if parameter.param_type_name == "option":
                assert f"| `{parameter.opts[0]}" in section, (name, parameter.name)
            else:
                assert f"| `{parameter.display_name_raw}`" in section, (name, parameter.name)
    assert (
        "| `--overlap int range` | The number of articles that every coder gets. (x>=0) | `0` | "
        "`TENOR_CODINGS_SHEET_OVERLAP` |"
    ) in page
    assert "```sh\ntenor ui\ntenor ui --port 8080\n```" in page


def test_commands_are_in_the_order_of_the_help() -> None:
    names = [name.split()[1] for name, _ in command_contexts(app) if " " in name]
    assert list(dict.fromkeys(names)) == [name for group in COMMANDS.values() for name in group]


def test_the_page_depends_neither_on_settings_nor_on_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = command_reference(app)
    (tmp_path / "tenor.toml").write_text('codebook = "mine.toml"\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TENOR_UI_PORT", "8080")
    monkeypatch.setenv("COLUMNS", "40")
    assert command_reference(app) == page
