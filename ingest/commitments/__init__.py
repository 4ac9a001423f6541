"""The ledger's entries, read from a paper: commitments, actions, recommendations and decisions, each with its place."""

from ingest.commitments.build import read_commitments

__all__ = ["read_commitments"]
