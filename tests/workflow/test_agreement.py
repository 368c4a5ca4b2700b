"""Agreement between the coders of a corpus, and with a model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tenor.corpus import Corpus, judgments_of, write_judgments
from tenor.errors import CorpusError, InputError, StoreError
from tenor.evaluation import Agreement, Comparison, Interval
from tenor.labeling import Judgment
from tenor.workflow.agreement import LabelAgreement, agree, warnings
from tenor.workflow.disagreements import Disagreement, PairAgreement
from tenor.workflow.loading import export_bundle
from tenor.workflow.prep import prepare

from ..conftest import Project

pytestmark = pytest.mark.usefixtures("in_the_project")

BOOK = """version = "1"
themes_per_article = "{rule}"
[[themes]]
name = "economy"
[[themes]]
name = "sport"
[[targets]]
name = "toll"
positions = ["against", "neutral", "favor"]
"""


def corpus(folder: Path, *codings: str, rule: str = "any", n: int = 6) -> Corpus:
    """Articles a1, a2 and so on; a coding is ``article task target label coder``."""
    rows = "".join(f"a{i},Title {i},Text number {i} is here.\n" for i in range(1, n + 1))
    (folder / "articles.csv").write_text("article_id,title,text\n" + rows)
    (folder / "codebook.toml").write_text(BOOK.format(rule=rule))
    lines = (coding.replace(" ", ",") for coding in codings)
    (folder / "codings.csv").write_text(
        "article_id,task,target,label,coder\n" + "".join(f"{line}\n" for line in lines)
    )
    return prepare(
        folder / "articles.csv", folder / "codebook.toml", folder / "corpus",
        codings=[folder / "codings.csv"],
    )  # fmt: skip


def test_the_samples_coders(project: Project) -> None:
    """Two of them judged thirty articles both; of the stances they agree less."""
    report = agree(project.corpus)
    found = {row.name: row for row in report.labels}
    assert len(found) == 1 + 6 + 3 * (1 + 3)
    assert {row.n_coders for row in report.labels} == {2}
    themes, dam = found["themes"].agreement, found["orle-dam"].agreement
    assert (themes.n_articles, dam.n_articles) == (30, 13)
    assert dam.alpha == pytest.approx(1 - 75 / 223)
    assert (themes.verdict, dam.verdict) == ("reliable", "not reliable")
    assert themes.alpha == pytest.approx(
        np.mean([found[name].agreement.alpha for name in project.corpus.codebook.theme_names])
    )
    assert [pair.question for pair in report.pairs] == [
        "themes", "orle-dam", "bridge-toll", "school-merger",
    ]  # fmt: skip
    assert len(report.disagreements) == 6
    assert report.notes == ()


def test_who_disagrees_with_whom_on_what(tmp_path: Path) -> None:
    """Each pair by itself, and each article on which any two differ."""
    report = agree(
        corpus(
            tmp_path,
            "a1 theme  economy ana", "a1 theme  economy ben", "a1 theme  sport ben",
            "a2 theme  none ana", "a2 theme  none ben",
            "a3 theme  sport ana", "a3 theme  sport ben", "a3 theme  economy cem",
            "a4 theme  sport cem",
        )
    )  # fmt: skip
    assert report.disagreements == (
        Disagreement(
            "a1", "Title 1", "themes", "sport", "ana: economy; ben: economy, sport", ""
        ),
        Disagreement(
            "a3", "Title 3", "themes", "economy, sport", "ana: sport; ben: sport; cem: economy", ""
        ),
    )  # fmt: skip
    # Of three articles ana and ben gave economy alike to all, sport to two of three.
    assert report.pairs[0] == PairAgreement(
        "ana", "ben", "themes", 3, pytest.approx(5 / 6), pytest.approx((1 + 4 / 9) / 2)
    )
    assert [(pair.first, pair.second, pair.n_articles, pair.percent) for pair in report.pairs] == [
        ("ana", "ben", 3, pytest.approx(5 / 6)), ("ana", "cem", 1, 0.0), ("ben", "cem", 1, 0.0),
    ]  # fmt: skip
    assert [row.n_coders for row in report.labels if row.task == "theme"] == [3, 3, 3]
    toll = next(row.agreement for row in report.labels if row.name == "toll")
    assert toll.undefined == "no article was judged by two coders"


def test_where_one_theme_is_allowed_agreement_is_on_which(tmp_path: Path) -> None:
    """Values economy, sport, none; two of three articles alike: 1 less 2 x 5 over 22."""
    report = agree(
        corpus(
            tmp_path, "a1 theme  economy ana", "a1 theme  economy ben", "a2 theme  sport ana",
            "a2 theme  none ben", "a3 theme  none ana", "a3 theme  none ben", rule="one",
        )
    )  # fmt: skip
    assert report.labels[0].agreement.alpha == pytest.approx(1 - 10 / 22)


def test_positions_in_order_are_measured_by_their_ranks(tmp_path: Path) -> None:
    """One step apart is a smaller disagreement than two."""
    codings = [
        f"a{i} stance toll {label} {coder}"
        for i, labels in enumerate(
            [("favor", "favor"), ("against", "against"), ("favor", "neutral")], start=1
        )
        for coder, label in zip(("ana", "ben"), labels, strict=True)
    ]
    made = corpus(tmp_path, *codings)
    nominal, ordinal = (
        next(row.agreement.alpha for row in agree(made, ordinal=o).labels if row.name == "toll")
        for o in ([], ["toll"])
    )
    assert nominal == pytest.approx(1 - 10 / 22)
    # Midranks 1, 2.5 and 4.5: apart by 2 in one pair, of what all pairs expect.
    assert ordinal == pytest.approx(1 - 2 * 4 * 5 / (4 * 2.25 + 12 * 12.25 + 6 * 4))
    with pytest.raises(InputError, match="ordinal 'tolls' is not a target of the codebook: toll"):
        agree(made, ordinal=["tolls"])


def test_without_an_overlap_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    made = corpus(tmp_path, "a1 theme  economy ana", "a2 theme  economy ben")
    with pytest.raises(CorpusError, match=r"was judged by two coders; let coders overlap"):
        agree(made)


def test_two_positions_of_one_coder_are_told(tmp_path: Path) -> None:
    """Preparation sets such codings aside; a corpus may hold them all the same."""
    made = corpus(
        tmp_path, "a1 stance toll favor ana", "a1 stance toll favor ben",
        "a2 stance toll favor ben", "a2 stance toll favor ana",
    )  # fmt: skip
    again = Judgment("a1", "stance", "toll", "against", "coder", "ana")
    report = agree(write_judgments(made, [*judgments_of(made.labels), again]))
    [note] = report.notes
    assert note.startswith("toll: 1 judgement(s) left out, where one coder gave an article several")
    assert report.pairs[0].n_articles == 1


def test_a_model_is_compared_by_its_held_out_labels(project: Project) -> None:
    """Those that its run scored, whichever form the reference has."""
    forms = ["tenor-theme@champion", f"runs:/{project.themes.run_id}"]
    first, second = (agree(project.corpus, [form]) for form in forms)
    compared = [row.comparison for row in first.labels if row.task == "theme"]
    assert compared == [row.comparison for row in second.labels if row.task == "theme"]
    assert compared == [row.comparison for row in project.themes.agreement]
    assert compared[0] is not None
    assert compared[0].n_articles == 30
    assert first.notes == (
        (
            "model tenor-theme@champion: held-out labels of its run for 30 of 30 articles that two "
            "coders judged"
        ),
    )
    pairs = {(pair.first, pair.second): pair for pair in first.pairs if pair.question == "themes"}
    assert set(pairs) == {
        ("ana", "ben"), ("ana", "model tenor-theme@champion"),
        ("ben", "model tenor-theme@champion"),
    }  # fmt: skip
    assert first.disagreements[0].model == "environment, economy"


def test_articles_that_people_left_undecided_are_compared_as_well(project: Project) -> None:
    """Else people's agreement would be measured only where they agree."""
    report = agree(project.corpus, ["tenor-stance-orle-dam@champion"])
    [whole] = [row.comparison for row in report.labels if row.name == "orle-dam"]
    assert whole is not None
    assert whole.n_articles == 12
    assert whole.people is not None
    assert whole.people < 0.8
    assert "labels of now for 2 that people left undecided" in report.notes[0]
    assert whole == project.stances[0].agreement[0].comparison


def test_a_bundle_fitted_on_the_corpus_is_refused(project: Project, tmp_path: Path) -> None:
    export_bundle("tenor-theme@champion", tmp_path / "bundle")
    with pytest.raises(CorpusError, match="was fitted on this corpus, so its labels say nothing"):
        agree(project.corpus, [str(tmp_path / "bundle")])


def test_a_bundle_labels_another_corpus_with_a_word_of_warning(
    project: Project, tmp_path: Path
) -> None:
    codings = (project.folder / "data/codings.csv").read_text(encoding="utf-8").splitlines(True)
    fewer = tmp_path / "codings.csv"
    fewer.write_text("".join(codings[:-1]), encoding="utf-8")
    other = prepare(
        project.folder / "data/articles", project.folder / "codebook.toml", tmp_path / "corpus",
        codings=[fewer],
    )  # fmt: skip
    export_bundle("tenor-theme@champion", tmp_path / "bundle")
    report = agree(other, [str(tmp_path / "bundle")])
    assert (
        "it labelled 30 articles of this one now; any of them that it was fitted on flatter it"
        in (report.notes[0])
    )
    by_run = agree(other, ["tenor-theme@champion"])
    assert f"its run scored corpus {project.corpus.fingerprint}" in by_run.notes[0]
    direct, held_out = (r.labels[0].comparison for r in (report, by_run))
    assert direct is not None
    assert held_out is not None
    assert direct.model is not None
    assert held_out.model is not None
    assert direct.model > held_out.model


def test_two_models_of_one_question_are_refused(project: Project) -> None:
    forms = ["tenor-theme@champion", f"runs:/{project.themes.run_id}"]
    with pytest.raises(InputError, match="both label themes; name one of them"):
        agree(project.corpus, forms)


def test_a_model_of_another_codebook_is_refused(project: Project, tmp_path: Path) -> None:
    made = corpus(tmp_path, "a1 theme  economy ana", "a1 theme  economy ben")
    with pytest.raises(CorpusError, match="labels themes by a codebook that does not fit"):
        agree(made, ["tenor-theme@champion"])
    with pytest.raises(StoreError, match="is neither a folder nor a model"):
        agree(project.corpus, ["nobody"])


def row(label: str, alpha: float, comparison: Comparison | None = None) -> LabelAgreement:
    agreement = Agreement(50, 0.9, alpha, Interval(alpha - 0.1, alpha + 0.1))
    return LabelAgreement("theme", "", label, 2, agreement, comparison)


def test_training_warns_of_labels_on_which_people_differ() -> None:
    assert warnings([row("economy", 0.666), row("sport", 0.667)]) == [
        "people's alpha is below 0.667: economy 0.666; scores on such labels support no conclusion"
    ]


def test_a_model_above_people_is_suspicious() -> None:
    """Where the interval of the difference says so, and not by chance."""
    clear = Comparison(50, 0.7, 0.9, Interval(0.05, 0.3))
    by_chance = Comparison(50, 0.7, 0.9, Interval(-0.05, 0.3))
    [warning] = warnings([row("economy", 0.7, clear), row("sport", 0.7, by_chance)])
    assert warning.startswith("above human agreement, which is suspicious: alpha of economy 0.900")
    assert "sport" not in warning


def test_the_samples_training_has_its_peoples_agreement(project: Project) -> None:
    assert [row.label for row in project.themes.agreement] == [
        "", *project.corpus.codebook.theme_names,
    ]  # fmt: skip
    assert warnings(project.themes.agreement) == []
    assert warnings(project.stances[0].agreement)[0].startswith(
        "people's alpha is below 0.667: orle-dam 0.664, orle-dam: neutral 0.510;"
    )
