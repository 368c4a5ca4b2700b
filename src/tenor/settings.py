"""The settings of a project: the file ``tenor.toml`` in its folder.

A value is taken from the option of a command, else from the environment, else from
``tenor.toml``, else it is the default.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, PrivateAttr

from tenor.articles.readers.columns import COLUMN_NAMES
from tenor.errors import SettingsError
from tenor.output import write_file
from tenor.present import printable
from tenor.toml import Fault, TomlTable, fault_error, load_toml, read_toml

FILE = "tenor.toml"
"""The name of the file. It is looked for in the working folder and in the folders above it."""

_TASK = re.compile("theme|stance:@?[^@=].*")


def _check_path(text: str) -> str:
    if printable(text) != text:
        raise fault_error(f"'{printable(text)}' has characters that no path has; remove them")
    return text


_Path = Annotated[str, AfterValidator(_check_path)]


class Settings(TomlTable):
    """The settings of a project; paths are relative to the folder of ``tenor.toml``.

    Examples
    --------
    >>> from tenor.settings import Settings
    >>> settings = Settings.load("tenor.toml")
    >>> settings.corpus, settings.columns
    ('data/corpus', {})
    """

    corpus: Annotated[
        _Path, Field(description="The corpus folder of commands that name none, and of such specs.")
    ] = ""
    codebook: Annotated[
        _Path, Field(description="The codebook file of commands that name none.")
    ] = ""
    store: Annotated[
        _Path,
        Field(
            description="The MLflow store: the path of an SQLite database, or the address of a "
            "server; by default mlflow.db in the working folder."
        ),
    ] = ""
    columns: dict[str, str] = Field(
        default_factory=dict,
        description="The table column of each article field, for prep and predict without "
        "--column; prep writes what its --column options name here.",
    )
    labels: dict[str, str] = Field(
        default_factory=dict,
        description="The table columns with people's labels, for prep without --label; prep "
        "writes what its --label options name here.",
    )

    _path: Path | None = PrivateAttr(default=None)

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Return the settings of a file.

        Raises
        ------
        SettingsError
            If it cannot be read or has faults; the message has one line for each fault.
        """
        settings = load_toml(Path(path), cls, SettingsError)
        settings._path = Path(path)
        return settings

    @property
    def path(self) -> Path | None:
        """The file; None if there is none."""
        return self._path

    @property
    def codebook_path(self) -> Path | None:
        """The codebook file, from the working folder; None if the project names none."""
        return self._resolve(self.codebook)

    @property
    def corpus_path(self) -> Path | None:
        """The corpus folder, from the working folder; None if the project names none."""
        return self._resolve(self.corpus)

    @property
    def store_uri(self) -> str:
        """The URI of the store; empty if the project names none."""
        return store_uri(self.store, self._path.parent) if self.store and self._path else ""

    def _resolve(self, name: str) -> Path | None:
        if not name:
            return None
        if Path(name).is_absolute() or self._path is None:
            return Path(name)
        return Path(os.path.relpath(self._path.parent / name))

    @classmethod
    def cross_field_faults(cls, data: dict[str, Any]) -> list[Fault]:
        """Return a fault for each key of a table that names no field or no task."""
        fields = ", ".join(COLUMN_NAMES)
        faults: list[Fault] = [
            (("columns", name), f"'{name}' is not a field of an article; name one of {fields}")
            for name in _keys(data.get("columns"))
            if name not in COLUMN_NAMES
        ]
        rule = 'write theme, "stance:TARGET" or "stance:@TARGET_COLUMN"'
        faults += [
            (("labels", name), f"'{name}' is not a task; {rule}")
            for name in _keys(data.get("labels"))
            if not _TASK.fullmatch(name)
        ]
        return faults


def find_file() -> Path | None:
    """Return the nearest ``tenor.toml`` in the working folder and above it; None without one.

    Raises
    ------
    SettingsError
        If it is no file.
    """
    here = Path.cwd()
    path = next((f / FILE for f in (here, *here.parents) if (f / FILE).exists()), None)
    if path is not None and not path.is_file():
        raise SettingsError(f"'{path}' is no file, and its settings cannot be read; move it away")
    return path


def find_settings() -> Settings:
    """Return the settings of the nearest ``tenor.toml``; without one, all are empty.

    Raises
    ------
    SettingsError
        If the file cannot be read or has faults.
    """
    path = find_file()
    return Settings.load(path) if path else Settings()


def remember_columns(
    settings: Settings, columns: Mapping[str, str], labels: Mapping[str, str]
) -> bool:
    """Write the columns of tables into the file of a project; return whether it changed.

    Comments and other settings stay. An empty mapping leaves the table as it is.

    Parameters
    ----------
    settings
        The settings of the project; nothing is written if they have no file.
    columns, labels
        Columns by article field, and by task.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    changed = {
        name: dict(table)
        for name, table, known in (
            ("columns", columns, settings.columns),
            ("labels", labels, settings.labels),
        )
        if table and dict(table) != known
    }
    if settings.path is None or not changed:
        return False
    import tomlkit

    document = tomlkit.parse(read_toml(settings.path, SettingsError))
    for name, table in changed.items():
        document[name] = table
    write_file(settings.path, tomlkit.dumps(document).encode(), replace=True)
    return True


def store_uri(text: str, folder: Path) -> str:
    """Return a store as a URI: a path of a database becomes ``sqlite:///`` and its absolute path.

    Parameters
    ----------
    text
        A path, or a URI.
    folder
        The folder that a relative path starts from.

    Examples
    --------
    >>> from pathlib import Path
    >>> store_uri("runs.db", Path("/project")), store_uri("http://host:5000", Path("/project"))
    ('sqlite:////project/runs.db', 'http://host:5000')
    """
    scheme, separator, rest = text.partition("://")
    if (separator and scheme != "sqlite") or text.startswith("file:"):
        return text
    path = rest.removeprefix("/") if separator else text
    return f"sqlite:///{os.path.normpath(folder.absolute() / path)}"


def _keys(table: object) -> list[str]:
    # The raw value of a table may have any type.
    return list(table) if isinstance(table, dict) else []
