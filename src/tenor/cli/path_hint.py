"""How to call ``tenor`` in the shell that a command runs in."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path


def activation(folder: Path) -> str:
    """Return the command that makes ``tenor`` callable by its name; empty if it is already.

    Parameters
    ----------
    folder
        The folder in which the command is typed.

    Examples
    --------
    >>> from pathlib import Path
    >>> activation(Path.cwd()) == "" or "activate" in activation(Path.cwd())
    True
    """
    scripts = Path(sys.executable).parent
    found = shutil.which("tenor")
    # A link on the path, as pipx makes, leads to the script of the same environment.
    if found and scripts in (Path(found).parent, Path(os.path.realpath(found)).parent):
        return ""
    if not (scripts / "activate").is_file():
        return f"alias tenor={shlex.quote(shlex.join([sys.executable, '-m', 'tenor']))}"
    script = scripts / "activate"
    for start in (folder, folder.parent):
        if script.is_relative_to(start):
            script = Path(os.path.relpath(script, folder))
            break
    return f"source {shlex.quote(str(script))}"


def next_commands(
    directory: Path, commands: Iterable[str], *, working_folder: Path | None = None
) -> list[str]:
    """Return the commands to type next in a new project folder, from the first on.

    Parameters
    ----------
    directory
        The project folder, as the user named it.
    commands
        The commands to type in it.
    working_folder
        The folder that the user is in; default that of the process.
    """
    first = activation(working_folder or Path.cwd())
    return [*filter(None, [first]), f"cd {shlex.quote(str(directory))}", *commands]
