"""Codebooks: loading, fingerprints, publisher tags, and the faults of a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.codebook import Codebook
from tenor.errors import CodebookError

CODEBOOK = """version = "1"
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


def test_a_codebook_is_loaded_from_a_file(tmp_path: Path) -> None:
    """Names are in the order of the file; positions have a default."""
    path = tmp_path / "codebook.toml"
    path.write_text(CODEBOOK, encoding="utf-8")
    codebook = Codebook.load(path)
    assert codebook.theme_names == ("economy", "sport")
    assert codebook.target_names == ("carbon-tax", "leaning")
    assert codebook.target("carbon-tax").positions == ("favor", "against", "neutral")
    assert codebook.target("leaning").positions == ("left", "center", "right")


def test_the_error_of_an_unknown_target_lists_the_targets() -> None:
    codebook = Codebook.parse(CODEBOOK)
    message = "target 'toll' is not in the codebook; its targets: carbon-tax, leaning"
    with pytest.raises(CodebookError, match=f"^{message}$"):
        codebook.target("toll")
    with pytest.raises(CodebookError, match=r"leaning; did you mean 'carbon-tax'\?$"):
        codebook.target("carbon")


def test_the_fingerprint_of_a_codebook_stays_the_same() -> None:
    """Bundles and judgements hold it."""
    assert Codebook.parse(CODEBOOK).fingerprint == "96b9a0dcc217"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('version = "1"', '# a comment\n\nversion = "1" # another'),
        (
            'name = "sport"\ndefinition = "Matches and athletes."',
            'definition = \'Matches and athletes.\'\nname = """sport"""',
        ),
        ('aliases = ["carbon tax"]', 'aliases = [\n  "carbon tax",\n]'),
        ('name = "economy"', 'name = " economy "'),
        (
            'aliases = ["carbon tax"]',
            'aliases = ["carbon tax"]\npositions = ["favor", "against", "neutral"]',
        ),
    ],
)
def test_the_fingerprint_ignores_how_the_file_is_written(old: str, new: str) -> None:
    """Comments, blank lines, the order of keys, quotes, spaces, explicit defaults."""
    assert old in CODEBOOK
    assert (
        Codebook.parse(CODEBOOK.replace(old, new)).fingerprint
        == Codebook.parse(CODEBOOK).fingerprint
    )


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
    """A name, a definition, a tag, an alias or the order of positions."""
    assert old in CODEBOOK
    assert (
        Codebook.parse(CODEBOOK.replace(old, new)).fingerprint
        != Codebook.parse(CODEBOOK).fingerprint
    )


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
def test_publisher_tags_are_mapped_to_themes(tags: list[str], themes: list[str]) -> None:
    """Case and spacing are ignored, names of themes count; each theme once, in codebook order."""
    assert Codebook.parse(CODEBOOK).themes_of_tags(tags) == themes


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('version = "1"', "line 1: [file] a codebook needs at least one [[themes]] or [[targets]]"),
        (
            'version = "1"\n[[themes]]\nname = "economy"\n[[themes]]\nname = "Economy"\n',
            "line 5: [themes[2].name] 'Economy' is already the name of themes[1]; rename one",
        ),
        (
            (
                'version = "1"\n[[targets]]\nname = "a"\n[[targets]]\nname = "b"\n'
                '[[targets]]\nname = "a"\n'
            ),
            "line 7: [targets[3].name] 'a' is already the name of targets[1]; rename one",
        ),
        (
            'version = "1"\n[[themes]]\nname = "None"\n',
            ("line 3: [themes[1].name] 'None' is reserved for articles without a theme; rename it"),
        ),
        (
            (
                'version = "1"\n[[themes]]\nname = "a"\npublisher_tags = ["X"]\n'
                '[[themes]]\nname = "b"\npublisher_tags = [\n"y", "x"]\n'
            ),
            (
                "line 7: [themes[2].publisher_tags] tag 'x' already means theme 'a'; "
                "remove it from one of the themes"
            ),
        ),
        (
            'version = "1"\n[[targets]]\nname = "a"\npositions = ["left"]\n',
            "line 4: [targets[1].positions] a target needs at least two positions; it has 'left'",
        ),
        (
            'version = "1"\n[[targets]]\nname = "a"\npositions = ["left", "left"]\n',
            "line 4: [targets[1].positions] position 'left' is listed twice; remove one of them",
        ),
        (
            'version = "1"\n[[targets]]\nname = "Carbon Tax"\n',
            (
                "line 3: [targets[1].name] 'Carbon Tax' is not a short name, which begins with a "
                "letter or digit and has up to 60 of a-z, 0-9, '-' and '_'"
            ),
        ),
        (
            'version = "1"\nthemes_per_article = "two"\n[[themes]]\nname = "a"\n',
            "line 2: [themes_per_article] 'two' is not one of 'any', 'one or more' or 'one'",
        ),
    ],
)
def test_a_fault_has_its_line_and_its_rule(text: str, fault: str) -> None:
    assert faults(text) == [f"codebook.toml, {fault}"]


def test_a_tag_that_is_the_name_of_another_theme_is_a_fault() -> None:
    """Otherwise articles would silently change their theme."""
    text = (
        'version = "1"\n[[themes]]\nname = "economy"\n'
        '[[themes]]\nname = "sport"\npublisher_tags = ["Economy"]\n'
    )
    assert faults(text) == [
        (
            "codebook.toml, line 6: [themes[2].publisher_tags] tag 'Economy' already means theme "
            "'economy'; remove it from one of the themes"
        )
    ]


def test_all_faults_of_a_file_are_reported_at_once() -> None:
    """Unknown keys and broken rules together."""
    text = (
        'version = "1"\ntitel = "x"\n[[themes]]\nname = "none"\n'
        '[[targets]]\nname = "a"\npositions = ["left"]\n'
    )
    assert faults(text) == [
        "codebook.toml, line 2: [titel] 'titel' is not a known key; did you mean 'title'?",
        (
            "codebook.toml, line 4: [themes[1].name] 'none' "
            "is reserved for articles without a theme; rename it"
        ),
        (
            "codebook.toml, line 7: [targets[1].positions] a target needs at least two positions; "
            "it has 'left'"
        ),
    ]


@pytest.mark.parametrize("name", ["a" * 61, "-tax", "_tax"])
def test_the_fault_of_a_target_name_states_the_rule_of_names(name: str) -> None:
    """The name is too long, or begins with a hyphen or an underscore."""
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
def test_rules_change_their_own_fingerprint_only(old: str) -> None:
    """New rules do not make codings stale."""
    codebook, other = Codebook.parse(RICH), Codebook.parse(RICH.replace(old, ""))
    assert codebook.fingerprint == other.fingerprint
    assert codebook.rules_fingerprint != other.rules_fingerprint


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('include = ["wages"]', 'include = ["pay"]'),
        ('iptc = ["medtop:04000000"]\n', ""),
        ('parent = "economy"\n', ""),
    ],
)
def test_notes_topics_and_parents_change_the_fingerprint(old: str, new: str) -> None:
    """Coders use them."""
    assert Codebook.parse(RICH.replace(old, new)).fingerprint != Codebook.parse(RICH).fingerprint


def test_explicitly_empty_fields_do_not_change_the_fingerprint() -> None:
    """So a key that is added later leaves the fingerprints of older codebooks as they are."""
    text = CODEBOOK.replace('name = "sport"', 'name = "sport"\ninclude = []\niptc = []\nrules = []')
    assert Codebook.parse(text).fingerprint == "96b9a0dcc217"


def test_faults_of_rules_and_parents_have_their_lines() -> None:
    """Each rule has a line of its own, and each cycle of parents is reported once."""
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
            "codebook.toml, line 12: [themes[2].parent] the parents form a cycle: "
            "'a' -> 'b' -> 'a'; remove one of them"
        ),
        (
            "codebook.toml, line 15: [themes[3].parent] parent 'C' is not a theme of this "
            "codebook; did you mean 'c'?"
        ),
        (
            "codebook.toml, line 19: [targets[1].rules.favour] 'favour' is not a position of this "
            "target; its positions: favor, against, neutral; did you mean 'favor'?"
        ),
        (
            "codebook.toml, line 20: [targets[1].rules.against[1]] rule '(y': column 1: "
            "'(' is never closed; add ')' or remove it"
        ),
    ]


def test_a_theme_cannot_be_its_own_parent() -> None:
    """The shortest cycle."""
    [fault] = faults('version = "1"\n[[themes]]\nname = "a"\nparent = "a"\n')
    assert fault.endswith("the parents form a cycle: 'a' -> 'a'; remove one of them")
