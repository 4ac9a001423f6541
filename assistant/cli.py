"""The command line. JSON goes to standard output, all else to standard error."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.audit_command import app as audit
from assistant.command_line import day, errors, fail, noted, noted_answer, say, usage
from assistant.gap_kinds import GapKind
from eval.commands import app as evaluation
from vectorstore.commitments import EntryKind
from vectorstore.errors import ScrutinyError
from vectorstore.models import Classification, Kind, Role

if TYPE_CHECKING:
    from assistant.desk import Desk
    from ingest.job import IngestReport, Progress
    from vectorstore.library import Library
    from vectorstore.models import Description, Filters
    from vectorstore.settings import Settings

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)

Data = Annotated[
    Path | None, typer.Option("--data", help="Folder of the library [default: SCRUTINY_DATA, else a folder of yours]")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
As = Annotated[Role, typer.Option("--as", help="On whose behalf: a reader never meets exempt papers.")]


app.add_typer(evaluation, name="eval")
app.add_typer(audit, name="audit")


@app.callback()
def scrutiny() -> None:
    """Ask your council's papers. Every sentence of the answer is quoted from a page you can open."""


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders.", show_default=False)],
    data: Data = None,
    json_: Json = False,
    prune: Annotated[bool, typer.Option("--prune", help="Take out papers whose file is gone from these folders.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Read what has not changed again, too.")] = False,
    title: Annotated[str | None, typer.Option(help="Title of the papers given.")] = None,
    kind: Annotated[Kind | None, typer.Option(help="Kind of the papers given.")] = None,
    body: Annotated[str | None, typer.Option(help="Council body of the papers given.")] = None,
    meeting_date: Annotated[str | None, typer.Option(help="Meeting date of the papers given, as 2026-01-26.")] = None,
    period: Annotated[str | None, typer.Option(help="Period that the papers given cover.")] = None,
    classification: Annotated[Classification | None, typer.Option(help="Open, or exempt from publication.")] = None,
) -> None:
    """Read papers into the library; what has not changed is left alone."""
    from vectorstore.models import Description

    overrides = Description(title, kind, body, day(meeting_date, "--meeting-date"), period, classification)
    with errors():
        report = _ingest(paths, _settings(data), overrides, prune=prune, again=again, quiet=json_)
        if json_:
            print(json.dumps(report.as_json(), ensure_ascii=False))
    _tell_ingest(report, brief=json_)
    raise typer.Exit(1 if report.failed or report.textless else 0)


def _ingest(
    paths: list[Path], settings: Settings, overrides: Description, *, prune: bool, again: bool, quiet: bool
) -> IngestReport:
    from ingest.job import ingest as run

    with _opened(settings) as library, _progress(quiet) as progress:
        report = run(paths, library, progress=progress, overrides=overrides, prune=prune, again=again)
        done = {"added": report.added, "updated": report.updated, "removed": report.removed}
        if any(done.values()):
            noted(library.settings, Role.ADMINISTRATOR, "read papers", **done)
        return report


@contextmanager
def _opened(settings: Settings, role: Role | None = None) -> Iterator[Library]:
    """The library that the settings name; its files are closed afterwards. What is wrong with what a role sees of it is said at the end."""
    from vectorstore.library import Library

    library = Library(settings)
    try:
        yield library
        for trouble in library.holdings(role).troubles() if role else ():
            say(trouble)
    finally:
        library.close()


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """A progress bar on standard error, when that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def tell(p: Progress) -> None:
            left = "" if p.seconds_left is None else f", about {max(1, round(p.seconds_left))} s left"
            bar.update(
                task, total=p.files_total, completed=p.files_done,
                description=f"{p.current}  {p.pages_done} pages, {p.passages_done} passages{left}",
            )  # fmt: skip

        yield tell


def _tell_ingest(report: IngestReport, brief: bool) -> None:
    for failure in report.failed:
        say(failure.reason)
    for unread in report.unread_pages:
        pages = _ranges(unread.pages)
        if unread.source in report.textless:
            say(f"{unread.source}: no page gave text (a scan?); run text recognition on it and ingest it again.")
        else:
            which = "page" if len(unread.pages) == 1 else "pages"
            say(f"{unread.source}: no text could be read on {which} {pages}; what stands there is not searched.")
    if brief:
        return
    for note in report.notes:
        say(note)
    counts = [(len(report.added), "added"), (len(report.updated), "updated"), (len(report.unchanged), "unchanged")]
    counts += [(len(report.removed), "removed"), (len(report.failed), "failed")]
    say(f"{', '.join(f'{n} {what}' for n, what in counts if n) or 'nothing done'} in {report.seconds:.1f} s")


def _ranges(pages: list[int]) -> str:
    """Page numbers with runs written as "4 to 9"."""
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]} to {r[-1]}" for r in runs)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question.", show_default=False)] = None,
    data: Data = None,
    json_: Json = False,
    batch: Annotated[
        Path | None, typer.Option("--batch", help="A file with a JSON object a line, or - for standard input.")
    ] = None,
    document: Annotated[
        list[str] | None, typer.Option("--document", help="Only this paper (name, title or id); may be given again.")
    ] = None,
    kind: Annotated[list[Kind] | None, typer.Option("--kind", help="Only papers of this kind; may be given again.")] = None,
    body: Annotated[
        list[str] | None, typer.Option("--body", help="Only papers of this committee or other body; may be given again.")
    ] = None,
    since: Annotated[str | None, typer.Option("--from", help="Only papers of meetings from this day, as 2026-01-26.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Only papers of meetings to this day.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="The day that counts as today.")] = None,
    llm: Annotated[
        str | None,
        typer.Option(
            "--llm", metavar="PROVIDER:MODEL", help="Let this language model write, each sentence checked [default: SCRUTINY_LLM]"
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write an evidence pack of the answer as well: a file that ends in .docx or .md.")
    ] = None,
    role: As = Role.READER,
) -> None:
    """Answer a question from the papers, or each question of a batch."""
    if (question is None) == (batch is None):
        usage("Give a question, or --batch FILE.")
    if out is not None and (batch is not None or out.suffix.lower() not in (".docx", ".md")):
        usage("--out takes a file that ends in .docx or .md, for a single question.")
    from vectorstore.models import Filters

    filters = Filters(
        tuple(document or ()), tuple(kind or ()), day(since, "--from"), day(until, "--to"), bodies=tuple(body or ())
    )
    today = day(as_of, "--as-of")
    with errors(), _opened(_settings(data, llm), role) as library:
        from assistant.desk import Desk

        desk = Desk(library, role)
        if batch is not None:
            raise typer.Exit(_batch(desk, role, batch, filters, today))
        assert question is not None
        asked_at = datetime.now().astimezone()
        answer = desk.ask(question, filters, as_of=today)
        noted_answer(desk, role, answer, filters)
        if out is not None:
            from assistant.pack_file import write_pack

            write_pack(out, desk, answer, filters, asked_at)
            noted(library.settings, role, "took an evidence pack", what=question, answers=[answer.id])
            say(f"{out}: the evidence pack")
        if json_:
            print(answer.model_dump_json())
        else:
            from assistant.terminal import show

            show(answer)


def _batch(desk: Desk, role: Role, file: Path, filters: Filters, as_of: date | None) -> int:
    """Answer each line of a batch in order; the exit status, 1 when a line could not be answered."""
    from assistant.batch import answer_line

    if str(file) != "-" and not file.is_file():
        raise ScrutinyError(f"{file}: there is no such file; give a file with a JSON object a line.")
    bad = 0
    with sys.stdin if str(file) == "-" else file.open(encoding="utf-8-sig", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                given = answer_line(desk, line, number, filters, as_of, lambda answer: noted_answer(desk, role, answer, filters))
                bad += "error" in given
                print(json.dumps(given, ensure_ascii=False), flush=True)
    if bad:
        say(f'{file}: {bad} {"line" if bad == 1 else "lines"} could not be answered; each has its reason under "error".')
    return 1 if bad else 0


@app.command()
def documents(data: Data = None, json_: Json = False, role: As = Role.READER) -> None:
    """List what is held."""
    with errors(), _opened(_settings(data), role) as library:
        held = library.holdings(role).documents()
        noted(library.settings, role, "listed", what="documents")
        if json_:
            from assistant.listing import as_json

            print(json.dumps({"documents": [as_json(d) for d in held]}, ensure_ascii=False))
        else:
            from assistant.terminal import show_documents

            show_documents(held)


@app.command()
def risks(
    data: Data = None,
    json_: Json = False,
    document: Annotated[
        list[str] | None, typer.Option("--document", help="Only this paper (name, title or id); may be given again.")
    ] = None,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option("--compare", metavar="OLD NEW", help="What changed between two versions: papers held, or files."),
    ] = None,
    role: As = Role.READER,
) -> None:
    """List the risk registers held, risk by risk, or compare two versions of one."""
    if compare and document:
        usage("Give --document or --compare, not both.")
    with errors():
        if compare:
            _compare(compare, data, role, json_)
            return
        from assistant.register_files import registers_named
        from assistant.registers import as_json, held

        with _opened(_settings(data), role) as library:
            holdings = library.holdings(role)
            every = held(holdings)
            chosen = registers_named(document or (), holdings, every)
            noted(library.settings, role, "listed", what="risks", documents=document or [])
        if json_:
            print(json.dumps({"registers": [as_json(register) for register in chosen]}, ensure_ascii=False))
        else:
            from assistant.register_text import listing, show

            show(listing(chosen, every))


def _compare(names: tuple[str, str], data: Path | None, role: Role, json_: bool) -> None:
    """Print the movements between two registers; the library is opened only when a paper held is meant."""
    from assistant.compare import compare
    from assistant.register_files import versions_called

    settings = _settings(data)
    with ExitStack() as opened:
        made = compare(*versions_called(names, lambda: opened.enter_context(_opened(settings, role)).holdings(role), settings))
    if json_:
        print(json.dumps(made, ensure_ascii=False))
    else:
        from assistant.compare_text import note
        from assistant.register_text import show

        show(note(made))


@app.command()
def commitments(
    data: Data = None,
    json_: Json = False,
    about: Annotated[str | None, typer.Option(help="Only what speaks of this.")] = None,
    owner: Annotated[str | None, typer.Option(help="Only what this person, or post, is to do.")] = None,
    due_before: Annotated[str | None, typer.Option(help="Only what is due before this day, as 2026-07-01.")] = None,
    due_after: Annotated[str | None, typer.Option(help="Only what is due after this day.")] = None,
    kind: Annotated[EntryKind | None, typer.Option(help="Only what is of this kind.")] = None,
    document: Annotated[str | None, typer.Option(help="Only what this paper says (name, title or id).")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is overdue.")] = False,
    as_of: Annotated[str | None, typer.Option("--as-of", help="The day that counts as today.")] = None,
    role: As = Role.READER,
) -> None:
    """List what was promised, by whom and when, and what later papers say of it."""
    today = day(as_of, "--as-of") or date.today()
    before, after = day(due_before, "--due-before"), day(due_after, "--due-after")
    with errors():
        from assistant.ledger import Narrowed, as_json, ledger, narrowed

        with _opened(_settings(data), role) as library:
            holdings = library.holdings(role)
            if document:
                from assistant.retrieve import scope
                from vectorstore.models import Filters

                scope(holdings, Filters(documents=(document,)))  # refuses a paper that is not held
            every = ledger(holdings)
            noted(library.settings, role, "listed", what="commitments", about=about, owner=owner, document=document)
            chosen = narrowed(every, Narrowed(about, owner, before, after, kind, document, overdue, today), holdings.acronyms())
        if json_:
            print(json.dumps({"commitments": [as_json(c, today) for c in chosen]}, ensure_ascii=False))
        else:
            from assistant.ledger_text import listing
            from assistant.register_text import show

            show(listing(chosen, today, bool(every)))


@app.command()
def questions(
    data: Data = None,
    json_: Json = False,
    about: Annotated[str | None, typer.Option(help="Only what is about this topic, as: SEND funding.")] = None,
    gap: Annotated[list[GapKind] | None, typer.Option("--gap", help="Only gaps of this kind; may be given again.")] = None,
    document: Annotated[
        list[str] | None, typer.Option("--document", help="Only this paper (name, title or id); may be given again.")
    ] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="The day that counts as today.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many, the gravest first.", min=1)] = 20,
    role: As = Role.READER,
) -> None:
    """Propose questions for scrutiny, each resting on a cited gap in the papers."""
    today = day(as_of, "--as-of") or date.today()
    with errors(), _opened(_settings(data), role) as library:
        from assistant.desk import Desk
        from assistant.questions_command import put_questions

        noted(library.settings, role, "listed", what="questions", about=about, documents=document or [])
        put_questions(Desk(library, role), about, today, document or (), gap or (), limit, as_json=json_)


@app.command()
def remove(name: Annotated[str, typer.Argument(help="The paper's name, path or id.")], data: Data = None) -> None:
    """Take a paper out of the library. A copy that was dropped in the app is deleted with it, no other file."""
    with errors(), _opened(_settings(data)) as library:
        from ingest.job import remove as take_out

        for gone in take_out(library, name):
            noted(library.settings, Role.ADMINISTRATOR, "removed a paper", what=gone)
            say(f"{gone}: taken out of the library")


@app.command()
def settings(data: Data = None, json_: Json = False) -> None:
    """Print the settings in force. Keys of language models and the sign-in's secrets are no settings; that there are some is said, not which."""
    with errors():
        from assistant.settings_text import as_json, listing

        held = _settings(data)
        print(json.dumps(as_json(held), ensure_ascii=False) if json_ else listing(held))


@app.command()
def doctor(
    data: Data = None,
    json_: Json = False,
    repair: Annotated[bool, typer.Option("--repair", help="Mend what is wrong.")] = False,
) -> None:
    """Examine the library and say what is wrong with it; exit status 1 when something is and was not mended."""
    with errors():
        from assistant.doctor_command import examine, tell

        status = tell(examine(_settings(data), repair=repair), as_json=json_)
    raise typer.Exit(status)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The backup to write, a .zip.", show_default=False)], data: Data = None
) -> None:
    """Write the whole library into one file, while it may be asked; exempt papers are in it."""
    with errors():
        from assistant.backup_command import make_backup

        made_of = _settings(data)
        status = make_backup(made_of, file)
        noted(made_of, Role.ADMINISTRATOR, "made a backup", what=file.name)
    raise typer.Exit(status)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup.", show_default=False)],
    data: Data = None,
    replace: Annotated[bool, typer.Option("--replace", help="In place of the library that the folder holds.")] = False,
) -> None:
    """Put the library of a backup into a folder, once all of it has been checked."""
    with errors():
        from assistant.backup_command import take_back

        put_into = _settings(data)
        take_back(put_into, file, replace=replace)
        noted(put_into, Role.ADMINISTRATOR, "restored a backup", what=file.name)


@app.command()
def chat(
    data: Data = None,
    port: Annotated[int, typer.Option(help="Port on this machine.", min=0, max=65535)] = 8501,
    address: Annotated[
        str, typer.Option(help="Address to serve it at; another than this machine's own asks for a sign-in.")
    ] = "127.0.0.1",
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")] = True,
) -> None:
    """Open the chat page: for this machine only, or for those who sign in (docs/people.md)."""
    from importlib.util import find_spec

    from assistant.serving import options

    with errors():
        settings = _settings(data)
        if settings.llm:
            from assistant.model_provider import checked_provider

            checked_provider(settings)
        served = options(settings, address, port, browser)
    page = find_spec("app_ui")
    if page is None or page.origin is None:
        fail("The chat page (app_ui.py) is missing; install Scrutiny Desk again.")
    os.environ["SCRUTINY_DATA"] = str(settings.data)
    flags = [f"--{k}={v}" for k, v in served]
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", page.origin, *flags])


def _settings(data: Path | None, llm: str | None = None) -> Settings:
    from vectorstore.settings import Settings

    return Settings.load(data, llm)


def main() -> Any:
    """Run the command line, in UTF-8 whatever the computer's own way of writing; what is no character comes out as an escape."""
    for stream, unreadable in ((sys.stdin, "replace"), (sys.stdout, "backslashreplace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=unreadable)
    app()


if __name__ == "__main__":
    main()
