"""What people say of papers, on the command line or in sidecar files, and what of it holds for one that several files give."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from ingest.describe import merged, parse_description, sidecar
from vectorstore.catalogue import Source
from vectorstore.models import Classification, Description

_EXEMPT = Description(classification=Classification.EXEMPT)


class Given:
    """What is given of files. `overrides` is what the command line says now, `held` maps the paths held to their sources, `said` paths to
    what it said of them before, as JSON, be they held or lost with a damaged catalogue.

    What the command line said of a file holds until it says otherwise: a paper that was once said to be exempt does not become
    open because a later run does not say it again.
    """

    def __init__(self, overrides: Description, held: Mapping[str, Source], said: Mapping[str, str]) -> None:
        self._overrides, self._held = overrides, held
        self._said = said

    def said(self, key: str) -> Description:
        """What the command line says of a path, now or the last time that it said something."""
        before = self._said.get(key)
        earlier = parse_description(json.loads(before)) if before else Description()
        return merged(self._overrides, earlier)

    def of_file(self, path: Path) -> Description:
        """What the command line and the sidecar say of a file. Raises ReadError when the sidecar cannot be used."""
        return merged(self.said(path.as_posix()), sidecar(path))

    def of_document(self, path: Path, document: str) -> Description:
        """What is given of a document by a file and the others of the same bytes; it is exempt when one of them says so."""
        others = {Path(key) for key, source in self._held.items() if source.document_id == document}
        given = [self.of_file(each) for each in sorted(others | {path})]
        exempt = any(each.classification is Classification.EXEMPT for each in given)
        return merged(self._overrides, *([_EXEMPT] if exempt else []), *given)


def as_json(said: Description) -> str:
    """What was said as JSON, empty when nothing was; `Given.said` reads it again."""
    values = {key: value for key, value in asdict(said).items() if value is not None}
    return json.dumps(values, default=str) if values else ""


def digest(given: Description, version: str) -> str:
    """A digest of what is given and of the version of the reading: what was described by another is described again."""
    return hashlib.sha256(json.dumps([version, asdict(given)], default=str, sort_keys=True).encode()).hexdigest()[:16]
