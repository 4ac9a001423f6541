"""A heat map page: a grid of likelihood against impact with risks' references in its cells, and a legend of their titles."""

from __future__ import annotations

from ingest.reading import Reading
from vectorstore.records import Register


def heat_map(reading: Reading, document_id: str, title: str) -> Register | None:
    """The register that a heat map page holds: reference, title, likelihood and impact of each risk; None when there is no heat map."""
    return None
