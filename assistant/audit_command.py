"""`scrutiny audit`: read the audit log, and make sure that nobody changed it. For whoever looks after the library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from assistant.command_line import day, errors, say

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, help="Read and verify the audit log.")

Data = Annotated[
    Path | None, typer.Option("--data", help="Folder of the library [default: SCRUTINY_DATA, else a folder of yours]")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def show(
    data: Data = None,
    json_: Json = False,
    who: Annotated[str | None, typer.Option(help="Only what this person did.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="Only from this day, as 2026-01-26.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Only to this day.")] = None,
) -> None:
    """Print who did what, the earliest first; with --json the lines as they were written."""
    first, last = day(since, "--from"), day(until, "--to")
    with errors():
        from assistant.audit import AuditLog
        from ingest.file_names import printable
        from vectorstore.settings import Settings

        for line in AuditLog(Settings.load(data)).lines():
            on = str(line["at"])[:10]
            if (first and on < first.isoformat()) or (last and on > last.isoformat()) or (who and line["who"] != who):
                continue
            if json_:
                print(json.dumps(line))
            else:
                print(printable(f"{line['at']}  {line['who']} ({line['role']}, {line['door']}) {line['act']}{_of(line)}"))


def _of(line: dict[str, object]) -> str:
    what = line.get("question") or line.get("what")
    return f": {' '.join(str(what).split())}" if what else ""


@app.command()
def verify(
    data: Data = None,
    json_: Json = False,
    head: Annotated[str | None, typer.Option(help="The hash of a line that was noted elsewhere, which must be there.")] = None,
) -> None:
    """Go over the log's chain of hashes; exit status 1 when a line was changed, taken out or put in."""
    with errors():
        from assistant.audit import AuditLog
        from vectorstore.settings import Settings

        found = AuditLog(Settings.load(data)).verify(head)
    if json_:
        print(json.dumps({"lines": found.lines, "head": found.head, "faults": found.faults, "notes": found.notes}))
    else:
        for each in (*found.faults, *found.notes):
            say(each)
        say(f"{found.lines:,} lines, {'whole' if not found.faults else 'NOT whole'}; the last one's hash is {found.head}")
    raise typer.Exit(1 if found.faults else 0)
