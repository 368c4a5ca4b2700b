"""The further modules of workers that write Parquet files; see `worker_imports`."""

from __future__ import annotations

from tenor.prediction.worker_imports import blocked_modules

# When pyarrow makes its first array, it imports pandas, which takes longer than pyarrow itself.
with blocked_modules("pandas"):
    import pyarrow
    import pyarrow.parquet

    pyarrow.array([""])
