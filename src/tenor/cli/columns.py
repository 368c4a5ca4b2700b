"""The columns of every printed table, by command; the help of a command explains them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from tenor.cli.agreement_columns import (
    AGREEMENT,
    CODER_PAIRS,
    LABEL_ALPHA,
    MACHINE_AGREEMENT,
    MODEL_AGREEMENT,
)
from tenor.cli.column_kinds import (
    estimated,
    format_difference,
    format_estimate,
    format_value,
    join_names,
    number,
    score,
    share,
)
from tenor.cli.draw_columns import AUDITED_LABELS, DRAWS, PLANNED_DOMAINS, PLANNED_DRAWS
from tenor.cli.explained_columns import CONTRIBUTIONS, EXPLAINED_SCORES
from tenor.cli.model_columns import PRUNED, REPRODUCED
from tenor.cli.shares_columns import DIFFERENCES, SHARES
from tenor.present import Column, format_percent
from tenor.present.table_layout import INTERVAL

if TYPE_CHECKING:
    from tenor.tracking import LoggedRun


def _short(run_id: str) -> str:
    return run_id[:12]


_MINUTE = "{:%Y-%m-%d %H:%M}"
RUN_ID = Column("run_id", "id", "the first twelve digits of the run's id", "id", _short)


RULES = (
    Column("rule", "rule", "the rule: its theme or position, and its number there", "id"),
    number("n_votes", "votes", "articles on which the rule votes"),
    share("coverage", "coverage", "share of all articles on which the rule votes"),
    share("overlaps", "overlaps", "share of all articles on which another rule votes, too"),
    share("conflicts", "conflicts", "share of all articles on which another votes differently"),
    share("precision", "precision", "share of the votes on gold articles that are right"),
    share("recall", "recall", "share of the gold articles of its label on which it votes"),
)

LABEL_SCORES = (
    Column("label", "label", "a theme or position", "id"),
    score("precision", "precision", "share of its predictions that are right", 2),
    score("recall", "recall", "share of its articles that are found", 2),
    estimated("f1", "F1", "harmonic mean of precision and recall, with its 95 % interval"),
    number("n_articles", "articles", "scored articles that people gave the label"),
)


SLICES = (
    Column("slice", "slice", "the articles of one outlet, month, length, language or theme"),
    estimated("micro_f1", "micro-F1", "the score on these articles, with its 95 % interval"),
    number("n_articles", "articles", "scored articles of the slice"),
)

COVERAGE = Column(
    "coverage", "coverage", "share of the articles that are labelled", "number", format_percent
)
SCORED = number("n_articles", "articles", "articles that are scored")
ROW_NAME = Column("name", "", "the model, or a baseline that is scored on the same articles")

LEAK_KIND = (
    Column("kind", "", "the kind of split, as --splits names it", "data"),
    Column("split", "split", "what the training and the scored articles do not share"),
)
LEAK_COLUMNS = (
    score("std", "std", "standard deviation of macro-F1 over the draws"),
    score("majority", "majority", "macro-F1 of the most frequent label"),
    number("n_draws", "draws", "number of splits that are averaged"),
    number("n_scored", "scored", "articles that are scored, a mean over the draws"),
)

LEAK_PROMISE = (
    Column("kind", "split", "the kind of split", "id"),
    score("n_promised", "promised", "labels with a promise, a mean over the draws", 1),
    number("n_automatic", "automatic", "labels of scored articles that are automatic, all draws"),
    share("automatic_share", "of given", "their share of the labels that the models give"),
    share("right", "right", "share of the automatic labels that are right"),
)

OUTLET_CUES = (
    Column("kind", "kind", "a term of the features, or a line, sentence, byline or name"),
    Column("text", "text", "the term, line, sentence, byline or name", "title"),
    Column("outlet", "outlet", "the outlet that it identifies"),
    Column("label", "label", "the label that a term has a large weight for", "id"),
    number("n_articles", "articles", "articles of the outlet that contain it"),
    Column(
        "share_of_outlet",
        "of outlet",
        "their share of the outlet's articles",
        "number",
        format_percent,
    ),
)


def _without_interval(text: str) -> str:
    return text.partition(INTERVAL)[0]


def _run_name(run: LoggedRun) -> str:
    return f"- {run.name}" if run.is_nested else run.name


RUN_FACTS = (
    Column(
        "name",
        "run",
        "the name of the run; '-' marks one that belongs to another run",
        format=_run_name,
        of=attrgetter("name"),
    ),
    Column("is_nested", "", "whether it belongs to another run", "data"),
    Column("experiment", "", "the name of its experiment", "data"),
    Column("task", "", "theme, or stance:TARGET", "data"),
    Column("started", "started", "when it started, in local time", format=_MINUTE.format),
    Column("status", "status", "finished, running, failed or killed", "id"),
)
RUN_SHORT_ID = replace(
    RUN_ID, meaning="the first eight digits of the run's id", format=lambda run_id: run_id[:8]
)
RUN_SCORES = (
    estimated("macro_f1", "macro-F1", "mean F1 of the labels, with its 95 % interval"),
    number("n_test", "n", "scored articles"),
    Column("split", "split", "the kind of split", "id"),
    COVERAGE,
    score("calibration_error", "calibration", "the calibration error of the probabilities"),
    Column(
        "best_baseline",
        "best baseline",
        "the baseline with the highest macro-F1 on the same articles",
        format=_without_interval,
    ),
)
GAP = estimated("gap_macro_f1", "gap", "macro-F1 of the random split minus that of the hardest one")
RUN_KIND_SCORE = Column("", "", "macro-F1 on a kind of split", "number", format_value)
RUN_NESTED_SCORE = score(
    "nested_macro_f1", "trial or fit", "macro-F1 of a trial of a search, or a fit of a leak table"
)

MODELS = (
    Column("model", "model", "the name of the registered model", "id"),
    Column("version", "version", "the number of the version", "id"),
    Column("aliases", "aliases", "its aliases, as in NAME@champion", format=join_names),
    score("macro_f1", "macro-F1", "the score of its training"),
    Column("registered", "registered", "the day it was registered", "id", "{:%Y-%m-%d}".format),
    replace(RUN_ID, heading="run"),
)

COMPARED_RUNS = (Column("name", "run", "the name of the run"), RUN_ID)
DIFFERENCE = Column(
    "difference",
    "difference to the first",
    "its score minus that of the first run, with the 95 % interval",
    "number",
    format_difference,
)
P_VALUE = score(
    "p_value", "p", "the p-value of the difference, by approximate randomization over groups", 4
)

LABELLED = (
    Column("title", "title", "the headline", "title"),
    Column("themes", "themes", "the themes that the model assigns"),
    Column("stances", "stances", "the stance towards each target that the article mentions"),
)


def metric_columns(names: Iterable[str], *, show_intervals: bool = True) -> list[Column]:
    """Return a column of estimates for each metric; intervals are always in JSON."""
    from tenor.evaluation.metric_table import METRICS

    columns = []
    for name in names:
        metric = METRICS.get(name)
        heading, meaning = (metric.heading, metric.meaning) if metric else (name, "a metric")
        print_as = format_estimate if show_intervals else format_value
        columns.append(Column(name, heading, meaning, "number", print_as))
    return columns


def columns_of(command: str) -> list[Column]:
    """Return the columns of all tables that a command can print; none for most commands."""
    match command:
        case "label":
            return [*RULES]
        case "codings draws":
            return [*DRAWS]
        case "audit check":
            return [*AUDITED_LABELS]
        case "plan":
            return [*PLANNED_DRAWS, *PLANNED_DOMAINS]
        case "agree":
            return [*AGREEMENT, *MODEL_AGREEMENT, *MACHINE_AGREEMENT, *CODER_PAIRS]
        case "train":
            metrics = metric_columns(_shown_metrics())
            return [ROW_NAME, *metrics, COVERAGE, *LABEL_SCORES, LABEL_ALPHA, *SLICES]
        case "evaluate":
            metrics = metric_columns(["macro_f1", "micro_f1"])
            return [*LEAK_KIND, *metrics, *LEAK_COLUMNS, *LEAK_PROMISE, *OUTLET_CUES]
        case "runs":
            return [*RUN_FACTS, *RUN_SCORES, GAP, RUN_NESTED_SCORE, RUN_SHORT_ID]
        case "compare":
            return [*COMPARED_RUNS, *metric_columns(_shown_metrics()), DIFFERENCE, P_VALUE]
        case "models list":
            return [*MODELS]
        case "models prune":
            return [*PRUNED]
        case "reproduce":
            return [*REPRODUCED]
        case "explain":
            return [*EXPLAINED_SCORES, *CONTRIBUTIONS]
        case "shares":
            return [*SHARES, *DIFFERENCES]
        case "demo":
            return [*LABELLED]
    return []


def _shown_metrics() -> list[str]:
    from tenor.evaluation.metric_table import METRICS

    return [name for name, metric in METRICS.items() if metric.in_tables]
