"""Labels of a model, their articles and codebook, and filled sheets, for tests of audits."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tenor.codebook import Codebook
from tenor.workflow.audits.audit_file import AuditFile
from tenor.workflow.audits.draw import draw_audit

TEXT = """version = "1"
[[themes]]
name = "sport"
[[themes]]
name = "war"
[[targets]]
name = "mayor"
positions = ["favor", "against"]
"""
WORDS = ("river", "stone", "harbor", "window", "garden", "engine", "market", "winter", "letter")


def write_inputs(folder: Path, n: int = 60, *, decisions: bool = False) -> Path:
    """Write labels, articles and a codebook, and return the folder.

    Every article has the theme sport; every third one war, and favors the mayor. The articles 0, 1
    and 2 are nearly the same. With decisions, the theme war is to be reviewed.
    """
    (folder / "codebook.toml").write_text(TEXT)
    fingerprint = Codebook.parse(TEXT).fingerprint
    with (
        (folder / "labels.jsonl").open("w") as labels,
        (folder / "articles.csv").open("w", newline="") as file,
    ):
        articles = csv.writer(file)
        articles.writerow(["article_id", "title", "text", "outlet"])
        for i in range(n):
            rng = np.random.default_rng(max(i, 2))
            articles.writerow([f"a{i}", f"Title {i}", " ".join(rng.choice(WORDS, 60)), "Paper"])
            row = {
                "article_id": f"a{i}",
                "themes": ["sport", "war"] if i % 3 == 0 else ["sport"],
                "stances": {"mayor": "favor"} if i % 3 == 0 else {},
                "models": ["m"],
                "model_fingerprints": ["f"],
                "codebook": fingerprint,
            }
            if decisions:
                row["decision"] = {"sport": "auto", "war": "review", "mayor=favor": "auto"}
            labels.write(json.dumps(row) + "\n")
    return folder


def draw(folder: Path, name: str = "audit", **options: object) -> AuditFile:
    """Draw an audit into a folder."""
    values = {"n": 20, "coders": ["ana"], **options}
    inputs = [folder / "labels.jsonl"], [folder / "articles.csv"], folder / "codebook.toml"
    return draw_audit(*inputs, folder / name, **values)  # type: ignore[arg-type]


def fill(sheet: Path, answer: Callable[[str], dict[str, str]]) -> Path:
    """Fill in a sheet: ``answer`` returns the cells of an article."""
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | answer(row["article_id"]) for row in rows)
    return sheet
