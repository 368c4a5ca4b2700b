"""The columns of tables of agreement: between people, of models and of machines with them."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from tenor.cli.column_kinds import estimated, join_names, number, score
from tenor.present import Column, format_interval, format_percent, format_score

if TYPE_CHECKING:
    from tenor.workflow.agreement.measure import LabelAgreement

ALPHA = "Krippendorff's alpha: 1 is perfect agreement, 0 that of chance"
_AGREEMENT = Column(
    "percent_agreement",
    "agreement",
    "share of pairs of judgements that are the same",
    "number",
    format_percent,
)

AGREEMENT = (
    Column("name", "on", "the themes or the positions together, or one of them"),
    number("n_coders", "coders", "people who judged articles that others judged, too"),
    number("n_articles", "articles", "articles that two or more people judged"),
    _AGREEMENT,
    estimated("alpha", "alpha", f"{ALPHA}, with its 95 % interval"),
    Column(
        "verdict",
        "verdict",
        "by Krippendorff's bounds: reliable from .800 (uncertain if its interval extends below "
        ".667), tentative from .667",
        format=lambda verdict: verdict.removesuffix(" conclusions only"),
    ),
)

MODEL_AGREEMENT = (
    Column("name", "on", "the themes or the positions together, or one of them"),
    number("n_articles", "articles", "articles that two people judged and the model labelled"),
    score("people_alpha", "people", "alpha of pairs of people"),
    score("model_alpha", "model", "alpha of pairs of the model and a person"),
    Column(
        "difference_interval",
        "difference",
        "the 95 % interval of the model's alpha minus people's",
        "number",
        format_interval,
    ),
    Column(
        "human_range",
        "human range",
        "where the model is: below, inside or above people's agreement, or inconclusive",
    ),
)

MACHINE_AGREEMENT = (
    Column("machine", "machine", "the name of the machine", "id"),
    *MODEL_AGREEMENT[:1],
    number("n_articles", "articles", "articles that two people and the machine judged"),
    *MODEL_AGREEMENT[2:3],
    score("machine_alpha", "machine's", "alpha of pairs of the machine and a person"),
    Column(
        "difference_interval",
        "difference",
        "the 95 % interval of the machine's alpha minus people's",
        "number",
        format_interval,
    ),
    Column(
        "human_range",
        "human range",
        "where the machine is: below, inside or above people's agreement, or inconclusive",
    ),
)

CODER_PAIRS = (
    Column("coders", "coders", "two coders", format=join_names),
    Column("task", "on", "what both judged"),
    number("n_articles", "articles", "articles that both judged"),
    _AGREEMENT,
    score("alpha", "alpha", ALPHA),
)


def _marked_alpha(row: LabelAgreement) -> str:
    alpha, model = row.agreement.alpha, row.model_agreement
    if alpha is None:
        return ""
    is_above = model is not None and model.human_range == "above"
    mark = "exceeded " if is_above else "low " if row.agreement.is_low else ""
    return f"{mark}{format_score(alpha)}"


LABEL_ALPHA = Column(
    "people_alpha",
    "people's alpha",
    "the coders' agreement on the label; 'low' below .667, 'exceeded' if the model agrees with "
    "people more than they do with each other",
    "number",
    _marked_alpha,
    attrgetter("agreement.alpha"),
)
