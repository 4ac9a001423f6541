"""The plumbing: what is pinned is what is installed, and every target of the Makefile stands on it."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCK = [line for line in (ROOT / "requirements.lock").read_text().splitlines() if line and not line.startswith("#")]


def pinned() -> list[Requirement]:
    return [Requirement(line) for line in LOCK]


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_the_lock_names_exact_versions_and_no_place() -> None:
    assert [line for line in LOCK if line.startswith("-") or "://" in line] == []
    assert [str(each) for each in pinned() if not re.fullmatch(r"==[^,*]+", str(each.specifier))] == []


def test_the_lock_holds_what_the_project_asks_for() -> None:
    asked = [*PROJECT["dependencies"], *(line for extra in PROJECT["optional-dependencies"].values() for line in extra)]
    names = {canonicalize_name(Requirement(line).name) for line in asked} - {PROJECT["name"]}
    assert names <= {canonicalize_name(requirement.name) for requirement in pinned()}


def test_the_lock_is_what_runs() -> None:
    """Every package that the lock pins for this machine is installed at that version."""
    strays = {}
    for requirement in pinned():
        if requirement.marker is None or requirement.marker.evaluate():
            try:
                installed = importlib.metadata.version(requirement.name)
            except importlib.metadata.PackageNotFoundError:
                installed = "missing"
            if installed == "missing" or not requirement.specifier.contains(installed, prereleases=True):
                strays[str(requirement)] = installed
    assert strays == {}


def test_the_lock_is_whole() -> None:
    """Nothing that an installed package needs on this machine is left out of the lock, so installing it alone is enough."""
    locked = {canonicalize_name(requirement.name) for requirement in pinned()}
    missing = {
        (requirement.name, line)
        for requirement in pinned()
        if requirement.marker is None or requirement.marker.evaluate()
        for line in importlib.metadata.requires(requirement.name) or []
        if (need := Requirement(line)).marker is None or need.marker.evaluate({"extra": ""})
        if canonicalize_name(need.name) not in locked
    }
    assert {pair for pair in missing if pair[0] != "torch"} == set()  # torch: see [tool.uv] in pyproject.toml


@pytest.mark.skipif(shutil.which("make") is None, reason="no make on this machine")
@pytest.mark.parametrize(
    "target", ["setup", "run", "test", "check", "quick-check", "release-check", "lock", "samples", "kills", "faults", "clean"]
)
def test_every_target_of_the_makefile_resolves(target: str) -> None:
    done = run("make", "--dry-run", target, PATH=os.environ["PATH"])
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_set_up_does_nothing_where_all_is_installed() -> None:
    if not (ROOT / ".venv" / "scrutiny-stamp").exists():
        pytest.skip("these tests do not run in the environment that `make setup` made")
    done = run("sh", "scripts/setup.sh", PATH=os.environ["PATH"], PIP_NO_INDEX="1")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.skipif(os.name != "posix", reason="a shell script")
def test_missing_programs_are_named_in_one_line_and_stop_nothing(tmp_path: Path) -> None:
    shell = shutil.which("sh")
    identity = shutil.which("id")
    assert shell
    assert identity
    (tmp_path / "id").symlink_to(identity)
    done = run(shell, "scripts/system_packages.sh", PATH=str(tmp_path))
    assert done.returncode == 0
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "chromium" in done.stderr
    assert "tesseract-ocr" in done.stderr


def test_the_licence_and_the_version_are_the_projects_own() -> None:
    assert (ROOT / "LICENSE").read_text().startswith("MIT License\n\nCopyright (c) 2026 Scrutiny Desk contributors")
    assert importlib.metadata.version("scrutiny-desk") == PROJECT["version"]


@pytest.mark.parametrize("script", [".ci/run", "scripts/setup.sh", "scripts/lock.sh", "scripts/system_packages.sh"])
def test_scripts_are_executable_and_parse(script: str) -> None:
    path = ROOT / script
    assert os.access(path, os.X_OK)
    shell = "bash" if path.read_text().startswith("#!/usr/bin/env bash") else "sh"
    assert run(shell, "-n", script, PATH=os.environ["PATH"]).stderr == ""
