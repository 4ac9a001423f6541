"""The audit of dependencies, over small exports in OSV's published format."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from scripts.audit import LOCKS, NO_FILE, advisories, findings, pins
from tests.conftest import ROOT


def advisory(
    name: str, *events: dict[str, str], versions: tuple[str, ...] = (), ecosystem: str = "PyPI", **more: Any
) -> dict[str, Any]:
    affected = {
        "package": {"name": name, "ecosystem": ecosystem},
        "ranges": [{"type": "ECOSYSTEM", "events": list(events)}] if events else [],
        "versions": list(versions),
    }
    return {"id": "PYSEC-0000-1", "summary": "A fault.", "affected": [affected], **more}


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ("0.9", False), ("1.0", True), ("1.4.9", True), ("1.5rc1", True), ("1.5", False),
        ("1.5.post1", False), ("2.0", True), ("2.1", True), ("2.2", False),
    ],
)  # fmt: skip
def test_versions_are_in_a_range_as_pep_440_orders_them(version: str, affected: bool) -> None:
    held = advisory("some-package", {"introduced": "1.0"}, {"fixed": "1.5"}, {"introduced": "2.0"}, {"last_affected": "2.1"})
    assert bool(findings([("some-package", version)], [held])) is affected


def test_names_are_normal_and_other_ecosystems_are_others() -> None:
    events = ({"introduced": "0"}, {"fixed": "3.1"})
    (found,) = findings([("some-package", "3.0")], [advisory("Some.Package", *events)])
    assert (found.package, found.version, found.fixed) == ("some-package", "3.0", "3.1")
    assert findings([("some-package", "3.0")], [advisory("some-package", *events, ecosystem="npm")]) == []
    assert findings([("some-package", "3.0")], [advisory("some-package", versions=("3.0.0",))])
    assert findings([("some-package", "3.0")], [advisory("some-package", versions=("not a version",))]) == []


def test_every_pin_of_the_lock_is_read() -> None:
    pinned = pins(LOCKS)
    lines = [
        line
        for line in (ROOT / "requirements.lock").read_text().splitlines()
        if "==" in line and not line.lstrip().startswith("#")
    ]
    assert len(pinned) >= len(lines)
    assert "streamlit" in dict(pinned)


def test_the_command_names_what_it_found_and_says_when_it_cannot(tmp_path: Path) -> None:
    export = tmp_path / "all.zip"
    with zipfile.ZipFile(export, "w") as made:
        made.writestr("PYSEC-0000-1.json", json.dumps(advisory("streamlit", {"introduced": "0"})))
        made.writestr(
            "PYSEC-0000-2.json", json.dumps(advisory("chromadb", {"introduced": "0"}, withdrawn="2026-01-01T00:00:00Z"))
        )
    run = lambda *given: subprocess.run([sys.executable, "-m", "scripts.audit", *given], cwd=ROOT, capture_output=True, text=True)  # noqa: E731
    found = run(str(export))
    assert found.returncode == 1
    assert "streamlit" in found.stdout
    assert "chromadb" not in found.stdout
    assert run().stderr.strip() == NO_FILE
    export.write_bytes(b"no zip")
    assert run(str(export)).returncode == 1
    with pytest.raises(ValueError, match=r"all\.zip"):
        list(advisories(export))
