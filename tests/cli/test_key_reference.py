"""The reference of the keys of specs, codebooks and settings."""

from __future__ import annotations

import re
from typing import Annotated, Literal

import pytest
from pydantic import Field

from tenor.cli.key_reference import descriptions, key_reference, values_of
from tenor.codebook import Codebook
from tenor.features import FIELDS
from tenor.models.spec import Experiment
from tenor.settings import Settings
from tenor.toml import TomlTable


class Wheel(TomlTable):
    """A wheel.

    Attributes
    ----------
    size, width
        Its size
        in inches.
    """

    size: int
    width: Annotated[float, Field(gt=0, le=9)] = 2.5
    tire: Literal["hard", "soft"] | None = None
    """Its tire; ``hard`` by default."""


class Wagon(TomlTable):
    """A wagon with wheels."""

    name: str = Field(description="Its name.")
    wheels: tuple[Wheel, ...] = ()
    spare: Wheel | None = None


def test_every_key_has_its_values_its_default_and_its_meaning() -> None:
    assert key_reference(Wagon) == (
        "| key | values | default | meaning |\n"
        "|---|---|---|---|\n"
        "| `name` | text | required | Its name. |\n"
        "| `[[wheels]]` | tables |  | A wheel. |\n"
        "| `[spare]` | table |  | A wheel. |\n"
        "\n"
        "### [[wheels]]\n\nA wheel.\n\n"
        "| key | values | default | meaning |\n"
        "|---|---|---|---|\n"
        "| `size` | whole number | required | Its size in inches. |\n"
        "| `width` | number above 0, up to 9 | `2.5` | Its size in inches. |\n"
        '| `tire` | `"hard"`, `"soft"` |  | Its tire; `hard` by default. |\n'
        "\n"
        "### [spare]\n\nThe keys are those of `[[wheels]]`.\n"
    )


def test_a_key_without_a_meaning_is_an_error() -> None:
    class Bare(TomlTable):
        length: int

    with pytest.raises(LookupError, match="key 'length' of Bare has no description"):
        key_reference(Bare)


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({}, "any value"),
        ({"type": "boolean"}, "`true` or `false`"),
        ({"type": "number", "minimum": 1e-9, "maximum": 1e9}, "number above 0"),
        ({"const": "english"}, '`"english"`'),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "text"),
        (
            {"anyOf": [{"type": "integer"}, {"type": "number", "exclusiveMaximum": 1}]},
            "whole number or number below 1",
        ),
        ({"type": "array", "prefixItems": [{"type": "integer"}] * 2}, "list of 2: whole number"),
        (
            {"type": "object", "additionalProperties": {"type": "array"}},
            "table of list of any value",
        ),
    ],
)
def test_values_are_in_words(schema: dict[str, object], words: str) -> None:
    assert values_of(schema) == words


@pytest.mark.parametrize("schema", [Experiment, Codebook, Settings])
def test_all_keys_of_the_schemas_are_described(schema: type[TomlTable]) -> None:
    """And two calls give the same text."""
    page = key_reference(schema)
    assert page == key_reference(schema)
    for name in schema.model_fields:
        assert re.search(rf"^\| `\[*{name}\]*` \|", page, re.M), name
    assert "#/" not in page


def test_defaults_and_choices_are_those_of_the_schema() -> None:
    page = key_reference(Experiment)
    names = ", ".join(f'`"{name}"`' for name in FIELDS)
    assert f'| `field` | {names} | `"title_body"` |' in page
    assert re.search(r"^\| `ngram_range` \| list of 2: whole number of 1 or more", page, re.M)
    assert re.search(r"^\| `C` \| number above 0 \| `1\.0` \|", page, re.M)
    assert "`classifier.C`" in page
    assert descriptions(Codebook)["themes_per_article"] == "How many themes an article can have."
