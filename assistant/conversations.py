"""Conversations that are kept: found again by whoever had them, named, deleted; one SQLite file in the library's folder, and nowhere else.

An owner is a token that nobody else has (a browser's, or a user's who has signed in). Its digest alone is kept, so that the file takes nobody into
another's place. What was asked on behalf of a role is for that role: a reader meets nothing that an officer was told.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from pydantic import ValidationError
from sqlalchemy import ColumnElement, ScalarSelect, and_, delete, exists, func, insert, select, update

from assistant.answer import Answer
from assistant.conversation_tables import ConversationFile, conversations, exchanges
from vectorstore.models import Filters, Kind, Role, fold_space

FILE = "conversations.sqlite"
LONGEST_TITLE = 120
"""Characters of a title that somebody gives."""
OUTDATED = "This answer was kept by an older version of Scrutiny Desk and cannot be shown; ask the question again."
_SHORT_TITLE = 80  # characters of a title that a question gives


@dataclass(frozen=True, slots=True)
class KeptExchange:
    """A question as typed and what came of it, an answer or an error in words; `name` is its id, `asked_at` in UTC."""

    name: str
    question: str
    filters: Filters
    answer: Answer | None
    error: str | None
    asked_at: datetime
    suggestions: list[str] | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A conversation in a list: its id, title, when it began and was last added to (UTC), and how many questions it has."""

    id: str
    title: str
    created: datetime
    updated: datetime
    questions: int


@dataclass(frozen=True, slots=True)
class Conversation(Kept):
    """A conversation with its exchanges in their order."""

    exchanges: list[KeptExchange]


class Conversations:
    """Those kept in a folder. Every method raises LibraryError when the file cannot be used."""

    def __init__(self, folder: Path) -> None:
        self._file = ConversationFile(folder / FILE)

    def close(self) -> None:
        """Close every connection to the file."""
        self._file.close()

    def keep(self, owner: str, role: Role, conversation: str | None, exchanges_after: int | None, exchange: KeptExchange) -> str:
        """Put an exchange at the end of a conversation, or after the first so many, dropping what stood from there on; gives its id.

        Where fewer are kept it goes to their end. Two pages that go on with one conversation both keep what they asked. Without a
        conversation, or when it is gone or somebody else's, the exchange begins a new one.
        """
        now = _utc(datetime.now(UTC))
        with self._file.writing() as db:
            id_ = db.execute(select(conversations.c.id).where(_own(owner, role, conversation))).scalar()
            if id_ is None:
                id_ = token_urlsafe(12)
                title = short_title(exchange.question)
                began = {"id": id_, "owner": _digest(owner), "role": role.value, "title": title, "created": now, "updated": now}
                db.execute(insert(conversations).values(began))
            else:
                db.execute(update(conversations).where(conversations.c.id == id_).values(updated=now))
            here = exchanges.c.conversation == id_
            if exchanges_after is not None:
                db.execute(delete(exchanges).where(here, exchanges.c.position >= exchanges_after))
            position = db.execute(select(func.count()).select_from(exchanges).where(here)).scalar_one()
            db.execute(insert(exchanges).values(conversation=id_, position=position, **_row(exchange)))
        return str(id_)

    def suggest(self, owner: str, role: Role, conversation: str, name: str, suggestions: Sequence[str]) -> None:
        """Keep the questions proposed after an exchange."""
        own = select(conversations.c.id).where(_own(owner, role, conversation)).scalar_subquery()
        where = (exchanges.c.conversation == own, exchanges.c.name == name)
        with self._file.writing() as db:
            db.execute(update(exchanges).where(*where).values(suggestions=json.dumps(list(suggestions))))

    def listed(self, owner: str, role: Role, search: str = "", limit: int = 50, offset: int = 0) -> list[Kept]:
        """An owner's conversations, the last added to first: those that have all words of `search` in their title, questions or answers."""
        wanted = (
            select(conversations, _questions().label("questions"))
            .where(conversations.c.owner == _digest(owner), conversations.c.role == role.value, _has(search.casefold().split()))
            .order_by(conversations.c.updated.desc(), conversations.c.id)
            .limit(limit)
            .offset(offset)
        )
        with self._file.reading() as db:
            return [Kept(**_about(row)) for row in db.execute(wanted)]

    def load(self, owner: str, role: Role, conversation: str) -> Conversation | None:
        """A conversation of this owner and role; None when there is none of this id."""
        with self._file.reading() as db:
            row = db.execute(
                select(conversations, _questions().label("questions")).where(_own(owner, role, conversation))
            ).first()
            if row is None:
                return None
            held = select(exchanges).where(exchanges.c.conversation == conversation).order_by(exchanges.c.position)
            return Conversation(**_about(row), exchanges=[_exchange(each) for each in db.execute(held)])

    def rename(self, owner: str, role: Role, conversation: str, title: str) -> None:
        """Give a conversation another title, its first characters when it is too long; an empty one changes nothing."""
        if name := fold_space(title)[:LONGEST_TITLE].rstrip():
            with self._file.writing() as db:
                db.execute(update(conversations).where(_own(owner, role, conversation)).values(title=name))

    def delete(self, owner: str, role: Role, conversation: str) -> None:
        """Delete a conversation and leave nothing of it on the disk."""
        self._delete(_own(owner, role, conversation))

    def delete_all(self, owner: str) -> None:
        """Delete what an owner asked in any role, and leave nothing of it on the disk."""
        self._delete(conversations.c.owner == _digest(owner))

    def _delete(self, which: ColumnElement[bool]) -> None:
        with self._file.writing() as db:
            db.execute(delete(conversations).where(which))
        self._file.overwrite_deleted()


def short_title(question: str) -> str:
    """A question as a title: shortened at a whole word."""
    folded = fold_space(question)
    if len(folded) <= _SHORT_TITLE:
        return folded
    kept = folded[:_SHORT_TITLE]
    return (kept.rsplit(" ", 1)[0] if " " in kept else kept[:-1]).rstrip(" ,;:.") + "…"


def _digest(owner: str) -> str:
    return hashlib.sha256(owner.encode()).hexdigest()


def _utc(moment: datetime) -> datetime:
    """A moment as the file has it: in UTC, without saying so."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def _own(owner: str, role: Role, conversation: str | None) -> ColumnElement[bool]:
    """Whether a conversation has this id and is of this owner and role."""
    named = conversations.c.id == conversation
    return and_(named, conversations.c.owner == _digest(owner), conversations.c.role == role.value)


def _questions() -> ScalarSelect[int]:
    """How many questions a conversation has."""
    return select(func.count()).select_from(exchanges).where(exchanges.c.conversation == conversations.c.id).scalar_subquery()


def _has(words: Sequence[str]) -> ColumnElement[bool]:
    """Whether none of these words is missing in a conversation."""
    listed = func.json_each(json.dumps(list(dict.fromkeys(words)))).table_valued("value")
    word = listed.c.value
    said = exists().where(exchanges.c.conversation == conversations.c.id, func.instr(exchanges.c.words, word) > 0)
    titled = func.instr(func.casefold(conversations.c.title), word) > 0
    missing = select(word).where(~titled, ~said.correlate(conversations, listed)).correlate(conversations)
    return ~exists(missing)


def _about(row: Any) -> dict[str, Any]:
    times = {name: getattr(row, name).replace(tzinfo=UTC) for name in ("created", "updated")}
    return {"id": row.id, "title": row.title, "questions": row.questions, **times}


def _row(exchange: KeptExchange) -> dict[str, Any]:
    answer, filters = exchange.answer, exchange.filters
    narrowed = {
        "documents": filters.documents,
        "kinds": [kind.value for kind in filters.kinds],
        "bodies": filters.bodies,
        "since": filters.since and filters.since.isoformat(),
        "until": filters.until and filters.until.isoformat(),
    }
    return {
        "name": exchange.name,
        "question": exchange.question,
        "filters": json.dumps(narrowed),
        "answer": json.dumps(answer.whole()) if answer else None,
        "error": exchange.error,
        "asked_at": _utc(exchange.asked_at),
        "suggestions": None if exchange.suggestions is None else json.dumps(exchange.suggestions),
        "words": "\n".join([exchange.question, answer.answer if answer else exchange.error or ""]).casefold(),
    }


def _exchange(row: Any) -> KeptExchange:
    """An exchange as it was kept; its question alone, saying so, when the rest has a shape that is not known here."""
    asked_at, filters = row.asked_at.replace(tzinfo=UTC), Filters()
    try:
        filters = _filters(json.loads(row.filters))
        answer = Answer.model_validate(json.loads(row.answer)) if row.answer else None
        suggestions = json.loads(row.suggestions) if row.suggestions else None
    except (ValidationError, ValueError, TypeError, KeyError):
        return KeptExchange(row.name, row.question, filters, None, OUTDATED, asked_at)
    return KeptExchange(row.name, row.question, filters, answer, row.error, asked_at, suggestions)


def _filters(kept: dict[str, Any]) -> Filters:
    since, until = (date.fromisoformat(kept[name]) if kept[name] else None for name in ("since", "until"))
    return Filters(tuple(kept["documents"]), tuple(map(Kind, kept["kinds"])), since, until, tuple(kept["bodies"]))
