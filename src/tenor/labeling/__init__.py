"""Labels and where they come from: publishers, table columns, people, machines, rules."""

from tenor.labeling.coders import CoderLabels, coder_labels
from tenor.labeling.codings import read_codings
from tenor.labeling.disagreements import Disagreement, find_disagreements
from tenor.labeling.functions import LabelingFunction, labeling_function, load_functions
from tenor.labeling.gaps import GoldGaps, gold_gaps
from tenor.labeling.judgment import (
    CODING_ORIGINS,
    GOLD_ORIGINS,
    ORIGINS,
    Judgment,
    Origin,
    codable_labels,
    judgments_of_task,
    match_label,
)
from tenor.labeling.label_columns import LabelColumn, publisher_judgments
from tenor.labeling.matrix import LabelMatrix, MajorityStatistics, RuleStatistics, label_matrices
from tenor.labeling.resolved import (
    GoldLabels,
    ResolvedLabels,
    gold_labels,
    prefer_gold,
    resolve_labels,
)
from tenor.labeling.rules import Rule, codebook_rules

__all__ = [
    "CODING_ORIGINS",
    "GOLD_ORIGINS",
    "ORIGINS",
    "CoderLabels",
    "Disagreement",
    "GoldGaps",
    "GoldLabels",
    "Judgment",
    "LabelColumn",
    "LabelMatrix",
    "LabelingFunction",
    "MajorityStatistics",
    "Origin",
    "ResolvedLabels",
    "Rule",
    "RuleStatistics",
    "codable_labels",
    "codebook_rules",
    "coder_labels",
    "find_disagreements",
    "gold_gaps",
    "gold_labels",
    "judgments_of_task",
    "label_matrices",
    "labeling_function",
    "load_functions",
    "match_label",
    "prefer_gold",
    "publisher_judgments",
    "read_codings",
    "resolve_labels",
]
