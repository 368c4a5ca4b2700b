"""The names of coders, spelled alike, and of a person or of a machine."""

from __future__ import annotations

import pytest

from tenor.errors import InputError
from tenor.labeling.formats.coder_names import check_coder_names

from .test_coding_check import CODING

MACHINE = CODING._replace(coder="gpt", origin="machine")


def test_one_spelling_of_each_name_is_accepted() -> None:
    """Publishers and rules are no coders, whatever their name."""
    paper = CODING.judgment()._replace(origin="publisher", coder="ANA")
    check_coder_names([CODING, CODING._replace(coder=" ana "), MACHINE], [paper])


@pytest.mark.parametrize("other", ["Ana", "ANA", "a\u0300na"])
def test_spellings_that_differ_in_case_are_asked_about(other: str) -> None:
    """In the corpus too; another letter is another name."""
    second = CODING._replace(coder=other)
    if other == "a\u0300na":
        check_coder_names([CODING, second])
        return
    with pytest.raises(InputError, match=rf"coder 'ana' .* and coder '{other}' \(the corpus\)"):
        check_coder_names([CODING], [second.judgment()])


def test_a_name_is_of_a_person_or_of_a_machine() -> None:
    with pytest.raises(InputError, match="coder 'gpt' is a machine in the corpus and a person in"):
        check_coder_names([MACHINE._replace(origin="coder")], [MACHINE.judgment()])
