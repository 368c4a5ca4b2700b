"""The reference of the keys of a TOML file as Markdown, from its schema."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from typing import Any

from tenor.cli.reference import markdown_table
from tenor.toml import TomlTable, format_toml

NEGLIGIBLE, PRACTICALLY_INFINITE = 1e-6, 1e9
"""Bounds beyond these only keep computations finite, and are not shown."""

HEADERS = ("key", "values", "default", "meaning")
"""The headers of a table of keys."""


def key_reference(schema: type[TomlTable]) -> str:
    """Return a Markdown table for each table of a schema: keys, values, defaults, meanings.

    Parameters
    ----------
    schema
        The schema of a TOML file.

    Raises
    ------
    LookupError
        If a key has no description: neither ``Field(description=...)``, nor a text below it, nor
        an entry under *Attributes* in the docstring of its class.
    """
    return "\n".join(_sections(schema, "", {}))


def descriptions(schema: type[TomlTable]) -> dict[str, str]:
    """Return the meaning of each key of a table, where the schema describes it."""
    found = _listed_attributes(schema) | _texts_below(schema)
    for name, field in schema.model_fields.items():
        if field.description:
            found[name] = field.description
    return found


def _sections(
    schema: type[TomlTable], path: str, headers: dict[type[TomlTable], str]
) -> Iterator[str]:
    """Yield the sections of a table and the tables in it; ``headers`` are those yielded before."""
    rows, nested = [], []
    meanings = descriptions(schema)
    properties = schema.model_json_schema()["properties"]
    for name, field in schema.model_fields.items():
        required = "required" if field.is_required() else ""
        table, is_list = _table_of(field.annotation)
        if table is not None:
            inner = f"{path}.{name}".lstrip(".")
            header = f"[[{inner}]]" if is_list else f"[{inner}]"
            nested.append((table, inner, header))
            kind = "tables" if is_list else "table"
            rows.append((f"`{header}`", kind, required, _docstring(table).split("\n\n")[0]))
            continue
        if name not in meanings:
            raise LookupError(f"key '{name}' of {schema.__name__} has no description")
        default = required or _default(field.get_default(call_default_factory=True))
        values = values_of(properties[name])
        rows.append((f"`{name}`", values, default, meanings[name].replace("``", "`")))
    yield markdown_table(HEADERS, rows)
    for table, inner, header in nested:
        if table in headers:
            yield f"### {header}\n\nThe keys are those of `{headers[table]}`.\n"
            continue
        headers[table] = header
        yield f"### {header}\n\n{_docstring(table)}\n"
        yield from _sections(table, inner, headers)


def values_of(schema: dict[str, Any]) -> str:
    """Return the values that a JSON schema allows, in words.

    Examples
    --------
    >>> values_of({"enum": ["l1", "l2"]}), values_of({"type": "integer", "minimum": 1})
    ('`"l1"`, `"l2"`', 'whole number of 1 or more')
    """
    if "anyOf" in schema:
        options = [option for option in schema["anyOf"] if option.get("type") != "null"]
        return " or ".join(dict.fromkeys(values_of(option) for option in options))
    if "enum" in schema:
        return ", ".join(f'`"{value}"`' for value in schema["enum"])
    if "const" in schema:
        return f'`"{schema["const"]}"`'
    match schema.get("type"):
        case "array":
            return _list_of(schema)
        case "object":
            return f"table of {values_of(schema.get('additionalProperties', {}))}"
        case "boolean":
            return "`true` or `false`"
        case "integer":
            return f"whole number{_bounds(schema)}"
        case "number":
            return f"number{_bounds(schema)}"
        case "string":
            return "text"
        case _:
            return "any value"


def _list_of(schema: dict[str, Any]) -> str:
    if items := schema.get("prefixItems"):
        return f"list of {len(items)}: {values_of(items[0])}"
    return f"list of {values_of(schema.get('items', {}))}"


def _bounds(schema: dict[str, Any]) -> str:
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    parts = []
    if low is not None and 0 < low < NEGLIGIBLE:
        parts.append("above 0")
    elif low is not None:
        parts.append(f"of {low} or more" if "minimum" in schema else f"above {low}")
    if high is not None and high < PRACTICALLY_INFINITE:
        parts.append(f"up to {high}" if "maximum" in schema else f"below {high}")
    return f" {', '.join(parts)}" if parts else ""


def _default(value: object) -> str:
    if value is None or value in ("", (), {}):
        return ""
    if isinstance(value, tuple):
        value = list(value)
    return f"`{format_toml({'x': value}).removeprefix('x = ').strip()}`"


def _table_of(annotation: Any) -> tuple[type[TomlTable] | None, bool]:
    """Return the schema of a table in an annotation, and whether it is one of an array."""
    if isinstance(annotation, type) and issubclass(annotation, TomlTable):
        return annotation, False
    is_list = getattr(annotation, "__origin__", None) is tuple
    for argument in getattr(annotation, "__args__", ()):
        table, _ = _table_of(argument)
        if table is not None:
            return table, is_list
    return None, False


def _texts_below(schema: type[TomlTable]) -> dict[str, str]:
    """Return the strings that follow the fields of a class, by field."""
    [node] = ast.parse(textwrap.dedent(inspect.getsource(schema))).body
    assert isinstance(node, ast.ClassDef)
    found = {}
    for statement, following in zip(node.body, node.body[1:], strict=False):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            match following:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    found[statement.target.id] = inspect.cleandoc(text)
    return found


def _listed_attributes(schema: type[TomlTable]) -> dict[str, str]:
    """Return the entries under *Attributes* in the docstring of a class, by attribute."""
    _, _, listed = inspect.cleandoc(schema.__doc__ or "").partition("\n\nAttributes\n----------\n")
    found = {}
    for names, text in re.findall(r"^(\S.*)\n((?:    .*(?:\n|$)|\n(?=    ))+)", listed, re.M):
        for name in names.split(", "):
            found[name] = inspect.cleandoc(text)
    return found


def _docstring(schema: type[TomlTable]) -> str:
    """Return the docstring of a class without its sections."""
    text = inspect.cleandoc(schema.__doc__ or "")
    return text.split("\n\nAttributes\n")[0].replace("``", "`")
