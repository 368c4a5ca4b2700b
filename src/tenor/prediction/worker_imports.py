"""What workers need; importing this module makes it ready in the process that they come from."""

from __future__ import annotations

import tenor.features.scoring
import tenor.prediction.workers  # noqa: F401
from tenor.features.engine import kernels

# The first compiled loop loads the compiler, which takes longer than all of the loops.
kernels.new_ngram_table()
