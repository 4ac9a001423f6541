"""Lists what the reading of commitments gets wrong on labelled papers: `python -m tests.ledger FOLDER [SET]... [--verbose]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.ledger.labels import FOLDER, load
from tests.ledger.read import score_paper
from tests.ledger.score import Score, by_source


def main() -> int:
    """Score the label sets named (all when none is) over the papers in a folder, which has them in `corpus` and `papers`."""
    parser = argparse.ArgumentParser(prog="python -m tests.ledger", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the papers lie, in folders `corpus` and `papers`")
    parser.add_argument("sets", nargs="*", help=f"of {', '.join(sorted(f.stem for f in FOLDER.glob('*.jsonl')))}")
    parser.add_argument("--verbose", action="store_true", help="list every mistake")
    given = parser.parse_args()
    whole = Score()
    for source, labels in by_source(load(tuple(given.sets))).items():
        score, seconds = score_paper(given.folder, source, labels)
        _print(source, score)
        print(f"    read in {seconds.reading:.1f} s, its entries in {seconds.entries:.2f} s")
        if given.verbose:
            _list(score)
        whole.add(score)
    _print("all", whole)
    return 0


def _print(name: str, score: Score) -> None:
    print(
        f"{name}: {len(score.right) + len(score.missed)} labelled, precision {score.precision:.3f}, recall {score.recall:.3f},"
        f" owners {score.owners:.3f} of {score.owners_asked}, due {score.due:.3f} of {score.due_asked},"
        f" kinds wrong {len(score.kinds_wrong)}"
    )


def _list(score: Score) -> None:
    for label in score.missed:
        print(f"    missed {label.name}")
    for zone, entry, near in score.false:
        print(
            f"    false p{entry.page} [{zone}] {entry.form} {entry.kind}: {entry.what[:150]}{f' (near: {near.why})' if near else ''}"
        )
    for label, entry in score.owners_wrong:
        print(f"    owners {label.name}: {[o.name for o in entry.owners]}, printed {list(label.owners)}")
    for label, entry in score.due_wrong:
        print(f"    due {label.name}: {entry.due_date}, {[m.date for m in entry.milestones]}, printed {label.due_date}")
    for label, entry in score.kinds_wrong:
        print(f"    kind {label.name}: {entry.kind}, labelled {label.kind}")


if __name__ == "__main__":
    raise SystemExit(main())
