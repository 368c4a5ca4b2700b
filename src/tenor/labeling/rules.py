"""Rules: what votes for a label, a query of the codebook or a labeling function."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tenor.articles import Article
from tenor.codebook import Codebook, Target, parse_query
from tenor.labeling.functions import LabelingFunction
from tenor.labeling.matching import Matcher


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that votes for one label or abstains.

    ``rule_id`` is ``THEME#N``, ``TARGET/POSITION#N`` or a function's name;
    judgements carry it as their coder. ``source`` is the query or empty.
    """

    rule_id: str
    task: str
    target: str
    label: str
    source: str = ""
    function: LabelingFunction | None = field(default=None, repr=False)


def codebook_rules(codebook: Codebook, functions: Sequence[LabelingFunction] = ()) -> list[Rule]:
    """Return the rules of a codebook, in its order, and those functions after them."""
    found = [
        Rule(f"{theme.name}#{n}", "theme", "", theme.name, source)
        for theme in codebook.themes
        for n, source in enumerate(theme.rules, start=1)
    ]
    found += [
        Rule(f"{target.name}/{position}#{n}", "stance", target.name, position, source)
        for target in codebook.targets
        for position in target.positions
        for n, source in enumerate(target.rules.get(position, ()), start=1)
    ]
    return found + [Rule(f.name, f.task, f.target, f.label, "", f) for f in functions]


class Voter:
    """Lets many rules vote on articles; the text of each is cut into words once.

    A stance rule votes only where the article mentions its target.
    """

    def __init__(self, rules: Sequence[Rule], codebook: Codebook) -> None:
        self._queries = [i for i, rule in enumerate(rules) if rule.function is None]
        targets = {target.name: target for target in codebook.targets}
        self._matcher = Matcher(
            [(parse_query(rules[i].source), targets.get(rules[i].target)) for i in self._queries]
        )
        self._functions: list[tuple[int, LabelingFunction, Target | None]] = [
            (i, rule.function, targets.get(rule.target))
            for i, rule in enumerate(rules)
            if rule.function is not None
        ]

    def votes(self, article: Article) -> Iterator[tuple[int, int]]:
        """Yield the number of each rule that votes on an article: 1 for its label, -1 against."""
        for i in self._matcher.matching(article.title, article.text):
            yield self._queries[i], 1
        for i, function, target in self._functions:
            if target is None or target.mentioned_in(article.title, article.text):
                vote = function(article)
                if vote is not None:
                    yield i, 1 if vote else -1
