"""What the commands share: days as options, and errors as one line with an exit status."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import NoReturn

import typer

from vectorstore.errors import ScrutinyError


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
