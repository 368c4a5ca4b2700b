"""What commands print: text, or one JSON object, by every command that has a result."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.main import get_command

from tenor.cli import main as command_line
from tenor.cli.report import Report, error_code, print_note
from tenor.errors import CorpusError, TenorError
from tenor.present import Column
from tenor.workflow.leaks.result import EvalSplitScore, LeakTable
from tenor.workflow.train import train as training

from ..conftest import Project, inside
from ..workflow.audits.examples import draw, fill, write_inputs

WITHOUT_RESULT = {"ui", "watch"}
"""Commands that print no result: they run until they are stopped."""


def leaf_commands() -> dict[str, Any]:
    """Every registered command that is not a group, by its name with that of its group."""
    leaves, pending = {}, [("", get_command(command_line.app))]
    while pending:
        name, command = pending.pop()
        children = getattr(command, "commands", {})
        pending += [(f"{name} {child}".strip(), entry) for child, entry in children.items()]
        if not children:
            leaves[name] = command
    return leaves


Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command line with --json; returns its exit code and its object, the only output."""

    def run(*arguments: str) -> tuple[int, dict[str, Any]]:
        monkeypatch.setattr(sys, "argv", ["tenor", *arguments, "--json"])
        capsys.readouterr()
        with pytest.raises(SystemExit) as raised:
            command_line.main()
        envelope = json.loads(
            capsys.readouterr().out, parse_constant=lambda name: pytest.fail(f"{name} in JSON")
        )
        result = "data" if envelope.get("ok") else "error"
        assert set(envelope) == {"schema_version", "command", "ok", result}
        assert envelope["schema_version"] == 1
        assert envelope["command"] == " ".join(arguments[: len(envelope["command"].split())])
        return int(raised.value.code or 0), envelope

    return run


def test_every_command_with_a_result_has_the_option() -> None:
    without = [
        name
        for name, command in leaf_commands().items()
        if "--json" not in {option for p in command.params for option in p.opts}
    ]
    assert set(without) == WITHOUT_RESULT


@pytest.fixture
def copy(project: Project, tmp_path: Path) -> Path:
    """A copy of the corpus that commands may change, in a folder with a coder's sheet."""
    shutil.copytree(project.folder / "data" / "corpus", tmp_path / "corpus")
    return tmp_path


def _draw_arguments(copy: Path) -> list[str]:
    """Return the arguments that draw an audit of labels which this function writes."""
    folder = copy / "labels"
    if not folder.exists():
        folder.mkdir()
        write_inputs(folder, n=12)
    inputs = [str(folder / "labels.jsonl"), "--articles", str(folder / "articles.csv")]
    inputs += ["--codebook", str(folder / "codebook.toml"), "--n", "4", "--coders", "ana"]
    return [*inputs, "--output", str(copy / "audit")]


def _filled_sheet(copy: Path) -> Path:
    """Return a filled sheet of an audit, which this function draws."""
    _draw_arguments(copy)
    audit = draw(copy / "labels", "filled", n=4)
    assert audit.n_labels
    return fill(copy / "labels" / "filled" / "ana.csv", lambda i: {"theme: sport": "1"})


def _arguments(project: Project, copy: Path) -> dict[str, list[str]]:
    book, corpus = str(project.folder / "codebook.toml"), str(copy / "corpus")
    codings = str(project.folder / "data" / "codings.csv")
    return {
        "init": [str(copy / "new")],
        "codebook check": [book],
        "codebook show": [book],
        "codebook diff": [book, book, "--corpus", corpus],
        "prep": ["data/new", "--codebook", book, "--output", str(copy / "prepared")],
        "label": [corpus],
        "codings import": [codings, "--corpus", corpus],
        "codings export": [corpus, "--format", "csv", "--output", str(copy / "e.csv")],
        "codings sheet": [
            corpus,
            "--n",
            "4",
            "--coders",
            "ana",
            "--output",
            str(copy / "s"),
            "--include-drawn",
        ],
        "codings draws": [corpus],
        "agree": [corpus],
        "adjudicate": [corpus, "--output", str(copy / "decide.csv")],
        "train": ["experiments/stance.toml"],
        "evaluate": ["experiments/themes.toml"],
        "runs": [],
        "report": ["themes", "--output", str(copy / "report.html")],
        "compare": ["tenor-stance-bridge-toll/stance"] * 2,
        "reproduce": ["tenor-stance-bridge-toll/stance"],
        "models list": [],
        "models promote": [f"models:/tenor-theme/{project.themes.version}", "--alias", "json"],
        "models export": ["tenor-theme@champion", "--output", str(copy / "bundle")],
        "models keygen": [str(copy / "release.key")],
        "models prune": [],
        "models verify": ["tenor-theme@champion"],
        "predict": ["data/new", "--output", str(copy / "labels.csv")],
        "plan": [corpus, "--share", "transport", "--margin", "9", "--expected", "20"],
        "shares": [corpus, "--by", "outlet,outlet"],
        "audit draw": _draw_arguments(copy),
        "audit check": [str(_filled_sheet(copy))],
        "explain": ["data/new/wire.jsonl", "--n", "1"],
        "demo": [str(copy / "demo")],
        "doctor": [],
        "cite": [],
        "docs": ["glossary"],
    }


KEYS = {
    "init": "folder",
    "codebook check": "fingerprint",
    "codebook show": "page",
    "codebook diff": "changes",
    "prep": "judgments",
    "label": "tasks",
    "codings import": "n_added",
    "codings export": "n_judgments",
    "codings sheet": "inclusion_probability",
    "codings draws": "n_outside",
    "agree": "labels",
    "adjudicate": "n_disagreements",
    "train": "models",
    "evaluate": "leak_tables",
    "runs": "runs",
    "report": "report",
    "compare": "error",
    "reproduce": "is_identical",
    "models list": "models",
    "models promote": "alias",
    "models export": "n_files",
    "models keygen": "public_key",
    "models prune": "n_versions",
    "models verify": "labels",
    "predict": "n_articles",
    "plan": "n_codings",
    "shares": "error",
    "audit draw": "n_drawn",
    "audit check": "is_alarm",
    "explain": "articles",
    "demo": "steps",
    "doctor": "checks",
    "cite": "bibtex",
    "docs": "page",
}
"""A key of the result of every command; 'error' where the arguments are faulty."""


@pytest.mark.parametrize("command", sorted(set(leaf_commands()) - WITHOUT_RESULT))
def test_its_result_is_one_object_on_standard_output(
    command: str, project: Project, copy: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tenor.cli import compare, predict, training_output
    from tenor.workflow.leaks import evaluate as leaks

    def trained(spec: Any, *args: object, **kwargs: object) -> list[object]:
        return [project.themes] if spec.task == "theme" else list(project.stances)

    def evaluated(*args: object, on_table: Any, **kwargs: object) -> list[LeakTable]:
        on_table(_leak_table(project))
        return [_leak_table(project)]

    def predicted(inputs: list[str], output: str) -> None:
        Path(output).write_text("title,themes,stances\nOne,,toll=favor\n", encoding="utf-8")

    if command == "demo":
        monkeypatch.setattr(predict, "predict", predicted)
        # The runs of these results are in the store of the project, not of the demo.
        monkeypatch.setattr(training_output, "print_where_to_look", lambda *_, **__: None)
        monkeypatch.setattr(compare, "compare", lambda runs: None)
    monkeypatch.setattr(training, "train", trained)
    monkeypatch.setattr(leaks, "evaluate", evaluated)
    with inside(project.folder):
        code, envelope = run(*command.split(), *_arguments(project, copy)[command])
    key = KEYS[command]
    if key == "error":
        assert (code, envelope["error"]["code"]) == (1, "input_error")
        start = {"compare": "run 'stance' (", "shares": "shares by 'outlet,outlet' name"}[command]
        assert envelope["error"]["message"].startswith(start)
    else:
        assert code == 0, envelope
        assert key in envelope["data"]


def _leak_table(project: Project) -> LeakTable:
    import numpy as np

    from tenor.evaluation import Interval
    from tenor.evaluation.repeated_splits import MeanScore

    score = MeanScore(0.5, Interval(0.25, 0.75), (0.5,), np.zeros(3), n_groups=5)
    row = EvalSplitScore("random", {"macro_f1": score, "micro_f1": score}, 0.1, 10, 12, 5.0)
    return LeakTable(project.themes.model.task, (row,), (), None, None, (), ())


def test_numbers_are_not_rounded_and_intervals_are_pairs(
    project: Project, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "train", lambda *args, **kwargs: [project.themes])
    with inside(project.folder):
        _, envelope = run("train", "experiments/themes.toml")
    scores = project.themes.rows[0]
    [model] = envelope["data"]["models"]
    row = model["scores"][0]
    assert row["macro_f1"] == scores.scores.macro_f1
    assert row["macro_f1_interval"] == list(scores.intervals["macro_f1"])


@pytest.mark.parametrize(
    ("arguments", "exit_code", "code"),
    [
        (["models", "list"], 1, "store_error"),
        (["label", "no-such-folder"], 1, "corpus_error"),
        (["runs", "--n", "many"], 2, "usage_error"),
        (["predict", "a.txt", "--output", "-"], 2, "usage_error"),
        (["compare"], 2, "usage_error"),
    ],
)
def test_an_error_is_an_object_too(
    arguments: list[str], exit_code: int, code: str, run: Run, tmp_path: Path
) -> None:
    with inside(tmp_path):
        exited, envelope = run(*arguments)
    assert (exited, envelope["ok"]) == (exit_code, False)
    assert envelope["error"]["code"] == code
    assert envelope["error"]["exit_code"] == exit_code
    assert envelope["error"]["message"]


def test_an_error_is_an_object_if_the_environment_requests_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(Report, "json_requested", False)
    monkeypatch.setattr(sys, "argv", ["tenor", "label", str(tmp_path)])
    monkeypatch.setenv("TENOR_LABEL_JSON", "1")
    with pytest.raises(SystemExit):
        command_line.main()
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "corpus_error"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["runs", "--so\x1brt", "x"], "No such option: --so"),
        (
            ["codings", "export", "c", "--output", "x", "--format", "prodigi"],
            "'doccano'; did you mean 'prodigy'?",
        ),
    ],
)
def test_wrong_usage_is_printed_with_a_hint_and_without_control_characters(
    arguments: list[str],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["tenor", *arguments])
    with pytest.raises(SystemExit) as raised:
        command_line.main()
    assert raised.value.code == 2
    printed = capsys.readouterr().err
    assert message in printed
    assert "\x1b" not in printed


def test_rejected_inputs_are_counted_in_the_result_of_exit_code_3(
    project: Project, copy: Path, run: Run
) -> None:
    (copy / "in").mkdir()
    (copy / "in" / "a.txt").write_bytes(b"")
    (copy / "in" / "b.txt").write_text("Court adjourns\n\nThe judge and the police left early.")
    book = str(project.folder / "codebook.toml")
    output = str(copy / "prepared")
    code, envelope = run("prep", str(copy / "in"), "--codebook", book, "--output", output)
    assert (code, envelope["ok"]) == (3, True)
    assert envelope["data"]["rejected"] == {"empty": 1}
    assert envelope["data"]["n_articles"] == 1


def test_text_and_values_are_given_once(capsys: pytest.CaptureFixture[str]) -> None:
    def command(*, as_json: bool) -> str:
        with Report("some command", as_json=as_json) as report:
            report.line("2 articles\x1b[2J", n_articles=2)
            with report.item("models"):
                report.line("model a", name="a")
            report.first_rows("rows", [Column("n", "n", "a number", "number")], [[1], [2]], 1)
            print_note("for people")
        printed = capsys.readouterr()
        assert printed.err == "for people\n"
        return printed.out

    assert command(as_json=False) == "2 articles\ufffd[2J\nmodel a\nn\n─\n1\n"
    assert json.loads(command(as_json=True))["data"] == {
        "n_articles": 2,
        "models": [{"name": "a"}],
        "rows": [{"n": 1}, {"n": 2}],
    }


def test_a_marked_line_has_color_in_a_terminal_and_no_control_characters_of_the_text(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe, NO_COLOR and a dumb terminal get the same text without color."""
    pieces = [("a\x1b[2J ", ""), ("[+b\x1b]", "for1"), ("[-c]", "against3")]

    def printed(**variables: str) -> str:
        with monkeypatch.context() as patch:
            for name, value in {"NO_COLOR": "", "TERM": "xterm", **variables}.items():
                patch.setenv(name, value)
            Report("explain").marked_line(pieces)
        return capsys.readouterr().out

    plain = "a\ufffd[2J [+b\ufffd][-c]\n"
    assert printed() == plain
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert printed(NO_COLOR="1") == printed(TERM="dumb") == plain
    colored = "a\ufffd[2J \x1b[36m\x1b[1m[+b\ufffd]\x1b[0m\x1b[33m\x1b[1m[-c]\x1b[0m\n"
    assert printed() == colored


def test_a_command_that_another_calls_adds_to_its_object(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Report("outer", as_json=True), Report("inner") as inner:
        inner.line("not printed", n=1)
    assert json.loads(capsys.readouterr().out)["data"] == {"inner": {"n": 1}}


def test_a_failed_command_prints_no_result(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CorpusError), Report("failed", as_json=True):
        raise CorpusError("no corpus")
    with pytest.raises(typer.Exit), Report("rejecting", as_json=True):
        raise typer.Exit(3)
    assert json.loads(capsys.readouterr().out)["command"] == "rejecting"


def test_the_code_of_an_error_is_the_name_of_its_class() -> None:
    assert error_code(CorpusError("x")) == "corpus_error"
    assert error_code(KeyboardInterrupt()) == "keyboard_interrupt"


def test_every_code_of_an_error_is_described() -> None:
    text = (Path(__file__).parents[2] / "data" / "README.md").read_text(encoding="utf-8")
    table = text.split("\n## What `--json` prints\n")[1].split("\n## ")[0]
    classes = [kind for kind in TenorError.__subclasses__() if kind.__module__ == "tenor.errors"]
    assert len(classes) >= 7
    for code in ["usage_error", *(error_code(kind("")) for kind in (TenorError, *classes))]:
        assert f"`{code}`" in table
