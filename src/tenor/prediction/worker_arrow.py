"""What workers that write Parquet files need besides, as `worker_imports`."""

from __future__ import annotations

from tenor.prediction.worker_imports import without

# pyarrow looks for pandas, which takes longer than itself, when it makes its first array.
with without("pandas"):
    import pyarrow
    import pyarrow.parquet

    pyarrow.array([""])
