"""The pages of the documentation that are generated: commands, and keys of TOML files.

    python -m tenor.cli.generated_docs

writes them anew; a test compares them with the declarations that they are generated from.
"""

from __future__ import annotations

from tenor.cli.docs import FOLDER
from tenor.cli.key_reference import key_reference
from tenor.cli.main import app
from tenor.cli.reference import command_reference
from tenor.codebook import Codebook
from tenor.models.spec import Experiment
from tenor.settings import Settings

KEYS = """# Keys

The keys of the TOML files: experiment specs, codebooks, and `tenor.toml`.

## Specs

{specs}
## Codebooks

{codebooks}
## tenor.toml

The settings of a project, in its folder or in one above the working folder.

{settings}"""


def generated_pages() -> dict[str, str]:
    """Return the content of each generated page by its topic."""
    keys = KEYS.format(
        specs=key_reference(Experiment),
        codebooks=key_reference(Codebook),
        settings=key_reference(Settings),
    )
    return {"commands": command_reference(app), "keys": keys}


if __name__ == "__main__":
    for topic, text in generated_pages().items():
        (FOLDER / f"{topic}.md").write_text(text, encoding="utf-8")
