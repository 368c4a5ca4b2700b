"""The installed command, run as users run it: in its own process, with real files and stores."""

from __future__ import annotations

import csv
import gzip
import json
import os
import shutil
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tenor.prediction.columns import COLUMNS

from ..conftest import Project

TENOR = Path(sys.executable).with_name("tenor")


def tenor(
    *arguments: str, cwd: Path, stdin: str = "", **env: str
) -> subprocess.CompletedProcess[str]:
    """Run the installed command and return its exit code and output."""
    stores = ("MLFLOW_TRACKING_URI", "TENOR_STORE")
    environment = {k: v for k, v in os.environ.items() if k not in stores} | env
    return subprocess.run(
        [str(TENOR), *arguments],
        cwd=cwd,
        input=stdin,
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, float]:
    """The demo, run once: its folder, its standard output, and its duration in seconds."""
    folder = tmp_path_factory.mktemp("demo")
    started = time.perf_counter()
    done = tenor("demo", cwd=folder)
    *steps, last = done.stderr.splitlines()
    assert (done.returncode, last) == (0, "40 articles labelled into labels.csv")
    assert "tenor-theme, fold 2 of 5" in [step.split(", about")[0] for step in steps]
    assert all(step != following for step, following in pairwise(steps))
    assert done.stderr.replace("\n", "").isprintable()
    return folder / "tenor-demo", done.stdout, time.perf_counter() - started


def test_the_demo_runs_every_step_in_under_two_minutes(demo: tuple[Path, str, float]) -> None:
    folder, printed, seconds = demo
    assert seconds < 120
    for text in ("276 articles", "majority", "publisher tags", "registered as tenor-theme v1"):
        assert text in printed
    assert "next:" in printed.rstrip().splitlines()[-5:]
    assert (folder / "mlflow.db").exists()
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 40
    assert tuple(rows[0]) == COLUMNS


def test_the_demo_models_beat_the_majority_baseline(project: Project) -> None:
    for trained in (project.themes, *project.stances):
        model, majority = trained.rows[0], trained.rows[1]
        assert model.intervals["macro_f1"].low > majority.intervals["macro_f1"].high


def test_the_demo_rejects_a_folder_that_is_not_empty(demo: tuple[Path, str, float]) -> None:
    folder = demo[0]
    done = tenor("demo", cwd=folder.parent)
    assert done.returncode == 1
    assert done.stderr == (
        "tenor: 'tenor-demo' exists already and is not empty; name another folder\n"
    )


def test_the_commands_that_init_prints_run_in_its_project(tmp_path: Path) -> None:
    printed = tenor("init", "mine", cwd=tmp_path).stdout
    commands = [line.split() for line in printed.splitlines() if line.startswith("  tenor")]
    names = ["prep", "agree", "adjudicate", "train", "predict"]
    assert [arguments[1] for arguments in commands] == names
    for arguments in commands:
        done = tenor(*arguments[1:], cwd=tmp_path / "mine")
        assert done.returncode == 0, done.stderr


def test_predictions_are_in_input_order_in_every_format(project: Project, tmp_path: Path) -> None:
    model = ["--model", "tenor-theme@champion"]
    for ending in ("jsonl", "csv", "parquet"):
        output = tmp_path / f"labels.{ending}"
        done = tenor("predict", "data/new", *model, "--output", str(output), cwd=project.folder)
        assert done.returncode == 0, done.stderr
    lines = (tmp_path / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    ids = [json.loads(line)["article_id"] for line in lines]
    with (tmp_path / "labels.csv").open(encoding="utf-8", newline="") as file:
        assert [row["article_id"] for row in csv.DictReader(file)] == ids
    table = pq.read_table(tmp_path / "labels.parquet")
    assert table.column_names == list(COLUMNS)
    assert table.column("article_id").to_pylist() == ids
    assert ids[0].startswith("courier/")
    assert ids[-1].startswith("wire-")


def test_all_champions_predict_if_no_model_is_named(project: Project) -> None:
    done = tenor("predict", "data/new/wire.jsonl", "--output", "-", cwd=project.folder)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows[0]["models"] == [
        "tenor-theme@champion",
        "tenor-stance-bridge-toll@champion",
        "tenor-stance-orle-dam@champion",
        "tenor-stance-school-merger@champion",
    ]
    assert all(
        set(row["theme_scores"])
        == {"environment", "economy", "transport", "health", "education", "justice"}
        for row in rows
    )
    assert any(row["stances"] for row in rows)


def test_a_bundle_predicts_without_mlflow_scikit_learn_or_pandas(
    project: Project, tmp_path: Path
) -> None:
    bundle = tmp_path / "bundle"
    done = tenor(
        "models", "export", "tenor-theme@champion", "--output", str(bundle), cwd=project.folder
    )
    assert done.returncode == 0, done.stderr
    code = (
        "import sys\n"
        "for name in ('mlflow', 'sklearn', 'pandas', 'scipy', 'pyarrow', 'matplotlib'):\n"
        "    sys.modules[name] = None\n"
        "from tenor.cli.main import app\n"
        "app(['predict', '-', '--model', sys.argv[1], '--output', '-'])\n"
    )
    text = "Ferry strike called off\n\nThe ferry and the trams run again on Monday."
    done = subprocess.run(
        [sys.executable, "-c", code, str(bundle)],
        input=text,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "transport" in json.loads(done.stdout)["themes"]


@pytest.mark.parametrize("command", [[], ["train"], ["predict"], ["models"], ["runs"], ["compare"]])
def test_help_takes_under_0_4_seconds(command: list[str], tmp_path: Path) -> None:
    """In CPU time, by the fastest of several runs: other load slows single runs down."""

    def seconds() -> float:
        before = os.times()
        assert tenor(*command, "--help", cwd=tmp_path).returncode == 0
        after = os.times()
        user = after.children_user - before.children_user
        return user + after.children_system - before.children_system

    assert any(seconds() < 0.4 for _ in range(20))


def test_rejected_inputs_are_listed_and_other_inputs_are_labelled(
    project: Project, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a-empty.txt").write_bytes(b"")
    (folder / "b-good.txt").write_text("Court adjourns\n\nThe judge and the police left early.")
    (folder / "c-binary.txt").write_bytes(b"\x00\x01\x02" * 100)
    (folder / "d-good.txt.gz").write_bytes(gzip.compress(b"The school bus was late again."))
    output = tmp_path / "out.csv"
    done = tenor("predict", str(folder), "--output", str(output), cwd=project.folder)
    assert done.returncode == 3
    labelled, rejected, *examples, file = done.stderr.splitlines()
    assert labelled == f"2 articles labelled into {output}"
    assert rejected == "2 inputs rejected: 1 empty, 1 binary"
    assert [line.split(": ")[0] for line in examples] == [
        f"  {folder / 'a-empty.txt'}",
        f"  {folder / 'c-binary.txt'}",
    ]
    assert file == f"  all details are in {tmp_path / 'out.rejected.jsonl'}"
    with output.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["article_id"], row["error"].split(":")[0]) for row in rows] == [
        ("", "empty"),
        ("b-good.txt", ""),
        ("", "binary"),
        ("d-good.txt.gz", ""),
    ]
    lines = (tmp_path / "out.rejected.jsonl").read_text().splitlines()
    assert [json.loads(line)["reason"] for line in lines] == ["empty", "binary"]


def test_an_existing_output_is_replaced_only_with_force(project: Project, tmp_path: Path) -> None:
    output = tmp_path / "labels.csv"
    output.write_text("mine")
    arguments = ["predict", "data/new/radio.csv", "--output", str(output)]
    done = tenor(*arguments, cwd=project.folder)
    assert done.returncode == 1
    assert done.stderr == (f"tenor: '{output}' exists already; name another file, or use --force\n")
    assert output.read_text() == "mine"
    assert tenor(*arguments, "--force", cwd=project.folder).returncode == 0
    assert output.read_text() != "mine"


def test_a_failed_command_leaves_no_output(project: Project, tmp_path: Path) -> None:
    table = tmp_path / "articles.csv"
    table.write_text("id,body\n1,Some text here.\n")
    output = tmp_path / "labels.csv"
    done = tenor(
        "predict",
        str(table),
        "--column",
        "text=content",
        "--output",
        str(output),
        cwd=project.folder,
    )
    assert done.returncode == 1
    assert "content" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles.csv"]


def test_a_server_that_does_not_respond_is_reported_within_seconds(project: Project) -> None:
    started = time.perf_counter()
    done = tenor(
        "train",
        "experiments/themes.toml",
        cwd=project.folder,
        MLFLOW_TRACKING_URI="http://127.0.0.1:9",
    )
    assert time.perf_counter() - started < 8
    assert done.returncode == 1
    assert done.stderr.startswith("tenor: the MLflow server 'http://127.0.0.1:9' does not respond")
    assert len(done.stderr.splitlines()) == 1


def test_wrong_usage_exits_with_code_2(tmp_path: Path) -> None:
    assert tenor("predict", cwd=tmp_path).returncode == 2
    assert tenor("no-such-command", cwd=tmp_path).returncode == 2
    done = tenor("prep", "x", "--codebook", "c", "--output", "o", "--column", "text", cwd=tmp_path)
    assert done.returncode == 2
    assert "'text' is not FIELD=COLUMN" in done.stderr


def test_commands_that_need_a_store_report_that_there_is_none(tmp_path: Path) -> None:
    for arguments in (["models", "list"], ["ui"], ["predict", "-", "--output", "-"]):
        done = tenor(*arguments, cwd=tmp_path)
        assert done.returncode == 1
        assert "no MLflow store at" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_column_of_parts_defines_the_split(project: Project, tmp_path: Path) -> None:
    shutil.copyfile(project.folder / "codebook.toml", tmp_path / "codebook.toml")
    with (project.folder / "data/articles/wire.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    themes = ("economy", "transport")
    with (tmp_path / "rows.jsonl").open("w", encoding="utf-8") as file:
        for i, row in enumerate(rows):
            row["fold"] = "valid" if i % 3 == 0 else "train"
            row["people_labels"] = themes[i % 2]
            file.write(json.dumps(row) + "\n")
    (tmp_path / "spec.toml").write_text(
        'task = "theme"\n[split]\nkind = "part"\n[[features]]\nfield = "body"\n'
    )
    done = tenor(
        "prep",
        "rows.jsonl",
        "--codebook",
        "codebook.toml",
        "--output",
        "corpus",
        "--column",
        "part=fold",
        "--label",
        "theme=people_labels",
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    done = tenor("train", "spec.toml", "--corpus", "corpus", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "scored on 12 labelled by people (part validation)" in done.stdout


def test_exported_codings_are_imported_and_every_fault_is_reported(
    project: Project, tmp_path: Path
) -> None:
    """Importing existing codings changes nothing; the exit code is 3 if some are rejected."""
    corpus = tmp_path / "corpus"
    shutil.copytree(project.folder / "data" / "corpus", corpus)
    for kind, name in (("prodigy", "all.jsonl"), ("xlsx", "all.xlsx")):
        done = tenor(
            "codings", "export", "corpus", "--format", kind, "--output", name, cwd=tmp_path
        )
        assert (done.returncode, done.stdout) == (0, f"{name}: 1,127 judgements\n")
        done = tenor("codings", "import", name, "--corpus", "corpus", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(
            "corpus: 0 judgements added, 1,127 in the corpus already; fingerprint "
        )
    (tmp_path / "bad.csv").write_text(
        "article_id,themes,coder\n"
        "\x1b[31mnowhere,transport,ana\nvalley-whitewash-in-the-beck,tranport,ana\n"
        "valley-whitewash-in-the-beck,transport; health,\U0001f98a\n",
        encoding="utf-8",
    )
    done = tenor("codings", "import", "bad.csv", "--corpus", "corpus", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stdout.startswith("corpus: 2 judgements added; fingerprint ")
    assert done.stderr == (
        "2 codings rejected: 1 unknown_article, 1 unknown_label\n"
        "  bad.csv, row 2, column 'themes': article '\ufffd[31mnowhere' is not in this corpus\n"
        "  bad.csv, row 3, column 'themes', article 'valley-whitewash-in-the-beck': theme "
        "'tranport' is not one of "
        "environment, economy, transport, health, education, justice, none; did you mean "
        "'transport'?\n"
        "  all details are in corpus/rejected_codings.jsonl\n"
    )
    assert len((corpus / "rejected_codings.jsonl").read_text("utf-8").splitlines()) == 2


def test_adjudicate_writes_a_sheet_or_imports_decisions_with_their_author(
    project: Project, tmp_path: Path
) -> None:
    """Without either option, with both, or without the name of the author, it fails."""
    corpus = str(project.folder / "data" / "corpus")
    both = ("--output", "a.csv", "--decisions", "b.csv")
    for options in ((), both, ("--decisions", "b.csv")):
        done = tenor("adjudicate", corpus, *options, cwd=tmp_path)
        assert done.returncode == 2
    done = tenor("adjudicate", corpus, "--output", "a.csv", cwd=tmp_path)
    assert done.stdout == "a.csv: 29 disagreements to decide\n"


def test_runs_are_listed_and_compared_from_the_command_line(
    project: Project, tmp_path: Path
) -> None:
    spec = tmp_path / "titles.toml"
    spec.write_text(
        'task = "stance"\ntarget = "orle-dam"\n[split]\nkind = "folds"\n'
        '[[features]]\nfield = "title"\n'
    )
    done = tenor("train", str(spec), "--corpus", "data/corpus", cwd=project.folder)
    assert done.returncode == 0, done.stderr
    assert "target-blind" in done.stdout
    assert "calibration error" in done.stdout

    done = tenor("runs", "--experiment", "tenor-stance-orle-dam", cwd=project.folder)
    assert done.returncode == 0, done.stderr
    question, heads, _, *rows = done.stdout.splitlines()
    assert question == "tenor-stance-orle-dam"
    assert heads.split()[:3] == ["run", "macro-F1", "n"]
    names = [row.split()[0] for row in rows]
    assert {"titles", "stance"} <= set(names)
    scores = [float(row.split()[1]) for row in rows if row.split()[0] in ("titles", "stance")]
    assert scores == sorted(scores, reverse=True)

    output = tmp_path / "differing.csv"
    arguments = ["compare", "tenor-stance-orle-dam/stance", "titles"]
    done = tenor(*arguments, "--metric", "f_avg", "--output", str(output), cwd=project.folder)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "67 articles in 63 groups (stance towards orle-dam), 95 % intervals"
    assert lines[1].split()[:3] == ["run", "id", "F_avg"]
    assert "McNemar mid-p" in done.stdout
    with output.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert lines[-1] == f"{output}: {len(rows)} articles"
    assert all(row["stance"] != row["titles"] for row in rows)

    done = tenor("compare", "tenor-stance-orle-dam/stance", "themes", cwd=project.folder)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert done.stderr.startswith(
        "tenor: run 'stance' predicts stance towards orle-dam and run 'themes'"
    )

    done = tenor("compare", "stance", "themes", cwd=project.folder)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "'tenor-stance-bridge-toll/stance', 'tenor-stance-orle-dam/stance'" in done.stderr


def test_the_table_of_outlet_cues_contains_no_formula(project: Project, tmp_path: Path) -> None:
    shutil.copyfile(project.folder / "codebook.toml", tmp_path / "codebook.toml")
    with (tmp_path / "rows.jsonl").open("w", encoding="utf-8") as file:
        for i in range(60):
            row = {
                "id": i,
                "source": f"Outlet {i % 3}",
                "published": f"2024-01-{1 + i % 28:02}",
                "text": f"=HYPERLINK now and here {'abc'[i % 3]}\nThe {['bank', 'dam'][i % 2]} "
                + " ".join(f"w{i}n{j}" for j in range(30)),
                "topic": ("economy", "transport")[i % 2],
            }
            file.write(json.dumps(row) + "\n")
    (tmp_path / "spec.toml").write_text('task = "theme"\n[[features]]\nfield = "body"\n')
    arguments = ["evaluate", "spec.toml", "--corpus", "corpus", "--splits", "grouped,time"]
    arguments += ["--draws", "1", "--output", "leaks.csv"]
    done = tenor(
        "prep",
        "rows.jsonl",
        "--codebook",
        "codebook.toml",
        "--output",
        "corpus",
        "--label",
        "theme=topic",
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    done = tenor(*arguments, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "fit 2 of 2: time 1" in done.stderr
    assert "all outlet cues, with their articles: leaks.csv" in done.stdout
    with (tmp_path / "leaks.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "line"]
    assert [(row["text"], row["outlet"], row["articles"]) for row in rows] == [
        (f"'=HYPERLINK now and here {letter}", f"Outlet {i}", "20")
        for i, letter in enumerate("abc")
    ]
    done = tenor(*arguments, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == ("tenor: 'leaks.csv' exists already; name another file, or use --force\n")
