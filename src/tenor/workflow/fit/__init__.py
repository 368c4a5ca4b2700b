"""Fitting and scoring a model of a spec and corpus, which ``train`` and ``evaluate`` share."""
