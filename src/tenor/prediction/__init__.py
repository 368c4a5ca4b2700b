"""Prediction: labels for the articles of many files, written as a table."""
