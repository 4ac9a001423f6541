"""The words of a Word paragraph as it reads when all changes are accepted, and what hangs on it: text boxes, notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.docx_styles import Style, Styles, W, switched_on, value
from ingest.reading import cell_lines

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_GONE = {W + name for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "fldChar")}
_SPACE = {W + name for name in ("tab", "ptab")}
_BREAKS = {W + name for name in ("br", "cr")}


@dataclass(slots=True)
class Words:
    """A paragraph's text; `bold` and `size` (half points) are those of all, or most, of its letters.

    `lines` is the text parted where the author broke lines inside the paragraph.
    """

    text: str = ""
    lines: list[str] = field(default_factory=list)
    bold: bool = False
    size: int = 22
    boxes: list[Any] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    runs_on: bool = False

    def with_rest(self, rest: Words) -> Words:
        """These words and those of another paragraph behind them, as one paragraph that looks like the other."""
        lines = self.lines
        if rest.lines:
            lines = [*lines[:-1], " ".join([*lines[-1:], rest.lines[0]]), *rest.lines[1:]]
        return replace(rest, text=" ".join(lines), lines=lines, notes=[*self.notes, *rest.notes])


class WordReader:
    """Reads paragraphs and counts what is left out (`hidden`, in paragraphs) or was changed (`changes`)."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.hidden = 0
        self.changes = 0

    def read(self, paragraph: Any) -> Words:
        """The words of a w:p. Text boxes (as w:txbxContent) and notes (sort, id) that are anchored in it are listed, not read."""
        words = Words(runs_on=paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None)
        style = self._styles.paragraph(paragraph)
        if any(True for _ in paragraph.iter(W + "ins", W + "del", W + "moveTo", W + "moveFrom")):
            self.changes += 1
        bold: Counter[bool] = Counter()
        sizes: Counter[int] = Counter()
        parts: list[str] = []
        hidden = False
        for run in self._runs(paragraph):
            text = "".join(self._run_text(run, words))
            if self._is_hidden(run, style):
                hidden = hidden or bool(text.strip())
                continue
            parts.append(text)
            letters = len(text.strip())
            if letters:
                bold[self._is_bold(run, style)] += letters
                sizes[_size(run, style)] += letters
        self.hidden += hidden
        words.lines = cell_lines("".join(parts))
        words.text = " ".join(words.lines)
        words.bold = bool(bold) and not bold[False]
        words.size = sizes.most_common(1)[0][0] if sizes else style.size or 22
        return words

    def _runs(self, element: Any) -> Iterator[Any]:
        """The runs that are to be read, in order."""
        for child in element:
            if child.tag == W + "r" or child.tag == _MATH + "r":
                yield child
            elif child.tag == _MC + "AlternateContent":
                yield from self._runs(_choice(child))
            elif child.tag not in _GONE and isinstance(child.tag, str):
                yield from self._runs(child)

    def _run_text(self, run: Any, words: Words) -> Iterator[str]:
        for child in run:
            tag = child.tag
            if tag == W + "t" or tag == _MATH + "t":
                yield (child.text or "").replace("\n", " ")
            elif tag in _SPACE:
                yield " "
            elif tag in _BREAKS:
                yield "\n"
            elif tag == W + "noBreakHyphen":
                yield "-"
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                words.notes.append((tag[len(W) : -len("Reference")], child.get(W + "id") or ""))
            elif tag == _MC + "AlternateContent":
                yield from self._run_text(_choice(child), words)
            elif tag in (W + "drawing", W + "pict", W + "object"):
                words.boxes.extend(_boxes(child))
            elif tag in (W + "ruby",):
                yield "".join(t.text or "" for t in child.iterfind(f"{W}rubyBase//{W}t"))

    def _is_hidden(self, run: Any, style: Style) -> bool:
        own = switched_on(run, "rPr/vanish")
        if own is not None:
            return own
        named = self._styles.run(run)
        return named.hidden if named else style.hidden

    def _is_bold(self, run: Any, style: Style) -> bool:
        own = switched_on(run, "rPr/b")
        if own is not None:
            return own
        named = self._styles.run(run)
        return style.bold or bool(named and named.bold)


def _choice(alternate: Any) -> Any:
    """One of the two forms in which newer shapes are stored, never both."""
    choice = alternate.find(_MC + "Choice")
    return choice if choice is not None else alternate.find(_MC + "Fallback") if len(alternate) else alternate


def _boxes(drawing: Any) -> Iterator[Any]:
    """The outermost text boxes in a drawing."""
    for child in drawing:
        if child.tag == W + "txbxContent":
            yield child
        elif child.tag == _MC + "AlternateContent":
            yield from _boxes(_choice(child))
        elif isinstance(child.tag, str):
            yield from _boxes(child)


def _size(run: Any, style: Style) -> int:
    own = value(run, "rPr/sz")
    try:
        return int(float(own)) if own else style.size or 22
    except ValueError:
        return style.size or 22
