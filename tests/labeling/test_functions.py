"""Labeling functions: rules in Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor import Article, Codebook, labeling_function
from tenor.codebook import THEMES, Task
from tenor.errors import InputError
from tenor.labeling import load_functions

BOOK = Codebook.parse(
    'version = "1"\n[[themes]]\nname = "economy"\n[[targets]]\nname = "tax"\naliases = ["tax"]\n'
)
HEAD = "from tenor import labeling_function\n\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "mine.py"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def test_functions_are_loaded_in_the_order_of_their_file(tmp_path: Path) -> None:
    """Their labels are spelled as in the codebook."""
    path = write(
        tmp_path,
        '@labeling_function(target="tax", position="FAVOR")\ndef cheers(article):\n'
        "    return article.text.endswith('!')\n\n"
        '@labeling_function(theme="Economy")\ndef figures(article):\n    return None\n',
    )
    cheers, figures = load_functions(path, BOOK)
    assert (cheers.name, cheers.task, cheers.label) == ("cheers", Task.stance("tax"), "favor")
    assert (figures.name, figures.task, figures.label) == ("figures", THEMES, "economy")
    article = Article(article_id="1", text="A tax!")
    assert cheers(article) is True
    assert figures(article) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "'{path}' defines no labeling function; put @labeling_function(theme=...) above one"),
        ("1 / 0\n", "{path}, line 3: ZeroDivisionError: division by zero"),
        ("def f(:\n", "{path}, line 3: SyntaxError: invalid syntax"),
        (
            (
                '@labeling_function(theme="sport")\ndef f(article):\n    return True\n\n'
                '@labeling_function(target="dam", position="favor")\ndef g(a):\n    return 1\n'
            ),
            (
                "{path}, line 3: labeling function 'f': theme 'sport' is not one of economy, none\n"
                "{path}, line 7: labeling function 'g': target 'dam' is not in the codebook; "
                "its targets: tax"
            ),
        ),
        (
            (
                '@labeling_function(theme="economy")\ndef f(article):\n    return True\n\n'
                'g = labeling_function(theme="economy")(f.function)\n'
            ),
            (
                "{path}, line 3: labeling function 'f': the name is used twice; "
                "rename one of the functions"
            ),
        ),
        (
            "@labeling_function()\ndef f(article):\n    return True\n",
            (
                "{path}, line 3: InputError: a labeling function takes theme=..., "
                "or target=... with position=..."
            ),
        ),
    ],
)
def test_an_unusable_file_raises_an_error_with_its_line(
    tmp_path: Path, text: str, message: str
) -> None:
    """All unknown labels are reported at once."""
    path = write(tmp_path, text)
    with pytest.raises(InputError) as caught:
        load_functions(path, BOOK)
    assert str(caught.value) == message.format(path=path)


def test_a_missing_file_raises_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.py' does not exist; name a Python file"):
        load_functions(tmp_path / "none.py", BOOK)


def test_a_failure_names_the_article() -> None:
    """A failure is not an abstention."""

    @labeling_function(theme="economy")
    def broken(article: Article) -> bool:
        return 1 / 0 > 0

    with pytest.raises(InputError, match=r"'broken' .* failed on article '7': ZeroDivisionError"):
        broken(Article(article_id="7", text="x"))


def test_a_vote_that_is_not_true_false_or_none_raises_an_error() -> None:

    @labeling_function(theme="economy")
    def wordy(article: Article) -> bool:
        return "yes"  # type: ignore[return-value]

    with pytest.raises(InputError, match="returned ''yes'' for article '7'; return True, False"):
        wordy(Article(article_id="7", text="x"))


@pytest.mark.parametrize(
    ("vote", "expected"), [(True, True), (False, False), (None, None), (1, True), (0, False)]
)
def test_true_and_false_are_votes_and_none_abstains(vote: bool, expected: bool | None) -> None:
    """One and zero, as of a count, are True and False."""
    function = labeling_function(theme="economy")(lambda article: vote)
    assert function(Article(article_id="7", text="x")) is expected


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"theme": "economy", "target": "tax"},
        {"target": "tax"},
        {"position": "favor"},
    ],
)
def test_a_decorator_without_exactly_one_label_raises_an_error(arguments: dict[str, str]) -> None:
    with pytest.raises(InputError, match=r"takes theme=\.\.\., or target=\.\.\. with position="):
        labeling_function(**arguments)
