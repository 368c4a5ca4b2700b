"""The agreement of machines with people."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.codebook import THEMES, Task
from tenor.workflow.agreement.agree import agree

from .conftest import coded_corpus


def test_each_machine_is_compared_on_each_label_where_two_people_judged(tmp_path: Path) -> None:
    """On a1 to a3; a4 has one person. The second machine judged one of them."""
    corpus = coded_corpus(
        tmp_path,
        "a1 theme  economy ana",
        "a1 theme  economy ben",
        "a1 theme  economy gpt machine",
        "a1 theme  economy llm machine",
        "a2 theme  none ana",
        "a2 theme  none ben",
        "a2 theme  sport gpt machine",
        "a3 theme  sport ana",
        "a3 theme  sport ben",
        "a3 theme  sport gpt machine",
        "a4 theme  economy ana",
        "a4 theme  sport gpt machine",
    )
    rows = agree(corpus).machines
    assert [(row.machine, row.name, row.agreement.n_articles) for row in rows] == [
        ("gpt", "themes", 3),
        ("gpt", "economy", 3),
        ("gpt", "sport", 3),
        ("llm", "themes", 1),
        ("llm", "economy", 1),
        ("llm", "sport", 1),
    ]
    themes, economy, sport = (row.agreement for row in rows[:3])
    assert (economy.people_alpha, economy.model_alpha) == (1, 1)
    # Six pairs of gpt and a person, of which two differ: five values are sport, and seven not.
    assert sport.people_alpha == 1
    assert sport.model_alpha == pytest.approx(1 - 2 / 6 / (2 * 6 * 6 / (12 * 11)))
    assert themes.model_alpha == pytest.approx((1 + (sport.model_alpha or 0)) / 2)


def test_a_machine_that_judged_nothing_that_two_people_judged_is_left_out(tmp_path: Path) -> None:
    corpus = coded_corpus(
        tmp_path,
        "a1 stance toll favor ana",
        "a1 stance toll favor ben",
        "a2 stance toll favor ana",
        "a2 stance toll favor ben",
        "a2 stance toll against gpt machine",
        "a3 stance toll favor llm machine",
    )
    report = agree(corpus)
    assert {row.machine for row in report.machines} == {"gpt"}
    assert [row.name for row in report.machines] == [
        "toll",
        "toll: against",
        "toll: neutral",
        "toll: favor",
    ]
    assert {row.task for row in report.machines} == {Task.stance("toll")}
    assert THEMES not in {row.task for row in report.machines}
