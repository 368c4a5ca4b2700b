"""The output of ``tenor prep``."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from tenor.cli.prep import prep

CODEBOOK = """version = "1"
[[themes]]
name = "sport"
[[targets]]
name = "mayor"
positions = ["favor", "against"]
"""
ARTICLES = """article_id,title,body,topic,view
1,One,A football match today.,sport,favor
2,Two,Some other text.,gossip,against
"""


def test_it_prints_the_counts_of_articles_judgements_and_rejected_labels(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "codebook.toml").write_text(CODEBOOK)
    (tmp_path / "articles.csv").write_text(ARTICLES)
    corpus = tmp_path / "corpus"
    with pytest.raises(typer.Exit) as raised:
        prep(
            [str(tmp_path / "articles.csv")],
            tmp_path / "codebook.toml",
            corpus,
            column=["text=body"],
            label=["theme=topic", "stance:mayor=view"],
        )
    assert raised.value.exit_code == 3
    printed = capsys.readouterr()
    first, *others = printed.out.splitlines()
    assert first.startswith(f"{corpus}: 2 articles, 0 of them in 0 duplicate groups; fingerprint ")
    assert others == [
        "  2 judgements of stance towards mayor by coder",
        "  1 judgement of theme by coder",
        "  2 articles without a date of publication",
        "  next: write specs that fit the corpus (to train by them)",
        f"    tenor init specs --corpus {corpus}",
    ]
    assert printed.err.splitlines()[0] == "1 input rejected: 1 bad_label"
    assert printed.err.splitlines()[-1] == f"  all details are in {corpus / 'rejected.jsonl'}"


def test_it_prints_an_example_of_each_kind_of_date_that_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "codebook.toml").write_text(CODEBOOK)
    dates = ["03/04/2020", "2020-04-03", "05/06/2020", "soon"]
    rows = "".join(f"{i},The harbor is open,{day}\n" for i, day in enumerate(dates))
    (tmp_path / "articles.csv").write_text(f"id,text,date\n{rows}")
    prep([str(tmp_path / "articles.csv")], tmp_path / "codebook.toml", tmp_path / "corpus")
    assert capsys.readouterr().out.splitlines()[1:] == [
        "  3 articles without a date of publication",
        "  2 dates are ambiguous: '03/04/2020' of article '0' is the first",
        "  1 date is not understood: 'soon' of article '3'",
        "  next: draw articles to code (no article has a label)",
        f"    tenor codings sheet {tmp_path}/corpus --n 100 --coders NAME --output sheets",
    ]


def test_judgements_that_are_set_aside_are_told_with_the_command_that_adds_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codebook, articles = tmp_path / "codebook.toml", tmp_path / "articles.csv"
    corpus = tmp_path / "my corpus"
    codebook.write_text(CODEBOOK)
    articles.write_text(ARTICLES)
    (tmp_path / "codings.csv").write_text(
        "article_id,task,label,coder\n1,theme,sport,ana\n2,theme,none,ana\n"
    )
    prep([str(articles)], codebook, corpus, codings=[tmp_path / "codings.csv"])
    articles.write_text("".join(ARTICLES.splitlines(keepends=True)[:2]))
    capsys.readouterr()
    with pytest.raises(typer.Exit) as raised:
        prep([str(articles)], codebook, corpus, force=True)
    assert raised.value.exit_code == 3
    file = corpus / "set_aside_judgments.csv"
    assert capsys.readouterr().out.splitlines()[:3] == [
        f"{corpus}: earlier judgements: 1 kept",
        "  1 judgement of articles that are no longer there set aside",
        f"  they are in {file}; to add them: tenor codings import '{file}' --corpus '{corpus}'",
    ]
    prep([str(articles)], codebook, corpus, force=True, drop_codings=True)
    assert capsys.readouterr().out.startswith(f"{corpus}: earlier judgements: 1 removed\n")
