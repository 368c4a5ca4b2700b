"""The folder of a bulk labelling: its labelled parts, from which an interrupted command goes on.

``run.json`` describes the command. ``part-00017.jsonl``, ``part-00017.rejected.jsonl`` and
``part-00017.review.jsonl`` hold what a part gave; ``part-00017.json``, which is written last, its
counts, and the hashes of these.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tenor.articles.rejections import RejectionCounts
from tenor.errors import OutputError
from tenor.evaluation.batch_counts import BatchCounts
from tenor.locks import unfinished_path
from tenor.output import output_errors
from tenor.prediction.parts import Part
from tenor.prediction.writers import WrittenCounts

FORMAT = 3
"""The version of these files."""

RUN_FILE = "run.json"


@dataclass(frozen=True)
class PartResult:
    """What the labelling of a part gave.

    Attributes
    ----------
    name
        The name of the part.
    counts
        What was labelled and written.
    hashes
        The SHA-256 of each of its files.
    """

    name: str
    counts: WrittenCounts
    hashes: Mapping[str, str]


@dataclass(frozen=True)
class PartFolder:
    """The folder of the parts of a bulk labelling.

    Attributes
    ----------
    path
        The folder.
    extension
        The extension of the parts.
    """

    path: Path
    extension: str

    def rows_path(self, name: str) -> Path:
        """Return the path of the rows of a part, by its name."""
        return self.path / f"{name}{self.extension}"

    def rejected_path(self, name: str) -> Path:
        """Return the path of the rejections of a part, by its name."""
        return self.path / f"{name}.rejected.jsonl"

    def review_path(self, name: str) -> Path:
        """Return the path of the articles to review of a part, by its name."""
        return self.path / f"{name}.review.jsonl"

    def open(self, run: Mapping[str, Any], *, restart: bool) -> int:
        """Make the folder, or take up that of an interrupted command; return its number of parts.

        Parameters
        ----------
        run
            What parts depend on, as values of JSON by the name that a message gives them.
        restart
            Remove what an interrupted command left.

        Raises
        ------
        OutputError
            If the folder is of a command that differs, or cannot be written.
        """
        with output_errors(self.path):
            if restart:
                self.remove()
            if not self.is_run():
                # Without the description nothing in the folder can be used.
                self.remove()
                self.path.mkdir()
            elif changed := self.changed(run):
                raise OutputError(
                    f"'{self.path}' holds {self.n_finished()} labelled parts of an interrupted "
                    f"command with other {' and '.join(changed)}; run that command again to go "
                    "on, or add --restart to label everything anew"
                )
            self._write(self.path / RUN_FILE, run)
        return self.n_finished()

    def is_run(self) -> bool:
        """Return whether the folder is that of the parts of a command."""
        return self._read(self.path / RUN_FILE) is not None

    def changed(self, run: Mapping[str, Any]) -> list[str]:
        """Return the names of the values that differ from those of the command of its parts."""
        own = json.loads(json.dumps(run))  # As it is read again.
        earlier = self._read(self.path / RUN_FILE) or own
        return [name for name, value in own.items() if earlier.get(name) != value]

    def inputs(self) -> tuple[int, set[str]]:
        """Return the number of the next part, and the inputs of all parts, each as JSON."""
        numbers, inputs = [], set()
        with output_errors(self.path):
            names = [name for name in os.listdir(self.path) if _is_result(name)]
        for name in names:
            values = self._read(self.path / name)
            numbers.append(int(name.removeprefix("part-").removesuffix(".json")))
            inputs |= {json.dumps(item) for item in (values or {}).get("inputs", ())}
        return max(numbers, default=-1) + 1, inputs

    def n_finished(self) -> int:
        """Return the number of labelled parts."""
        with suppress(OSError):
            return sum(_is_result(name) for name in os.listdir(self.path))
        return 0

    def find(self, part: Part) -> PartResult | None:
        """Return the result of a part that was labelled before and is unchanged, or None."""
        values = self._read(self._result_path(part.name))
        if values is None or values["inputs"] != part.describe():
            return None
        result = _result(part.name, values)
        for name, digest in result.hashes.items():
            if not (self.path / name).is_file() or _sha256(self.path / name) != digest:
                return None
        return result

    def finish(self, part: Part, counts: WrittenCounts) -> PartResult:
        """Record that the files of a part are complete, and return the result."""
        paths = self._paths(part.name)
        hashes = {path.name: _sha256(path) for path in paths if path.exists()}
        result = PartResult(part.name, counts, hashes)
        values = {
            "inputs": part.describe(),
            "n_articles": counts.n_articles,
            "n_rows": counts.n_rows,
            "rejected": counts.rejected.to_json(),
            "drift": {name: own.to_json() for name, own in counts.drift.items()},
            "decisions": [counts.n_auto, counts.n_review, counts.n_to_review, counts.n_coded],
            "sha256": hashes,
        }
        self._write(self._result_path(part.name), values)
        return result

    def discard(self, name: str) -> None:
        """Remove the files of a part, or of a piece of one, by its name."""
        for path in (*self._paths(name), self._result_path(name)):
            path.unlink(missing_ok=True)

    def remove(self) -> None:
        """Remove the folder with all that it holds."""
        shutil.rmtree(self.path, ignore_errors=True)

    def _paths(self, name: str) -> tuple[Path, Path, Path]:
        return self.rows_path(name), self.rejected_path(name), self.review_path(name)

    def _result_path(self, name: str) -> Path:
        return self.path / f"{name}.json"

    def _write(self, path: Path, values: Mapping[str, Any]) -> None:
        # The lock of the output keeps other commands from this folder.
        temporary = unfinished_path(path)
        temporary.write_text(json.dumps({"format": FORMAT, **values}, ensure_ascii=False), "utf-8")
        os.replace(temporary, path)

    def _read(self, path: Path) -> dict[str, Any] | None:
        """Return the content of one of its JSON files; None if there is none, or it is damaged."""
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        is_valid = isinstance(values, dict) and values.get("format") == FORMAT
        return values if is_valid else None


def _result(name: str, values: Mapping[str, Any]) -> PartResult:
    counts = WrittenCounts(
        int(values["n_articles"]),
        int(values["n_rows"]),
        RejectionCounts.of_json(values["rejected"]),
        {name: BatchCounts.of_json(own) for name, own in values["drift"].items()},
        *map(int, values["decisions"]),
    )
    return PartResult(name, counts, dict(values["sha256"]))


def _is_result(name: str) -> bool:
    return re.fullmatch(r"part-\d+\.json", name) is not None


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
