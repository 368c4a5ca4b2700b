"""``tenor compare``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenor.cli.options import Force

if TYPE_CHECKING:
    from tenor.workflow.comparing import Comparison

FIRST = 5
CELL = 40
"""Characters of an id or of labels that the printed table shows."""


def compare(
    runs: Annotated[
        list[str],
        typer.Argument(
            metavar="RUN RUN...",
            help="A run's id or name, NAME@ALIAS or models:/NAME/VERSION; the others are compared "
            "with the first.",
        ),
    ],
    metric: Annotated[str, typer.Option(help="The score to compare by.")] = "macro_f1",
    common: Annotated[
        bool, typer.Option("--common", help="Compare on the articles that all runs scored.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option(help="A CSV of all articles on which the runs differ.")
    ] = None,
    force: Force = False,
) -> None:
    """Test whether a run is better than another on the same test articles."""
    from tenor.workflow.comparing import compare_runs, write_differing

    comparison = compare_runs(runs, metric=metric, common=common)
    _print(comparison)
    if output is not None:
        write_differing(comparison, output, force=force)
        typer.echo(f"{output}: {len(comparison.differing):,} articles")


def _print(found: Comparison) -> None:
    from tenor.cli.show import HEADS, print_table, printable, with_interval

    first = found.rows[0]
    left_out = f"; {found.left_out:,} that only some scored are left out" if found.left_out else ""
    typer.echo(
        f"{found.n_articles:,} articles in {found.n_groups:,} groups "
        f"({first.run.what}), 95 % intervals{left_out}"
    )
    rows = []
    for row in found.rows:
        cells = [row.name, row.run.short_id, with_interval(row.score, row.interval)]
        if row.difference is None or row.p is None:
            cells += ["", ""]
        else:
            low, high = row.difference.interval
            cells += [f"{row.difference.value:+.3f} [{low:+.3f}, {high:+.3f}]", f"{row.p:.4f}"]
        rows.append(cells)
    head = HEADS.get(found.metric, found.metric)
    print_table(["run", "id", head, "difference to the first", "p"], rows, numbers=3)
    several = ", adjusted by Holm's method" if len(found.rows) > 2 else ""
    typer.echo(f"  p by approximate randomization over groups{several}")
    for row in found.rows[1:]:
        if row.mcnemar:
            typer.echo(
                f"  only {printable(first.name)} is right {row.mcnemar.only_first:,} times, only "
                f"{printable(row.name)} {row.mcnemar.only_second:,} times: McNemar mid-p "
                f"{row.mcnemar.p_mid:.4f}, exact {row.mcnemar.p_exact:.4f}"
            )
    table = found.differing
    more = f"; the first {FIRST}" if len(table) > FIRST else ""
    typer.echo(f"  they differ on {len(table):,} articles{more}")
    if len(table):
        shown = [[str(cell)[:CELL] for cell in cells] for cells in table.head(FIRST).to_numpy()]
        print_table(list(table.columns), shown)
