"""Workflows: what each command does, from files and corpora to models, tables and runs."""
