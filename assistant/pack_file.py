"""The evidence pack of one answer as a file, for the command line."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from assistant.answer import Answer
from assistant.desk import Desk
from assistant.evidence_pack import Packed, packed
from vectorstore.errors import ScrutinyError
from vectorstore.models import Filters


def write_pack(out: Path, desk: Desk, answer: Answer, filters: Filters, asked_at: datetime) -> None:
    """Write the pack of an answer to `out`, which ends in .md or .docx. Raises ScrutinyError when it cannot be written."""
    from assistant.views.wording import narrowed_to

    documents = desk.documents()
    exchange = Packed(answer.question, narrowed_to(filters, documents, None), answer, None, asked_at)
    pack = packed(answer.question, [exchange], {document.id: document for document in documents}, datetime.now().astimezone())
    if out.suffix.lower() == ".md":
        from assistant.pack_markdown import as_markdown

        content = as_markdown(pack).encode()
    else:
        from assistant.pack_docx import as_docx

        content = as_docx(pack)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise ScrutinyError(f"{out}: cannot be written ({error.strerror}); give another file.") from error
