"""Terms with a large weight for a label and for an outlet."""

from __future__ import annotations

import pytest

from tenor.codebook import THEMES
from tenor.models.spec import Experiment
from tenor.workflow.leaks.result import LeakTable, OutletProbe
from tenor.workflow.leaks.shared_terms import find_shared_terms

from ...conftest import Project


@pytest.fixture
def probe(leak_table: LeakTable) -> OutletProbe:
    assert leak_table.probe is not None
    return leak_table.probe


def test_shared_terms_are_counted_in_the_articles_of_the_outlet(
    project: Project, leak_spec: Experiment, probe: OutletProbe
) -> None:
    outlet = "The Ellin Courier"
    term = probe.top_terms[outlet][0][1]
    label_terms = {"economy": [("title_body", "nowhere", 2.0), ("title_body", term, 1.0)]}
    shared_terms = find_shared_terms(leak_spec, project.corpus, THEMES, label_terms, probe)
    [shared] = [shared for shared in shared_terms if shared.outlet == outlet]
    assert (shared.label, shared.term) == ("economy", term)
    assert (shared.label_rank, shared.outlet_rank) == (2, 1)
    table = project.corpus.articles
    texts = (table["title"] + " " + table["text"]).str.lower()
    contains = texts.str.contains(rf"\b{term}\b")
    of_outlet = table["outlet"] == outlet
    both = table[contains & of_outlet]
    assert shared.n_articles == len(both)
    assert shared.share_of_outlet == pytest.approx(len(both) / of_outlet.sum())
    assert shared.share_of_others == pytest.approx(contains[~of_outlet].mean())
    assert set(shared.article_ids) <= set(both["article_id"])


def test_a_term_of_no_outlet_is_not_shared(
    project: Project, leak_spec: Experiment, probe: OutletProbe
) -> None:
    label_terms = {"economy": [("title_body", "nowhere to be found", 1.0)]}
    assert find_shared_terms(leak_spec, project.corpus, THEMES, label_terms, probe) == []


def test_shared_terms_in_the_most_articles_come_first(leak_table: LeakTable) -> None:
    counts = [shared.n_articles for shared in leak_table.shared_terms]
    assert counts
    assert counts == sorted(counts, reverse=True)
