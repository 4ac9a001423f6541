"""File names and other words from files as they are shown: on one line, with nothing in them that a screen would obey."""

from __future__ import annotations

import re

# Control characters, line and paragraph separators, marks that turn the direction of what follows, halves of characters.
_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(words: str) -> str:
    """The words with a sign in the place of each character that a screen would obey, or could not show."""
    return _OBEYED.sub("\ufffd", words)


def is_text(name: str) -> bool:
    """Whether all bytes of a file's name are text; Linux takes names that are not."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
