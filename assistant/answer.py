"""The answer and its parts, in the shape that `scrutiny ask --json` prints."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    def whole(self) -> dict[str, Any]:
        """Every field as JSON has it, those too that `--json` leaves out, to be kept: `model_validate` makes an equal one of it."""
        return {field.alias or name: _kept(getattr(self, name)) for name, field in type(self).model_fields.items()}


def _kept(value: Any) -> Any:
    if isinstance(value, _Part):
        return value.whole()
    if isinstance(value, (list, tuple)):
        return [_kept(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


class Citation(_Part):
    """Where a claim's words stand. `page` counts from 1 in the file, None where the format has no pages.

    `ocr` is how sure text recognition was of the pages (0 to 1, of the least sure one), where these were read from a scan; it is a key of the JSON
    on such citations alone. `places` are the slices (ordinal of the page, start, end) of the pages' text that the quote was taken from; no key
    of the JSON.
    """

    n: int
    document: str
    title: str
    source: str
    page: int | None
    printed_page: str | None
    pages: list[int]
    section: list[str]
    paragraph: str | None
    quote: str
    meeting_date: date | None
    ocr: float | None = Field(default=None, exclude_if=lambda sure: sure is None)
    places: tuple[tuple[int, int, int], ...] = Field(default=(), exclude=True)


class Derivation(_Part):
    """How a value that no quote prints was computed: an operation over the rows cited under the numbers in `from`."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    op: str
    value: int | float | str
    rows: list[int] = Field(alias="from")


class Claim(_Part):
    """One sentence of an answer and the citations it rests on. `support` runs from 0 to 1.

    `below` says that it belongs to the claim before it (what a later paper says of a promise) and is no item of a list by itself; `remark` is
    what the program itself says at its end ("The latest note says nothing new."), no words of a paper. These two are no keys of the JSON.
    """

    text: str
    citations: list[int]
    support: float
    derived: Derivation | None = None
    below: bool = Field(default=False, exclude=True)
    remark: str = Field(default="", exclude=True)


class Found(_Part):
    """A retrieved passage."""

    id: str
    source: str
    page: int | None
    text: str


class Searched(_Part):
    """What was looked through: counts, never names, of documents, passages and pages that gave no text.

    How many papers a date filter left out for having no date is said in the answer's words and is no key of the JSON.
    """

    documents: int
    passages: int
    unread_pages: int
    undated_left_out: int = Field(default=0, exclude=True)


Status = Literal["answered", "partial", "not_found"]


class Answer(_Part):
    """An answer as printed by `--json`: `answer` is markdown with [n] marks, `passages` are best first.

    `understood` is the question as it was meant in its conversation, None where that is as it was asked. `notes` are the answer's last
    words (what a list may lack, which version of a register was used), `doubt` its first, where it only comes near the question; they stand in
    `answer`. `odds` are the log-odds that what is likeliest to answer does, None where records answered; `stages` are the seconds of each stage of
    answering. These four are no keys of the JSON.
    """

    id: str | None = None
    question: str
    understood: str | None = None
    status: Status
    answer: str
    claims: list[Claim]
    citations: list[Citation]
    passages: list[Found]
    searched: Searched
    writer: str
    as_of: date
    seconds: float
    notes: list[str] = Field(default_factory=list, exclude=True)
    doubt: str | None = Field(default=None, exclude=True)
    odds: float | None = Field(default=None, exclude=True)
    stages: dict[str, float] = Field(default_factory=dict, exclude=True)
