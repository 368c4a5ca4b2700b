"""Labels and where they come from: publishers, table columns, people."""

from tenor.labeling.answers import Answers, answers
from tenor.labeling.coders import CoderAnswers, coder_answers
from tenor.labeling.codings import read_codings
from tenor.labeling.judgment import GOLD, ORIGINS, TASKS, Judgment, match_label
from tenor.labeling.sources import LabelColumn, publisher_judgments

__all__ = [
    "GOLD",
    "ORIGINS",
    "TASKS",
    "Answers",
    "CoderAnswers",
    "Judgment",
    "LabelColumn",
    "answers",
    "coder_answers",
    "match_label",
    "publisher_judgments",
    "read_codings",
]
