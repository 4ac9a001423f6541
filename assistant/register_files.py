"""The register that a name means: a paper held by its name, title, source or id, or a file that is read where it lies."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.registers import Held
from vectorstore.errors import QuestionError, ReadError
from vectorstore.library import Holdings
from vectorstore.models import Classification, Document, Filters, Kind, document_id
from vectorstore.records import Register
from vectorstore.settings import Settings


def versions_called(
    names: tuple[str, str], holdings: Callable[[], Holdings], settings: Settings | None = None
) -> tuple[Held, Held]:
    """The registers that two names mean, old and new, as `register_called`. Raises QuestionError when both mean one paper."""
    old, new = (register_called(name, holdings, settings) for name in names)
    if old.document.id == new.document.id:
        raise QuestionError(f"'{names[0]}' and '{names[1]}' are the same paper; give two versions of a register.")
    return old, new


def register_called(name: str, holdings: Callable[[], Holdings], settings: Settings | None = None) -> Held:
    """The register of a paper held, or in a file. What is written as a path is a file first, what is written as a name a paper first.

    `holdings` is asked for only when a paper held may be meant. Raises ScrutinyError in one line when there is no such paper or file,
    when it holds no register, or when several papers are called so.
    """
    path = Path(name).expanduser()
    if path.is_file() and path.name != name:
        return register_in(path, settings)
    try:
        return _held(name, holdings())
    except QuestionError as error:
        if path.is_file():
            return register_in(path, settings)
        raise QuestionError(
            f"'{name}': no paper of that name is held and there is no such file; 'scrutiny documents' lists the papers."
        ) from error


def register_in(path: Path, settings: Settings | None = None) -> Held:
    """The register in a file, read now, under the settings' limits; no library is touched. Raises ReadError when it cannot be read or holds none."""
    from ingest.describe import describe, merged, sidecar
    from ingest.files import find
    from ingest.limited_reader import LimitedReader
    from ingest.reading_messages import Limits
    from ingest.registers import read_registers

    found = next(find([path]))
    if isinstance(found, ReadError):
        raise found
    with LimitedReader(Limits.of(settings or Settings.load())) as reader:
        reading = reader.read(path)
    said = merged(sidecar(path), describe(reading, path.name))
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    title = said.title or path.name
    registers = read_registers(reading, document_id(sha256), title)
    if not registers:
        raise ReadError(f"{path.name}: no risk register was found in this file; give one that holds a register.")
    document = Document(
        id=document_id(sha256), sha256=sha256, title=title, kind=said.kind or Kind.OTHER, sources=(path.name,),
        classification=said.classification or Classification.OPEN, body=said.body, meeting_date=said.meeting_date,
        period=said.period, page_count=len(reading.pages) if any(p.number is not None for p in reading.pages) else None,
    )  # fmt: skip
    return Held(document, joined(registers))


def registers_named(names: Sequence[str], holdings: Holdings, every: Sequence[Held]) -> list[Held]:
    """Those of some registers held that are of the papers named; all when none is. Raises QuestionError for a paper that is not held."""
    if not names:
        return list(every)
    from assistant.retrieve import scope

    within = scope(holdings, Filters(documents=tuple(names))).documents
    return [held for held in every if held.document.id in within]


def joined(registers: Sequence[Register]) -> Register:
    """The registers of one paper as one."""
    first = registers[0]
    return replace(
        first,
        risks=tuple(risk for r in registers for risk in r.risks),
        leftovers=tuple(left for r in registers for left in r.leftovers),
        unknown=tuple(dict.fromkeys(label for r in registers for label in r.unknown)),
        notes=tuple(dict.fromkeys(note for r in registers for note in r.notes)),
    )


def _held(name: str, holdings: Holdings) -> Held:
    from assistant.retrieve import scope

    called = scope(holdings, Filters(documents=(name,))).documents
    registers: dict[str, list[Register]] = {}
    for document, register in holdings.registers():
        if document.id in called:
            registers.setdefault(document.id, []).append(register)
    if not registers:
        raise ReadError(f"'{name}': no risk register was found in this paper; 'scrutiny risks' lists those that are held.")
    if len(registers) > 1:
        sources = ", ".join(sorted(called[d].source for d in registers))
        raise ReadError(f"'{name}': several registers are called so; give the source name of one: {sources}.")
    (document_found,) = registers
    return Held(called[document_found], joined(registers[document_found]))
