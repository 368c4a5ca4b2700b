"""Thousands of random damages of a bundle, as a script.

``python -m tests.models.bundle_damages BUNDLE ARTICLES.jsonl --n 1000`` makes each damage in a
child process with bounded time and memory, and prints how many bundles were refused in one
sentence, how many labelled (as the intact one, or within the probabilities from 0 to 1), and every
other end.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tenor.articles import Article, read_articles
from tenor.features.engine import kernels  # noqa: F401  (imported once, before processes fork)
from tenor.models import load_bundle

from .damages import damage, end_of

MAX_SECONDS, MAX_MEMORY = 60, 4 << 30
"""What the loading of a damaged bundle may take as a script."""


def _predict(bundle: Path, articles: Sequence[Article]) -> list[Any]:
    return load_bundle(bundle).predict(articles)


def _try(bundle: Path, seed: int, articles: Sequence[Article], intact: Any, queue: Any) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    with tempfile.TemporaryDirectory() as folder:
        copied = shutil.copytree(bundle, Path(folder, "bundle"))
        what = damage(copied, seed)
        try:
            queue.put((what, end_of(copied, articles, intact)))
        except BaseException as error:
            queue.put((what, f"{type(error).__name__}: {error}"[:300]))


def main() -> None:
    """Damage a bundle many times and print how the copies end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("articles")
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    articles = [a for a in read_articles(options.articles) if isinstance(a, Article)][:5]
    # Compiled loops have threads, which a fork does not copy: this process runs none of them.
    context = multiprocessing.get_context("fork")
    with context.Pool(1) as pool:
        intact = pool.apply(_predict, (options.bundle, articles))
    ends: Counter[str] = Counter()
    for seed in range(options.first, options.first + options.n):
        queue = context.SimpleQueue()
        arguments = (options.bundle, seed, articles, intact, queue)
        process = context.Process(target=_try, args=arguments)
        process.start()
        process.join(MAX_SECONDS)
        if process.is_alive():
            process.kill()
            process.join()
            ends["hangs"] += 1
            print(seed, f"hangs for more than {MAX_SECONDS} s")
        elif process.exitcode != 0 or queue.empty():
            ends["crashes"] += 1
            print(seed, f"crashes with {process.exitcode}")
        else:
            what, end = queue.get()
            is_known = end in ("refused", "labels", "other labels")
            ends[end if is_known else "fault"] += 1
            if not is_known:
                print(seed, what, end)
            if end == "other labels" and "fresh" not in what:
                print(seed, what, "other labels with its own manifest")
    print(dict(ends))
    sys.exit(bool(ends["fault"] + ends["crashes"] + ends["hangs"]))


if __name__ == "__main__":
    main()
