"""Help texts: the columns of the tables that a command prints are explained at their end."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand


class CommandWithTables(TyperCommand):
    """A command whose help explains the columns of its tables."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write a line for each column after the options."""
        # The table of metrics imports NumPy, which only this help needs.
        from tenor.cli.columns import columns_of

        _, _, command = ctx.command_path.partition(" ")
        meanings = {(c.heading, c.meaning): None for c in columns_of(command) if c.heading}
        if meanings:
            with formatter.section("Columns"):
                formatter.write_dl(list(meanings))
        super().format_epilog(ctx, formatter)
