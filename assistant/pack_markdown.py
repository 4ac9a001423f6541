"""An evidence pack as Markdown. What comes from papers and people is shown as it is: nothing in it is markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.evidence_pack import NEAREST, Pack, Paper, Part, Particular, Said, Source, shown

# What means something anywhere in a line to CommonMark, HTML or the dialects of it that are about; addresses that some make links of;
# and what only means something where a line, or an item of a list, begins.
_ACTING = re.compile(r"[\\`*_{}\[\]<>#|~$^@]|&(?=[#\w])|:(?=//)|(?<=\bwww)\.", re.I)
_LEADING = re.compile(r"^(\d*)((?<=\d)[.)](?=\s|$)|(?<!\d)[-+=:])")


def as_markdown(pack: Pack) -> str:
    """The pack as a CommonMark file."""
    lines = [f"# {literal(pack.title)}"]
    if pack.warning:
        lines += ["", f"**{literal(pack.warning)}**"]
    lines += ["", *_listed(pack.particulars)]
    for part in pack.parts:
        lines += ["", *_part(part)]
    if pack.papers:
        lines += ["", "## Papers relied on"]
        for paper in pack.papers:
            lines += ["", f"### {literal(paper.title)}", "", *_listed(_of_paper(paper))]
    return "\n".join(lines) + "\n"


def literal(text: str) -> str:
    """Text on one line in which every sign that Markdown or HTML could act on stands for itself."""
    return _LEADING.sub(r"\1\\\2", _ACTING.sub(r"\\\g<0>", shown(text)))


def _listed(particulars: Sequence[Particular]) -> list[str]:
    return [f"- **{name}:** {literal(value)}" for name, value in particulars]


def _part(part: Part) -> Iterator[str]:
    yield from [f"## {literal(part.heading)}", "", *_listed(part.particulars), "", f"**{literal(part.status)}**"]
    if part.doubt:
        yield from ["", literal(part.doubt)]
    if part.lead:
        yield from ["", _said(part.lead)]
    if part.said:
        yield ""
    for number, said in enumerate(part.said, 1):
        sign = f"{number}." if part.listed else "-"
        yield f"{sign} {_said(said)}"
        for below in said.below:
            yield f"{' ' * (len(sign) + 1)}- {_said(below)}"
    for note in part.notes:
        yield from ["", f"*{literal(note)}*"]
    if part.sources:
        yield from ["", "### Sources"]
    for source in part.sources:
        yield from _source(source)
    if part.nearest:
        yield from ["", f"### {NEAREST}"]
        for words, where in part.nearest:
            yield from ["", literal(where), "", f"> \u201c{literal(words)}\u201d"]


def _said(said: Said) -> str:
    return literal(said.text) + "".join(f" \\[{n}\\]" for n in said.sources)


def _source(source: Source) -> Iterator[str]:
    yield from ["", f"**\\[{source.n}\\]** {literal(source.reference)}", "", f"> \u201c{literal(source.quote)}\u201d", ""]
    yield from _listed(source.particulars)


def _of_paper(paper: Paper) -> list[Particular]:
    made = [("File", paper.file), *paper.particulars, ("SHA-256", paper.sha256), ("Note", paper.note)]
    return [(name, value) for name, value in made if value]
