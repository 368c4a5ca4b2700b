"""Rules, which vote for a label: the queries of a codebook, and labeling functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tenor.articles import Article
from tenor.codebook import Codebook, Target, parse_query
from tenor.codebook.task import THEMES, Task
from tenor.labeling.functions import LabelingFunction
from tenor.labeling.matching import Matcher


@dataclass(frozen=True, slots=True)
class Rule:
    """A query or labeling function that votes on one label or abstains.

    Attributes
    ----------
    rule_id
        ``THEME#N``, ``TARGET/POSITION#N``, or the name of a function; the coder of the
        judgements by this rule.
    task, label
        The label that the rule votes on, and its task.
    query
        The query; empty for a function.
    function
        The labeling function; None for a query.
    """

    rule_id: str
    task: Task
    label: str
    query: str = ""
    function: LabelingFunction | None = field(default=None, repr=False)


def codebook_rules(codebook: Codebook, functions: Sequence[LabelingFunction] = ()) -> list[Rule]:
    """Return the rules of a codebook in its order, followed by labeling functions."""
    rules = [
        Rule(f"{theme.name}#{n}", THEMES, theme.name, query)
        for theme in codebook.themes
        for n, query in enumerate(theme.rules, start=1)
    ]
    rules += [
        Rule(f"{target.name}/{position}#{n}", Task.stance(target.name), position, query)
        for target in codebook.targets
        for position in target.positions
        for n, query in enumerate(target.rules.get(position, ()), start=1)
    ]
    return rules + [Rule(f.name, f.task, f.label, function=f) for f in functions]


class Voter:
    """Applies rules to articles; each text is split into words once for all queries.

    A stance rule votes only where the article names its target.

    Parameters
    ----------
    rules
        The rules, in the order of the columns of a label matrix.
    codebook
        The codebook with their targets.
    """

    def __init__(self, rules: Sequence[Rule], codebook: Codebook) -> None:
        targets = {target.name: target for target in codebook.targets}
        self._columns = [i for i, rule in enumerate(rules) if rule.function is None]
        self._matcher = Matcher(
            [
                (parse_query(rules[i].query), targets.get(rules[i].task.target))
                for i in self._columns
            ]
        )
        self._functions: list[tuple[int, LabelingFunction, Target | None]] = [
            (i, rule.function, targets.get(rule.task.target))
            for i, rule in enumerate(rules)
            if rule.function is not None
        ]

    def votes(self, article: Article) -> Iterator[tuple[int, int]]:
        """Yield the column and the vote of each rule that does not abstain: 1 for, -1 against."""
        for i in self._matcher.matching(article.title, article.text):
            yield self._columns[i], 1
        for i, function, target in self._functions:
            if target is None or target.applies_to(article.title, article.text):
                vote = function(article)
                if vote is not None:
                    yield i, 1 if vote else -1
