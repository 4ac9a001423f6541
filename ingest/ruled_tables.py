"""Tables drawn with rules: where their cells are, found from the lines on the page.

The geometry (snapping, crossings, cells, tables) is pdfplumber's; the lines come from PDFium, which reads a page's drawing some
thirty times faster. A table that is cut by the page's end often lacks its last rule (and its first one overleaf): rules are put
where the upright lines stop together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.pdf_frame import Frame

_THIN = 3.0  # points: a drawn shape thinner than this is a rule
_SNAP = 3.0  # points: lines closer than this are one
_MARK = (1.5, 9.0)  # points: a drawn shape of such a width and height is a bullet
_STRIP = 9.0  # points: a strip of colour that is lower than this (or narrower) holds no line of words
_STRIPS = 4  # and so many of them that touch are a shading
_TOUCH = 0.6  # points
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells as (x0, top, x1, bottom) in points from the page's top left, left to right."""

    cells: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table on one page. `open_top` and `open_bottom` say that the page cut it: the file draws no rule there."""

    rows: tuple[Row, ...]
    open_top: bool
    open_bottom: bool

    @property
    def box(self) -> Box:
        """The table's outline."""
        cells = [c for r in self.rows for c in r.cells]
        return min(c[0] for c in cells), min(c[1] for c in cells), max(c[2] for c in cells), max(c[3] for c in cells)


def find_tables(page: Any, frame: Frame) -> tuple[list[RuledTable], list[Box]]:
    """The ruled tables of a PDFium page as it is read, top to bottom, and the boxes of small drawn shapes: the bullets of lists.

    Frames around a single cell are not tables.
    """
    edges, marks = _drawn(page, frame)
    return _tables(edges), marks


def _tables(edges: list[dict[str, Any]]) -> list[RuledTable]:
    if sum(e["orientation"] == "v" for e in edges) < 3 or sum(e["orientation"] == "h" for e in edges) < 2:
        return []
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    merged = merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP)
    made = _closing(merged)
    merged = merge_edges(merged + made, _SNAP, _SNAP, _SNAP, _SNAP)
    cells = intersections_to_cells(edges_to_intersections(merged, _SNAP, _SNAP))
    closed = {round(e["top"]) for e in made}
    tables = []
    for found in cells_to_tables(cells):
        rows = _rows(found)
        if len({c[0] for r in rows for c in r.cells}) >= 2:
            top, bottom = rows[0].cells[0][1], max(c[3] for c in rows[-1].cells)
            tables.append(RuledTable(tuple(rows), _near(top, closed), _near(bottom, closed)))
    return sorted(tables, key=lambda t: t.box[1])


def _near(value: float, values: set[int]) -> bool:
    return any(abs(value - v) <= _SNAP for v in values)


def _rows(cells: list[Box]) -> list[Row]:
    by_top: dict[float, list[Box]] = defaultdict(list)
    for cell in sorted(cells, key=lambda c: (c[1], c[0])):
        top = next((t for t in by_top if abs(t - cell[1]) <= _SNAP), cell[1])
        by_top[top].append(cell)
    return [Row(tuple(sorted(row))) for _, row in sorted(by_top.items())]


def _drawn(page: Any, frame: Frame) -> tuple[list[dict[str, Any]], list[Box]]:
    import pypdfium2.raw as pdfium

    width, height = frame.size
    edges: list[dict[str, Any]] = []
    marks: list[Box] = []
    paths = []
    for path in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=4):
        paths.append((path, frame.box(*path.get_bounds())))
    for run in _shadings(paths):
        path, (x0, top, x1, bottom) = run[0]
        if len(run) > 1:
            edges += _outline([box for _, box in run])
        elif (x1 - x0) > 0.95 * width and (bottom - top) > 0.95 * height:
            continue
        elif _MARK[0] <= x1 - x0 <= _MARK[1] and _MARK[0] <= bottom - top <= _MARK[1]:
            marks.append((x0, top, x1, bottom))
        elif x1 - x0 <= _THIN or bottom - top <= _THIN:
            if max(x1 - x0, bottom - top) > _THIN:
                edges.append(_edge(x0, top, x1, bottom))
        elif pdfium.FPDFPath_CountSegments(path) <= 400:
            edges += _segments(path, frame)
    return edges, marks


def _shadings(paths: list[tuple[Any, Box]]) -> Iterator[list[tuple[Any, Box]]]:
    """The drawn shapes one by one, but those together that shade a cell: strip by strip, each in a colour of its own."""
    run: list[tuple[Any, Box]] = []
    for item in [*paths, None]:
        if run and item is not None and _is_strip(item[1]) and _goes_on_shading(run[-1], item):
            run.append(item)
            continue
        if len(run) >= _STRIPS:
            yield run
        else:
            yield from ([one] for one in run)
        run = [item] if item is not None else []


def _is_strip(box: Box) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) < _STRIP


def _goes_on_shading(last: tuple[Any, Box], item: tuple[Any, Box]) -> bool:
    a, b = last[1], item[1]
    below = (
        all(abs(p - q) <= _TOUCH for p, q in ((a[0], b[0]), (a[2], b[2]))) and min(abs(a[3] - b[1]), abs(a[1] - b[3])) <= _TOUCH
    )
    beside = (
        all(abs(p - q) <= _TOUCH for p, q in ((a[1], b[1]), (a[3], b[3]))) and min(abs(a[2] - b[0]), abs(a[0] - b[2])) <= _TOUCH
    )
    if not (below or beside) or not _is_strip(a):
        return False
    first, second = _fill(last[0]), _fill(item[0])
    return first is not None and second is not None and first != second


def _fill(path: Any) -> tuple[int, ...] | None:
    """The colour that a shape is filled with; None for one that is drawn as a line."""
    import ctypes

    import pypdfium2.raw as pdfium

    filled, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, filled, stroked)
    if not filled.value or stroked.value:
        return None
    colour = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(path, *colour)
    return tuple(part.value for part in colour)


def _outline(boxes: list[Box]) -> list[dict[str, Any]]:
    x0, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    x1, bottom = max(b[2] for b in boxes), max(b[3] for b in boxes)
    return [_edge(x0, top, x1, top), _edge(x0, bottom, x1, bottom), _edge(x0, top, x0, bottom), _edge(x1, top, x1, bottom)]


def _segments(path: Any, frame: Frame) -> list[dict[str, Any]]:
    """The upright and level strokes of a path of several segments, such as a stroked rectangle or a whole grid."""
    import ctypes

    import pypdfium2.raw as pdfium

    matrix = path.get_matrix()
    x, y, start, last = ctypes.c_float(), ctypes.c_float(), None, None
    edges = []
    for n in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, n)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = frame.point(*matrix.on_point(x.value, y.value))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            return []  # rounded or drawn shapes are no rules
        elif last is not None:
            edges += _stroke(last, point)
        if pdfium.FPDFPathSegment_GetClose(segment) and start is not None:
            edges += _stroke(point, start)
        last = point
    return edges


def _stroke(a: tuple[float, float], b: tuple[float, float]) -> list[dict[str, Any]]:
    if min(abs(a[0] - b[0]), abs(a[1] - b[1])) > 1 or max(abs(a[0] - b[0]), abs(a[1] - b[1])) <= _THIN:
        return []
    return [_edge(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))]


def _edge(x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    upright = bottom - top > x1 - x0
    if upright:
        x0 = x1 = (x0 + x1) / 2
    else:
        top = bottom = (top + bottom) / 2
    return {
        "object_type": "line", "orientation": "v" if upright else "h", "x0": x0, "x1": x1, "top": top, "bottom": bottom,
        "width": x1 - x0, "height": bottom - top,
    }  # fmt: skip


def _closing(edges: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Level rules for the places where three or more upright lines stop together and none is drawn."""
    upright = [e for e in edges if e["orientation"] == "v"]
    level = [e for e in edges if e["orientation"] == "h"]
    made = []
    for side in ("top", "bottom"):
        ends: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for edge in upright:
            near = next((y for y in ends if abs(y - edge[side]) <= _SNAP), round(edge[side]))
            ends[near].append(edge)
        for group in ends.values():
            x0, x1 = min(e["x0"] for e in group), max(e["x0"] for e in group)
            y = sum(e[side] for e in group) / len(group)
            drawn = any(abs(e["top"] - y) <= _SNAP and e["x0"] <= x0 + _SNAP and e["x1"] > x0 + _SNAP for e in level)
            if len(group) >= 3 and not drawn:
                made.append(_edge(x0, y, x1, y))
    return made
