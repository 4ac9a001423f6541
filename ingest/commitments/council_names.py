"""What a paper calls its council by one word: "Thornmere" in "Thornmere will open a second hub"."""

from __future__ import annotations

import re
from collections import Counter

from ingest.reading import Reading

_NAMED = re.compile(
    r"\b(?:London Borough of|City of|Royal Borough of)\s+([A-Z][a-z]+)\b"
    r"|\b([A-Z][a-z]+(?:-[A-Za-z]+)*)\s+(?:(?:Metropolitan|Borough|City|County|District|Town|Parish)\s+)*(?:Council|Education)\b"
)
_LOOKED_AT = 12  # pages
_OTHERS = frozenset(
    ("the", "The", "Borough", "County", "City", "District", "Town", "Parish", "Full", "Our", "Member", "Royal", "Cabinet")
)
_FEWEST = 2


def council_names(reading: Reading) -> frozenset[str]:
    """The names, in lower case, that stand at least twice before "Council" on the first pages."""
    found = Counter(
        (m.group(1) or m.group(2)).lower()
        for page in reading.pages[:_LOOKED_AT]
        for m in _NAMED.finditer(page.text)
        if (m.group(1) or m.group(2)) not in _OTHERS
    )
    return frozenset(name for name, times in found.items() if times >= _FEWEST)
