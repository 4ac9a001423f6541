"""What `scrutiny questions` does with a library that is open: find the gaps, and print them as JSON or for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.command_line import say
from assistant.desk import Desk
from assistant.gap_kinds import GapKind
from assistant.gaps import scrutiny_questions
from vectorstore.models import Filters


def put_questions(
    desk: Desk, about: str | None, as_of: date, documents: Sequence[str], kinds: Sequence[GapKind], limit: int, *, as_json: bool
) -> None:
    """Print the questions about a topic (None: about everything). Raises QuestionError when a paper named is not held, or the topic is empty."""
    found = scrutiny_questions(desk, about, as_of, limit, Filters(documents=tuple(documents)), kinds)
    if as_json:
        print(found.model_dump_json(exclude={"left_out"}))
        if found.left_out:
            say(f"There are more than {limit}; --limit lets through more, --about and --gap narrow them.")
        return
    from assistant.gap_text import listing
    from assistant.register_text import show

    show(listing(found))
