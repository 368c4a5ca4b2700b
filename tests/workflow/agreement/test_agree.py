"""Agreement between the coders of a corpus, on every task."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tenor.codebook import THEMES
from tenor.corpus import judgments_of, write_judgments
from tenor.errors import CorpusError, InputError
from tenor.labeling import Judgment
from tenor.workflow.agreement.agree import agree

from ...conftest import Project
from .conftest import coded_corpus


def test_the_coders_of_the_sample_are_measured_on_every_theme_and_target(project: Project) -> None:
    report = agree(project.corpus)
    rows = {row.name: row for row in report.labels}
    assert len(rows) == 1 + 6 + 3 * (1 + 3)
    assert {row.n_coders for row in report.labels} == {2}
    themes, toll = rows["themes"].agreement, rows["bridge-toll"].agreement
    assert (themes.n_articles, toll.n_articles) == (276, 64)
    # They differ on 9 of 64 articles; 38 of 128 judgements are favor, 41 against, 49 neutral.
    assert toll.alpha == pytest.approx(1 - 127 * 9 * 2 / (128**2 - 38**2 - 41**2 - 49**2))
    assert (themes.verdict, toll.verdict) == ("reliable", "tentative conclusions only")
    assert themes.alpha == pytest.approx(
        np.mean([rows[name].agreement.alpha for name in project.corpus.codebook.theme_names])
    )
    assert [pair.task.name for pair in report.pairs] == [
        "themes",
        "orle-dam",
        "bridge-toll",
        "school-merger",
    ]
    assert len(report.disagreements) == 79
    # Of these, 29 are not decided.
    assert [note[: note.index("the coders")] for note in report.notes] == [
        "themes: on 27 articles ",
        "bridge-toll: on 1 article ",
        "school-merger: on 1 article ",
    ]


def test_only_coders_of_shared_articles_count(tmp_path: Path) -> None:
    report = agree(
        coded_corpus(
            tmp_path,
            "a1 theme  economy ana",
            "a1 theme  economy ben",
            "a2 theme  sport ben",
            "a2 theme  economy cem",
            "a3 theme  sport dan",
        )
    )
    assert [row.n_coders for row in report.labels if row.task == THEMES] == [3, 3, 3]
    toll = next(row.agreement for row in report.labels if row.name == "toll")
    assert toll.undefined == "no article was judged by two coders"


def test_with_one_theme_per_article_agreement_is_on_which_theme(tmp_path: Path) -> None:
    """Values are economy, sport and none; two of three articles agree: 1 - 2 * 5 / 22."""
    report = agree(
        coded_corpus(
            tmp_path,
            "a1 theme  economy ana",
            "a1 theme  economy ben",
            "a2 theme  sport ana",
            "a2 theme  none ben",
            "a3 theme  none ana",
            "a3 theme  none ben",
            themes_per_article="one",
        )
    )
    assert report.labels[0].agreement.alpha == pytest.approx(1 - 10 / 22)


def test_ordered_positions_are_compared_by_their_ranks(tmp_path: Path) -> None:
    """Positions that are one step apart disagree less than those that are two apart."""
    codings = [
        f"a{i} stance toll {label} {coder}"
        for i, labels in enumerate(
            [("favor", "favor"), ("against", "against"), ("favor", "neutral")], start=1
        )
        for coder, label in zip(("ana", "ben"), labels, strict=True)
    ]
    corpus = coded_corpus(tmp_path, *codings)
    nominal, ordinal = (
        next(
            row.agreement.alpha
            for row in agree(corpus, ordinal=targets).labels
            if row.name == "toll"
        )
        for targets in ([], ["toll"])
    )
    assert nominal == pytest.approx(1 - 10 / 22)
    # Midranks are 1, 2.5 and 4.5: one pair is 2 apart, of the distances that all pairs expect.
    assert ordinal == pytest.approx(1 - 2 * 4 * 5 / (4 * 2.25 + 12 * 12.25 + 6 * 4))
    with pytest.raises(
        InputError, match="ordinal 'tolls' is not a target of the codebook; name one of: toll"
    ):
        agree(corpus, ordinal=["tolls"])


def test_without_shared_articles_the_error_names_the_next_step(tmp_path: Path) -> None:
    corpus = coded_corpus(tmp_path, "a1 theme  economy ana", "a2 theme  economy ben")
    with pytest.raises(CorpusError, match=r"was judged by two coders; let coders overlap"):
        agree(corpus)


def test_a_note_counts_articles_with_two_positions_of_one_coder(tmp_path: Path) -> None:
    """Preparation rejects such codings; a corpus may hold them nevertheless."""
    corpus = coded_corpus(
        tmp_path,
        "a1 stance toll favor ana",
        "a1 stance toll favor ben",
        "a2 stance toll favor ben",
        "a2 stance toll favor ana",
    )
    second = Judgment("a1", "stance", "toll", "against", "coder", "ana")
    report = agree(write_judgments(corpus, [*judgments_of(corpus.labels), second]))
    [note] = report.notes
    assert note.startswith("toll: 1 judgement left out, where one coder gave an article several")
    assert report.pairs[0].n_articles == 1
