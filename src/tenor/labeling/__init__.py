"""Labels and where they come from: publishers, table columns, people, rules."""

from tenor.labeling.answers import Answers, Gold, answers, gold_answers, with_gold
from tenor.labeling.coders import CoderAnswers, coder_answers
from tenor.labeling.codings import read_codings
from tenor.labeling.functions import LabelingFunction, labeling_function, load_functions
from tenor.labeling.judgment import GOLD, ORIGINS, TASKS, Judgment, Origin, match_label
from tenor.labeling.matrix import LabelMatrix, RuleStatistics, VoteStatistics, label_matrices
from tenor.labeling.rules import Rule, codebook_rules
from tenor.labeling.sources import LabelColumn, publisher_judgments

__all__ = [
    "GOLD",
    "ORIGINS",
    "TASKS",
    "Answers",
    "CoderAnswers",
    "Gold",
    "Judgment",
    "LabelColumn",
    "LabelMatrix",
    "LabelingFunction",
    "Origin",
    "Rule",
    "RuleStatistics",
    "VoteStatistics",
    "answers",
    "codebook_rules",
    "coder_answers",
    "gold_answers",
    "label_matrices",
    "labeling_function",
    "load_functions",
    "match_label",
    "publisher_judgments",
    "read_codings",
    "with_gold",
]
