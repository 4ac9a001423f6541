"""How citations are referred to, as councils write it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Citation
from assistant.desk import Desk
from assistant.reference import reference
from vectorstore.models import Document, Kind
from vectorstore.settings import Settings

DAY = date(2026, 1, 26)


def cited(**given: Any) -> Citation:
    base = {
        "n": 1, "document": "d", "title": "Cabinet: 26 January 2026", "source": "a.pdf", "page": 12, "printed_page": None, "pages": [12],
        "section": [], "paragraph": None, "quote": "The plan was agreed.", "meeting_date": DAY,
    }  # fmt: skip
    return Citation.model_validate(base | given)


def paper(kind: Kind, body: str | None = "Cabinet", title: str = "Cabinet: 26 January 2026") -> Document:
    return Document("d", "s", title, kind, ("a.pdf",), body=body, meeting_date=DAY)


@pytest.mark.parametrize(
    ("citation", "document", "said"),
    [
        (
            cited(section=["Cabinet: minutes", "8. Home to school transport"], paragraph="8.2"),
            paper(Kind.MINUTES),
            "Cabinet, 26 January 2026, minutes, item 8, para 8.2, p. 12",
        ),
        (cited(section=["Item 8: Roofs"], paragraph="4.5"), paper(Kind.AGENDA_PACK), "Cabinet, 26 January 2026, item 8, para 4.5, p. 12"),
        (cited(section=["Agenda Item No 6"]), paper(Kind.AGENDA_PACK), "Cabinet, 26 January 2026, item 6, p. 12"),
        (cited(section=["287. Budget"]), paper(Kind.MINUTES), "Cabinet, 26 January 2026, minutes, minute 287, p. 12"),
        (cited(section=["AGENDA ITEM 6(a): Roofs"]), paper(Kind.AGENDA_PACK), "Cabinet, 26 January 2026, item 6(a), p. 12"),
        (cited(section=["Item 8.2"]), paper(Kind.AGENDA_PACK), "Cabinet, 26 January 2026, item 8.2, p. 12"),
        (cited(section=["Item No"]), paper(Kind.AGENDA_PACK), "Cabinet, 26 January 2026, p. 12"),
        (cited(section=["Item 2026"]), paper(Kind.AGENDA_PACK), "Cabinet, 26 January 2026, p. 12"),
        (cited(section=["7. Roofs"], paragraph="7"), paper(Kind.MINUTES), "Cabinet, 26 January 2026, minutes, item 7, p. 12"),
        (cited(section=["7. Roofs"], paragraph="7.1"), paper(Kind.MINUTES), "Cabinet, 26 January 2026, minutes, item 7, para 7.1, p. 12"),
        (cited(section=["7. Roofs", "2. Next steps"]), paper(Kind.MINUTES), "Cabinet, 26 January 2026, minutes, item 7, p. 12"),
        (cited(section=["Appendix 1", "3. Scope"]), paper(Kind.MINUTES), "Cabinet, 26 January 2026, minutes, p. 12"),
        (cited(section=["2025/26 budget"]), paper(Kind.MINUTES), "Cabinet, 26 January 2026, minutes, p. 12"),
        (cited(section=["14 Church Road"]), paper(Kind.MINUTES), "Cabinet, 26 January 2026, minutes, p. 12"),
        (cited(section=["12 January 2026"]), paper(Kind.MINUTES), "Cabinet, 26 January 2026, minutes, p. 12"),
        (
            cited(title="Roofs", section=["Agenda Item 6", "1. Scope"], paragraph="1.2"),
            paper(Kind.REPORT),
            "Cabinet, 26 January 2026, “Roofs”, item 6, para 1.2, p. 12",
        ),
        (cited(title="Roofs", section=["Item 6"]), paper(Kind.REPORT), "Cabinet, 26 January 2026, “Roofs”, p. 12"),
        (cited(section=["14 days' notice"]), paper(Kind.MINUTES), "Cabinet, 26 January 2026, minutes, p. 12"),
        (
            cited(title="Risk Register: Quarter 4", section=["8. Roofs"]),
            paper(Kind.RISK_REGISTER, "Audit Committee"),
            "Audit Committee, 26 January 2026, “Risk Register: Quarter 4”, p. 12",
        ),
        (cited(title="Strategy", meeting_date=None), paper(Kind.STRATEGY, None), "“Strategy”, p. 12"),
        (cited(title="Plan of the Cabinet", meeting_date=None), paper(Kind.OTHER), "“Plan of the Cabinet”, p. 12"),
        (cited(section=["88. 24/00108 - Budget monitoring"]), paper(Kind.MINUTES), "Cabinet, 26 January 2026, minutes, minute 88, p. 12"),
        (cited(section=["10. Newsletter"], paragraph="11"), paper(Kind.MINUTES), "Cabinet, 26 January 2026, minutes, para 11, p. 12"),
        (cited(section=["4. Places"], paragraph="5.1"), paper(Kind.MINUTES), "Cabinet, 26 January 2026, minutes, para 5.1, p. 12"),
        (cited(paragraph="35.4", quote="35.4 41.7 +6.3", title="Budget"), paper(Kind.REPORT), "Cabinet, 26 January 2026, “Budget”, p. 12"),
        (cited(paragraph="7.00", quote="7.00 pm in the hall"), paper(Kind.AGENDA_PACK), "Cabinet, 26 January 2026, p. 12"),
        (cited(title="Plan"), None, "“Plan”, 26 January 2026, p. 12"),
        (cited(title="Plan", printed_page="10"), None, "“Plan”, 26 January 2026, p. 10 (page 12 of the file)"),
        (cited(title="Plan", pages=[12, 13]), None, "“Plan”, 26 January 2026, pp. 12 and 13"),
        (cited(title="Plan", pages=[12, 13, 14]), None, "“Plan”, 26 January 2026, pp. 12 to 14"),
        (cited(title="Plan", printed_page="12"), None, "“Plan”, 26 January 2026, p. 12"),
        (cited(title="The\u00a0Plan\n2026"), None, "“The Plan 2026”, 26 January 2026, p. 12"),
        (
            cited(title="Plan", pages=[12, 13], printed_page="iv"),
            None,
            "“Plan”, 26 January 2026, p. iv onwards (pages 12 and 13 of the file)",
        ),
        (cited(title="Figures", page=None, pages=[], meeting_date=None), None, "“Figures”"),
    ],
)  # fmt: skip
def test_a_citation_is_referred_to_as_councils_do(citation: Citation, document: Document | None, said: str) -> None:
    assert reference(citation, document) == said


def test_a_register_of_the_samples_is_referred_to_by_its_meeting(sample_library: Path) -> None:
    desk = Desk.open(Settings.load(sample_library))
    held = {document.id: document for document in desk.documents()}
    answer = desk.ask("What controls exist for SEND funding risk?")
    said = [reference(citation, held[citation.document]) for citation in answer.citations]
    desk.library.close()
    assert said
    for each, citation in zip(said, answer.citations, strict=True):
        assert each.startswith("Audit and Governance Committee, 21 April 2026, “Strategic Risk Register: Quarter 4 2025/26”")
        assert each.endswith(f"p. {citation.page}")
        assert "\u00a0" not in each
