"""The pyfunc model that MLflow stores with a bundle, as code.

``mlflow.pyfunc.load_model`` and ``mlflow.pyfunc.spark_udf`` run this file; Tenor itself loads only
the bundle.
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

        Where there is no text, or the model does not apply to the article, there are no labels,
        and the probabilities are missing.

        Parameters
        ----------
        context
            Ignored.
        model_input
            The table to label. A title or claim that is missing is empty.
        params
            Ignored.
        """
        from tenor.articles import Article, clean, clean_line

        columns = {
            name: model_input[name].astype(object).where(model_input[name].notna(), "")
            for name in ("title", "text", "claim")
            if name in model_input
        }
        claims = columns.get("claim", [""] * len(model_input))
        rows = zip(columns["title"], columns["text"], claims, strict=True)
        articles = [
            Article(
                article_id=str(i),
                title=clean_line(title),
                text=clean(text),
                claim=clean_line(claim),
            )
            for i, (title, text, claim) in enumerate(rows)
        ]
        with_text = [article for article in articles if article.text]
        predictions = dict(
            zip(
                (article.article_id for article in with_text),
                self._model.predict(with_text),
                strict=True,
            )
        )
        found = [predictions.get(article.article_id) for article in articles]
        scores = [
            {label: p.scores.get(label) if p else None for label in self._model.labels}
            for p in found
        ]
        # Spark's tables have the text "nan" for a missing text, so that labels are never missing.
        table = pd.DataFrame(scores, columns=list(self._model.labels), dtype="float64")
        table.insert(0, "labels", ["; ".join(p.labels) if p else "" for p in found])
        return table


mlflow.models.set_model(TenorModel())
