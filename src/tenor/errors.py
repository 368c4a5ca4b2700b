"""What Tenor raises on purpose.

Every message is one sentence for the person at the keyboard: the offending
value in quotes, where it stands, the rule, the next step. Several faults of
one file come in one message, a line each.
"""


class TenorError(Exception):
    """Root of all errors that Tenor raises on purpose."""


class InputError(TenorError):
    """The articles or judgements named on the command line cannot be used at all."""


class CodebookError(TenorError):
    """A codebook has faults; the message lists all of them with their lines."""


class SpecError(TenorError):
    """An experiment spec has faults; the message lists all of them with their lines."""


class CorpusError(TenorError):
    """A corpus folder is missing, damaged, or cannot serve what is asked of it."""


class BundleError(TenorError):
    """A model bundle is missing, changed, or not one that this version can read."""


class StoreError(TenorError):
    """The MLflow store does not answer, or does not hold what is asked of it."""


class OutputError(TenorError):
    """Something stands where the output should go, or it cannot be written."""
