"""The steps of ``tenor demo``; that they train and predict is tested end to end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.cli import compare, predict, train
from tenor.cli.demo import demo


def test_it_prints_the_purpose_and_the_command_of_every_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    trained: list[Path] = []
    compared: list[str] = []

    def write_labels(inputs: list[str], output: str) -> None:
        assert Path(inputs[0]).is_dir()
        Path(output).write_text("title,themes,stances\nOne,,toll=favor\n", encoding="utf-8")

    monkeypatch.setattr(train, "train", lambda specs, promote=False: trained.extend(specs))
    monkeypatch.setattr(compare, "compare", compared.extend)
    monkeypatch.setattr(predict, "predict", write_labels)
    demo(Path("folder"))
    assert all(spec.is_file() for spec in trained)
    # A run has the name of its spec.
    assert [spec.stem for spec in trained] == ["themes", "stance", "rules"]
    assert compared == ["themes", "rules"]
    printed = capsys.readouterr().out.splitlines()
    commands = [i for i, line in enumerate(printed) if line.startswith("$ ")]
    assert all(printed[i - 1].startswith("# ") for i in commands)
    assert [printed[i] for i in commands] == [
        "$ tenor init folder; cd folder",
        (
            "$ tenor prep data/articles --codebook codebook.toml --codings data/codings.csv "
            "--output data/corpus"
        ),
        "$ tenor agree data/corpus",
        "$ tenor adjudicate data/corpus --decisions data/decisions.csv --by dora",
        "$ tenor train experiments/themes.toml experiments/stance.toml --promote",
        "$ tenor label data/corpus",
        "$ tenor train experiments/rules.toml",
        "$ tenor compare themes rules",
        "$ tenor predict data/new --output labels.csv",
    ]
    assert [" ".join(line.split()) for line in printed if "toll=favor" in line] == [
        "One none toll=favor"
    ]
