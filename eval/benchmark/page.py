"""The measured figures as a section of docs/benchmarks.md, and how they grow as a picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from eval.benchmark.runs import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"
PICTURE = ROOT / "docs" / "pictures" / "growth.svg"
HEADING = "## Speed and memory"
_PLOTTED = {
    "median": ("search, median (ms)", "#1d70b8"),
    "megabytes": ("memory (MB)", "#912b88"),
    "put": ("putting in (ms a passage)", "#00703c"),
}
_WIDE, _HIGH, _EDGE = 640, 360, 56


def write(measured: dict[str, Any]) -> None:
    """Put the section in the place of the one that the page has, at its end, and draw the picture."""
    before = PAGE.read_text(encoding="utf-8").split(HEADING)[0].rstrip()
    PAGE.write_text(f"{before}\n\n{section(measured)}", encoding="utf-8")
    if "growth" in measured:
        PICTURE.write_text(picture(measured["growth"]["rows"]), encoding="utf-8")


def section(measured: dict[str, Any]) -> str:
    """The section, of what has been measured."""
    days: dict[str, list[str]] = {}
    parts = [
        f"{HEADING}\n",
        '    make bench                             # everything but growth; ARGS="ask warm" measures parts again',
        '    make bench ARGS="growth --most 1000000"\n',
        "Made by these commands, on two CPU cores. Each time is that of a process from its start to its end, unless it says otherwise, ours and the "
        "tutorial's in turn; medians. The tutorial pipeline (`eval/benchmark/tutorial.py`) is pypdf, 1,000-character "
        "chunks, the same embedding model "
        "through sentence-transformers, LangChain "
        "and Chroma.\n",
    ]
    for name, shown in (
        ("ingest", _ingest), ("stages", _stages), ("embedding", _embedding), ("again", _again), ("ask", _ask), ("warm", _warm), ("chat", _chat),
        ("growth", _growth),
    ):  # fmt: skip
        if name in measured:
            days.setdefault(measured[name]["on"], []).append(name)
            parts.append(f"{shown(measured[name])}\n")
    parts.append("\n".join(f"Measured on {day}: {', '.join(names)}." for day, names in days.items()) + "\n")
    return "\n".join(parts)


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def _ingest(m: dict[str, Any]) -> str:
    rows = [
        ("seconds", m["wall"], m["tutorial_wall"], f"{m['wall'] / m['tutorial_wall']:.2f}"),
        ("seconds of processors", m["cpu"], m["tutorial_cpu"], f"{m['cpu'] / m['tutorial_cpu']:.2f}"),
        (
            "peak memory, MB, of the larger process",
            m["megabytes"],
            m["tutorial_megabytes"],
            f"{m['megabytes'] / m['tutorial_megabytes']:.2f}",
        ),
    ]
    return f"### Ingest of {m['papers']} papers, {m['runs']} runs\n\n{_table(('', 'ours', 'tutorial', 'ratio'), rows)}"


def _stages(m: dict[str, Any]) -> str:
    table = _table(("stage", "seconds"), list(m["stages"].items()))
    rate = f"{m['pages'] / m['seconds']:.1f} pages a second ({m['pages']} in {m['seconds']} s, start-up left out)."
    return f"By stage, in one process: {rate} Reading overlaps with the others.\n\n{table}"


def _embedding(m: dict[str, Any]) -> str:
    rate = m["tokens_a_second"]
    return (
        f"Embedding alone: {rate['embedder']:,.0f} tokens a second, {m['share']:.2f} of what the bare model does with "
        f"the same {m['tokens']:,} tokens "
        f"on two cores "
        f"({rate['bare']:,.0f}): nothing is padded, and each core has a text of its own."
    )


def _again(m: dict[str, Any]) -> str:
    return (
        f"A second ingest of the same papers: {m['unchanged_work']} s of work, {m['unchanged']} s with start-up. Of "
        f"{m['files']:,} files one changed: "
        f"{m['one_work']} s "
        f"of work ({m['none_work']} s when none has), {m['one']} s with start-up; all of them the first time {m['all']} s."
    )


def _ask(m: dict[str, Any]) -> str:
    rows = [
        ("seconds", m["wall"], m["tutorial_wall"], f"{m['wall'] / m['tutorial_wall']:.2f}"),
        ("seconds of processors", m["cpu"], m["tutorial_cpu"], f"{m['cpu'] / m['tutorial_cpu']:.2f}"),
    ]
    inside = f"Of ours {m['answering']} s are the answering, its models opened, the rest is Python's start and imports."
    return f"### A question from a cold start, {m['runs']} runs\n\n{_table(('', 'ours', 'tutorial', 'ratio'), rows)}\n\n{inside}"


def _warm(m: dict[str, Any]) -> str:
    rows = [
        ("our search for passages, by words, vectors and sentences", m["search"]),
        ("the tutorial's search, by vectors alone", m["tutorial_search"]),
        ("a whole answer, median", m["median"]),
        ("a whole answer, 95th percentile", m["p95"]),
        *((f"of an answer: {stage}", milliseconds) for stage, milliseconds in m["stages"].items()),
        ("the same question again", m["again"]),
    ]
    return f"### Warm questions ({m['questions']})\n\n{_table(('', 'milliseconds'), rows)}"


def _chat(m: dict[str, Any]) -> str:
    return f"The chat server's peak memory after ten questions in a browser: {m['megabytes']} MB."


def _growth(m: dict[str, Any]) -> str:
    head = (
        "passages",
        "put in, a second",
        "open, s",
        "first search, s",
        "search, median ms",
        "95th percentile",
        "memory, MB",
        "disk, GB",
    )
    keys = ("passages", "put_a_second", "open", "first", "median", "p95", "megabytes", "gigabytes")
    rows = [[f"{row[key]:,}" for key in keys] for row in m["rows"]]
    grows = ["grows by the power", *(f"{m['exponents'][key]:.2f}" for key in ("put", *keys[2:]))]
    return (
        "### Growth\n\nReal papers, then copies of them in which 15 in 100 of the words are exchanged for others as "
        "long; a copy's vectors are the original's "
        "moved at random "
        "to a cosine of about 0.9, not computed from its words, and its sentences keep the packed vectors of the "
        "original's. A search is the whole of "
        "finding passages, for a question "
        "that was not asked before; putting in leaves reading and embedding out. Memory counts what a program has read of files that the "
        "system holds for it. A library larger than the machine's memory is searched as fast as its disk gives what a question needs.\n\n"
        f"{_table(head, [*rows, grows])}\n\n![Time and memory by the number of passages](pictures/growth.svg)"
    )


def picture(rows: Sequence[dict[str, Any]]) -> str:
    """Lines of what grows, against the number of passages, both scales logarithmic, as SVG."""
    series = {
        key: [(row["passages"], 1e3 / row["put_a_second"] if key == "put" else row[key]) for row in rows] for key in _PLOTTED
    }
    every = [v for line in series.values() for _, v in line]
    low, high = math.floor(math.log10(min(every))), math.ceil(math.log10(max(every)))
    sizes = [row["passages"] for row in rows]
    first, last = math.log10(min(sizes)), math.log10(max(sizes))

    def x(size: float) -> float:
        return _EDGE + (_WIDE - 2 * _EDGE) * (math.log10(size) - first) / ((last - first) or 1)

    def y(value: float) -> float:
        return _HIGH - _EDGE - (_HIGH - 2 * _EDGE) * (math.log10(value) - low) / ((high - low) or 1)

    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" font-family="sans-serif" font-size="12" role="img">',
        "<title>Time and memory by the number of passages held, on logarithmic scales</title>",
        f'<rect width="{_WIDE}" height="{_HIGH}" fill="#ffffff"/>',
    ]
    for power in range(low, high + 1):
        at = y(10.0**power)
        drawn.append(f'<path d="M{_EDGE} {at:.1f}H{_WIDE - _EDGE}" stroke="#b1b4b6"/>')
        drawn.append(f'<text x="{_EDGE - 6}" y="{at + 4:.1f}" text-anchor="end" fill="#0b0c0c">{10.0**power:,g}</text>')
    for size in sizes:
        drawn.append(f'<text x="{x(size):.1f}" y="{_HIGH - _EDGE + 18}" text-anchor="middle" fill="#0b0c0c">{size:,}</text>')
    drawn.append(f'<text x="{_WIDE / 2}" y="{_HIGH - 14}" text-anchor="middle" fill="#0b0c0c">passages</text>')
    for n, (key, (label, colour)) in enumerate(_PLOTTED.items()):
        points = [(x(size), y(value)) for size, value in series[key]]
        drawn.append(
            f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in points)}"/>'
        )
        drawn += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>' for a, b in points]
        drawn.append(f'<text x="{_EDGE + n * 180}" y="24" fill="{colour}">{label}</text>')
    return "\n".join([*drawn, "</svg>\n"])
