"""Labelling parts, and trying the settings of a search, on several machines by Dask distributed.

For labelling, the scheduler gets the paths of inputs, bundles and parts, no data: all machines must
see the same files by the same paths. What was labelled is known by the files of the parts, so that
a command goes on without the scheduler's help.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tenor.errors import InputError
from tenor.models import Model
from tenor.prediction.cluster_tasks import PartTasks
from tenor.prediction.part_folder import PartResult
from tenor.prediction.part_labels import PartLabeler, PartSetup
from tenor.prediction.parts import Part
from tenor.prediction.workers import ENDED, MAX_DEATHS
from tenor.progress import print_note

if TYPE_CHECKING:
    from distributed import Client

LOCAL = "local"
"""The address that stands for a cluster on this machine."""

START_SECONDS = 60
"""The seconds to wait for the scheduler, and for the first worker."""

MAX_TRIES = 3
"""Workers that must end with nothing but an article in their hands before it is set aside."""

_PARTS_AHEAD = 4
"""Parts for each worker that are planned before they are needed."""

_WORKER_ENVIRONMENT = {"OMP_NUM_THREADS": 1, "MALLOC_TRIM_THRESHOLD_": 1 << 28}
"""Dask lets workers return each freed block to the system, which takes a quarter of their time."""

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def label_on_cluster(
    parts: Iterable[Part],
    setup: PartSetup,
    models: Mapping[str, Model],
    address: str,
    n_jobs: int,
) -> Iterator[tuple[Part, PartResult]]:
    """Yield the result of each part, in the order in which they are ready.

    Parameters
    ----------
    parts, setup, models
        As for `tenor.prediction.workers.label_parts`.
    address
        The address of a Dask scheduler, such as ``tcp://scheduler:8786``, or ``local`` for
        ``n_jobs`` workers on this machine.
    n_jobs
        The number of local workers.

    Raises
    ------
    InputError
        If the scheduler does not answer, has no worker, or a worker cannot label.
    OutputError
        If a part cannot be written.
    """
    labeler = PartLabeler(setup, models)
    stream = iter(parts)
    pieces = _Pieces(setup, labeler)
    with _client(address, n_jobs) as client:
        _check_workers(client)
        n_workers = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        tasks = PartTasks(client, partial(_label_part, setup))
        for part in islice(stream, _PARTS_AHEAD * n_workers):
            tasks.submit(part)
        for part, result in tasks:
            for half in pieces.divide(part) if result is None else ():
                tasks.submit(half)
            yield from pieces.collect(part, result)
            for following in islice(stream, 1) if part.piece == "" else ():
                tasks.submit(following)
        # The scheduler suspects all that a worker had in its hands when it ended. Each alone, one
        # after the other, only those that end a worker again are set aside.
        for suspect in pieces.suspects:
            for _ in range(MAX_TRIES):
                tasks.submit(suspect)
                [(_, result)] = tasks
                if result is not None:
                    break
            yield from pieces.collect(suspect, result or labeler.set_aside(suspect, ENDED))


@contextmanager
def fit_on_cluster(address: str, n_jobs: int) -> Iterator[None]:
    """Let trainings within fit the settings of searches and the folds on a cluster.

    This is joblib's backend for Dask. A search, or a model without one, sends its training set
    through the scheduler once.

    Parameters
    ----------
    address, n_jobs
        As for `label_on_cluster`.

    Raises
    ------
    InputError
        As by `label_on_cluster`.
    """
    from joblib import parallel_config

    with _client(address, n_jobs) as client:
        _check_workers(client)
        with parallel_config(backend="dask"):
            yield


class _Pieces:
    """The pieces of parts in which workers ended, until they are complete.

    Attributes
    ----------
    suspects
        Pieces that cannot be divided further, each in the hands of a worker that ended.
    """

    def __init__(self, setup: PartSetup, labeler: PartLabeler) -> None:
        self._setup = setup
        self._labeler = labeler
        self._whole: dict[int, Part] = {}
        self._results: dict[int, dict[str, PartResult | None]] = {}
        self._n_deaths: dict[int, int] = {}
        self.suspects: list[Part] = []

    def divide(self, part: Part) -> tuple[Part, ...]:
        """Return the halves of a part in which a worker ended; a suspect has none."""
        number = part.number
        self._whole.setdefault(number, part)
        self._n_deaths[number] = self._n_deaths.get(number, 0) + 1
        results = self._results.setdefault(number, {})
        halves = part.halves(self._setup.reading) if self._n_deaths[number] < MAX_DEATHS else None
        if halves is None:
            results[part.piece] = None
            self.suspects.append(part)
            return ()
        results.pop(part.piece, None)
        results |= {half.piece: None for half in halves}
        return halves

    def collect(self, part: Part, result: PartResult | None) -> Iterator[tuple[Part, PartResult]]:
        """Yield a part with its result if it is complete now."""
        if part.number not in self._whole:
            if result is not None:
                yield part, result
            return
        results = self._results[part.number]
        if result is not None:
            results[part.piece] = result
        pieces = [results[piece] for piece in sorted(results)]
        complete = [piece for piece in pieces if piece is not None]
        if len(complete) == len(pieces):
            whole = self._whole.pop(part.number)
            yield whole, self._labeler.join(whole, complete)


@contextmanager
def _client(address: str, n_jobs: int) -> Iterator[Client]:
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError:
        raise InputError(
            "--cluster needs Dask distributed; install it with: pip install 'tenor[cluster]'"
        ) from None
    if address == LOCAL:
        with (
            dask.config.set({"distributed.nanny.pre-spawn-environ": _WORKER_ENVIRONMENT}),
            LocalCluster(
                n_workers=n_jobs,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client
        return
    parts = urlsplit(address)
    if parts.scheme not in ("tcp", "tls") or not parts.hostname:
        raise InputError(
            f"cluster '{address}' is not the address of a scheduler; give tcp://HOST:PORT, "
            "tls://HOST:PORT or 'local'"
        )
    if parts.scheme == "tcp" and parts.hostname not in _LOOPBACK:
        print_note(
            f"'{address}' is not encrypted, and who reaches the scheduler can run code on its "
            "workers; use tls:// outside a network that you trust"
        )
    try:
        client = Client(address, timeout=START_SECONDS)
    except (OSError, ValueError) as error:
        raise InputError(f"the scheduler '{address}' does not answer: {error}") from error
    with client:
        yield client


def _check_workers(client: Client) -> None:
    """Raise InputError unless there are workers, all with this version of Tenor."""
    try:
        client.wait_for_workers(1, timeout=START_SECONDS)
    except TimeoutError:
        raise InputError(
            f"the scheduler has no worker after {START_SECONDS} s; start one with: "
            "dask worker ADDRESS --nthreads 1"
        ) from None
    own = version("tenor")
    for worker, found in client.run(_version_of_worker).items():
        if found != own:
            raise InputError(
                f"worker {worker} has Tenor {found or 'not installed'}, and this is Tenor {own}; "
                "install the same version on all machines"
            )


def _version_of_worker() -> str:
    try:
        return version("tenor")
    except PackageNotFoundError:
        return ""


_labelers: dict[tuple[str, ...], PartLabeler] = {}
"""The labeler of this worker process, by the fingerprints of its models and the folder."""


def _label_part(setup: PartSetup, part: Part) -> PartResult:
    key = (*(fingerprint for _, fingerprint in setup.bundles.values()), repr(setup))
    if key not in _labelers:
        _labelers.clear()
        _labelers[key] = PartLabeler(setup, setup.load(), n_threads=1)
    if not setup.folder.path.is_dir():
        raise InputError(
            f"a worker does not see '{setup.folder.path}'; the output, the inputs and the bundles "
            "must be in folders that all machines share, by the same paths"
        )
    return _labelers[key].label(part)
