"""The levels of nested work."""

from __future__ import annotations

from threading import Thread

from tenor.progress.levels import Level, current_step, depth, enter, share_done, time_left


def test_the_share_done_counts_the_steps_within_the_current_one() -> None:
    with enter(Level("model", 2, 1)), enter(Level("scoring")), enter(Level("fold", 4, 2)):
        assert share_done() == 0.75
        assert current_step() == "model, scoring, fold"
    assert depth() == 0


def test_a_length_that_is_unknown_gives_no_share() -> None:
    with enter(Level("reading")):
        assert share_done() is None
        assert time_left() == ""


def test_control_characters_in_a_step_are_replaced() -> None:
    with enter(Level("reading a\x1b.csv")):
        assert current_step() == "reading a\ufffd.csv"


def test_the_work_of_other_threads_adds_no_level() -> None:
    depths = []

    def work() -> None:
        with enter(Level("in a thread")):
            depths.append(depth())

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert depths == [0]


def test_a_level_that_ends_after_those_around_it_leaves_none() -> None:
    outer, inner = enter(Level("outer")), enter(Level("inner"))
    outer.__enter__()
    inner.__enter__()
    outer.__exit__(None, None, None)
    inner.__exit__(None, None, None)
    assert depth() == 0
