"""Holds the pinned dependencies against known vulnerabilities, from a file: `make audit ARGS=osv-pypi.zip`.

The file is what OSV exports for PyPI: a zip of JSON files, one an advisory (https://google.github.io/osv.dev/data/). It is fetched where
that is allowed; nothing is asked of the network here. Exit status: 0 nothing known, 1 advisories or no file, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).resolve().parent.parent
LOCKS = (ROOT / "requirements.lock", ROOT / "requirements-model.lock")
NO_FILE = "No audit was made: it needs OSV's export for PyPI (a zip of JSON files), which is not fetched from here; give it with ARGS=FILE."
_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.M)


@dataclass(frozen=True, slots=True)
class Finding:
    """A pinned package that an advisory names."""

    package: str
    version: str
    advisory: str
    summary: str
    fixed: str | None


def pins(files: Iterable[Path]) -> list[tuple[str, str]]:
    """(package by its normal name, pinned version), all of one pinned apart for several systems; a file that is not there is left out."""
    texts = [path.read_text(encoding="utf-8") for path in files if path.is_file()]
    return sorted({(canonicalize_name(name), version) for text in texts for name, version in _PIN.findall(text)})


def advisories(export: Path) -> Iterator[dict[str, Any]]:
    """The advisories of an export that were not withdrawn. Raises ValueError, naming the file, when it is none."""
    try:
        with zipfile.ZipFile(export) as held:
            for name in sorted(n for n in held.namelist() if n.endswith(".json")):
                read = json.loads(held.read(name))
                if not isinstance(read, dict) or "id" not in read:
                    raise ValueError(f"{export}: {name} is no advisory of OSV; fetch the export for PyPI again.")
                if not read.get("withdrawn"):
                    yield read
    except (OSError, zipfile.BadZipFile, json.JSONDecodeError) as error:
        raise ValueError(f"{export}: cannot be read as OSV's export ({error}); fetch the export for PyPI again.") from error


def findings(pinned: Iterable[tuple[str, str]], held: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """What the advisories say of the pinned versions, by package and advisory."""
    versions: dict[str, list[str]] = {}
    for package_name, version in pinned:
        versions.setdefault(package_name, []).append(version)
    found = []
    for advisory in held:
        for affected in advisory.get("affected", ()):
            package = affected.get("package", {})
            name = canonicalize_name(package.get("name", ""))
            if package.get("ecosystem") != "PyPI":
                continue
            summary = str(advisory.get("summary") or advisory.get("details") or "").split("\n")[0][:120]
            for version in versions.get(name, ()):
                if _is_affected(version, affected):
                    found.append(Finding(name, version, advisory["id"], summary, _fixed(version, affected)))
    return sorted(set(found), key=lambda f: (f.package, f.advisory))


def _is_affected(version: str, affected: Mapping[str, Any]) -> bool:
    """Whether a version is among those listed, or lies in a range: from one that brought the fault in to before the one that mended it."""
    own = Version(version)
    if any(_version(listed) == own for listed in affected.get("versions", ())):
        return True
    return any(
        _in_range(own, r.get("events", ())) for r in affected.get("ranges", ()) if r.get("type") in ("ECOSYSTEM", "SEMVER")
    )


def _in_range(own: Version, events: Iterable[Mapping[str, str]]) -> bool:
    dated = [(kind, value) for event in events for kind, value in event.items()]
    # in the order of versions; where two are the same, the fault is brought in before it is mended
    order = sorted(dated, key=lambda e: (_version(e[1]) or Version("0"), e[0] != "introduced"))
    inside = False
    for kind, value in order:
        at = Version("0.dev0") if value == "0" else _version(value)
        if at is None:
            continue
        if kind == "introduced" and own >= at:
            inside = True
        elif (kind in ("fixed", "limit") and own >= at) or (kind == "last_affected" and own > at):
            inside = False
    return inside


def _fixed(version: str, affected: Mapping[str, Any]) -> str | None:
    """The first version above the pinned one in which the fault is mended."""
    named = [e["fixed"] for r in affected.get("ranges", ()) for e in r.get("events", ()) if "fixed" in e]
    later = [(at, value) for value in named if (at := _version(value)) and at > Version(version)]
    return min(later)[1] if later else None


def _version(text: str) -> Version | None:
    """A version as PEP 440 reads it; None for what it cannot read, such as a commit."""
    try:
        return Version(text)
    except InvalidVersion:
        return None


def main() -> int:
    """Print what is known, a line a finding."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("export", type=Path, nargs="?", help="OSV's export for PyPI, a zip")
    export = given.parse_args().export
    if export is None:
        print(NO_FILE, file=sys.stderr)
        return 1
    pinned = pins(LOCKS)
    try:
        held = list(advisories(export))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    found = findings(pinned, held)
    for f in found:
        print(
            f"{f.package} {f.version}: {f.advisory} {f.summary} ({f'mended in {f.fixed}' if f.fixed else 'no version that mends it is named'})"
        )
    print(f"{len(pinned)} pins held against {len(held)} advisories: {len(found)} found.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
