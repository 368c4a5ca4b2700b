"""The report of a training as one HTML file."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from tenor.articles import Article
from tenor.models.explanation import explain
from tenor.present import format_interval, format_score
from tenor.workflow.train.figures import draw_figures
from tenor.workflow.train.fold_analysis import FoldReport
from tenor.workflow.train.report import shown_mistake, training_report

from ...conftest import Project
from ..report_page import HOSTILE, Page

DAY = date(2026, 11, 29)


@pytest.fixture(scope="module")
def html(project: Project) -> str:
    """The report of the sample's themes."""
    figures = draw_figures(project.themes)
    return training_report(project.themes, project.corpus, "0123456789ab", figures, DAY)


def test_the_report_is_self_contained_and_runs_no_code(html: str) -> None:
    page = Page(html)
    assert "script" not in page.tags
    assert "link" not in page.tags
    assert all(address.startswith("#") for address in page.addresses)
    assert page.tags.count("svg") > 6
    assert "img" not in page.tags
    assert page.policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "url(" not in html.split("<body>")[0]
    assert len(html) < 3_000_000


def test_the_title_names_run_corpus_and_day_and_the_contents_lead_to_each_section(
    html: str,
) -> None:
    assert "<title>tenor-theme: run themes, corpus corpus, 2026-11-29</title>" in html
    links = re.findall('<a href="#([a-z-]+)">', html)
    sections = re.findall('<h2 id="([a-z-]+)">', html)
    assert links == sections
    assert {"scores", "labels", "mistakes", "probabilities", "terms", "reproduce"} <= set(links)


def test_the_contributions_of_a_mistake_add_up_to_its_score(html: str, project: Project) -> None:
    for mistake in project.themes.folds.mistakes:
        total = sum(value for _, _, value in mistake.explanation.terms)
        listed = shown_mistake(mistake).listed
        assert listed.intercept == mistake.explanation.intercept
        assert listed.score == pytest.approx(total + listed.intercept)
        parts = sum(value for _, _, value in listed.terms) + listed.others
        assert parts == pytest.approx(total)
        assert listed.n_others + len(listed.terms) == len(mistake.explanation.terms)
        text = f"<span>intercept {listed.intercept:+.2f}</span>\n"
        assert f'{text}<span class="sum">= {listed.score:+.2f}</span>' in html


def test_slices_of_few_articles_are_counted_and_not_shown(project: Project) -> None:
    themes = project.themes
    large = [part for part in themes.diagnosis.slices if part.n_articles >= 5]
    small = [replace(large[0], value=f"hardly any {n}", n_articles=n) for n in (1, 4)]
    diagnosis = replace(themes.diagnosis, slices=(*large, *small))
    html = training_report(replace(themes, diagnosis=diagnosis), project.corpus, "", [], DAY)
    assert "hardly any" not in html
    assert "2 more have fewer than 5 articles" in html


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
    html = training_report(changed, project.corpus, "", draw_figures(themes)[:1], DAY)
    page = Page(html)
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert "<script>alert(1)</script>" in page.text
    assert "elsewhere.example" not in "".join(page.addresses)


def test_rows_of_few_articles_are_left_out(project: Project) -> None:
    themes = project.themes
    few = replace(
        themes.rows[1], name="hardly any", scores=replace(themes.rows[1].scores, n_articles=4)
    )
    html = training_report(replace(themes, rows=(*themes.rows, few)), project.corpus, "", [], DAY)
    assert "hardly any" not in html
    assert "Rows of fewer than 5 articles are left out" in html
