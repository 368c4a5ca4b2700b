"""The columns of labelled articles, and which rows and scores are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from tenor.errors import InputError
from tenor.models import Model
from tenor.present.hints import did_you_mean

ScoreChoice = Literal["all", "top", "none"]
SCORE_CHOICES: tuple[ScoreChoice, ...] = get_args(ScoreChoice)

ColumnType = Literal["text", "date", "number", "flag", "list", "labels", "scores", "label_scores"]
"""What the values of a column are: ``labels`` are positions by target, ``scores`` probabilities by
label, and ``label_scores`` such scores by target."""

COLUMN_TYPES: Mapping[str, ColumnType] = {
    "article_id": "text",
    "source_path": "text",
    "title": "text",
    "outlet": "text",
    "published": "date",
    "themes": "list",
    "theme_scores": "scores",
    "stances": "labels",
    "stance_scores": "label_scores",
    "models": "list",
    "model_fingerprints": "list",
    "codebook": "text",
    "cleaning": "text",
    "tenor_version": "text",
    "error": "text",
}
"""The type of each column, in order."""

COLUMNS = tuple(COLUMN_TYPES)
"""The columns of every output that is not wide, in order."""

DECISION = "decision"
"""The column of the decisions ``auto``, ``review`` or ``none`` by label. It is written if a model
has a promise."""

_LABEL_COLUMNS = ("themes", "theme_scores", "stances", "stance_scores", DECISION)


@dataclass(frozen=True)
class RowOptions:
    """Which rows are written, and with which columns.

    Attributes
    ----------
    scores
        The probabilities: of all labels, of those that an article is given (``top``; of the
        likeliest if it is given none), or none.
    wide
        Whether each theme and each target has a column of its own, and one for its score.
    explain
        The number of terms that are written for each label that an article is given: those that
        contributed most, with their contributions.
    review
        The number of articles that are kept for a sheet of those to review; 0 for no sheet.
    only
        Themes, and positions as ``TARGET=POSITION``: only articles with one of them are written;
        empty for all.
    """

    scores: ScoreChoice = "all"
    wide: bool = False
    only: tuple[str, ...] = ()
    explain: int = 0
    review: int = 0


def column_types(models: Mapping[str, Model], options: RowOptions) -> dict[str, ColumnType]:
    """Return the type of each column of an output, in order.

    A wide output has, for each theme, the columns ``theme.NAME`` (whether an article has it) and
    ``theme.NAME.score``; for each target ``stance.NAME`` (the position) and ``stance.NAME.score``
    (its probability). Labels of a model with a promise have a column ``NAME.decision`` too.
    """
    types: dict[str, ColumnType] = {}
    for name, column_type in COLUMN_TYPES.items():
        if name == "models" and any(model.promise for model in models.values()):
            types[DECISION] = "labels"
        if name == "models" and options.explain:
            types["explanation"] = "label_scores"
        types[name] = column_type
    if options.scores == "none":
        types = {name: kind for name, kind in types.items() if not name.endswith("_scores")}
    if not options.wide:
        return types
    wide: dict[str, ColumnType] = {}
    for model in models.values():
        kind: ColumnType = "text" if model.task.is_stance else "flag"
        for name in wide_names(model):
            wide |= {name: kind}
            wide |= {} if options.scores == "none" else {f"{name}.score": "number"}
            wide |= {f"{name}.{DECISION}": "text"} if model.promise else {}
    columns: dict[str, ColumnType] = {}
    for name, column_type in types.items():
        columns |= wide if name == "themes" else {}
        columns |= {} if name in _LABEL_COLUMNS else {name: column_type}
    return columns


def check_only(models: Mapping[str, Model], options: RowOptions) -> None:
    """Raise InputError if a label of ``only`` is none of the models' labels."""
    known = {name for model in models.values() for name in label_names(model)}
    for name in options.only:
        if name not in known:
            raise InputError(
                f"'{name}' is not a label of the models; name a theme, or a position as "
                f"TARGET=POSITION{did_you_mean(name, known)}"
            )


def wide_names(model: Model) -> list[str]:
    """Return the names of the columns of the labels of a model in a wide output."""
    if model.task.is_stance:
        return [f"stance.{model.task.target}"]
    return [f"theme.{label}" for label in model.labels]


def label_names(model: Model) -> list[str]:
    """Return the labels of a model: themes, or positions as ``TARGET=POSITION``."""
    if model.task.is_stance:
        return [f"{model.task.target}={label}" for label in model.labels]
    return list(model.labels)
