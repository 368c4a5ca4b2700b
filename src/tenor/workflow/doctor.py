"""Checks of an installation and of the project in the working folder."""

from __future__ import annotations

import os
import platform
import re
import shutil
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path

from tenor.errors import TenorError
from tenor.locks import held_locks
from tenor.present import plural
from tenor.settings import Settings, find_settings

MIN_FREE_BYTES = 200_000_000
"""The free space below which a disk counts as full."""

GB = 1e9


@dataclass(frozen=True, slots=True)
class Check:
    """What was checked, and what was found.

    Attributes
    ----------
    name
        What was checked.
    found
        What was found.
    fault
        A sentence with what is broken and what to do; empty if nothing is.
    """

    name: str
    found: str
    fault: str = ""


def run_checks() -> list[Check]:
    """Return every check of the installation and the project; nothing is written."""
    checks = [_tenor(), *_libraries(), *_extras(), _cores(), _memory(), _disk(), _browser()]
    return [*checks, *_project()]


def _tenor() -> Check:
    python = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    return Check("tenor", f"{version('tenor')}, {python}")


def _libraries() -> list[Check]:
    """Return a check for each library that Tenor requires."""
    return [_library(*requirement) for requirement in _requirements(extra="")]


def _library(name: str, minimum: str) -> Check:
    try:
        found = version(name)
    except PackageNotFoundError:
        return Check(name, "missing", f"library '{name}' is missing; run pip install tenor again")
    if _numbers(found) < _numbers(minimum):
        fault = f"library '{name}' {found} is older than {minimum}; run pip install -U {name}"
        return Check(name, found, fault)
    return Check(name, found)


def _extras() -> list[Check]:
    """Return a check for each extra; one that is not installed is no fault."""
    checks = []
    for extra in metadata("tenor").get_all("Provides-Extra") or []:
        libraries = [_library(*requirement) for requirement in _requirements(extra)]
        missing = [library.name for library in libraries if library.fault]
        if not missing:
            found = "installed"
        elif len(missing) == len(libraries):
            found = "not installed"
        else:
            found = f"incomplete: {', '.join(missing)} missing or too old"
        checks.append(Check(f"extra '{extra}'", found))
    return checks


def _requirements(extra: str) -> list[tuple[str, str]]:
    """Return the names and the minimum versions of what Tenor, or an extra of it, requires."""
    found = []
    for text in requires("tenor") or []:
        requirement, _, marker = text.partition(";")
        of_extra = re.search(r"extra == ['\"]([^'\"]+)", marker)
        match = re.match(r"\s*([\w.-]+)[^>]*(?:>=\s*([\w.]+))?", requirement)
        if match and (of_extra[1] if of_extra else "") == extra:
            found.append((match[1], match[2] or "0"))
    return found


def _numbers(text: str) -> tuple[int, ...]:
    numbers = [int(number) for number in re.findall(r"\d+", text.split("+")[0])[:4]]
    return (*numbers, *[0] * (4 - len(numbers)))


def _cores() -> Check:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return Check("cores", str(usable))


def _memory() -> Check:
    try:
        page = os.sysconf("SC_PAGE_SIZE")
        total, free = (os.sysconf(name) * page for name in ("SC_PHYS_PAGES", "SC_AVPHYS_PAGES"))
    except (AttributeError, OSError, ValueError):
        return Check("memory", "unknown")
    # Memory that holds copies of files is available too, which sysconf does not count.
    with_files = re.search(r"MemAvailable:\s+(\d+) kB", _read("/proc/meminfo"))
    available = int(with_files[1]) * 1024 if with_files else free
    return Check("memory", f"{total / GB:.1f} GB, {available / GB:.1f} GB available")


def _disk() -> Check:
    free = shutil.disk_usage(Path.cwd()).free
    found = f"{free / GB:.1f} GB free in this folder"
    if free < MIN_FREE_BYTES:
        return Check("disk", found, f"the disk of '{Path.cwd()}' is full; make space on it")
    if not os.access(Path.cwd(), os.W_OK):
        return Check("disk", found, f"'{Path.cwd()}' cannot be written to; use another folder")
    return Check("disk", found)


def _browser() -> Check:
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return Check("browser", "none here; open the address that 'tenor ui' prints elsewhere")
    return Check("browser", getattr(browser, "name", "") or type(browser).__name__)


def _project() -> list[Check]:
    """Return the checks of what ``tenor.toml`` names, and of the store."""
    try:
        settings = find_settings()
    except TenorError as exc:
        return [Check("settings", "faulty", str(exc))]
    file = str(settings.path) if settings.path else "no tenor.toml here or above"
    return [
        Check("settings", file),
        *_named("codebook", settings.codebook_path, _codebook),
        *_named("corpus", settings.corpus_path, _corpus),
        *_store(),
        _locks(settings),
    ]


def _named(name: str, path: Path | None, describe: Callable[[Path], str]) -> list[Check]:
    if path is None:
        return []
    if not path.exists():
        return [Check(name, f"{path} is not made yet")]
    try:
        return [Check(name, f"{path}: {describe(path)}")]
    except TenorError as exc:
        return [Check(name, str(path), str(exc))]


def _codebook(path: Path) -> str:
    from tenor.codebook import Codebook

    book = Codebook.load(path)
    n_themes, n_targets = len(book.themes), len(book.targets)
    themes, targets = plural(n_themes, "theme"), plural(n_targets, "target")
    return f"{themes}, {targets}, fingerprint {book.fingerprint}"


def _corpus(path: Path) -> str:
    from tenor.corpus import Corpus

    corpus = Corpus.load(path)
    corpus.check_cleaning()
    return f"{corpus.info['articles']} articles, fingerprint {corpus.fingerprint}"


def _store() -> list[Check]:
    from tenor.tracking import check_store
    from tenor.tracking.state import store_state, stored_versions

    state = store_state()
    place = str(state.database or state.uri.split("@")[-1])
    if state.is_locked:
        fault = f"the store '{place}' is locked by another process; wait until it ends"
        return [Check("store", f"{place}, locked", fault)]
    try:
        check_store()
        if state.database is not None and not state.exists:
            return [Check("store", f"{place} is made by the first training")]
        found = f"{place}: {len(stored_versions())} registered models"
    except TenorError as exc:
        return [Check("store", place, str(exc))]
    return [Check("store", found)]


def _locks(settings: Settings) -> Check:
    """Return the check of what other processes are writing, in the folders of the project."""
    folders = {Path(), settings.path.parent if settings.path else Path()}
    folders |= {settings.corpus_path.parent} if settings.corpus_path else set()
    held = sorted({path.resolve() for folder in folders for path in held_locks(folder)})
    return Check("locks", f"being written: {', '.join(map(str, held))}" if held else "free")


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""
