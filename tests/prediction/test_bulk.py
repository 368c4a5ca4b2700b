"""Bulk labelling."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.articles import Article, Reason, Rejection, read_articles
from tenor.errors import InputError, OutputError
from tenor.prediction.bulk import predict
from tenor.prediction.rows import label_rows

from ..conftest import Project


@settings(max_examples=30)
@given(st.lists(st.one_of(st.just(None), st.text(min_size=1)), max_size=20))
def test_every_input_has_a_row_in_input_order(project: Project, texts: list[str | None]) -> None:
    items = [
        Rejection(str(i), Reason.EMPTY, "nothing")
        if text is None
        else Article(article_id=str(i), text=text, source_path=str(i))
        for i, text in enumerate(texts)
    ]
    rows = list(label_rows(items, {"themes": project.themes.model}))
    assert [row["source_path"] for row, _ in rows] == [str(i) for i in range(len(texts))]
    assert [row["error"] is None for row, _ in rows] == [text is not None for text in texts]


def test_two_models_of_the_same_task_are_refused(project: Project, tmp_path: Path) -> None:
    model = project.themes.model
    with pytest.raises(InputError, match="models 'a' and 'b' both predict themes"):
        predict([], {"a": model, "b": model}, str(tmp_path / "x.csv"))


def test_no_theme_is_an_empty_list_and_no_theme_model_is_none(project: Project) -> None:
    articles = read_articles(project.folder / "data/new/wire.jsonl")
    article = next(a for a in articles if a.title.startswith("Pilot, 74, sets balloon record"))
    [(with_themes, _)] = label_rows([article], {"themes": project.themes.model})
    [(without, _)] = label_rows([article], {"dam": project.stances[0].model})
    assert with_themes["themes"] == []
    assert with_themes["stances"] is None
    assert without["themes"] is None
    assert without["stances"] == {}


def test_an_article_that_names_a_target_gets_only_the_stance_towards_it(project: Project) -> None:
    models = {trained.model.task.target: trained.model for trained in project.stances}
    text = "The dam on the Orle is a mistake, and so is the toll on the bridge."
    articles = [
        Article(article_id="1", text=text),
        Article(article_id="2", text=text, target="orle-dam"),
        Article(article_id="3", text=text, target="airport"),
    ]
    every, dam, unknown = (row for row, _ in label_rows(articles, models))
    assert set(every["stances"]) == {"orle-dam", "bridge-toll"}
    assert dam["stances"] == {"orle-dam": every["stances"]["orle-dam"]}
    assert dam["stance_scores"] == {"orle-dam": every["stance_scores"]["orle-dam"]}
    assert unknown["stances"] == {"airport": "unknown"}
    assert unknown["stance_scores"] == {"airport": {}}


def test_memory_does_not_grow_with_the_number_of_articles(project: Project, tmp_path: Path) -> None:
    line = (project.folder / "data/new/wire.jsonl").read_text("utf-8").splitlines()[0]

    def peak(n: int) -> int:
        rows = tmp_path / f"{n}.jsonl"
        rows.write_text("".join(line.replace("wire-", f"{i}-") + "\n" for i in range(n)), "utf-8")
        tracemalloc.start()
        predict(rows, {"themes": project.themes.model}, str(tmp_path / f"{n}.out.jsonl"))
        _, peak_bytes = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak_bytes

    peak(300)
    few, many = peak(600), peak(3000)
    assert many < 1.2 * few


def test_a_later_output_without_rejections_removes_the_old_list(
    project: Project, tmp_path: Path
) -> None:
    models = {"themes": project.themes.model}
    bad, good, output = tmp_path / "bad.txt", tmp_path / "good.txt", tmp_path / "out.jsonl"
    bad.write_bytes(b"")
    good.write_text("A court sat.")
    summary = predict([bad, good], models, str(output))
    assert (summary.n_articles, summary.n_rejected) == (1, 1)
    assert summary.rejected_path is not None
    [line] = summary.rejected_path.read_text().splitlines()
    assert json.loads(line)["reason"] == "empty"
    summary = predict([good], models, str(output), force=True)
    assert summary.rejected_path is None
    assert not (tmp_path / "out.rejected.jsonl").exists()


def test_inputs_without_an_article_leave_no_output(project: Project, tmp_path: Path) -> None:
    models = {"themes": project.themes.model}
    (tmp_path / "bad.txt").touch()
    with pytest.raises(InputError, match=r"1 empty \('.*bad.txt': it is empty\)"):
        predict([tmp_path / "bad.txt"], models, str(tmp_path / "out.csv"))
    assert [path.name for path in tmp_path.iterdir()] == ["bad.txt"]


def test_a_list_of_rejected_inputs_that_is_there_is_not_replaced(
    project: Project, tmp_path: Path
) -> None:
    models = {"themes": project.themes.model}
    (tmp_path / "good.txt").write_text("A court sat.")
    (tmp_path / "out.rejected.jsonl").write_text("mine")
    with pytest.raises(OutputError, match=r"out.rejected.jsonl' exists already"):
        predict([tmp_path / "good.txt"], models, str(tmp_path / "out.csv"))
    assert (tmp_path / "out.rejected.jsonl").read_text() == "mine"


def test_the_output_of_the_same_command_is_no_input(project: Project, tmp_path: Path) -> None:
    models = {"themes": project.themes.model}
    (tmp_path / "good.txt").write_text("A court sat.")
    (tmp_path / "bad.txt").touch()
    for _ in range(2):
        summary = predict([tmp_path], models, str(tmp_path / "out.jsonl"), force=True)
        assert (summary.n_articles, summary.n_rejected) == (1, 1)
