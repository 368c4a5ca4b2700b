"""Drawing automatic labels at random, as sheets of articles that do not show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from tenor.articles import Article, read_articles
from tenor.codebook import Codebook, Task
from tenor.corpus.corpus import INFO_FILE, Corpus
from tenor.corpus.duplicates import group_duplicates, minhash_signatures
from tenor.errors import InputError
from tenor.labeling.formats import FORMATS, ArticleToCode
from tenor.output import write_folder
from tenor.prediction.written_labels import WrittenLabel, WrittenLabels, read_written_labels
from tenor.present import plural
from tenor.progress import track
from tenor.workflow.audits.audit_file import (
    AUDIT_FILE,
    CODEBOOK_FILE,
    AuditFile,
    read_audit_file,
)
from tenor.workflow.codings.sheet_files import check_coders, check_folder, file_name

SPARE_SHARE = 0.5
"""The share of labels that are drawn in addition, in place of those whose duplicate group or
article is drawn already."""


def draw_audit(
    labels: Sequence[str | Path],
    articles: Sequence[str | Path],
    codebook: str | Path,
    output: str | Path,
    *,
    n: int,
    coders: Sequence[str],
    only: Sequence[str] = (),
    format_name: str = "csv",
    columns: Mapping[str, str] | None = None,
    exclude: Sequence[str | Path] = (),
    random_state: int = 0,
) -> AuditFile:
    """Draw automatic labels at random, and write sheets of their articles into a new folder.

    A sheet asks what the codebook asks, and does not show the label of the model: a coder who is
    asked whether a given label is right agrees more often than one who codes. The drawn labels are
    in ``audit.json`` beside the sheets.

    Parameters
    ----------
    labels
        Files that ``tenor predict`` wrote.
    articles
        The labelled articles: files, folders or a corpus. Of a corpus, articles with judgements are
        not drawn: they may have trained the model, which is right about them more often.
    codebook
        The codebook of the labels, a file.
    output
        The folder to make.
    n
        The number of labels to draw, each of another article and duplicate group.
    coders
        The names of the coders; all of them get all articles.
    only
        Themes, and positions as ``TARGET=POSITION``: only labels like these are drawn; empty for
        all.
    format_name
        The name of the format of the sheets.
    columns
        The columns of tables of articles, as for `read_articles`.
    exclude
        The folders of earlier audits, whose labels are not drawn again.
    random_state
        The seed.

    Raises
    ------
    TenorError
        If a file cannot be read, there are fewer automatic labels of different articles, or an
        article is not found.
    """
    folder = Path(output)
    check_folder(folder)
    check_coders(coders)
    written = _read(labels)
    book = Codebook.load(Path(codebook))
    if written.codebooks and book.fingerprint not in written.codebooks:
        raise InputError(
            f"the labels follow the codebook '{min(written.codebooks)}', and '{codebook}' is "
            f"'{book.fingerprint}'; name the codebook of their model with --codebook"
        )
    earlier = {row for other in exclude for row in read_audit_file(Path(other)).drawn}
    chosen = [
        row for row in written.labels if (not only or row.label in only) and row not in earlier
    ]
    judged = _judged(articles)
    automatic = [row for row in chosen if row.article_id not in judged]
    known = {row.label for row in written.labels}
    for label in only:
        if label not in known:
            raise InputError(
                f"no automatic label is '{label}'; name a theme, or a position as TARGET=POSITION"
            )
    if chosen and not automatic:
        raise InputError(
            f"all {plural(len(chosen), 'automatic label')} are of articles that have judgements in "
            "the corpus and may have trained the model; label articles that have none"
        )
    order = np.random.default_rng(random_state).permutation(len(automatic))
    n_candidates = n + max(20, round(SPARE_SHARE * n))
    candidates = [automatic[i] for i in order[:n_candidates].tolist()]
    texts = _find(candidates, articles, columns)
    drawn = _one_per_group(candidates, texts)[:n]
    if len(drawn) < n:
        raise InputError(
            f"{plural(n, 'label')} to audit {'is' if n == 1 else 'are'} more than the {len(drawn)} "
            f"of different articles and duplicate groups among the {len(automatic):,} automatic "
            "labels; ask for fewer"
        )
    audit = AuditFile(
        tuple(drawn),
        len(automatic),
        len(chosen) - len(automatic),
        random_state,
        str(datetime.now(UTC).date()),
        sorted(written.models),
    )
    files = {AUDIT_FILE: audit.to_json(), CODEBOOK_FILE: Path(codebook).read_bytes()}
    asked = _asked(book, automatic)
    to_code = [
        ArticleToCode(
            row.article_id,
            texts[row.article_id].title,
            texts[row.article_id].text,
            book.fingerprint,
            n / len(automatic),
            texts[row.article_id].outlet,
            str(texts[row.article_id].published or ""),
        )
        for row in drawn
    ]
    codings_format = FORMATS[format_name]
    files |= codings_format.settings(asked)
    used = {name.partition(".")[0] for name in files}
    for coder in coders:
        name = file_name(coder, used) + codings_format.extensions[0]
        files[name] = codings_format.sheet(to_code, asked, coder)
    write_folder(folder, files)
    return audit


def _read(paths: Sequence[str | Path]) -> WrittenLabels:
    total = WrittenLabels()
    for path in paths:
        one = read_written_labels(Path(path))
        if total.n_articles and one.has_decisions != total.has_decisions:
            raise InputError(
                f"labels '{path}' {'have' if one.has_decisions else 'have no'} decisions, and "
                "those before are otherwise; draw one audit from each"
            )
        total.labels += one.labels
        total.n_articles += one.n_articles
        total.n_review += one.n_review
        total.has_decisions = one.has_decisions
        total.codebooks |= one.codebooks
        total.models |= one.models
    if not total.labels:
        raise InputError(
            f"'{paths[0]}' has no automatic label: {plural(total.n_review, 'label')} of "
            f"{plural(total.n_articles, 'article')} to review; there is nothing to audit"
        )
    return total


def _judged(inputs: Sequence[str | Path]) -> set[str]:
    """Return the ids of the articles that have judgements in a corpus among the inputs."""
    corpora = [path for path in inputs if (Path(path) / INFO_FILE).is_file()]
    return {i for path in corpora for i in Corpus.load(path).labels["article_id"]}


def _find(
    candidates: Sequence[WrittenLabel],
    inputs: Sequence[str | Path],
    columns: Mapping[str, str] | None,
) -> dict[str, Article]:
    wanted = {row.article_id for row in candidates}
    found: dict[str, Article] = {}
    for item in track(read_articles(inputs, columns=columns, strict_columns=False), "reading"):
        if isinstance(item, Article) and item.article_id in wanted:
            found.setdefault(item.article_id, item)
    missing = sorted(wanted - found.keys())
    if missing:
        raise InputError(
            f"article '{missing[0]}' of the labels is not in '{inputs[0]}' "
            f"({len(missing)} of {len(wanted)} drawn articles are not); name the articles that "
            "were labelled with --articles"
        )
    return found


def _one_per_group(
    candidates: Sequence[WrittenLabel], articles: Mapping[str, Article]
) -> list[WrittenLabel]:
    """Return the first label of each article and duplicate group, in order."""
    ids = list(dict.fromkeys(row.article_id for row in candidates))
    groups = group_duplicates(minhash_signatures([articles[i].text for i in ids]))
    group_of = dict(zip(ids, groups.tolist(), strict=True))
    first: dict[int, WrittenLabel] = {}
    for row in candidates:
        first.setdefault(group_of[row.article_id], row)
    return list(first.values())


def _asked(codebook: Codebook, labels: Sequence[WrittenLabel]) -> Codebook:
    """Return the codebook with the questions that some of the labels answer."""
    names = {row.label for row in labels}
    has_themes = bool(names & set(codebook.theme_names))
    targets = tuple(
        target
        for target in codebook.targets
        if any(name.startswith(f"{target.name}=") for name in names)
    )
    themes = codebook.themes if has_themes else ()
    return codebook.model_copy(update={"themes": themes, "targets": targets})


def question_of(label: str, codebook: Codebook) -> tuple[Task, str]:
    """Return the task and the label of that task that a written label is."""
    if label in codebook.theme_names:
        return Task("theme"), label
    target, _, position = label.rpartition("=")
    return Task.stance(target), position
