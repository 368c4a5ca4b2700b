"""Names of targets in texts of all scripts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.articles.text import check_wildcards, names_pattern


@pytest.mark.parametrize(
    ("name", "text", "is_found"),
    [
        ("people's toll", "the People’s Toll", True),
        ("people’s toll", "the people's toll", True),
        ("bridge-toll", "the bridge\u2011toll", True),
        ("bridge-toll", "the bridge–toll", True),
        ("bridge-toll", "the bridge toll", False),
        ("Straße", "DIE STRASSE", True),
        ("STRASSE", "die Straße", True),
        ("Strasse", "die Strasen", False),
        ("İzmir", "İZMİR ve", True),
        ("通行费", "商人反对通行费认为不公平", True),
        ("通行费", "商人反对通行认为不公平", False),
        ("高速料金", "新しい高速料金の値上げ", True),
        ("ค่าผ่านทาง", "รัฐขึ้นค่าผ่านทางอีก", True),
        ("ABC", "对ABC公司", True),
        ("ABC", "对XABC公司", False),
        ("통행료", "오늘 통행료가 올랐다", True),
        ("통행료", "오늘 비통행료다", False),
        ("رسوم", "ارتفعت والرسوم", True),
        ("رسوم", "دفع برسوم عالية", True),
        ("رسوم", "صدر مرسوم جديد", False),
        ("الرسوم", "دفع للرسوم", True),
        ("الرسوم", "صدر مرسوم جديد", False),
    ],
)
def test_a_name_is_found_as_its_script_writes_it(name: str, text: str, is_found: bool) -> None:
    """Variants of marks and case, scripts without spaces, particles and prefixes."""
    assert bool(names_pattern((name,)).search(text)) is is_found


@pytest.mark.parametrize(
    ("name", "text", "matched"),
    [
        ("toll*", "two tollgates here", "tollgates"),
        ("toll*", "the atoll", None),
        ("*maut", "die Citymaut, und", "Citymaut"),
        ("*maut", "die Mautner", None),
        ("*maut*", "die Lkw-Mautgebühr", "Mautgebühr"),
        ("carbon tax*", "of Carbon\nTaxes.", "Carbon\nTaxes"),
        ("ca* tax", "a carbon tax", "carbon tax"),
        ("通行*", "的通行abc", "通行abc"),
    ],
)
def test_a_star_stands_for_any_letters_of_its_word(
    name: str, text: str, matched: str | None
) -> None:
    match = names_pattern((name,)).search(text)
    assert (match and match.group()) == matched


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("toll*", ""),
        ("*toll", ""),
        ("*bridge* toll", ""),
        ("to*ll", "'to*ll': a '*' stands at the beginning or at the end of a word"),
        ("**toll", "'**toll': a '*' stands at the beginning or at the end of a word"),
        ("the *", "'the *': '*' needs at least 2 letters beside its '*'"),
        ("a*", "'a*': 'a*' needs at least 2 letters beside its '*'"),
    ],
)
def test_a_star_needs_two_letters_beside_it(name: str, fault: str) -> None:
    assert check_wildcards(name) == fault


def test_the_longest_of_several_names_is_found() -> None:
    """Whole words in any case."""
    pattern = names_pattern(("tax", "carbon tax", "tax cut"))
    assert pattern.findall("A Carbon  tax, a tax cut, a taxi.") == ["Carbon  tax", "tax cut"]


@given(st.text(max_size=12).map(lambda text: " ".join(text.split())).filter(bool))
def test_every_name_is_found_in_a_text_that_is_the_name(name: str) -> None:
    """Whatever marks and scripts it has; a star is a letter there."""
    if "*" not in name:
        assert names_pattern((name,)).search(name)
