"""Build the sample papers: `python samples/build.py [OUT]` writes them to OUT, or to samples/papers beside this file.

The same sources give the same bytes, so that a rebuild changes nothing that was not meant to change.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
if __name__ == "__main__":
    # Run as a script, Python looks beside this file and not in the folder above it, where the package stands.
    sys.path.insert(0, str(HERE.parent))

from samples import layout_prose, layout_register, layout_scan, layout_sheet, layout_word  # noqa: E402
from samples.content import (  # noqa: E402
    annual_report,
    exempt_award,
    minutes_january,
    minutes_march,
    performance,
    register_q3,
    register_q4,
    sidecars,
    strategy,
)

REGISTERS = {
    "strategic-risk-register-q3-2025-26.pdf": register_q3.REGISTER,
    "strategic-risk-register-q4-2025-26.pdf": register_q4.REGISTER,
}
PROSE = {
    "children-education-annual-report-2024-25.pdf": annual_report.PAPER,
    "cyp-scrutiny-minutes-2026-01-19.pdf": minutes_january.PAPER,
    "cyp-scrutiny-minutes-2026-03-16.pdf": minutes_march.PAPER,
    "education-strategy-2025-28.pdf": strategy.PAPER,
    "exempt-transport-award-2026-03-10.pdf": exempt_award.PAPER,
}
CABINET = "cabinet-send-places-2026-03-10.docx"
BUDGET = "budget-monitor-q3-2025-26.xlsx"
PERFORMANCE = "performance-indicators-2025-26.csv"
LETTER = "letter-parent-carer-forum-2026-02-02.pdf"
COPIED = (
    "lintock-consultation-summary.html",
    "quarry-hill-street-responses-2026-02.html",
    "councillor-briefing-send-transport.md",
)


def build(out: Path) -> list[Path]:
    """Write every paper to the folder `out`, made if need be; return the files in order of name."""
    out.mkdir(parents=True, exist_ok=True)
    for name, register in REGISTERS.items():
        layout_register.build(register, out / name)
    for name, paper in PROSE.items():
        layout_prose.build(paper, out / name)
    layout_word.build(out / CABINET)
    layout_sheet.build(out / BUDGET)
    layout_scan.build(out / LETTER)
    (out / f"{LETTER}.meta.toml").write_bytes(sidecars.LETTER.encode())
    with (out / PERFORMANCE).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\r\n").writerows([performance.HEADER, *performance.ROWS])
    for name in COPIED:
        (out / name).write_bytes((HERE / "content" / name).read_bytes())
    return sorted(out.iterdir())


def main(arguments: list[str]) -> int:
    """Build into the folder named on the command line, if any, and say what was written."""
    if len(arguments) > 1:
        print("usage: python samples/build.py [OUT]", file=sys.stderr)
        return 2
    for path in build(Path(arguments[0]) if arguments else HERE / "papers"):
        print(f"{path.stat().st_size:>9,}  {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
