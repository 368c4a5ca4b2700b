"""The versions of a codebook that the judgements of a corpus follow."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from tenor.codebook.changes import answered_labels
from tenor.codebook.codebook import Codebook
from tenor.codebook.task import Task


@dataclass(frozen=True)
class CodebookVersions:
    """The codebook of a corpus, and earlier ones that some of its judgements follow.

    Attributes
    ----------
    current
        The codebook of the corpus.
    earlier
        Earlier codebooks by their fingerprints.
    """

    current: Codebook
    earlier: Mapping[str, Codebook] = field(default_factory=dict)

    def __contains__(self, fingerprint: str) -> bool:
        """Whether a codebook of this fingerprint is among the versions."""
        return fingerprint == self.current.fingerprint or fingerprint in self.earlier

    def answered(self, task: Task, fingerprint: str, asked: Collection[str] = ()) -> frozenset[str]:
        """Return the labels of the current codebook that a judgement answers.

        A judgement answers a label, by giving it or not, if its coder was asked about the label
        and the codebook has not changed the label since.

        Parameters
        ----------
        task
            The task.
        fingerprint
            The fingerprint of the codebook that the judgement follows; empty for the current one.
        asked
            The labels that the coder was asked about; empty for all of that codebook.
        """
        if fingerprint in ("", self.current.fingerprint):
            answered = frozenset(task.labels(self.current))
        elif fingerprint in self.earlier:
            answered = answered_labels(self.earlier[fingerprint], self.current, task)
        else:
            return frozenset()
        if not asked or answered <= set(asked):
            return answered
        return frozenset() if task.single_label(self.current) else answered & frozenset(asked)
