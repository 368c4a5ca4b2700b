"""The model card: scores, limitations, intended use, training data and labels of a model.

After Mitchell et al. (2019), Model cards for model reporting.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version

from tenor.corpus import Corpus
from tenor.features import TARGET_FIELDS
from tenor.present import (
    escape_markdown,
    fenced_code,
    format_count,
    format_interval,
    format_percent,
    format_score,
    plural,
    score_with_interval,
)
from tenor.workflow.fit.scoring import ResultRow
from tenor.workflow.runs.spec_toml import spec_text
from tenor.workflow.train.limitations import join_names, limitations
from tenor.workflow.train.result import TrainingResult

MAX_DESCRIPTION = 5000
"""The most characters of a description that MLflow's registry stores."""

Section = tuple[str, str]
"""A heading, and its text as Markdown."""

LABELS_PER_ARTICLE = {"any": "zero, one or more", "one or more": "one or more", "one": "one"}
"""The number of labels of an article in words."""


def model_card(result: TrainingResult, corpus: Corpus, run_id: str) -> str:
    """Return the card of a model as Markdown.

    Parameters
    ----------
    result
        The training.
    corpus
        Its corpus.
    run_id
        The id of its MLflow run; empty if nothing is logged.
    """
    sections = [f"## {heading}\n\n{text}\n" for heading, text in _sections(result, corpus, run_id)]
    return "\n".join([f"# {escape_markdown(result.model.name)}\n", *sections])


def registry_description(result: TrainingResult, corpus: Corpus, run_id: str) -> str:
    """Return the first sections of the card, as many as MLflow's registry stores.

    Parameters
    ----------
    result, corpus, run_id
        As in `model_card`.
    """
    pointer = "\n\nThe complete card is `model_card.md` among the artifacts of the run.\n"
    text = ""
    for heading, section in _sections(result, corpus, run_id):
        longer = f"{text}### {heading}\n\n{section}\n\n"
        if len(longer) + len(pointer) > MAX_DESCRIPTION:
            return text.rstrip() + pointer
        text = longer
    return text


def run_description(result: TrainingResult) -> str:
    """Return the description at the top of the run's page, as Markdown."""
    sentences = [*result.promise_sentences[:1], *limitations(result)]
    return (
        f"**{headline(result)}**\n\n{_score_list(result.rows)}\n\n{_bullets(sentences)}"
        "\n\nThe most confident mistakes, figures and tables are in `report.html` among the "
        "artifacts."
    )


def headline(result: TrainingResult) -> str:
    """Return the macro-F1 with its interval, and that of the best baseline, in a sentence."""
    first, best = result.rows[0], result.best_baseline
    n_articles = plural(first.scores.n_articles, "article")
    sentence = f"macro-F1 {_score(first, 'macro_f1')} on {n_articles}"
    if best:
        sentence += f"; {best.name} {_score(best, 'macro_f1')}"
        sentence += f" (coverage {format_percent(best.coverage)})" if best.coverage < 1 else ""
    return sentence


def _sections(result: TrainingResult, corpus: Corpus, run_id: str) -> list[Section]:
    return [
        ("Scores", f"{headline(result)}\n\n{_score_list(result.rows)}"),
        ("Limitations", _bullets(limitations(result))),
        *([("Promise", _bullets(promise))] if (promise := result.promise_sentences) else []),
        ("Intended use", _intended_use(result, corpus)),
        ("Training data", _training_data(result, corpus)),
        ("How to reproduce it", _reproduction(result, corpus, run_id)),
        ("Labels", _label_table(result, corpus)),
    ]


def _intended_use(result: TrainingResult, corpus: Corpus) -> str:
    model, codebook = result.model, corpus.codebook
    if model.task.is_stance:
        target = codebook.target(model.task.target)
        towards = "the claim that it comes with" if model.uses_claims else f"'{target.name}'"
        use = f"Predicts the stance of a news article towards {towards}: {', '.join(model.labels)}."
        if target.definition:
            use += f" {target.definition}"
        fields = {view.field for view in result.spec.features}
        if fields & TARGET_FIELDS:
            rest = "nothing else" if fields <= TARGET_FIELDS else "other fields of the article"
            use += f" It uses the sentences that name it ({join_names(target.names)}), and {rest}."
    else:
        n_labels = LABELS_PER_ARTICLE[model.labels_per_article]
        use = f"Labels a news article with {n_labels} of {plural(len(model.labels), 'theme')}."
    edition = ", ".join(filter(None, [codebook.title, f"version {codebook.version}"]))
    return (
        f"{escape_markdown(use)}\n\nCodebook: {escape_markdown(edition)}, fingerprint "
        f"`{codebook.fingerprint}`. It is a linear model on TF-IDF features: it uses words and no "
        "reasoning, and is meant for news similar to its training articles."
    )


def _training_data(result: TrainingResult, corpus: Corpus) -> str:
    n_scored = plural(result.rows[0].scores.n_articles, "article")
    text = (
        f"{plural(result.n_train, 'article')}, {format_count(result.n_gold)} of them labelled "
        f"by people, from corpus {escape_markdown(corpus.path.name)} (fingerprint "
        f"`{corpus.fingerprint}`). Scored on {n_scored} labelled by people "
        f"({result.split_name}). Near-duplicates of a scored article do not train."
    )
    if result.spec.uses_lsa:
        text += (
            " Vocabulary and LSA components are fitted on all articles that are not scored, "
            "labelled or not"
        )
        if fingerprints := result.model.info["unlabelled_corpora"]:
            names = ", ".join(f"`{fingerprint}`" for fingerprint in fingerprints)
            text += f", and on other corpora (fingerprints {names})"
        text += "."
    return text


def _reproduction(result: TrainingResult, corpus: Corpus, run_id: str) -> str:
    run = f"MLflow run `{run_id}`, " if run_id else ""
    return (
        f"{run}Tenor {version('tenor')}. Save this as `spec.toml`, and with the same corpus "
        f"(`{corpus.fingerprint}`) run `tenor train spec.toml --corpus CORPUS`:\n\n"
        f"{fenced_code(spec_text(result.spec), 'toml')}\n\n"
        "In a paper, state the model and its version, Tenor's version, the fingerprints of corpus "
        "and codebook, the kind of split, and the score with its interval and baselines."
    )


def _label_table(result: TrainingResult, corpus: Corpus) -> str:
    definitions = {theme.name: theme.definition for theme in corpus.codebook.themes}
    has_definitions = not result.model.task.is_stance and any(definitions.values())
    first = result.rows[0]
    headers = ["label", "F1", "precision", "recall", "articles"]
    headers[1:1] = ["definition"] if has_definitions else []
    lines = [_table_row(headers), _table_row(["---"] * len(headers))]
    for row in first.scores.per_label:
        text_cells = [row.label]
        text_cells += [definitions.get(row.label, "")] if has_definitions else []
        interval = format_interval(first.intervals[f"f1:{row.label}"])
        lines.append(
            _table_row(
                [
                    *map(escape_markdown, text_cells),
                    f"{format_score(row.f1, 2)} {interval}",
                    format_score(row.precision, 2),
                    format_score(row.recall, 2),
                    format_count(row.support),
                ]
            )
        )
    return "\n".join(lines)


def _score_list(rows: Sequence[ResultRow]) -> str:
    # A list: the MLflow UI renders the cells of a table without space between them.
    n_articles = rows[0].scores.n_articles
    lines = []
    for row in rows:
        line = f"- {row.name}: macro-F1 {_score(row, 'macro_f1')}"
        line += f", micro-F1 {_score(row, 'micro_f1')}"
        line += f", coverage {format_percent(row.coverage)}" if row.coverage < 1 else ""
        if row.scores.n_articles != n_articles:
            line += f", {plural(row.scores.n_articles, 'article')}"
        lines.append(line)
    return "\n".join(lines)


def _score(row: ResultRow, name: str) -> str:
    return score_with_interval(row.scores.metrics[name], row.intervals[name])


def _bullets(sentences: Sequence[str]) -> str:
    return "\n".join(f"- {escape_markdown(sentence)}" for sentence in sentences)


def _table_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
