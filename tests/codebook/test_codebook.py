"""The codebook."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.codebook import Codebook, Target
from tenor.errors import CodebookError

BOOK = """version = "1"
themes_per_article = "one or more"

[[themes]]
name = "economy"
publisher_tags = ["Business", "Money & Markets"]

[[themes]]
name = "sport"
definition = "Matches and athletes."

[[targets]]
name = "carbon-tax"
aliases = ["carbon tax"]

[[targets]]
name = "leaning"
positions = ["left", "center", "right"]
"""


def faults(text: str) -> list[str]:
    with pytest.raises(CodebookError) as caught:
        Codebook.parse(text)
    return str(caught.value).splitlines()


def test_a_codebook_is_read_whole(tmp_path: Path) -> None:
    """Names in the order of the file, positions as given or the three usual ones."""
    path = tmp_path / "codebook.toml"
    path.write_text(BOOK, encoding="utf-8")
    book = Codebook.load(path)
    assert book.theme_names == ("economy", "sport")
    assert book.target_names == ("carbon-tax", "leaning")
    assert book.labels("theme") == ("economy", "sport", "none")
    assert book.labels("stance", "carbon-tax") == ("favor", "against", "neutral")
    assert book.labels("stance", "leaning") == ("left", "center", "right")


def test_an_unknown_target_is_named_with_those_there_are() -> None:
    """So that a typing error shows."""
    message = "target 'carbon' is not in the codebook; its targets: carbon-tax, leaning"
    with pytest.raises(CodebookError, match=f"^{message}$"):
        Codebook.parse(BOOK).target("carbon")


def test_the_fingerprint_is_the_same_next_year() -> None:
    """Bundles and judgements carry it."""
    assert Codebook.parse(BOOK).fingerprint == "96b9a0dcc217"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('version = "1"', '# a comment\n\nversion = "1" # another'),
        ('name = "sport"\ndefinition = "Matches and athletes."',
         "definition = 'Matches and athletes.'\nname = \"\"\"sport\"\"\""),
        ('aliases = ["carbon tax"]', 'aliases = [\n  "carbon tax",\n]'),
        ('name = "economy"', 'name = " economy "'),
        ('aliases = ["carbon tax"]',
         'aliases = ["carbon tax"]\npositions = ["favor", "against", "neutral"]'),
    ],
)  # fmt: skip
def test_the_fingerprint_ignores_how_the_file_is_written(old: str, new: str) -> None:
    """Comments, blank lines, order of keys, quotes, spaces, spelled-out defaults."""
    assert old in BOOK
    assert Codebook.parse(BOOK.replace(old, new)).fingerprint == Codebook.parse(BOOK).fingerprint


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('version = "1"', 'version = "2"'),
        ('"one or more"', '"any"'),
        ('"economy"', '"Economy"'),
        ('"Business", ', ""),
        ("athletes", "fans"),
        ('"carbon tax"', '"carbon levy"'),
        ('"left", "center"', '"center", "left"'),
    ],
)
def test_the_fingerprint_changes_with_meaning(old: str, new: str) -> None:
    """A name, a definition, a tag, an alias, an order of positions."""
    assert old in BOOK
    assert Codebook.parse(BOOK.replace(old, new)).fingerprint != Codebook.parse(BOOK).fingerprint


@pytest.mark.parametrize(
    ("aliases", "text", "found"),
    [
        (("Trump",), "Then TRUMP's plan", True),
        (("Trump",), "the Trump-era law", True),
        (("Trump",), "a trumpet", False),
        (("Trump",), "mistrump", False),
        (("Trump",), "Trump_2", False),
        (("carbon tax",), "the carbon\ntax", True),
        (("carbon tax",), "a Carbon \n\n Tax.", True),
        (("carbon  tax",), "the carbon tax", True),
        (("carbon tax",), "carbon taxes", False),
        (("carbon tax",), "carbon, tax", False),
        (("carbon tax",), "carbontax", False),
        (("U.S.",), "in the U.S. today", True),
        (("U.S.",), "in the UXSX today", False),
        (("C++",), "wrote C++, mostly", True),
        (("élysée",), "l'ÉLYSÉE dit", True),
        (("tax", "tax cut"), "no cuts but a tax", True),
        (("tax", "levy"), "a duty", False),
    ],
)
def test_aliases_are_found_as_whole_words(aliases: tuple[str, ...], text: str, found: bool) -> None:
    """In any case, over any space, with nothing of an alias read as a pattern."""
    assert Target(name="x", aliases=aliases).mentioned_in(text) is found


WORDS = st.lists(st.sampled_from(["carbon", "Tax", "TAXES", "a", "Über"]), min_size=1, max_size=6)


@given(WORDS, WORDS.map(lambda words: words[:2]), st.sampled_from([" ", "\n", "\n\n", " \t"]))
def test_an_alias_is_found_where_its_words_follow_one_another(
    words: list[str], alias: list[str], space: str
) -> None:
    """And nowhere else."""
    low, wanted = [w.lower() for w in words], [w.lower() for w in alias]
    follows = any(low[i : i + len(wanted)] == wanted for i in range(len(low)))
    target = Target(name="x", aliases=(" ".join(alias),))
    assert target.mentioned_in(space.join(words)) is follows


def test_one_text_that_names_the_target_is_enough() -> None:
    """A title, or a body; an alias does not run from one into the other."""
    target = Target(name="x", aliases=("carbon tax",))
    assert target.mentioned_in("Of rivers", "The carbon tax rose.")
    assert not target.mentioned_in("The carbon", "tax rose.")


def test_without_aliases_every_article_concerns_the_target() -> None:
    """Even an empty one."""
    assert Target(name="x").mentioned_in("")


def test_aliases_typed_with_combining_accents_are_found() -> None:
    """Cleaned text is composed; a codebook from a Mac may not be."""
    assert Target(name="x", aliases=("cafe\u0301",)).mentioned_in("the caf\u00e9")


@pytest.mark.parametrize(
    ("tags", "themes"),
    [
        (["business"], ["economy"]),
        (["MONEY  &\nMARKETS"], ["economy"]),
        (["Sport", "Business"], ["economy", "sport"]),
        (["sport", "SPORT"], ["sport"]),
        (["Weather"], []),
        ([], []),
    ],
)
def test_publisher_tags_mean_themes(tags: list[str], themes: list[str]) -> None:
    """Without regard to case and spacing, each theme once, in codebook order; names count too."""
    assert Codebook.parse(BOOK).themes_of_tags(tags) == themes


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('version = "1"', "line 1: [file] a codebook needs at least one [[themes]] or [[targets]]"),
        (
            'version = "1"\n[[themes]]\nname = "economy"\n[[themes]]\nname = "Economy"\n',
            "line 5: [themes[2].name] 'Economy' is already the name of themes[1]",
        ),
        (
            (
                'version = "1"\n[[targets]]\nname = "a"\n[[targets]]\nname = "b"\n'
                '[[targets]]\nname = "a"\n'
            ),
            "line 7: [targets[3].name] 'a' is already the name of targets[1]",
        ),
        (
            'version = "1"\n[[themes]]\nname = "None"\n',
            (
                "line 3: [themes[1].name] 'None' is kept for articles without a theme; "
                "choose another name"
            ),
        ),
        (
            (
                'version = "1"\n[[themes]]\nname = "a"\npublisher_tags = ["X"]\n'
                '[[themes]]\nname = "b"\npublisher_tags = [\n"y", "x"]\n'
            ),
            (
                "line 7: [themes[2].publisher_tags] tag 'x' already means theme 'a'; "
                "a tag means one theme"
            ),
        ),
        (
            'version = "1"\n[[targets]]\nname = "a"\npositions = ["left"]\n',
            "line 4: [targets[1].positions] a target needs at least two positions",
        ),
        (
            'version = "1"\n[[targets]]\nname = "a"\npositions = ["left", "left"]\n',
            "line 4: [targets[1].positions] a position stands here twice",
        ),
        (
            'version = "1"\n[[targets]]\nname = "Carbon Tax"\n',
            (
                "line 3: [targets[1].name] 'Carbon Tax' is not a short name, which begins with a "
                "letter or digit and holds up to 60 of a-z, 0-9, '-' and '_'"
            ),
        ),
        (
            'version = "1"\nthemes_per_article = "two"\n[[themes]]\nname = "a"\n',
            "line 2: [themes_per_article] 'two' is not one of 'any', 'one or more' or 'one'",
        ),
    ],
)
def test_a_rule_that_is_broken_is_told_with_its_line(text: str, fault: str) -> None:
    """And with what to do."""
    assert faults(text) == [f"codebook.toml, {fault}"]


def test_a_tag_that_is_the_name_of_another_theme_is_a_fault() -> None:
    """It would take that theme's articles without a word."""
    text = (
        'version = "1"\n[[themes]]\nname = "economy"\n'
        '[[themes]]\nname = "sport"\npublisher_tags = ["Economy"]\n'
    )
    assert faults(text) == [
        (
            "codebook.toml, line 6: [themes[2].publisher_tags] tag 'Economy' already means theme "
            "'economy'; a tag means one theme"
        )
    ]


def test_faults_of_keys_and_of_rules_come_together() -> None:
    """Nobody mends a file twice."""
    text = (
        'version = "1"\ntitel = "x"\n[[themes]]\nname = "none"\n'
        '[[targets]]\nname = "a"\npositions = ["left"]\n'
    )
    assert faults(text) == [
        "codebook.toml, line 2: [titel] 'titel' is not a known key; did you mean 'title'",
        (
            "codebook.toml, line 4: [themes[1].name] 'none' is kept for articles without a theme; "
            "choose another name"
        ),
        "codebook.toml, line 7: [targets[1].positions] a target needs at least two positions",
    ]


@pytest.mark.parametrize("name", ["a" * 61, "-tax", "_tax"])
def test_a_target_name_that_is_no_short_name_is_told_the_whole_rule(name: str) -> None:
    """It is too long, or begins with a mark."""
    [fault] = faults(f'version = "1"\n[[targets]]\nname = "{name}"\n')
    assert f"'{name}' is not a short name, which begins with a letter or digit" in fault


RICH = """version = "1"
[[themes]]
name = "economy"
include = ["wages"]
iptc = ["medtop:04000000"]
rules = ["profit*"]
[[themes]]
name = "taxes"
parent = "economy"
[[targets]]
name = "toll"
[targets.rules]
favor = ["fair"]
"""


@pytest.mark.parametrize("old", ['rules = ["profit*"]\n', '[targets.rules]\nfavor = ["fair"]\n'])
def test_rules_are_no_part_of_what_people_judge_by(old: str) -> None:
    """So new rules leave codings as they are; the rules have a fingerprint of their own."""
    book, other = Codebook.parse(RICH), Codebook.parse(RICH.replace(old, ""))
    assert book.fingerprint == other.fingerprint
    assert book.rules_fingerprint != other.rules_fingerprint


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('include = ["wages"]', 'include = ["pay"]'),
        ('iptc = ["medtop:04000000"]\n', ""),
        ('parent = "economy"\n', ""),
    ],
)
def test_notes_topics_and_parents_are_part_of_the_meaning(old: str, new: str) -> None:
    """Coders read them."""
    assert Codebook.parse(RICH.replace(old, new)).fingerprint != Codebook.parse(RICH).fingerprint


def test_spelled_out_emptiness_is_no_change() -> None:
    """A codebook that was made before a key was known has it empty."""
    text = BOOK.replace('name = "sport"', 'name = "sport"\ninclude = []\niptc = []\nrules = []')
    assert Codebook.parse(text).fingerprint == "96b9a0dcc217"


def test_faults_of_rules_and_parents_come_at_once_with_their_lines() -> None:
    """Each rule has its own line, and each circle of parents is told once."""
    text = """version = "1"
[[themes]]
name = "a"
parent = "b"
iptc = ["04000000"]
rules = [
  "tax",
  "tax OR",
]
[[themes]]
name = "b"
parent = "a"
[[themes]]
name = "c"
parent = "C"
[[targets]]
name = "t"
[targets.rules]
favour = ["x"]
against = ["(y"]
"""
    assert faults(text) == [
        (
            "codebook.toml, line 5: [themes[1].iptc[1]] '04000000' is not an IPTC Media Topic; "
            "write medtop: and eight digits"
        ),
        (
            "codebook.toml, line 8: [themes[1].rules[2]] rule 'tax OR': column 7: "
            "a term is missing at the end"
        ),
        (
            "codebook.toml, line 12: [themes[2].parent] parents go in a circle: 'a' -> 'b' -> 'a'; "
            "leave one of them out"
        ),
        (
            "codebook.toml, line 15: [themes[3].parent] parent 'C' is not a theme of this "
            "codebook; write its name as it stands"
        ),
        (
            "codebook.toml, line 19: [targets[1].rules.favour] 'favour' is not a position of this "
            "target; its positions: favor, against, neutral"
        ),
        (
            "codebook.toml, line 20: [targets[1].rules.against[1]] rule '(y': column 1: "
            "'(' is never closed"
        ),
    ]


def test_a_theme_cannot_be_its_own_parent() -> None:
    """The smallest circle."""
    [fault] = faults('version = "1"\n[[themes]]\nname = "a"\nparent = "a"\n')
    assert fault.endswith("parents go in a circle: 'a' -> 'a'; leave one of them out")
