"""``tenor docs``, and its pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tenor.cli.docs import FILES, FOLDER, complete_topics, docs, page, topics
from tenor.cli.generated_docs import generated_pages
from tenor.cli.main import app
from tenor.cli.reference import command_contexts
from tenor.errors import InputError

README = Path(__file__).parents[2] / "README.md"


def test_every_page_is_in_the_index() -> None:
    pages = {path.stem for path in FOLDER.glob("*.md")} - {"index"}
    assert set(topics()) == pages | {FILES}
    assert all(re.match(r"# \w", page(topic)) for topic in pages)


@pytest.mark.parametrize("topic", ["commands", "keys"])
def test_generated_pages_are_those_of_the_code(topic: str) -> None:
    """Otherwise ``python -m tenor.cli.generated_docs`` writes them anew."""
    assert page(topic) == generated_pages()[topic]


def test_a_page_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    docs("glossary")
    assert capsys.readouterr().out.startswith("# Glossary\n\n| word | meaning |\n")


def test_a_terminal_shows_the_page_without_its_marks(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    docs("how-to-improve")
    printed = re.sub(r"\x1b\[[\d;]*m|\x1b\]8;.*?\x1b\\", "", capsys.readouterr().out)
    lines = printed.splitlines()
    assert all(len(line) <= 60 for line in lines)
    assert not any(line.startswith("#") for line in lines)


def test_the_description_of_all_files_is_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    docs(FILES)
    assert capsys.readouterr().out.startswith("# Data\n")


def test_the_topics_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    docs(None)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["articles", "Articles"]
    assert len(lines) == len(topics()) + 2
    assert complete_topics("how-to-c") == ["how-to-codebook-change", "how-to-code-next"]


def test_an_unknown_topic_is_refused_with_a_hint() -> None:
    with pytest.raises(InputError, match=r"'rulse' is not a topic .* did you mean 'rules'"):
        docs("rulse")


def test_the_commands_in_the_pages_exist_with_their_options() -> None:
    """In blocks of a shell and in the text; the commands of consoles are run elsewhere."""
    options = {
        name: {option for parameter in context.command.params for option in parameter.opts}
        for name, context in command_contexts(app)
    }
    commands = []
    for path in (*FOLDER.glob("*.md"), README):
        text = path.read_text(encoding="utf-8")
        found = re.findall(r"`(tenor [^`]+)`", text)
        for block in re.findall(r"```sh\n(.*?)```", text, re.S):
            found += [line for line in block.splitlines() if line.startswith("tenor ")]
        if path.stem != "commands":
            commands += [(path.stem, " ".join(command.split())) for command in found]
    assert len(commands) > 60
    for page_name, command in commands:
        words = [word for word in command.replace("\\", "").split() if word not in "|"]
        name = max((n for n in options if words[: len(n.split())] == n.split()), key=len)
        unknown = {word for word in words if word.startswith("--")} - options[name] - {"--help"}
        assert not unknown, f"{page_name}: {command}"
