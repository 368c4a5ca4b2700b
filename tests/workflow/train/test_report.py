"""The report of a training as one HTML file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tenor.articles import Article
from tenor.models.explanation import explain
from tenor.present import format_interval, format_score
from tenor.workflow.train.figures import draw_figures
from tenor.workflow.train.fold_analysis import FoldReport
from tenor.workflow.train.report import training_report

from ...conftest import Project
from ..report_page import HOSTILE, Page


@pytest.fixture(scope="module")
def html(project: Project) -> str:
    """The report of the sample's themes."""
    figures = draw_figures(project.themes)
    return training_report(project.themes, project.corpus, "0123456789ab", figures)


def test_the_report_is_self_contained_and_runs_no_code(html: str) -> None:
    page = Page(html)
    assert "script" not in page.tags
    assert "link" not in page.tags
    assert all(address.startswith("data:image/png;base64,") for address in page.addresses)
    assert page.policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert "url(" not in html.split("<body>")[0]
    assert len(html) < 3_000_000


def test_the_report_shows_scores_with_intervals_and_baselines(html: str, project: Project) -> None:
    text = " ".join(Page(html).text.split())
    for row in project.themes.rows:
        interval = format_interval(row.intervals["macro_f1"])
        assert f"{row.name} {format_score(row.scores.macro_f1, 2)} {interval}" in text
    assert "standard deviation over folds" in text
    for theme in project.corpus.codebook.themes:
        assert theme.definition in text
    assert project.corpus.fingerprint in text
    assert 'kind = "folds"' in text


def test_text_of_articles_labels_and_slices_is_escaped(project: Project) -> None:
    themes = project.themes
    model = themes.model
    article = Article(article_id=HOSTILE, title=HOSTILE, text=HOSTILE * 40, outlet=HOSTILE)
    mistake = replace(
        themes.folds.mistakes[0],
        article=article,
        explanation=explain(model, article, model.labels[0]),
        true_labels=(HOSTILE,),
        label=HOSTILE,
    )
    slices = tuple(replace(part, value=HOSTILE) for part in themes.diagnosis.slices)
    changed = replace(
        themes,
        folds=FoldReport((mistake,)),
        diagnosis=replace(themes.diagnosis, slices=slices),
    )
    html = training_report(changed, project.corpus, "", draw_figures(themes)[:1])
    page = Page(html)
    assert "script" not in page.tags
    assert page.tags.count("img") == 1
    assert "<script>alert(1)</script>" in page.text
    assert "elsewhere.example" not in "".join(page.addresses)
