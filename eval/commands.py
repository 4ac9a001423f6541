"""`scrutiny eval ...`: the evaluation on the command line. Everything heavy is imported when a command needs it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.command_line import day, errors, say, usage
from vectorstore.models import Role

if TYPE_CHECKING:
    from eval.run import Run
    from vectorstore.settings import Settings

app = typer.Typer(
    add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False,
    help="Measure how right and how faithful the answers are, and stop a release that is worse.",
)  # fmt: skip

ROOT = Path(__file__).resolve().parent.parent
_SAMPLE_PAPERS, _SAMPLE_LIBRARY = ROOT / "samples" / "papers", ROOT / ".scrutiny" / "samples"

Data = Annotated[
    Path | None,
    typer.Option("--data", help="Folder of the library [default: SCRUTINY_DATA, else one of the sample papers]"),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
As = Annotated[Role, typer.Option("--as", help="On whose behalf: a reader never meets exempt papers.")]
Questions = Annotated[Path | None, typer.Option("--questions", help="A question set [default: that of the sample papers]")]
RunFolder = Annotated[Path | None, typer.Argument(metavar="[RUN]", help="A run's folder [default: the library's latest run]")]


@app.command()
def check(questions: Questions = None, data: Data = None, json_: Json = False, role: As = Role.READER) -> None:
    """Say which evidence of a question set no longer occurs in the papers."""
    with errors():
        from eval.check import check as faults_of
        from eval.question_set import SAMPLES, load
        from vectorstore.library import Library

        asked = load(questions or SAMPLES)
        library = Library(_settings(data))
        try:
            faults = faults_of(asked, library.holdings(role))
        finally:
            library.close()
    if json_:
        _print({"questions": len(asked.questions), "faults": [{"id": f.id, "what": f.what} for f in faults]})
    else:
        for fault in faults:
            print(f"{fault.id}: {fault.what}")
        print(f"{len(asked.questions)} questions, {len(faults)} faults")
    raise typer.Exit(1 if faults else 0)


@app.command()
def run(
    questions: Questions = None,
    data: Data = None,
    llm: Annotated[str | None, typer.Option("--llm", metavar="PROVIDER:MODEL", help="Let this language model write.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="The day that counts as today [default: that of the set]")] = None,
    short: Annotated[bool, typer.Option("--short", help="Only a few questions of every kind.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="The run's folder [default: a new one in the library's runs]")] = None,
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="Processes that ask at a time.")] = None,
    role: As = Role.READER,
    json_: Json = False,
) -> None:
    """Ask every question of a set, keep the answers, and score them. One that was stopped goes on where it stopped."""
    today = day(as_of, "--as-of")
    with errors():
        from eval.asking import run as ask
        from eval.question_set import SAMPLES, load
        from eval.scores import latency, write

        file = questions or SAMPLES
        asked = load(file)
        asked = asked.short() if short else asked
        settings = _settings(data, llm)
        with _progress(json_) as tell:
            made = ask(settings, asked, file, today, out, role, workers, tell)
        scores = write(made)
    if json_:
        _print({"run": str(made.folder), "scores": scores, "latency": latency(made)})
    else:
        _show(scores)
        print(made.folder)
    raise typer.Exit(1 if scores["not_asked"] else 0)


@app.command()
def score(folder: RunFolder = None, data: Data = None, json_: Json = False) -> None:
    """Compute the scores of a run again from what it keeps."""
    with errors():
        from eval.scores import write

        scores = write(_run(folder, data))
    if json_:
        _print(scores)
    else:
        _show(scores)


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(help="The earlier run, or a file of scores.", show_default=False)],
    after: Annotated[Path, typer.Argument(help="The later one.", show_default=False)],
    json_: Json = False,
) -> None:
    """Say what changed between two runs, how sure that is, and which questions turned."""
    with errors():
        from eval.comparison import compare as compared
        from eval.scores import read_scores

        made = compared(read_scores(before), read_scores(after))
    if json_:
        _print(made)
        return
    from eval.terminal import comparison

    comparison(made)


@app.command()
def gate(
    folder: RunFolder = None,
    data: Data = None,
    gates: Annotated[Path | None, typer.Option("--gates", help="What must hold [default: the program's own gates.toml]")] = None,
    against: Annotated[
        Path | None, typer.Option("--against", help="Scores of the last release, or a run [default: those kept with the program]")
    ] = None,
    json_: Json = False,
) -> None:
    """Hold a run against what a release must hold; exit status 1 when it does not pass."""
    with errors():
        from eval.gate import GATES, load, released
        from eval.gate import gate as held
        from eval.scores import read_scores, write

        scores = write(_run(folder, data))
        last = against or released(scores)
        verdict = held(scores, load(gates or GATES), read_scores(last) if last else None)
    if json_:
        _print(verdict)
    else:
        from eval.terminal import gated

        gated(verdict, last)
    raise typer.Exit(0 if verdict["passed"] else 1)


@app.command()
def report(
    folder: RunFolder = None,
    data: Data = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Where to write it [default: report.html in the run's folder]")
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the short form, for a pull request.")] = False,
    against: Annotated[
        Path | None, typer.Option("--against", help="Scores of the last release, or a run [default: those kept with the program]")
    ] = None,
) -> None:
    """Write one page that says how good the answers of a run are, for anybody to read."""
    with errors():
        from eval.gate import gate as held
        from eval.gate import load, released
        from eval.reporting import report as page
        from eval.scores import read_scores, write

        chosen = _run(folder, data)
        scores = write(chosen)
        last = against or released(scores)
        before = read_scores(last) if last else None
        verdict = held(scores, load(), before)
        if markdown:
            print(page.markdown(chosen, before, verdict))
            return
        file = out or chosen.folder / "report.html"
        file.write_text(page.html(chosen, before, verdict), encoding="utf-8")
    print(file)


@app.command()
def selftest(folder: RunFolder = None, data: Data = None, json_: Json = False) -> None:
    """Plant faults in the sentences of a run and say how many the check finds; exit status 1 when too few, or too many false alarms."""
    with errors():
        from eval.run import put
        from eval.scores import as_text, givens
        from eval.selftest import selftest as tested

        chosen = _run(folder, data)
        found = tested([g.answer for g in givens(chosen)])
        put(chosen.folder / "selftest.json", as_text(found.as_json()))
    if json_:
        _print(found.as_json())
    else:
        from eval.terminal import selftested

        selftested(found.as_json())
    raise typer.Exit(0 if found.passed else 1)


@app.command()
def calibrate(
    file: Annotated[Path, typer.Argument(help="Claims labelled by hand, a JSON object a line.", show_default=False)],
    out: Annotated[Path | None, typer.Option("--out", help="Write the figures and their picture here, as a page.")] = None,
    json_: Json = False,
) -> None:
    """Measure the score of support on claims that people judged."""
    with errors():
        from eval.calibrate import calibrate as measured

        found = measured(file)
        if out is not None:
            from eval.reporting.calibration import html

            out.write_text(html(found), encoding="utf-8")
    if json_:
        _print(found.as_json())
    else:
        print(found)


@app.command()
def judge(
    llm: Annotated[str, typer.Option("--llm", metavar="PROVIDER:MODEL", help="The model that judges.", show_default=False)],
    folder: RunFolder = None,
    data: Data = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before sending anything.")] = False,
    json_: Json = False,
) -> None:
    """Let a language model judge each statement of a run against its quotes, and say how far it agrees with the scores."""
    with errors():
        from eval.judging import judge as judging

        chosen, settings = _run(folder, data), _settings(data, llm)
        say(str(judging.estimate(chosen, settings)))
        if not yes and not typer.confirm("Go on?", err=True):
            raise typer.Exit(1)
        with _progress(json_) as tell:
            found = judging.judge(chosen, settings, tell)
        judging.write(chosen, found)
    if json_:
        _print(found.as_json())
    else:
        print(found)


@app.command()
def adopt(
    ids: Annotated[list[str] | None, typer.Argument(help="Ids of feedback; without any, all of it is listed.")] = None,
    data: Data = None,
    questions: Annotated[Path | None, typer.Option("--questions", help="The set that they are added to.")] = None,
    status: Annotated[
        str | None, typer.Option("--status", help="What the answer should have been: answered or not_found.")
    ] = None,
    must_include: Annotated[
        list[str] | None, typer.Option("--must-include", help="What a right answer has; may be given again.")
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="The kind of question.")] = None,
) -> None:
    """List what readers said of answers in the chat, or turn some of it into questions of a set."""
    with errors():
        from assistant.feedback import kept
        from eval.adopt import adopt as adopted
        from eval.adopt import listing

        said = kept(_settings(data).data)
        if not ids:
            print(listing(said))
            return
        if questions is None:
            usage("Name the set that they are added to, with --questions FILE.")
        for question in adopted(said, ids, questions, status, tuple(must_include or ()), kind):
            print(f"{question.id}: {question.turns[-1].question}")


def _settings(data: Path | None, llm: str | None = None) -> Settings:
    """The settings; without a library named, those of a library of the sample papers, which is made or brought up to date."""
    from vectorstore.settings import Settings

    if data is not None or os.environ.get("SCRUTINY_DATA") or not _SAMPLE_PAPERS.is_dir():
        return Settings.load(data, llm)
    from ingest.job import ingest
    from vectorstore.library import Library

    settings = Settings.load(_SAMPLE_LIBRARY, llm)
    # the questions take the scanned letter for unread, so that a run says the same on every machine
    library = Library(settings.model_copy(update={"ocr": "off"}))
    try:
        ingest([_SAMPLE_PAPERS], library, prune=True)
    finally:
        library.close()
    return settings


def _run(folder: Path | None, data: Path | None) -> Run:
    from eval.run import RunError, read, runs

    if folder is not None:
        return read(folder)
    among = _settings(data).data / "runs"
    found = next((r for r in runs(among) if r.complete), None)
    if found is None:
        raise RunError(f"{among}: holds no finished run; `scrutiny eval run` makes one.")
    return found


def _show(scores: dict[str, Any]) -> None:
    from eval.terminal import scored

    scored(scores)


def _print(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False))


@contextmanager
def _progress(quiet: bool) -> Iterator[Any]:
    """A progress bar on standard error, when that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, of: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("questions", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
