"""Cleaning of texts."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tenor.articles.cleaning import CLEANING, PLAIN, clean, clean_line

BITS = st.sampled_from(
    [
        "Follow us",
        "Share this",
        "Read more:",
        "© 2019 X",
        "***",
        "—",
        "The mayor spoke.",
        " ",
        "\u00a0",
        "\n",
        "\n\n",
        "\r\n",
        "\u2028",
        "e\u0301",
        "\u0301",
        "\u200d",
        "\ud800",
        "\ufeff",
        "\x00",
    ]
)


def test_the_version_is_a_name_and_a_number() -> None:
    """Bundles store this string, and are refused if it differs."""
    assert CLEANING == "news-2"


@given(st.text() | st.lists(BITS | st.text(max_size=5)).map("".join))
@example("Follow us\n\nFollow us on Twitter")
@example("Share this\n***\ntext\n***\nFollow us")
def test_cleaning_is_idempotent(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_line(clean_line(text)) == clean_line(text)


SPACES = st.sampled_from([" ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", "\u00a0", "\u2028", "\x1f"])


@given(st.lists(SPACES | st.sampled_from(["a", "é"])).map("".join))
@example("a \r \n b")
@example("\n" * 40 + "a" + " \n" * 40 + "b")
def test_white_space_is_that_of_lines_split_and_joined(text: str) -> None:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert clean(text) == re.sub(r"\n{3,}", "\n\n", "\n".join(lines).strip("\n"))


def test_characters_that_are_not_looked_at_are_visible_and_in_nfc_beside_each_other() -> None:
    every = [chr(i) for i in range(0x110000) if not 0xD800 <= i < 0xE000]
    decomposed = (unicodedata.normalize("NFD", char) for char in every)
    combining = {char for text in decomposed for char in text[1:]}
    plain = [char for char in every if re.match(f"[{PLAIN}]", char)]
    assert len(plain) > 30_000
    for char in plain:
        assert char.isprintable()
        assert not char.isspace()
        assert unicodedata.normalize("NFC", char) == char
        assert char not in combining


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("  a \t b\u00a0\u2003c  ", "a b c"),
        ("cafe\u0301", "café"),
        ("Oba\u00adma\u200b said\ufeff", "Obama said"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("a\x00b\x07c", "abc"),
        ("half \ud83d here", "half \ufffd here"),
        ("\ud83d\ude00", "\U0001f600"),
        ("می\u200cخواهم 👩\u200d🌾", "می\u200cخواهم 👩\u200d🌾"),
        (" \n\t\n", ""),
        ("", ""),
    ],
)
def test_characters_line_ends_and_spaces_are_normalized(text: str, cleaned: str) -> None:
    """Invisible characters are removed, except joiners."""
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    "line",
    [
        "Share this article on Facebook",
        "Subscribe to our newsletter",
        "Sign up for Daily Newsletters Manage Newsletters",
        "Want the news in your inbox every day? Sign up here.",
        "Follow us on Twitter @thepaper",
        "Follow Jane Doe on Twitter.",
        "Donate now",
        "Please support our journalism with a small gift.",
        "If you value our reporting, please consider a donation.",
        "Copyright © 2019 The Paper, LLC. Click here for reprint permission.",
        "© 2019 The Paper. All rights reserved.",
        "Image credit: Jane Doe",
        "Featured image is from The Paper.",
        "Read more: Ten charts about ships",
        "READ MORE",
        "The original source of this article is The Paper",
        "This article was originally published on The Paper.",
        "Disclaimer: The contents of this article are of sole responsibility of the author.",
        "Write to Jane Doe at jane.doe@paper.example",
        "For media inquiries: desk@paper.example",
        "Advertisement",
        "* * *",
        "Abonnez-vous à notre lettre",
        "Suivez-nous sur Facebook",
        "Faites un don",
        "Tous droits réservés.",
        "Partager cet article sur Facebook",
        "Comparte este artículo en Twitter",
        "Lire aussi : Le port rouvre",
        "Crédit photo : Jeanne Dupont",
        "Contactez-nous : redaction@journal.example",
        "Suscríbete a nuestro boletín",
        "Síguenos en Twitter",
        "Todos los derechos reservados.",
        "Leer más",
        "Foto: Juana Pérez",
    ],
)
def test_boilerplate_at_the_end_is_removed(line: str) -> None:
    """After an empty line or none."""
    assert clean(f"The mayor spoke.\n\n{line}") == "The mayor spoke."
    assert clean(f"The mayor spoke.\n{line}\n{line}\n") == "The mayor spoke."


@pytest.mark.parametrize(
    "line",
    [
        "The charity asked people to donate blood on Friday, and many came.",
        "Donate blood or go home, the sign said.",
        "Copyright law was the subject of the second day.",
        "Share prices fell by a tenth.",
        "Follow the money, the inspector said.",
        "Subscribers left in their thousands.",
        "Read more books, she told the class.",
        "Contact with the ship was lost at noon.",
        "Comment on the case was not available.",
        "Sign up for the plan before January, the ministry says.",
        "“All rights reserved,” the label said.",
        "Support our troops, the banner read.",
        "The views expressed by the senator were shared by many.",
        "Photographs of the harbor burned with it.",
        "Partager le pain est un devoir, a dit le maire.",
        "Compartir la mesa es costumbre aquí.",
    ],
)
def test_prose_at_the_end_is_kept(line: str) -> None:
    """Even if it begins like boilerplate."""
    assert clean(f"The mayor spoke.\n\n{line}") == f"The mayor spoke.\n\n{line}"


def test_boilerplate_at_the_start_is_removed() -> None:
    """Only lines that occur above articles."""
    assert clean("Advertisement\nShare this story\n\nThe mayor spoke.") == "The mayor spoke."
    assert clean("Read more: ships\nThe mayor spoke.") == "Read more: ships\nThe mayor spoke."


def test_boilerplate_between_paragraphs_is_kept() -> None:
    """It may belong to the article."""
    text = "The mayor spoke.\nFollow us on Twitter\nThe council listened."
    assert clean(text) == text


def test_a_text_of_boilerplate_alone_is_kept() -> None:
    """It may be a short post."""
    assert clean("Follow us on Twitter!\nShare this") == "Follow us on Twitter!\nShare this"


def test_a_cleaned_line_has_no_line_ends_or_control_characters() -> None:
    assert clean_line(" Storm\r\nhits\x07  coast\u00a0") == "Storm hits coast"
