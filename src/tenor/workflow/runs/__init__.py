"""Params and tags of MLflow runs, and what the reports of several commands share."""
