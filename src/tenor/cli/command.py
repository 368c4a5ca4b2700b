"""The classes of commands and groups: variables of options, defaults of the project, help."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from typer.core import TyperCommand, TyperGroup

PREFIX = "TENOR"
"""The beginning of the environment variables of options."""

CORPUS_VARIABLE = "TENOR_CORPUS"
CODEBOOK_VARIABLE = "TENOR_CODEBOOK"
COLUMNS_VARIABLE = "TENOR_COLUMNS"
LABELS_VARIABLE = "TENOR_LABELS"
STORE_VARIABLE = "TENOR_STORE"
"""The variables of what ``tenor.toml`` sets: one for all commands."""

SETTING_OF_VARIABLE = {CORPUS_VARIABLE: "corpus_path", CODEBOOK_VARIABLE: "codebook_path"}
"""The property of `tenor.settings.Settings` that is the default of parameters with a variable."""


class Command(TyperCommand):
    """A command whose options have environment variables and defaults from ``tenor.toml``.

    Its help explains the columns of its tables and gives examples.

    The variable of an option that declares none is ``TENOR_``, the names of the commands and
    the name of the option: ``TENOR_CODINGS_SHEET_OVERLAP``.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse arguments, after naming the variables and the project's defaults."""
        _name_variables(ctx, self.get_params(ctx))
        ctx.default_map = _ProjectDefaults(ctx, self.params)
        return super().parse_args(ctx, args)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the columns of the command's tables, and its examples, a line each."""
        # The table of metrics imports NumPy, which only this help needs.
        from tenor.cli.columns import columns_of

        _, _, command = ctx.command_path.partition(" ")
        meanings = {(c.heading, c.meaning): None for c in columns_of(command) if c.heading}
        if meanings:
            with formatter.section("Columns"):
                formatter.write_dl(list(meanings))
        if self.epilog:
            with formatter.section("Examples"):
                for line in self.epilog.splitlines():
                    formatter.write(f"{'':{formatter.current_indent}}{line}\n")


class Group(TyperGroup):
    """A group of commands, whose help lists them under the headings of their panels."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse arguments, after naming the variables of options."""
        _name_variables(ctx, self.get_params(ctx))
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands with the first sentence of their help, by panel."""
        panels: dict[str, list[tuple[str, str]]] = {}
        width = max(map(len, self.commands), default=0)
        for name in self.list_commands(ctx):
            command = self.commands[name]
            if not command.hidden:
                panel = getattr(command, "rich_help_panel", None) or "Commands"
                text = command.get_short_help_str(formatter.width - 6 - width)
                panels.setdefault(panel, []).append((name.ljust(width), text))
        for panel, rows in panels.items():
            with formatter.section(panel):
                formatter.write_dl(rows)


class _ProjectDefaults(dict[str, Any]):
    """The defaults from ``tenor.toml``, which is read when a parameter needs one."""

    def __init__(self, ctx: Any, parameters: Iterable[Any]) -> None:
        super().__init__()
        self._ctx = ctx
        self._settings = {
            parameter.name: SETTING_OF_VARIABLE[parameter.envvar]
            for parameter in parameters
            if parameter.envvar in SETTING_OF_VARIABLE
        }

    def get(self, key: str, default: Any = None) -> Any:
        # Help and completion do not depend on the working folder.
        if key not in self._settings or self._ctx.resilient_parsing:
            return default
        from tenor.settings import find_settings

        value = getattr(find_settings(), self._settings[key])
        return default if value is None else str(value)


def _name_variables(ctx: Any, parameters: Iterable[Any]) -> None:
    for parameter in parameters:
        if parameter.param_type_name != "option":
            continue
        # The variable has the name of the option, which is not always that of the parameter.
        parameter.allow_from_autoenv = False
        if parameter.envvar is None and parameter.expose_value and ctx.auto_envvar_prefix:
            option = max(parameter.opts, key=len).lstrip("-").replace("-", "_")
            parameter.envvar = f"{ctx.auto_envvar_prefix}_{option.upper()}"
