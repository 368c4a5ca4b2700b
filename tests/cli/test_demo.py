"""The steps of ``tenor demo``; that they train and predict is tested end to end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.cli import predict, train
from tenor.cli.demo import demo


def test_it_prints_the_command_of_every_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    trained: list[Path] = []

    def write_labels(inputs: list[str], output: str) -> None:
        assert Path(inputs[0]).is_dir()
        Path(output).write_text("title,themes,stances\nOne,,toll=favor\n", encoding="utf-8")

    monkeypatch.setattr(train, "train", lambda specs, *, promote: trained.extend(specs))
    monkeypatch.setattr(predict, "predict", write_labels)
    demo(Path("folder"))
    assert all(spec.is_file() for spec in trained)
    assert len(trained) == 2
    printed = capsys.readouterr().out.splitlines()
    assert [line for line in printed if line.startswith("$ ")] == [
        "$ tenor init folder; cd folder",
        (
            "$ tenor prep data/articles --codebook codebook.toml --codings data/codings.csv "
            "--output data/corpus"
        ),
        "$ tenor train experiments/themes.toml experiments/stance.toml --promote",
        "$ tenor predict data/new --output labels.csv",
    ]
    assert [" ".join(line.split()) for line in printed if "toll=favor" in line] == [
        "One none toll=favor"
    ]
