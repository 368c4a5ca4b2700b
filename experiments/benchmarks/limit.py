"""The speed of the vectorizer relative to the machine's limit.

    python experiments/benchmarks/limit.py [--source FILE.parquet]

The limit is one compiled pass over the same bytes, on one core, that cuts and hashes tokens and
stores nothing. ``wc -w`` is printed for comparison. Needs gcc.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from vectorizer import ALLSIDES, CASES, read_texts

from tenor import TfidfVectorizer

C_SOURCE = """
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
int main(int argc, char **argv) {
    FILE *file = fopen(argv[1], "rb");
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    unsigned char *text = malloc(size);
    if (fread(text, 1, size, file) != (size_t)size) return 1;
    unsigned char low[256];
    for (int c = 0; c < 256; c++) {
        int letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c >= 128;
        low[c] = c >= 'A' && c <= 'Z' ? c + 32 : letter ? c : 0;
    }
    struct timespec a, b;
    clock_gettime(CLOCK_MONOTONIC, &a);
    uint64_t all = 0, hash = 14695981039346656037u;
    long tokens = 0, length = 0;
    for (long i = 0; i < size; i++) {
        unsigned char c = low[text[i]];
        if (c) { hash = (hash ^ c) * 1099511628211u; length++; continue; }
        if (length > 1) { all ^= hash; tokens++; }
        hash = 14695981039346656037u;
        length = 0;
    }
    clock_gettime(CLOCK_MONOTONIC, &b);
    double seconds = (b.tv_sec - a.tv_sec) + (b.tv_nsec - a.tv_nsec) / 1e9;
    printf("%f %ld %lu\\n", seconds, tokens, (unsigned long)all);
    return 0;
}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--source", type=Path, default=ALLSIDES, help="A Parquet table of texts.")
    args = parser.parse_args()
    if not args.source.exists():
        sys.exit(f"'{args.source}' does not exist; name a Parquet table with --source")
    if not shutil.which("gcc"):
        sys.exit("gcc is not installed, and the limit is measured by a C program; install gcc")
    texts = read_texts(args.source)
    with tempfile.TemporaryDirectory() as folder:
        data, source, program = (Path(folder) / name for name in ("text", "pass.c", "pass"))
        data.write_bytes("\n".join(texts).encode("utf-8", "surrogatepass"))
        megabytes = data.stat().st_size / 1e6
        source.write_text(C_SOURCE)
        subprocess.run(["gcc", "-O3", "-o", program, source], check=True)
        runs = [subprocess.run([program, data], capture_output=True, check=True) for _ in range(5)]
        limit = min(float(run.stdout.split()[0]) for run in runs)
        locale = os.environ | {"LC_ALL": "C.UTF-8"}
        started = time.perf_counter()
        subprocess.run(["wc", "-w", data], check=True, capture_output=True, env=locale)
        words = time.perf_counter() - started
    print(f"{megabytes:.0f} MB, one core")
    print(f"{'compiled pass':34}{megabytes / limit:8.0f} MB/s")
    print(f"{'wc -w':34}{megabytes / words:8.0f} MB/s")
    print(f"{'':44}{'':12}share of the limit, per core")
    for name, parameters in CASES.items():
        for n_jobs in (1, 2):
            vectorizer = TfidfVectorizer(n_jobs=n_jobs, **parameters)
            vectorizer.fit(texts[:50]).transform(texts[:50])
            for method in ("fit_transform", "transform"):
                started = time.perf_counter()
                getattr(vectorizer, method)(texts)
                speed = megabytes / (time.perf_counter() - started)
                row = f"{name}, {method}, {n_jobs} thread(s)"
                print(f"{row:44}{speed:7.0f} MB/s{speed * limit / megabytes / n_jobs:8.2f}")


if __name__ == "__main__":
    main()
