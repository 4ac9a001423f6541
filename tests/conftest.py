"""What tests share: where papers lie, a browser if there is one, and a library made of the samples."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from assistant.desk import Desk

ROOT = Path(__file__).resolve().parent.parent
# What tests expect of the samples holds with the scanned letter unread, wherever they run; those of text recognition (test_recognition.py)
# turn it on for themselves.
os.environ["SCRUTINY_OCR"] = "off"


@pytest.fixture(scope="session")
def papers() -> Path:
    """A folder of real council papers, named by SCRUTINY_PAPERS."""
    named = os.environ.get("SCRUTINY_PAPERS")
    if not named:
        pytest.skip("SCRUTINY_PAPERS is not set: no real papers to read")
    folder = Path(named)
    if not folder.is_dir():
        pytest.fail(f"SCRUTINY_PAPERS names {folder}, which is not a folder")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser installed on this machine; Playwright's own download is never used."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    pytest.skip("no Chromium on this machine: scripts/system_packages.sh says how to install it")


@pytest.fixture(scope="session")
def samples() -> Path:
    """The papers of the sample borough."""
    return ROOT / "samples" / "papers"


@pytest.fixture(scope="session")
def sample_library(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a library that holds the samples: made once, for tests that only read it."""
    from ingest.job import ingest
    from vectorstore.library import Library
    from vectorstore.settings import Settings

    data = tmp_path_factory.mktemp("library")
    library = Library(Settings.load(data))
    report = ingest([samples], library)
    library.close()
    assert report.added
    assert not report.failed
    return data


@pytest.fixture
def desk_over(tmp_path: Path) -> Iterator[Callable[[str, str], Desk]]:
    """Opens a desk over a library of one paper, given its file's name and its text."""
    from assistant.desk import Desk
    from ingest.job import ingest
    from vectorstore.library import Library
    from vectorstore.settings import Settings

    opened: list[Desk] = []

    def over(name: str, text: str) -> Desk:
        (tmp_path / name).write_text(text, encoding="utf-8")
        settings = Settings.load(tmp_path / "library")
        library = Library(settings)
        ingest([tmp_path / name], library)
        library.close()
        opened.append(Desk.open(settings))
        return opened[-1]

    yield over
    for desk in opened:
        desk.library.close()
