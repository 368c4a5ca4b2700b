"""Shares: how many articles have a label, from predictions and a probability sample of codings."""

from tenor.evaluation.shares.differences import ShareDifference, changes, share_difference
from tenor.evaluation.shares.domain_shares import DomainShares, ErrorRates, estimate_shares
from tenor.evaluation.shares.estimators import Estimate
from tenor.evaluation.shares.mean_score import MeanEstimate, mean_from_draw, mean_from_split
from tenor.evaluation.shares.planning import (
    codings_for_margin,
    predicted_half_width,
    predicted_half_width_of_draw,
)
from tenor.evaluation.shares.sample import Frame, GoldSample, cross_fitted

__all__ = [
    "DomainShares",
    "ErrorRates",
    "Estimate",
    "Frame",
    "GoldSample",
    "MeanEstimate",
    "ShareDifference",
    "changes",
    "codings_for_margin",
    "cross_fitted",
    "estimate_shares",
    "mean_from_draw",
    "mean_from_split",
    "predicted_half_width",
    "predicted_half_width_of_draw",
    "share_difference",
]
