"""Writes docs/commands.md: the command line's own help, so that the page and the program cannot part. Run it when the help changes."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from assistant.cli import app

PAGE = Path(__file__).resolve().parent.parent / "docs" / "commands.md"
_HEAD = """# Commands

The help of every command, as `scrutiny COMMAND --help` prints it. `python scripts/command_docs.py` writes this page.

Exit status: 0 done, 1 done in part or failed (each failure is named in a line on standard error), 2 wrong usage. JSON goes to standard
output and nothing else there; progress and notes go to standard error.
"""


def commands() -> dict[str, Any]:
    """The subcommands by name ("ask", "eval", "eval run"), in the order in which help lists them."""
    return dict(_below(get_command(app), ""))


def _below(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    for own, below in getattr(command, "commands", {}).items():
        yield f"{name}{own}", below
        yield from _below(below, f"{name}{own} ")


def page() -> str:
    """The page's text."""
    whole = get_command(app)
    context = whole.make_context("scrutiny", [], resilient_parsing=True, terminal_width=100, max_content_width=100)
    parts = [_HEAD, _block("scrutiny", whole.get_help(context))]
    for name, command in commands().items():
        own = type(context)(command, info_name=name, parent=context)
        parts.append(_block(f"scrutiny {name}", command.get_help(own)))
    return "\n".join(parts)


def _block(title: str, text: str) -> str:
    return f"## {title}\n\n```\n{re.sub(r'[ ]+$', '', text, flags=re.M)}\n```\n"


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
