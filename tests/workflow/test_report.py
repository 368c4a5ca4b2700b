"""The report of a run, its model card, and what they are made of."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from tenor.articles import Article
from tenor.models import Experiment
from tenor.models.explaining import explain
from tenor.workflow.card import (
    DESCRIPTION,
    best_baseline,
    description,
    escaped,
    headline,
    limits,
    model_card,
    note,
)
from tenor.workflow.report import report
from tenor.workflow.run_figures import pictures
from tenor.workflow.scrutiny import Findings
from tenor.workflow.training import train

from ..conftest import Project

HOSTILE = '<script>alert(1)</script><img src="http://elsewhere.example/x" onerror="x">\x1b[31m'


class Page(HTMLParser):
    """The tags, the addresses and the text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.policy = ""
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = dict(attrs)
        self.addresses += [v or "" for k, v in attrs if k in ("src", "href", "action")]
        assert not any(k.startswith("on") or k == "style" for k in found)
        if found.get("http-equiv") == "Content-Security-Policy":
            self.policy = found["content"] or ""

    def handle_data(self, data: str) -> None:
        self.text += f" {data}"


@pytest.fixture(scope="module")
def drawn(project: Project) -> str:
    """The report of the sample's themes."""
    return report(project.themes, project.corpus, "0123456789ab", pictures(project.themes))


def test_the_report_needs_and_runs_nothing_from_elsewhere(drawn: str) -> None:
    page = Page(drawn)
    assert "script" not in page.tags
    assert "link" not in page.tags
    assert all(address.startswith("data:image/png;base64,") for address in page.addresses)
    assert page.policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert "url(" not in drawn.split("<body>")[0]
    assert len(drawn) < 3_000_000


def test_the_report_says_the_score_its_interval_and_its_baselines(
    drawn: str, project: Project
) -> None:
    text = " ".join(Page(drawn).text.split())
    for row in project.themes.rows:
        low, high = row.intervals["macro_f1"]
        assert f"{row.name} {row.scores.macro_f1:.2f} [{low:.2f}, {high:.2f}]" in text
    assert "spread over folds" in text
    for theme in project.corpus.codebook.themes:
        assert theme.definition in text
    assert project.corpus.fingerprint in text
    assert 'kind = "folds"' in text


def test_what_comes_from_articles_is_text_and_nothing_else(project: Project) -> None:
    """Also in titles, ids, labels and slices."""
    themes = project.themes
    model = themes.model
    article = Article(article_id=HOSTILE, title=HOSTILE, text=HOSTILE * 40, outlet=HOSTILE)
    found = explain(model, article, model.labels[0])
    mistake = replace(
        themes.findings.mistakes[0], article=article, explanation=found, true=(HOSTILE,),
        label=HOSTILE,
    )  # fmt: skip
    slices = tuple(replace(part, value=HOSTILE) for part in themes.diagnosis.slices)
    changed = replace(
        themes, findings=Findings((mistake,)),
        diagnosis=replace(themes.diagnosis, slices=slices),
    )  # fmt: skip
    drawn = report(changed, project.corpus, "", pictures(themes)[:1])
    page = Page(drawn)
    assert "script" not in page.tags
    assert page.tags.count("img") == 1
    assert "<script>alert(1)</script>" in page.text
    assert "elsewhere.example" not in "".join(page.addresses)


def test_the_surest_mistakes_are_told_with_what_made_them(project: Project) -> None:
    """Of each kind the surest first, and each is one."""
    themes = project.themes
    predicted = themes.predicted
    place = {article_id: i for i, article_id in enumerate(predicted.article_ids)}
    column = {label: i for i, label in enumerate(predicted.labels)}
    found = themes.findings.mistakes
    assert {mistake.missed for mistake in found} == {False, True}
    for missed in (False, True):
        sure = [mistake.confidence for mistake in found if mistake.missed is missed]
        assert sure == sorted(sure, reverse=True)
    for mistake in found:
        at = place[mistake.article.article_id], column[mistake.label]
        assert bool(predicted.given[at]) is not mistake.missed
        assert bool(predicted.truth[at]) is mistake.missed
        chance = predicted.probabilities[at]
        assert mistake.confidence == pytest.approx(1 - chance if mistake.missed else chance)
        assert mistake.explanation.terms
    wrong = predicted.given & ~predicted.truth.astype(bool)
    surest = predicted.probabilities[wrong].max()
    assert found[0].confidence == pytest.approx(surest)


def test_one_label_is_explained_over_the_true_one(project: Project) -> None:
    for stance in project.stances:
        for mistake in stance.findings.mistakes:
            assert (mistake.over,) == mistake.true
            assert (mistake.label,) == mistake.given
            assert not mistake.missed


def test_the_spread_is_the_deviation_of_the_folds_scores(project: Project) -> None:
    assert set(project.themes.findings.spread) == {"macro_f1", "micro_f1", "samples_f1"}
    assert 0 < project.themes.findings.spread["macro_f1"] < 0.3
    spec = Experiment.parse('task = "theme"\n')
    [one] = train(spec, project.folder / "data/corpus", log=False)
    assert one.findings.spread == {}
    assert one.findings.learning == ()


def test_a_learning_curve_ends_with_the_score_itself(project: Project) -> None:
    """And grows in articles; without being asked for, there is none."""
    [trained] = train(
        Experiment.parse('task = "theme"\n'), project.corpus, log=False, learning_curve=True
    )
    points = trained.findings.learning
    counts = [point.n_train for point in points]
    assert counts == sorted(set(counts))
    assert len(points) >= 3
    assert counts[-1] == trained.n_train
    assert points[-1].value == trained.rows[0].scores.macro_f1
    assert points[-1].interval == trained.rows[0].intervals["macro_f1"]
    assert "learning_curve" in [picture.name for picture in pictures(trained)]
    assert "learning_curve" not in [picture.name for picture in pictures(project.themes)]


def test_the_card_tells_task_scores_limits_labels_and_how_to_make_it_again(
    project: Project,
) -> None:
    card = model_card(project.themes, project.corpus, "0123456789ab")
    heads = re.findall(r"^## (.*)$", card, re.M)
    assert heads == [
        "How good it is", "Where not to trust it", "What it does", "What it learned from",
        "How to make it again", "Labels",
    ]  # fmt: skip
    assert "Gives a news article zero, one or many of 6 themes." in card
    assert "217 articles, 80 of them labelled by people" in card
    assert headline(project.themes) in card
    [spec] = re.findall(r"```toml\n(.*?)```", card, re.S)
    assert Experiment.parse(spec).model_dump() == project.themes.spec.model_dump()
    for theme in project.corpus.codebook.themes:
        assert f"| {theme.name} | {theme.definition} |" in card


def test_the_card_of_a_stance_names_its_target(project: Project) -> None:
    card = model_card(project.stances[0], project.corpus, "")
    target = project.stances[0].model.target
    assert f"where a news article stands towards '{target}': favor, against, neutral." in card


def test_the_best_baseline_is_one_of_the_same_articles(project: Project) -> None:
    """Rows of some of the articles, such as those that rules reach, say nothing of the whole."""
    first, majority, tags = project.themes.rows
    part = replace(tags, name="rules, covered by rules", scores=replace(tags.scores, n_articles=9))
    assert best_baseline((first, part, majority)) == majority
    assert best_baseline((first, majority, tags)) == tags
    assert best_baseline((first,)) is None


def test_limits_name_rare_labels_silver_training_and_the_split(project: Project) -> None:
    said = limits(project.themes)
    assert said[0].startswith("Articles of the same outlets and of the same time train and score.")
    rare = [r.label for r in project.themes.rows[0].scores.per_label if r.support < 10]
    assert rare
    assert any(sentence.endswith(f"mean little: {', '.join(rare)}.") for sentence in said)
    assert any("137 of 217 training articles" in sentence for sentence in said)


def test_a_description_fits_where_mlflow_keeps_it(project: Project) -> None:
    """In whole sections; the rest is in the card."""
    whole = description(project.themes, project.corpus, "0" * 32)
    assert len(whole) <= DESCRIPTION
    per_label = project.themes.rows[0].scores.per_label
    many = tuple(replace(row, label=per_label[0].label) for row in per_label * 40)
    first = project.themes.rows[0]
    row = replace(first, scores=replace(first.scores, per_label=many))
    cut = description(replace(project.themes, rows=(row,)), project.corpus, "0" * 32)
    assert len(cut) <= DESCRIPTION
    assert "### How to make it again" in cut
    assert "### Labels" not in cut
    assert cut.endswith("The whole card: `model_card.md` of the run.\n")


def test_a_strangers_label_is_text_in_markdown() -> None:
    assert escaped("a|b <i> [x](y) `z`\n# d") == r"a\|b \<i\> \[x\](y) \`z\` \# d"


def test_the_run_holds_report_card_spec_and_figures(project: Project) -> None:
    """And says what is in the card, on its own page and on the model's."""
    code = f"""
import json, mlflow
mlflow.set_tracking_uri("sqlite:///mlflow.db")
client = mlflow.MlflowClient()
run = client.get_run("{project.themes.run_id}")
files = [f.path for f in client.list_artifacts(run.info.run_id)]
files += [f.path for f in client.list_artifacts(run.info.run_id, "figures")]
version = client.get_model_version("tenor-theme", "{project.themes.version}")
print(json.dumps([files, run.data.tags["mlflow.note.content"], version.description,
                  run.data.metrics, run.data.params]))
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], cwd=project.folder, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    files, said, described, metrics, params = json.loads(done.stdout.splitlines()[-1])
    names = ("f1", "confusion", "precision_recall", "reliability", "abstaining", "top_terms")
    assert {"report.html", "model_card.md", "spec.toml"} <= set(files)
    assert {f"figures/{name}.png" for name in names} <= set(files)
    assert said == note(project.themes)
    assert described.startswith("### How good it is")
    assert metrics["macro_f1_spread"] == pytest.approx(project.themes.findings.spread["macro_f1"])
    assert params["features.0.stop_words"] == "none"
    assert "features.0.max_features" not in params


def test_pictures_are_drawn_for_every_model(project: Project) -> None:
    for trained in (project.themes, *project.stances):
        found = {picture.name: picture for picture in pictures(trained)}
        assert {"f1", "confusion", "precision_recall", "reliability"} <= set(found)
        assert all(p.data.startswith(b"\x89PNG") and p.shows for p in found.values())
