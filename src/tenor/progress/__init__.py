"""Progress of long work on standard error: what is done now, how far it is, how long still.

Work is nested: the model, the fold of this model, the calibration fold in it. `track`, `steps`
and `step` add a level while they run. A terminal shows all levels in one line. Elsewhere each
step is a message of the logger ``tenor``, which commands print as a line.
"""

from tenor.progress.display import hide, logged_to_stderr, print_note
from tenor.progress.steps import measured, step, steps, track

__all__ = ["hide", "logged_to_stderr", "measured", "print_note", "step", "steps", "track"]
