"""The names of coders: spelled alike everywhere, and either a person's or a machine's."""

from __future__ import annotations

from collections.abc import Iterable

from tenor.codebook.fields import fold_name
from tenor.errors import InputError
from tenor.labeling.formats.coding import Coding
from tenor.labeling.judgment import CODING_ORIGINS, Judgment


def check_coder_names(codings: Iterable[Coding], judgments: Iterable[Judgment] = ()) -> None:
    """Check that codings name their coders as the corpus and each other do.

    Two names that differ in case or spacing may be one person or two; only the user knows.

    Parameters
    ----------
    codings
        The codings, with their origins.
    judgments
        The judgements of the corpus.

    Raises
    ------
    InputError
        If two names differ in case or spacing only, or a name is a person's and a machine's.
    """
    spellings: dict[str, tuple[str, bool, str]] = {}
    for judgment in judgments:
        if judgment.origin in CODING_ORIGINS:
            entry = judgment.coder, judgment.origin == "machine", "the corpus"
            spellings.setdefault(fold_name(judgment.coder), entry)
    for coding in codings:
        name, is_machine = coding.coder.strip(), coding.origin == "machine"
        if not name or coding.origin not in CODING_ORIGINS:
            continue
        entry = name, is_machine, f"'{coding.file}', {coding.place}"
        other, other_is_machine, place = spellings.setdefault(fold_name(name), entry)
        if name != other:
            raise InputError(
                f"coder '{name}' ({entry[2]}) and coder '{other}' ({place}) differ only in case "
                f"or spacing; if they are one, import with --coder '{name}={other}', and if they "
                f"are two, give one another name, as in --coder '{name}={name} 2'"
            )
        if is_machine != other_is_machine:
            kinds = {True: "a machine", False: "a person"}
            raise InputError(
                f"coder '{name}' is {kinds[other_is_machine]} in {place} and {kinds[is_machine]} "
                f"in {entry[2]}; machines are imported with --origin machine, and a name is "
                f"changed with --coder '{name}=OTHER'"
            )
