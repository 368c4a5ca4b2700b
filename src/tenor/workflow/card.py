"""The model card: what a model is for, how good it is, and where it must not be trusted.

After Mitchell et al. (2019), Model cards for model reporting.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING

from tenor.corpus import Corpus
from tenor.evaluation import Interval
from tenor.evaluation.slices import worst
from tenor.features import READ_TARGETS
from tenor.workflow.agreement import warnings
from tenor.workflow.searches import told
from tenor.workflow.spec_text import spec_text

if TYPE_CHECKING:
    from tenor.workflow.results import Row
    from tenor.workflow.training import Trained

FEW = 10
"""A label with fewer scored articles than this is told of."""
MOST_NAMED = 8
DESCRIPTION = 5000
"""Characters that MLflow's registry keeps of a description."""

SPLITS = {
    "random": "Articles of the same outlets and of the same time train and score. How it does on "
    "outlets or events that it never saw is not measured here; it is often far lower.",
    "folds": "Articles of the same outlets and of the same time train and score. How it does on "
    "outlets or events that it never saw is not measured here; it is often far lower.",
    "part": "The corpus says which articles train and which score; whether the same outlets stand "
    "on both sides is for its makers to tell.",
    "outlet": "The outlets that score do not train: these scores are of outlets never seen.",
    "time": "Articles that score were published after those that train: these scores are of a "
    "later time, and of outlets that the model mostly knows.",
}
"""What each kind of split does and does not measure."""

WHOLE = {
    "series": "No series that scores trains: these scores are of series (or of events, where the "
    "corpus has them as series) never seen.",
    "outlet": "No outlet that scores trains: these scores are of outlets never seen.",
}
"""What a split measures that keeps more whole than near-duplicates."""

Section = tuple[str, str]
"""A heading and what stands below it, as Markdown."""


def headline(trained: Trained) -> str:
    """Return the score that counts, with its interval and its best baseline, in a sentence."""
    first, best = trained.rows[0], best_baseline(trained.rows)
    said = f"macro-F1 {with_interval(first, 'macro_f1')} on {first.scores.n_articles:,} articles"
    if best:
        said += f"; {best.name} {with_interval(best, 'macro_f1')}"
        said += f" (answers {best.coverage:.0%})" if best.coverage < 1 else ""
    return said


def best_baseline(rows: Sequence[Row]) -> Row | None:
    """Return the best of the rows that are scored on the same articles as the first."""
    same = [row for row in rows[1:] if row.scores.n_articles == rows[0].scores.n_articles]
    return max(same, key=lambda row: row.scores.macro_f1, default=None)


def limits(trained: Trained) -> list[str]:
    """Return what a reader of the scores must know, a sentence each."""
    first = trained.rows[0]
    by = trained.spec.split
    found = [WHOLE[by.keep_whole]] if by.keep_whole in WHOLE else []
    if not found or by.kind in ("time", "outlet"):
        found.append(SPLITS[by.kind])
    if trained.leaks and trained.leaks.said:
        found.append(trained.leaks.said)
    rare = [row.label for row in first.scores.per_label if row.support < FEW]
    if rare:
        named = _some(rare)
        found.append(
            f"Fewer than {FEW} scored articles have these labels, so that their scores mean "
            f"little: {named}."
        )
    unknown = [label for label in trained.predicted.labels if label not in trained.model.labels]
    if unknown:
        found.append(f"No article trains these labels, which are never given: {_some(unknown)}.")
    low, looked = worst(trained.diagnosis.slices, first.scores.micro_f1)
    found += [
        f"Clearly worse for {part.by} {part.value}: micro-F1 {part.micro_f1:.2f} on {part.n:,} "
        f"articles, against {first.scores.micro_f1:.2f} ({looked} slices looked at)."
        for part in low
    ]
    found += [f"{said[0].upper()}{said[1:]}." for said in warnings(trained.agreement)]
    if unfinished := told(trained.searches):
        found.append(unfinished)
    if trained.n_gold < trained.n_train:
        found.append(
            f"{trained.n_train - trained.n_gold:,} of {trained.n_train:,} training articles have "
            "labels that no person gave; only labels by people score."
        )
    if trained.n_self_trained:
        found.append(
            f"{trained.n_self_trained:,} articles that nobody labelled train too, by the labels "
            "that a first fit gave them; they score nowhere."
        )
    return found


def model_card(trained: Trained, corpus: Corpus, run_id: str) -> str:
    """Return the card as Markdown."""
    title = f"# {escaped(trained.model.name)}\n"
    parts = [f"## {head}\n\n{body}\n" for head, body in _sections(trained, corpus, run_id)]
    return "\n".join([title, *parts])


def description(trained: Trained, corpus: Corpus, run_id: str) -> str:
    """Return as much of the card as MLflow's registry keeps of a description, in whole sections."""
    rest = "\n\nThe whole card: `model_card.md` of the run.\n"
    text = ""
    for head, body in _sections(trained, corpus, run_id):
        more = f"### {head}\n\n{body}\n\n"
        if len(text) + len(more) + len(rest) > DESCRIPTION:
            return text.rstrip() + rest
        text += more
    return text


def note(trained: Trained) -> str:
    """Return what the page of the run says first, as Markdown."""
    lines = "\n".join(f"- {escaped(said)}" for said in limits(trained))
    return (
        f"**{headline(trained)}**\n\n{_scores(trained.rows)}\n\n{lines}\n\n"
        "Mistakes to read, figures and tables: `report.html` among the artifacts."
    )


def with_interval(row: Row, name: str) -> str:
    """Return a score and its interval, as ``0.80 [.70, .87]``."""
    return f"{row.scores.metrics[name]:.3f} {_bounds(row.intervals[name])}"


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is: it may come from a stranger's codebook."""
    line = "".join(char if char.isprintable() else " " for char in text)
    return re.sub(r"([\\`*_\[\]<>#|~$&])", r"\\\1", line)


def _sections(trained: Trained, corpus: Corpus, run_id: str) -> list[Section]:
    return [
        ("How good it is", f"{headline(trained)}\n\n{_scores(trained.rows)}"),
        ("Where not to trust it", "\n".join(f"- {escaped(said)}" for said in limits(trained))),
        ("What it does", _task(trained, corpus)),
        ("What it learned from", _training(trained, corpus)),
        ("How to make it again", _recipe(trained, corpus, run_id)),
        ("Labels", _labels(trained, corpus)),
    ]


def _task(trained: Trained, corpus: Corpus) -> str:
    model, book = trained.model, corpus.codebook
    if model.task == "theme":
        many = {"any": "zero, one or many", "one or more": "one or more", "one": "one"}[model.rule]
        what = f"Gives a news article {many} of {len(model.labels)} themes."
    else:
        target = book.target(model.target)
        towards = "the claim that it comes with" if model.reads_claims else f"'{target.name}'"
        what = f"Tells where a news article stands towards {towards}: {', '.join(model.labels)}."
        if target.definition:
            what += f" {target.definition}"
        fields = {view.field for view in trained.spec.features}
        if fields & READ_TARGETS:
            rest = "nothing else" if fields <= READ_TARGETS else "more of the article"
            what += f" It reads the sentences that name it ({_some(target.names)}), and {rest}."
    called = f"{book.title}, " if book.title else ""
    return (
        f"{escaped(what)}\n\nCodebook: {escaped(called)}version {escaped(book.version)}, "
        f"fingerprint `{book.fingerprint}`. A linear model on TF-IDF features; it reads words, "
        "not arguments, and is meant for news of the kind that it learned from."
    )


def _training(trained: Trained, corpus: Corpus) -> str:
    return (
        f"{trained.n_train:,} articles, {trained.n_gold:,} of them labelled by people, of corpus "
        f"{escaped(corpus.path.name)} (fingerprint `{corpus.fingerprint}`). Scored on "
        f"{trained.rows[0].scores.n_articles:,} articles labelled by people ({trained.split}); "
        "near-duplicates never stand on both sides."
    ) + _lent(trained)


def _lent(trained: Trained) -> str:
    if not trained.spec.has_axes:
        return ""
    said = " What words stand together in was learned of all articles that do not score"
    archives = trained.model.info["archive"]
    if archives:
        named = ", ".join(f"`{fingerprint}`" for fingerprint in archives)
        said += f", and of other corpora (fingerprint {named})"
    return f"{said}, whatever their labels."


def _recipe(trained: Trained, corpus: Corpus, run_id: str) -> str:
    ran = f"MLflow run `{run_id}`, " if run_id else ""
    return (
        f"{ran}Tenor {version('tenor')}. Save this as `spec.toml`, and with the same corpus "
        f"(`{corpus.fingerprint}`) run `tenor train spec.toml --corpus CORPUS`:\n\n"
        f"{_fenced(spec_text(trained.spec))}\n\n"
        "In a paper, name the model, its version, Tenor's version, the fingerprints of corpus and "
        "codebook, the kind of split, and the score with its interval and baselines."
    )


def _labels(trained: Trained, corpus: Corpus) -> str:
    definitions = {theme.name: theme.definition for theme in corpus.codebook.themes}
    first = trained.rows[0]
    defined = trained.model.task == "theme" and any(definitions.values())
    heads = ["label", *(["definition"] if defined else []), "F1", "precision", "recall", "articles"]
    lines = [_line(heads), _line(["---"] * len(heads))]
    for row in first.scores.per_label:
        named = [row.label, *([definitions.get(row.label, "")] if defined else [])]
        cells = [escaped(cell) for cell in named]
        cells += [f"{row.f1:.2f} {_bounds(first.intervals[f'f1:{row.label}'])}"]
        cells += [f"{row.precision:.2f}", f"{row.recall:.2f}", f"{row.support:,}"]
        lines.append(_line(cells))
    return "\n".join(lines)


def _scores(rows: Sequence[Row]) -> str:
    all_of_them = rows[0].scores.n_articles
    # A list: the UI of MLflow sets the columns of a table without a space between them.
    return "\n".join(
        f"- {row.name}: macro-F1 {with_interval(row, 'macro_f1')}, "
        f"micro-F1 {with_interval(row, 'micro_f1')}"
        + (f", answers {row.coverage:.0%}" if row.coverage < 1 else "")
        + ("" if row.scores.n_articles == all_of_them else f", {row.scores.n_articles:,} articles")
        for row in rows
    )


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _bounds(interval: Interval) -> str:
    low, high = (f"{bound:.2f}".removeprefix("0") for bound in interval)
    return f"[{low}, {high}]"


def _some(labels: Sequence[str]) -> str:
    more = f" and {len(labels) - MOST_NAMED} more" if len(labels) > MOST_NAMED else ""
    return ", ".join(labels[:MOST_NAMED]) + more


def _fenced(text: str) -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}toml\n{text}{fence}"
