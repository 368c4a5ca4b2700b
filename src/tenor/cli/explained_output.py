"""What ``tenor explain`` prints: scores, the strongest terms, and the text with marked words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenor.cli.explained_columns import CONTRIBUTIONS, EXPLAINED_SCORES
from tenor.cli.marked_text import marked_lines
from tenor.cli.report import Report, output_width
from tenor.present import plural

if TYPE_CHECKING:
    from tenor.articles import Article
    from tenor.models import Explanation
    from tenor.workflow.explain.explain import ExplainedArticle, ModelExplanation
    from tenor.workflow.explain.highlighting import HighlightedSpan

INDENT = "  "
MAX_WIDTH = 100
"""The width of the text of an article, on wider terminals too."""


def print_explanation(report: Report, explained: ExplainedArticle, n_terms: int) -> None:
    """Print the explanation of an article by each model.

    Parameters
    ----------
    report
        The output of the command.
    explained
        The article.
    n_terms
        The number of terms that are listed for each label.
    """
    article = explained.article
    report.line(f"{article.article_id}: {article.title or '(no title)'}")
    for model in explained.models:
        report.line()
        report.line(f"{model.reference}, {model.model.task.title}: {model.verdict}")
        if model.note:
            report.line(f"{INDENT}{model.note}")
        if not model.labels:
            continue
        rows = [
            (row.label, row.probability, model.threshold(row), row.raw_score, model.decision(row))
            for row in model.shown_scores
        ]
        report.table("scores", EXPLAINED_SCORES, rows)
        for explanation in model.labels:
            _print_label(report, article, model, explanation, n_terms)


def _print_label(
    report: Report,
    article: Article,
    model: ModelExplanation,
    explanation: Explanation,
    n_terms: int,
) -> None:
    from tenor.workflow.explain.highlighting import highlight
    from tenor.workflow.explain.listed_terms import list_terms

    label, against = explanation.label, explanation.against
    listed = list_terms(explanation, n_terms)
    rows: list[tuple[float, str, str]] = [
        (value, term, field) for field, term, value in listed.terms
    ]
    if listed.n_others:
        rows.append((listed.others, f"({plural(listed.n_others, 'other term')})", ""))
    difference = f", {label} minus {against}" if against else ""
    rows += [
        (listed.intercept, "(intercept)", ""),
        (listed.score, f"(sum: raw score{difference})", ""),
    ]
    report.line()
    report.line(f"{label}, compared with {against}:" if against else f"{label}:")
    report.table("terms", CONTRIBUTIONS, rows)
    report.line(model.calibration_sentence(label))
    report.line()
    report.line(f"[+word] speaks for {label}, [-word] against it; more signs, more strongly:")
    highlighted = highlight(article.title, article.text, article.claim, explanation)
    for heading, spans in (("title: ", highlighted.title), ("claim: ", highlighted.claim)):
        if spans:
            _print_marked(report, heading, spans)
    n_shown = sum(len(span.text) for spans in highlighted.passages for span in spans)
    for spans in highlighted.passages:
        _print_marked(report, "… " if n_shown < len(article.text) else "", spans)


def _print_marked(report: Report, heading: str, spans: list[HighlightedSpan]) -> None:
    width = min(output_width(), MAX_WIDTH) - len(INDENT)
    for line in marked_lines([(heading, ""), *spans], width):
        report.marked_line([(INDENT, ""), *line] if line else [])
