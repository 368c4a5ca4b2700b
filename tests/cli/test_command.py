"""Where the value of a parameter comes from, and the help of commands and groups."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from tenor.cli.examples import EXAMPLES
from tenor.cli.main import COMMANDS, app
from tenor.cli.reference import command_contexts

CODEBOOK = """version = "{version}"
[[themes]]
name = "sport"
"""
SETTINGS = 'corpus = "made"\ncodebook = "toml.toml"\n'


def run(*arguments: str, **variables: str) -> Any:
    """Run a command line in this process."""
    return CliRunner().invoke(app, list(arguments), env=variables)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, which is the working folder, with a codebook for each source of a value."""
    monkeypatch.chdir(tmp_path)
    for name in ("option", "variable", "toml"):
        (tmp_path / f"{name}.toml").write_text(CODEBOOK.format(version=name))
    (tmp_path / "tenor.toml").write_text(SETTINGS)
    (tmp_path / "news.csv").write_text("id,headline,body,topic\n1,One,A match today.,sport\n")
    return tmp_path


def test_an_option_comes_before_the_environment_and_that_before_the_settings(folder: Path) -> None:
    def used(*arguments: str, **variables: str) -> str:
        return str(run("codebook", "check", *arguments, **variables).stdout).split()[0]

    assert used("option.toml", TENOR_CODEBOOK="variable.toml") == "option.toml"
    assert used(TENOR_CODEBOOK="variable.toml") == "variable.toml"
    assert used() == "toml.toml"
    (folder / "tenor.toml").unlink()
    missing = run("codebook", "check")
    assert missing.exit_code == 2
    assert "Missing argument 'FILE'" in missing.stderr


def test_options_that_tenor_toml_does_not_set_have_a_variable_and_a_default(folder: Path) -> None:
    assert run("codebook", "show").stdout.startswith("# ")
    html = run("codebook", "show", TENOR_CODEBOOK_SHOW_FORMAT="html")
    assert html.stdout.startswith("<!doctype html>")
    option = run("codebook", "show", "--format", "markdown", TENOR_CODEBOOK_SHOW_FORMAT="html")
    assert option.stdout.startswith("# ")
    wrong = run("codebook", "show", TENOR_CODEBOOK_SHOW_FORMAT="pdf")
    assert wrong.exit_code == 2
    assert "'pdf' is not one of" in wrong.stderr


def test_faulty_settings_are_told_by_a_command_that_needs_them_and_not_by_others(
    folder: Path,
) -> None:
    (folder / "tenor.toml").write_text("corpse = 1\n")
    assert "line 1: [corpse] 'corpse' is not a known key" in str(run("codebook", "check").exception)
    assert run("codebook", "check", "option.toml").exit_code == 0
    assert run("codebook", "check", "--help").exit_code == 0


def test_columns_of_prep_are_remembered_and_told_when_used(folder: Path) -> None:
    first = run("prep", "news.csv", "--column", "text=body", "--label", "theme=topic")
    assert first.exit_code == 0, first.exception
    assert first.stdout.startswith("made: 1 article,")
    assert first.stderr == f"columns remembered in {folder / 'tenor.toml'}\n"
    again = run("prep", "news.csv", "--force")
    assert again.exit_code == 0, again.exception
    assert again.stderr == "columns of tenor.toml: text=body\nlabels of tenor.toml: theme=topic\n"
    assert again.stdout == first.stdout
    # A table that lacks the column has its text in the usual one.
    (folder / "other.csv").write_text("id,text\n1,Some other text.\n")
    assert run("prep", "other.csv", "--output", "other").exit_code == 0
    other = run("prep", "other.csv", "--output", "other", "--force", "--column", "title=text")
    assert "remembered" not in other.stderr
    variable = run("prep", "news.csv", "--force", TENOR_COLUMNS="text=headline title=id")
    assert "columns of tenor.toml" not in variable.stderr
    assert 'text = "headline"\ntitle = "id"\n' in (folder / "tenor.toml").read_text()


def test_the_store_of_an_option_is_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENOR_STORE", "variable.db")
    assert f"'{folder / 'variable.db'}'" in str(run("runs").exception)
    assert f"'{folder / 'option.db'}'" in str(run("--store", "option.db", "runs").exception)


def test_the_store_of_the_settings_is_used_in_every_folder_of_the_project(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TENOR_STORE", "MLFLOW_TRACKING_URI"):
        monkeypatch.delenv(name, raising=False)
    with (folder / "tenor.toml").open("a") as file:
        file.write('store = "toml.db"\n')
    (folder / "sub").mkdir()
    monkeypatch.chdir(folder / "sub")
    assert f"'{folder / 'toml.db'}'" in str(run("runs").exception)


def test_every_option_has_a_variable_of_its_own() -> None:
    users: dict[str, set[str]] = {}
    for name, context in command_contexts(app):
        for parameter in context.command.params:
            if parameter.param_type_name == "option" and parameter.expose_value:
                users.setdefault(parameter.envvar, set()).add(name)
    assert None not in users
    shared = sorted(variable for variable, names in users.items() if len(names) > 1)
    assert shared == ["TENOR_CODEBOOK", "TENOR_COLUMNS", "TENOR_CORPUS"]
    assert users["TENOR_CODEBOOK_SHOW_FORMAT"] == {"tenor codebook show"}


def test_the_help_lists_every_command_under_its_heading() -> None:
    text = run("--help").stdout
    for heading, names in COMMANDS.items():
        section = text[text.index(f"\n{heading}:\n") :].split("\n\n")[0].strip().splitlines()
        assert [line.split()[0] for line in section[1:]] == list(names)


def test_the_help_of_a_group_shows_the_first_sentence_of_each_command_in_full() -> None:
    for name, context in command_contexts(app):
        if children := getattr(context.command, "commands", {}):
            shown = run(*name.split()[1:], "--help").stdout
            for child in children.values():
                sentence = child.help.split("\n\n")[0].replace("\n", " ")
                assert sentence.rstrip(".") in shown


def test_the_help_of_every_command_ends_with_its_examples() -> None:
    for name, context in command_contexts(app):
        if not hasattr(context.command, "commands"):
            shown = run(*name.split()[1:], "--help").stdout.rstrip()
            examples = shown.split("\n\nExamples:\n")[1].splitlines()
            assert all(line.startswith(f"  {name}") for line in examples), name
            assert all(len(line) <= 80 for line in examples), name


@pytest.mark.usefixtures("folder")
def test_every_example_is_a_command_line_that_parses() -> None:
    """The values of the examples are parsed too; nothing runs."""
    root = get_command(app)
    for name, examples in EXAMPLES.items():
        for example in examples:
            context = root.make_context("tenor", shlex.split(example)[1:])
            parent, rest = context, [*context._protected_args, *context.args]
            while rest:
                _, command, rest = parent.command.resolve_command(parent, rest)
                parent = command.make_context(command.name, rest, parent=parent)
                rest = [*parent._protected_args, *parent.args]
            assert parent.command_path == f"tenor {name}"
