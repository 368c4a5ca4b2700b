"""The unlabelled pool: articles without a label that features and self-training may use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from tenor.models.field_texts import FieldTexts
from tenor.present import plural
from tenor.progress import step

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tenor.features import TextKey
    from tenor.features.lsa import LsaComponents, LsaSketch
    from tenor.models.spec_tables import ViewSpec

NO_ROWS: NDArray[np.intp] = np.empty(0, dtype=np.intp)


@dataclass(frozen=True)
class UnlabelledPool:
    """Articles besides the labelled ones that may be used for one training set.

    A vocabulary and self-training use ``applicable``: unlabelled articles of the corpus to
    which the task applies. LSA components are fitted on all articles of the corpus that may be
    used, labelled or not, and on those of unlabelled corpora. Folds of the training set that
    tune a model share its components: the texts of a tuning fold are used, never their labels.

    Attributes
    ----------
    applicable
        Articles of the training set's table; None where the spec uses none.
    texts
        The articles of the corpus, followed by those of the unlabelled corpora; None without
        LSA views.
    rows
        For each row of the training set's table, its position in ``texts``.
    corpus_rows, external_rows
        Positions in ``texts`` of the articles that LSA components are fitted on: those of the
        corpus, and those of unlabelled corpora.
    fingerprints
        The fingerprints of the unlabelled corpora.
    """

    applicable: FieldTexts | None = None
    texts: FieldTexts | None = None
    rows: NDArray[np.intp] = field(default_factory=lambda: NO_ROWS)
    corpus_rows: NDArray[np.intp] = field(default_factory=lambda: NO_ROWS)
    external_rows: NDArray[np.intp] = field(default_factory=lambda: NO_ROWS)
    fingerprints: tuple[str, ...] = ()
    _sketches: dict[tuple[str, TextKey, bytes], LsaSketch] = field(default_factory=dict, repr=False)
    _components: dict[tuple[str, TextKey], LsaComponents] = field(default_factory=dict, repr=False)

    def for_table(self, rows: NDArray[np.intp]) -> UnlabelledPool:
        """Return the pool for a table with these rows of the corpus, shape (n_table,)."""
        return replace(self, rows=rows)

    def restrict(
        self,
        applicable: FieldTexts | None,
        corpus_rows: NDArray[np.intp],
        external_rows: NDArray[np.intp],
    ) -> UnlabelledPool:
        """Return the pool of another training set; sketches of unlabelled corpora stay shared.

        Parameters
        ----------
        applicable, corpus_rows, external_rows
            As the attributes.
        """
        return replace(
            self,
            applicable=applicable,
            corpus_rows=corpus_rows,
            external_rows=external_rows,
            _components={},
        )

    def with_applicable(self, applicable: FieldTexts | None) -> UnlabelledPool:
        """Return the pool with other applicable articles and the same LSA components."""
        return replace(self, applicable=applicable)

    def embedded_texts(self, texts: FieldTexts) -> FieldTexts:
        """Return articles of the training set's table as articles of ``self.texts``."""
        assert self.texts is not None
        return self.texts.with_target_names(texts.target_names).at(self.rows[texts.rows])

    def components(self, view: ViewSpec, texts: FieldTexts) -> LsaComponents:
        """Return the LSA components of a view, fitted on first use."""
        from tenor.features.lsa import LsaComponents, LsaSketch

        assert self.texts is not None
        settings = view.model_dump_json(exclude={"weight"})
        key = settings, view.text_key(texts.target_names)
        if key in self._components:
            return self._components[key]
        counts = self.texts.with_target_names(texts.target_names).counts(view)
        used = np.concatenate([self.corpus_rows, self.external_rows])
        with step(f"fitting LSA components on {plural(len(used), 'article')}"):
            sketch = None
            if len(self.external_rows):
                sketch_key = (*key, self.external_rows.tobytes())
                if sketch_key not in self._sketches:
                    external = counts.take(self.external_rows)
                    self._sketches[sketch_key] = LsaSketch.fit(
                        view.vectorizer(), external, view.n_components
                    )
                sketch = self._sketches[sketch_key]
            self._components[key] = LsaComponents.fit(
                view.vectorizer(),
                counts.take(used),
                counts.take(self.corpus_rows),
                view.n_components,
                sketch,
            )
        return self._components[key]

    @property
    def key(self) -> bytes:
        """Bytes that differ between pools of other articles of the same corpus."""
        article_ids: Iterable[str] = ()
        if self.applicable is not None:
            article_ids = self.applicable.column("article_id")
        rows = (self.corpus_rows.tobytes().hex(), self.external_rows.tobytes().hex())
        return "|".join([*self.fingerprints, *rows, *article_ids]).encode()
