"""Draws recorded in the folder of a corpus, whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tenor.corpus import Corpus
from tenor.corpus.draws import check_frame, load_draws, next_draw_id, record_draw, remove_draw
from tenor.errors import CorpusError

from .examples import make_draw, record, write_corpus


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return write_corpus(tmp_path / "corpus")


def test_a_recorded_draw_is_loaded_as_it_was(corpus: Corpus) -> None:
    """In the order of drawing, of which the tenth is not before the second."""
    assert load_draws(corpus) == ()
    draws = [make_draw(corpus, ["a4"]), make_draw(corpus, ["a5", "a0"], draw_id="draw-10")]
    draws.insert(1, make_draw(corpus, ["a6"], draw_id="draw-2", unit="articles"))
    for draw in draws[::-1]:
        record(corpus, draw)
    loaded = load_draws(corpus)
    assert [draw.draw_id for draw in loaded] == ["draw-1", "draw-2", "draw-10"]
    assert next_draw_id(loaded) == "draw-11"
    assert next_draw_id([]) == "draw-1"
    for before, after in zip(draws, loaded, strict=True):
        assert {**vars(before), "frame": None} == {**vars(after), "frame": None}
        columns = list(before.frame)
        pd.testing.assert_frame_equal(before.frame, after.frame[columns], check_dtype=False)
    assert loaded[2].drawn["article_id"].tolist() == ["a0", "a5"]
    remove_draw(corpus, loaded[2])
    assert sorted(os.listdir(corpus.path / "draws")) == [
        "draw-1.json",
        "draw-1.parquet",
        "draw-2.json",
        "draw-2.parquet",
    ]


def test_a_draw_is_recorded_only_if_the_block_succeeds(corpus: Corpus) -> None:
    """As when the sheets cannot be written."""
    with pytest.raises(ZeroDivisionError), record_draw(corpus, make_draw(corpus, ["a4"])):
        assert load_draws(corpus) == ()
        _ = 1 / 0
    assert os.listdir(corpus.path / "draws") == []


def test_a_table_without_its_settings_is_no_draw(corpus: Corpus) -> None:
    """The settings appear last, so that the command that drew was killed between."""
    draw = record(corpus, make_draw(corpus, ["a4"]))
    (corpus.path / "draws" / "draw-1.json").unlink()
    assert load_draws(corpus) == ()
    record(corpus, draw)
    assert len(load_draws(corpus)) == 1


@pytest.mark.parametrize("chance", [0.0, 1e-300, -0.1, 1.0000001, float("inf"), float("nan")])
def test_a_chance_out_of_range_is_an_error(corpus: Corpus, chance: float) -> None:
    """With the group and the value: an estimate by it would be wrong."""
    draw = make_draw(corpus, ["a4"])
    draw.frame.loc[3, "inclusion_probability"] = chance
    record(corpus, draw)
    with pytest.raises(CorpusError) as caught:
        load_draws(corpus)
    path = corpus.path / "draws" / "draw-1.parquet"
    if chance != chance:
        assert str(caught.value) == (
            f"'{path}' has no 'inclusion_probability' for a group, so that it is no draw; restore "
            "the file"
        )
    else:
        assert str(caught.value) == (
            f"'{path}' gives the group 'a5' the inclusion probability '{chance:g}', which is not "
            "at least 1e-09 and at most 1; restore the file"
        )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"n": 3}, r"has 2 drawn groups, not 3, so that it is no draw; restore the file"),
        ({"n": "2"}, r"'n' of '.*draw-1\.json' is '2' and not of the type int; restore the file"),
        ({"n": True}, r"'n' of '.*' is 'True' and not of the type int"),
        ({"drawn_on": None}, r"'drawn_on' of '.*' is 'None' and not of the type str"),
        ({"drawn_on": "x"}, r"draw-1\.json' has the date 'x'; restore it"),
        ({"unit": "words"}, r"has the draw_id 'draw-1' and the unit 'words', and not 'draw-1'"),
        ({"draw_id": "draw-2"}, r"has the draw_id 'draw-2' and the unit 'stories', and not"),
        ({"format": "tenor-draw-0"}, r"is not a draw of the format 'tenor-draw-1'; restore"),
    ],
)
def test_changed_settings_are_an_error(
    corpus: Corpus, change: dict[str, Any], message: str
) -> None:
    record(corpus, make_draw(corpus, ["a4", "a5"]))
    path = corpus.path / "draws" / "draw-1.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(CorpusError, match=message):
        load_draws(corpus)


def test_damaged_files_are_an_error_in_one_sentence(corpus: Corpus) -> None:
    """Not JSON, nested too deep, not a table, without a column, with a group twice."""
    draw = record(corpus, make_draw(corpus, ["a4"]))
    settings, table = (corpus.path / "draws" / f"draw-1{end}" for end in (".json", ".parquet"))
    whole = settings.read_bytes(), table.read_bytes()
    for text in (b"{", b"[" * 100_000, b"\xff", b"[]"):
        settings.write_bytes(text)
        with pytest.raises(CorpusError, match=r"draw-1\.json' (cannot be read|is not a draw)"):
            load_draws(corpus)
    settings.write_bytes(whole[0])
    table.write_bytes(whole[1][:100])
    with pytest.raises(CorpusError, match=r"draw-1\.parquet' cannot be read"):
        load_draws(corpus)
    draw.frame.drop(columns="stratum").to_parquet(table)
    with pytest.raises(CorpusError, match="has no column 'stratum', so that it is no draw"):
        load_draws(corpus)
    pd.concat([draw.frame, draw.frame.iloc[:1]]).to_parquet(table)
    with pytest.raises(CorpusError, match="has a group twice, so that it is no draw"):
        load_draws(corpus)
    draw.frame.assign(inclusion_probability="half").to_parquet(table)
    with pytest.raises(CorpusError, match=r"draw-1\.parquet' cannot be read"):
        load_draws(corpus)
    table.unlink()
    with pytest.raises(CorpusError, match=r"draw-1\.parquet' is missing, without which no chance"):
        load_draws(corpus)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
def test_pipes_and_files_in_place_of_folders_are_refused(corpus: Corpus) -> None:
    folder = corpus.path / "draws"
    folder.mkdir()
    os.mkfifo(folder / "draw-1.json")
    with pytest.raises(CorpusError, match=r"draw-1\.json' is a pipe or a device"):
        load_draws(corpus)
    shutil.rmtree(folder)
    folder.write_text("")
    with pytest.raises(CorpusError, match="draws' is no folder, so that no draw can be read"):
        load_draws(corpus)


def test_a_draw_has_the_groups_of_the_corpus(corpus: Corpus) -> None:
    """Its fingerprint is that of the articles, and says nothing of its own table."""
    draw = make_draw(corpus, ["a4"])
    draw.frame.loc[draw.frame["duplicate_group"] == "a4", "duplicate_group"] = "nosuch"
    record(corpus, draw)
    with pytest.raises(CorpusError, match=r"'draw-1' of .* 'a4' is in one of the two; restore"):
        check_frame(corpus, load_draws(corpus))
