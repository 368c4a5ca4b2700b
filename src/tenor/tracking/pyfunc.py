"""The pyfunc model that MLflow stores with a bundle, as code.

``mlflow.pyfunc.load_model`` runs this file; Tenor itself loads only the bundle.
"""

from __future__ import annotations

from typing import Any

import mlflow
import pandas as pd
from mlflow.pyfunc import PythonModel


class TenorModel(PythonModel):  # type: ignore[misc]
    """Labels a table with the columns ``title``, ``text`` and, for stance to claims, ``claim``."""

    def load_context(self, context: Any) -> None:
        """Load the bundle."""
        from tenor.models import load_bundle

        self._model = load_bundle(context.artifacts["bundle"])

    def predict(
        self, context: Any, model_input: pd.DataFrame, params: dict[str, Any] | None = None
    ) -> pd.DataFrame:
        """Return the labels of each row, joined by ``; ``, and a column of probabilities a label.

        Parameters
        ----------
        context
            Ignored.
        model_input
            The table to label.
        params
            Ignored.
        """
        from tenor.articles import Article, clean, clean_line

        claims = model_input.get("claim", [""] * len(model_input))
        rows = zip(model_input["title"], model_input["text"], claims, strict=True)
        articles = [
            Article(
                article_id=str(i),
                title=clean_line(title),
                text=clean(text),
                claim=clean_line(claim),
            )
            for i, (title, text, claim) in enumerate(rows)
        ]
        predictions = self._model.predict(articles)
        scores = [{label: p.scores.get(label) for label in self._model.labels} for p in predictions]
        table = pd.DataFrame(scores, columns=list(self._model.labels), dtype="float64")
        table.insert(0, "labels", ["; ".join(p.labels) for p in predictions])
        return table


mlflow.models.set_model(TenorModel())
