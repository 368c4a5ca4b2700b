"""Sheets for coders, and the sample of articles on them."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from tenor.corpus import Corpus, combine_draws, load_draws
from tenor.corpus.draws import Design
from tenor.errors import CorpusError, InputError, OutputError
from tenor.labeling.formats import FORMATS
from tenor.workflow.codings.drawn import summarize_draws, undo_draw
from tenor.workflow.codings.exchange import import_codings
from tenor.workflow.codings.sheets import make_sheets


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


STORIES = Design("stories")


@pytest.fixture
def corpus(partly_coded: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A copy, which draws are recorded in."""
    folder = tmp_path_factory.mktemp("sheets") / "corpus"
    return Corpus.load(shutil.copytree(partly_coded.path, folder))


def test_every_coder_gets_the_overlap_and_a_share_of_the_rest(
    corpus: Corpus, tmp_path: Path
) -> None:
    """No article is drawn twice, is coded already, or is a duplicate of another."""
    sample = make_sheets(
        corpus.path,
        tmp_path / "sheets",
        n=31,
        coders=["ana", "ben", "cy"],
        overlap=10,
        design=STORIES,
    )
    assert sorted(os.listdir(tmp_path / "sheets")) == ["ana.csv", "ben.csv", "cy.csv", "sample.csv"]
    ids_by_coder = [
        [row["article_id"] for row in rows(tmp_path / "sheets" / f"{coder}.csv")]
        for coder in ("ana", "ben", "cy")
    ]
    assert [len(ids) for ids in ids_by_coder] == [17, 17, 17]
    shared = set(ids_by_coder[0]) & set(ids_by_coder[1]) & set(ids_by_coder[2])
    assert len(shared) == 10
    drawn = set().union(*ids_by_coder)
    assert len(drawn) == 31
    gold = corpus.labels[corpus.labels["origin"] == "coder"]
    groups = corpus.articles.set_index("article_id")["duplicate_group"]
    assert not set(groups[list(drawn)]) & set(groups[gold["article_id"].unique()])
    assert groups[list(drawn)].is_unique

    design = rows(tmp_path / "sheets" / "sample.csv")
    assert {row["article_id"] for row in design} == drawn
    assert {row["coders"] for row in design if row["article_id"] in shared} == {"ana; ben; cy"}
    assert {row["inclusion_probability"] for row in design} == {repr(31 / sample.population)}
    assert design[0]["corpus"] == corpus.fingerprint
    sheet = rows(tmp_path / "sheets" / "ana.csv")
    assert {row["coder"] for row in sheet} == {"ana"}
    assert {row["codebook"] for row in sheet} == {corpus.codebook.fingerprint}
    assert {row["inclusion_probability"] for row in sheet} == {repr(31 / sample.population)}


@pytest.mark.usefixtures("in_the_project")
@pytest.mark.parametrize("share", ["", "transport"])
def test_a_share_of_a_draw_is_by_the_uncertainty_of_a_model(
    corpus: Corpus, tmp_path: Path, share: str
) -> None:
    """Weighted by their inverse probabilities, the drawn articles estimate the population."""
    sample = make_sheets(
        corpus.path,
        tmp_path / "sheets",
        n=40,
        coders=["ana"],
        design=Design("stories", uncertain=0.5),
        model="tenor-theme@champion",
        share=share,
    )
    assert len(sample) == 40
    assert ((sample.inclusion_probability > 0) & (sample.inclusion_probability <= 1)).all()
    assert len(set(sample.inclusion_probability.tolist())) > 20
    # Each drawn article has the weight 1 / probability; the weights sum to about the population.
    assert (1 / sample.inclusion_probability).sum() == pytest.approx(sample.population, rel=0.25)
    [draw] = load_draws(corpus)
    assert (draw.model, draw.share) == ("tenor-theme@champion", share)
    assert len(draw.model_fingerprint) == 64


@pytest.mark.usefixtures("in_the_project")
def test_a_share_that_the_model_does_not_have_is_an_error(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        make_sheets(
            corpus.path,
            tmp_path / "x",
            n=4,
            coders=["ana"],
            design=Design(uncertain=0.5),
            model="tenor-theme@champion",
            share="transprot",
        )
    assert str(raised.value) == (
        "'transprot' is not a label of the model of themes; name a theme, or a position as "
        "TARGET=POSITION; did you mean 'transport'?"
    )
    assert load_draws(corpus) == ()


def test_a_draw_is_recorded_with_the_chance_of_every_group(corpus: Corpus, tmp_path: Path) -> None:
    """Those that people coded before are certain; the sheets name the draw."""
    design = Design("articles", by=("outlet",))
    made = make_sheets(
        corpus.path, tmp_path / "a", n=20, coders=["ana", "ben"], design=design, random_state=3
    )
    [draw] = load_draws(corpus)
    articles = corpus.articles
    gold = set(corpus.labels["article_id"][corpus.labels["origin"] == "coder"])
    coded = set(articles["duplicate_group"][articles["article_id"].isin(gold)])
    assert draw.frame["duplicate_group"].tolist() == articles["duplicate_group"].unique().tolist()
    assert set(draw.frame["duplicate_group"][draw.frame["is_certain"]]) == coded
    assert set(draw.drawn["article_id"]) == {row.article_id for row in made.rows}
    assert not set(draw.drawn["article_id"]) & coded
    assert (draw.unit, draw.design, draw.n, draw.random_state) == ("articles", "outlet", 20, 3)
    available = draw.frame[~draw.frame["is_certain"]]
    assert available["inclusion_probability"].sum() == pytest.approx(20)
    assert {row["draw"] for row in rows(tmp_path / "a" / "sample.csv")} == {"draw-1"}
    combined = combine_draws(corpus, [draw])
    assert combined.is_certain.sum() == len(coded)
    assert (combined.inclusion_probability[combined.is_certain] == 1).all()


def test_a_second_draw_excludes_the_first_or_includes_it(corpus: Corpus, tmp_path: Path) -> None:
    """Two draws that exclude each other have the chances of one of both sizes."""
    first = make_sheets(corpus.path, tmp_path / "a", n=15, coders=["ana"], design=STORIES)
    second = make_sheets(corpus.path, tmp_path / "b", n=10, coders=["ana"], design=STORIES)
    ids = [{row.article_id for row in made.rows} for made in (first, second)]
    assert not ids[0] & ids[1]
    assert second.population == first.population - 15
    assert second.n_uncoded_before == 15
    combined = combine_draws(corpus, load_draws(corpus))
    np.testing.assert_allclose(
        combined.inclusion_probability[~combined.is_certain], 25 / first.population
    )
    everything = make_sheets(
        corpus.path, tmp_path / "c", n=5, coders=["ana"], design=STORIES, include_drawn=True
    )
    assert everything.population == corpus.articles["duplicate_group"].nunique()
    assert load_draws(corpus)[2].includes_drawn


def test_what_was_drawn_and_never_imported_is_known(corpus: Corpus, tmp_path: Path) -> None:
    """And what is coded without being drawn, which a later draw may have."""
    make_sheets(corpus.path, tmp_path / "a", n=6, coders=["ana", "ben"], overlap=2, design=STORIES)
    sheet = rows(tmp_path / "a" / "ana.csv")
    drawn = {row["article_id"] for row in rows(tmp_path / "a" / "sample.csv")}
    certain = set(load_draws(corpus)[0].frame.query("is_certain")["duplicate_group"])
    groups = corpus.articles["duplicate_group"]
    outside = next(group for group in groups if group not in drawn | certain)
    with (tmp_path / "filled.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["article_id", "task", "target", "label", "coder"])
        for article_id in [*(row["article_id"] for row in sheet[:3]), outside]:
            writer.writerow([article_id, "theme", "", "transport", "ana"])
    import_codings([tmp_path / "filled.csv"], corpus.path)
    summary = summarize_draws(corpus.path)
    [coded] = summary.draws
    assert set(coded.uncoded) == drawn - {row["article_id"] for row in sheet[:3]}
    assert sum(coded.n_uncoded_by_coder.values()) >= len(coded.uncoded) == 3
    assert (summary.n_certain, summary.n_outside) == (len(certain), 1)
    with pytest.raises(CorpusError, match=r"3 articles of 'draw-1' of corpus .* are coded, so"):
        undo_draw(corpus.path)
    rest = len(groups.unique()) - len(certain) - 6
    again = make_sheets(corpus.path, tmp_path / "b", n=rest, coders=["ana"], design=STORIES)
    assert again.n_coded == 1
    assert summarize_draws(corpus.path).n_outside == 0
    assert undo_error(corpus) == "1 article of 'draw-2'"


def undo_error(corpus: Corpus) -> str:
    with pytest.raises(CorpusError) as raised:
        undo_draw(corpus.path)
    return str(raised.value).partition(" of corpus")[0]


def test_the_last_draw_can_be_removed_before_it_is_coded(corpus: Corpus, tmp_path: Path) -> None:
    """The same command then draws the same articles."""
    made = [make_sheets(corpus.path, tmp_path / name, n=9, coders=["ana"]) for name in "ab"]
    assert undo_draw(corpus.path).draw_id == "draw-2"
    again = make_sheets(corpus.path, tmp_path / "c", n=9, coders=["ana"])
    assert again.draw is not None
    assert again.draw.draw_id == "draw-2"
    assert again.rows == made[1].rows
    assert undo_draw(corpus.path).draw_id == "draw-2"
    assert undo_draw(corpus.path).draw_id == "draw-1"
    with pytest.raises(CorpusError, match="has no draw, so that there is none to remove"):
        undo_draw(corpus.path)


def test_a_draw_from_other_articles_stops_a_second_one(corpus: Corpus, tmp_path: Path) -> None:
    make_sheets(corpus.path, tmp_path / "a", n=4, coders=["ana"])
    path = corpus.path / "draws" / "draw-1.json"
    frame = load_draws(corpus)[0].frame_fingerprint
    path.write_text(path.read_text().replace(frame, "0" * 12))
    with pytest.raises(CorpusError, match=r"'draw-1' of corpus .* is a draw from other articles"):
        make_sheets(corpus.path, tmp_path / "b", n=4, coders=["ana"])
    assert not (tmp_path / "b").exists()


def test_two_commands_that_draw_at_once_draw_one_after_the_other(
    corpus: Corpus, tmp_path: Path
) -> None:
    """So that no article is in both draws."""
    threads = [
        Thread(
            target=make_sheets,
            args=(corpus.path, tmp_path / name),
            kwargs={"n": 12, "coders": ["ana"], "random_state": state},
        )
        for state, name in enumerate("abcd")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    draws = load_draws(corpus)
    assert [draw.draw_id for draw in draws] == ["draw-1", "draw-2", "draw-3", "draw-4"]
    drawn = [set(draw.drawn["article_id"]) for draw in draws]
    assert len(set.union(*drawn)) == 48
    ids = {row["article_id"] for row in rows(tmp_path / "c" / "sample.csv")}
    assert ids in drawn


def test_a_killed_command_leaves_no_half_draw(corpus: Corpus, tmp_path: Path) -> None:
    """Whenever it is killed: a recorded draw is whole, and its sheets are there."""
    code = (
        "import sys; from tenor.workflow.codings.sheets import make_sheets; print(flush=True)\n"
        "make_sheets(sys.argv[1], sys.argv[2], n=3, coders=['ana'])"
    )
    recorded = 0
    for i, delay in enumerate((0.2, 0.5, 0.8, 1.2, 2.0)):
        command = [sys.executable, "-c", code, str(corpus.path), str(tmp_path / f"s{i}")]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        draws = load_draws(corpus)
        for draw in draws[recorded:]:
            assert draw.n == 3
            assert len(rows(tmp_path / f"s{i}" / "sample.csv")) == 3
        recorded = len(draws)
    made = make_sheets(corpus.path, tmp_path / "last", n=3, coders=["ana"])
    assert made.draw is not None
    assert made.draw.draw_id == f"draw-{recorded + 1}"
    assert sorted(os.listdir(corpus.path / "draws")) == sorted(
        f"draw-{i}.{end}" for i in range(1, recorded + 2) for end in ("json", "parquet")
    )


def test_sheets_that_cannot_be_written_leave_no_draw(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a full disk."""

    def fail(*_: object) -> None:
        raise OutputError("the disk is full")

    monkeypatch.setattr("tenor.workflow.codings.sheets.write_folder", fail)
    with pytest.raises(OutputError, match="the disk is full"):
        make_sheets(corpus.path, tmp_path / "x", n=3, coders=["ana"])
    assert load_draws(corpus) == ()


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_sheets_and_settings(corpus: Corpus, tmp_path: Path, name: str) -> None:
    """One file for each coder, and the files that set up the tool."""
    make_sheets(corpus.path, tmp_path / "x", n=3, coders=["ana", "ben"], format_name=name)
    files = set(os.listdir(tmp_path / "x")) - {"sample.csv"}
    assert (
        files
        == {
            "csv": {"ana.csv", "ben.csv"},
            "xlsx": {"ana.xlsx", "ben.xlsx"},
            "label-studio": {"ana.json", "ben.json", "labeling_config.xml"},
            "doccano": {"ana.jsonl", "ben.jsonl", "labels.json"},
            "prodigy": {"ana.jsonl", "ben.jsonl", "prodigy.json"},
            "argilla": {"ana.json", "ben.json", "settings.json"},
        }[name]
    )
    if name == "label-studio":
        tasks = json.loads((tmp_path / "x" / "ana.json").read_text(encoding="utf-8"))
        assert [task["data"]["codebook"] for task in tasks] == [corpus.codebook.fingerprint] * 2


def test_the_name_of_a_coder_stays_inside_the_folder(corpus: Corpus, tmp_path: Path) -> None:
    """Different names have different files."""
    coders = ["../../ana", "..", "\U0001f9d1\u200d\U0001f52c", "a/b", "a:b", "SAMPLE", "x" * 300]
    make_sheets(corpus.path, tmp_path / "in" / "sheets", n=7, coders=coders)
    assert sorted(os.listdir(tmp_path / "in" / "sheets")) == sorted(
        [
            "__.._ana.csv",
            "_.csv",
            "\U0001f9d1\u200d\U0001f52c.csv",
            "a_b.csv",
            "a_b-2.csv",
            "SAMPLE-2.csv",
            f"{'x' * 120}.csv",
            "sample.csv",
        ]
    )
    assert os.listdir(tmp_path) == ["in"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"coders": []}, "sheets need the names of the coders, as in --coders ana,ben"),
        ({"coders": ["ana", " "]}, "sheets need the names of the coders, as in --coders ana,ben"),
        (
            {"coders": ["a", "b", "a"]},
            (
                "coder 'a' is named twice, perhaps in other case or spacing; give each coder a "
                "different name"
            ),
        ),
        (
            {"coders": ["ana", "ANA"]},
            (
                "coder 'ANA' is named twice, perhaps in other case or spacing; give each coder a "
                "different name"
            ),
        ),
        (
            {"coders": ["a\x1b[31m"]},
            "coder 'a\ufffd[31m' has characters that are not shown; write the name without them",
        ),
        ({"overlap": 6}, "an overlap of 6 is more than the 5 articles to draw; name a smaller one"),
        (
            {"design": Design(uncertain=0.5)},
            ("a draw by uncertainty needs the model that is uncertain; name it with --model REF"),
        ),
        (
            {"model": "m"},
            (
                "the draw does not use model 'm'; name the share of the draw that is by its "
                "uncertainty, as in --uncertain 0.5, or remove --model"
            ),
        ),
        (
            {"share": "sport"},
            (
                "the uncertainty about 'sport' is that of a model; name it with --model REF and "
                "--uncertain 0.5, or remove --share"
            ),
        ),
    ],
)
def test_contradicting_parameters_are_an_error(
    corpus: Corpus, tmp_path: Path, change: dict[str, object], message: str
) -> None:
    """The error comes before anything is drawn or written."""
    parameters: dict[str, object] = {"n": 5, "coders": ["ana"]}
    with pytest.raises(InputError) as raised:
        make_sheets(corpus.path, tmp_path / "x", **(parameters | change))  # type: ignore[arg-type]
    assert str(raised.value) == message
    assert os.listdir(tmp_path) == []


def test_filled_sheets_are_never_replaced(corpus: Corpus, tmp_path: Path) -> None:
    """There is no option that allows it."""
    (tmp_path / "ana.csv").write_text("work")
    with pytest.raises(OutputError, match="exists already and is not empty; name another folder"):
        make_sheets(corpus.path, tmp_path, n=5, coders=["ana"])
    assert os.listdir(tmp_path) == ["ana.csv"]
