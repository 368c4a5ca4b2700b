"""The errors that Tenor raises on purpose.

Every message is one sentence for the user: the offending value in quotes, where it
is, the rule, and the next step. Several faults of one file are one message with a line
for each.
"""


class TenorError(Exception):
    """Base class of all errors that Tenor raises on purpose."""


class InputError(TenorError):
    """Articles, judgements or arguments cannot be used."""


class CodebookError(TenorError):
    """A codebook has faults; the message has one line for each, with its line number."""


class SettingsError(TenorError):
    """A ``tenor.toml`` has faults; the message has one line for each, with its line number."""


class SpecError(TenorError):
    """An experiment spec has faults; the message has one line for each, with its line number."""


class CorpusError(TenorError):
    """A corpus folder is missing or damaged, or lacks what a command needs."""


class BundleError(TenorError):
    """A model bundle is missing, changed, or of a format that this version does not read."""


class StoreError(TenorError):
    """The MLflow store does not respond, or lacks what a command needs."""


class OutputError(TenorError):
    """An output exists already or cannot be written."""
