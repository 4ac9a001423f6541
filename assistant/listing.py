"""A document in the shape that `scrutiny documents --json` prints."""

from __future__ import annotations

from typing import Any

from vectorstore.models import Document


def as_json(document: Document) -> dict[str, Any]:
    """A document as plain values; `pages` is a count, None where the format has none."""
    return {
        "id": document.id, "source": document.source, "title": document.title, "kind": document.kind.value, "body": document.body,
        "meeting_date": document.meeting_date and document.meeting_date.isoformat(), "period": document.period,
        "classification": document.classification.value, "pages": document.page_count, "passages": document.passage_count,
        "unread_pages": list(document.unread_pages), "sha256": document.sha256,
        "ingested_at": document.ingested_at and document.ingested_at.isoformat(),
        "sources": list(document.sources), "notes": list(document.notes),
    }  # fmt: skip
