"""What the commands share: days as options, errors as one line with an exit status, and the note in the audit log."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from getpass import getuser
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from vectorstore.errors import ScrutinyError

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.audit import Actor
    from assistant.desk import Desk
    from vectorstore.models import Filters, Role
    from vectorstore.settings import Settings


def day(value: str | None, option: str) -> date | None:
    """The day that an option names; wrong usage when it is none."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        usage(f"{option} '{value}' is no date; write it as 2026-01-26.")


@contextmanager
def errors() -> Iterator[None]:
    """Show errors that a person can mend as one line, with exit status 1."""
    try:
        yield
    except ScrutinyError as error:
        fail(str(error))


def noted(settings: Settings, role: Role, act: str, **what: Any) -> None:
    """Note in the audit log what is done on the command line; a line says when that cannot be written."""
    from assistant.audit import AuditLog

    try:
        AuditLog(settings).note(_actor(role), act, **what)
    except ScrutinyError as error:
        say(str(error))


def noted_answer(desk: Desk, role: Role, answer: Answer, filters: Filters) -> None:
    """Note a question and what was shown for it; a line says when that cannot be written."""
    from assistant.audit import AuditLog

    try:
        AuditLog(desk.library.settings).asked(_actor(role), answer, filters, desk.documents())
    except ScrutinyError as error:
        say(str(error))


def _actor(role: Role) -> Actor:
    from assistant.audit import Actor

    try:
        name = getuser()
    except (OSError, KeyError):  # nobody has a name where the system knows none
        name = "somebody"
    return Actor(name, role, "command line")


def say(line: str) -> None:
    """A line on standard error."""
    print(line, file=sys.stderr)


def fail(line: str) -> NoReturn:
    """End with a line and exit status 1: failed."""
    say(line)
    raise typer.Exit(1)


def usage(line: str) -> NoReturn:
    """End with a line and exit status 2: wrong usage."""
    say(line)
    raise typer.Exit(2)
