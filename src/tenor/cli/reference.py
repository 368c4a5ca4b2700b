"""The reference of the command line as Markdown, from the declarations of the commands."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from typer.main import get_command

if TYPE_CHECKING:
    import typer

HEADERS = ("", "meaning", "default", "environment variable")
"""The headers of a table of arguments and options."""


def command_contexts(app: typer.Typer) -> Iterator[tuple[str, Any]]:
    """Yield the name and the context of every command and group of an app, depth first.

    A context has its ``command``, whose parameters have their environment variables.
    """
    root = get_command(app)
    # Parsing is resilient: nothing is required, and no default depends on the working folder.
    yield from _contexts(root.make_context("tenor", [], resilient_parsing=True))


def command_reference(app: typer.Typer) -> str:
    """Return a Markdown page of all commands: usage, arguments, options, examples."""
    sections = [_command_section(name, context) for name, context in command_contexts(app)]
    return "# Commands\n\n" + "\n".join(sections)


def _contexts(context: Any) -> Iterator[tuple[str, Any]]:
    yield context.command_path, context
    command = context.command
    if hasattr(command, "commands"):
        for name in command.list_commands(context):
            child = command.commands[name]
            yield from _contexts(
                child.make_context(name, [], parent=context, resilient_parsing=True)
            )


def _command_section(name: str, context: Any) -> str:
    command = context.command
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    parts = [f"## {name}\n", f"{inspect.cleandoc(command.help or '')}\n", f"```\n{usage}\n```\n"]
    rows = [_row(parameter, context) for parameter in command.params if not parameter.hidden]
    if rows:
        parts.append(markdown_table(HEADERS, rows))
    if hasattr(command, "commands"):
        names = ", ".join(f"`{name} {child}`" for child in command.list_commands(context))
        parts.append(f"Commands: {names}.\n")
    elif command.epilog:
        parts.append(f"```sh\n{command.epilog}\n```\n")
    return "\n".join(parts)


def _row(parameter: Any, context: Any) -> tuple[str, str, str, str]:
    is_option = parameter.param_type_name == "option"
    name = ", ".join(parameter.opts) if is_option else parameter.display_name_raw
    if is_option and not parameter.is_flag:
        name += f" {parameter.display_type_rich(context).strip('<>')}"
    default = parameter.get_default(context)
    if parameter.required:
        shown = "required"
    elif default is None or default is False or default == "":
        shown = ""
    else:
        shown = f"`{default}`"
    limits = parameter._get_number_range_help_str()
    meaning = parameter.help + (f" ({limits})" if limits else "")
    variable = f"`{parameter.envvar}`" if parameter.envvar else ""
    return f"`{name}`", meaning, shown, variable


def markdown_table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows as a Markdown table.

    Examples
    --------
    >>> print(markdown_table(("key", "values"), [("kind", "a | b")]), end="")
    | key | values |
    |---|---|
    | kind | a \\| b |
    """
    lines = [headers, *rows]
    cells = [[" ".join(cell.split()).replace("|", "\\|") for cell in line] for line in lines]
    text = [f"| {' | '.join(line)} |" for line in cells]
    return "\n".join([text[0], "|" + "---|" * len(headers), *text[1:]]) + "\n"
