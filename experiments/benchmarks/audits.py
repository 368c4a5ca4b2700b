"""Audits of a promised precision: false alarms, and audits to an alarm, in simulated streams.

    python experiments/benchmarks/audits.py [--precision 0.9] [--streams 2000] [--audits 1000]

Every stream is looked at after each audit. A promise that holds exactly is the hardest case for
false alarms.
"""

from __future__ import annotations

import argparse

import numpy as np

from tenor.evaluation.audits import simulate_audits_to_alarm

TRUE_PRECISIONS = (0.95, 0.92, 0.9, 0.88, 0.85, 0.8, 0.7)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--precision", type=float, default=0.9, help="promised (default: 0.9)")
    parser.add_argument("--streams", type=int, default=2000)
    parser.add_argument("--audits", type=int, default=1000, help="audits of a stream (1000)")
    args = parser.parse_args()
    for true_precision in TRUE_PRECISIONS:
        n = simulate_audits_to_alarm(
            true_precision,
            precision=args.precision,
            n_streams=args.streams,
            n_audits=args.audits,
        )
        low, median, high = np.quantile(n, (0.1, 0.5, 0.9), method="lower")
        print(
            f"true precision {true_precision}: alarm in {np.isfinite(n).mean():.3f} of streams, "
            f"after {median:.0f} audits (one in ten after {low:.0f}, nine after {high:.0f})"
        )


if __name__ == "__main__":
    main()
