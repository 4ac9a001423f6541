"""A batch of questions, a JSON object a line: single questions, and conversations whose turns build on each other."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from assistant.answer import Answer
from assistant.desk import Desk
from vectorstore.errors import ScrutinyError
from vectorstore.models import Filters


def answer_line(
    desk: Desk, line: str, number: int, filters: Filters, as_of: date | None, told: Callable[[Answer], None]
) -> dict[str, Any]:
    """The answer to one line as an object to print; an object with `id` and `error` when the line cannot be answered.

    `told` hears each answer before it is given.
    """
    name: Any = None
    try:
        given = json.loads(line, parse_constant=_no_constant)
        if not isinstance(given, dict):
            raise ScrutinyError(f"line {number} is not a JSON object")
        name = given.get("id")
        if isinstance(turns := given.get("turns"), list):
            return {
                "id": name,
                "turns": [a.model_dump(mode="json") for a in _conversation(desk, turns, filters, as_of, number, told)],
            }
        answer = desk.ask(_text(given, number), filters, as_of=as_of)
        told(answer)
        return {**answer.model_dump(mode="json"), "id": name}
    except json.JSONDecodeError as error:
        return {"id": name, "error": f"line {number} is not JSON: {error.msg} at column {error.colno}"}
    except (ValueError, RecursionError):
        return {
            "id": name,
            "error": f"line {number} is not JSON that can be read: it has a number or a depth that cannot be held",
        }
    except ScrutinyError as error:
        return {"id": name, "error": str(error)}


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no value of JSON")


def _conversation(
    desk: Desk, turns: list[Any], filters: Filters, as_of: date | None, number: int, told: Callable[[Answer], None]
) -> list[Answer]:
    answers: list[Answer] = []
    for turn in turns:
        answers.append(desk.ask(_text(turn, number), filters, turns=answers, as_of=as_of))
        told(answers[-1])
    return answers


def _text(given: Any, number: int) -> str:
    question = given.get("question") if isinstance(given, dict) else None
    if not isinstance(question, str):
        raise ScrutinyError(f'line {number} has no "question" in words')
    return question
