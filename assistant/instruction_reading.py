"""A text as a program that reads it takes it: without what is not seen, letters that only look like others put back, wrapped words unwrapped."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator

_FLAG = re.compile(
    "\U0001f3f4[\U000e0061-\U000e007a\U000e0030-\U000e0039]+\U000e007f"
)  # Wales, Scotland and England have flags that are spelt in tags
_TAGS = re.compile("[\U000e0000-\U000e007f]")
_OVERRIDES = re.compile("[\u202d\u202e]")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
_ENCODED = re.compile(r"[\w+/-]{24,}={0,2}")
_READABLE = 0.95  # of the characters of what was encoded, when it is text
# Letters of other alphabets that are drawn like Latin ones (Unicode's confusables, the lower-case part that spells words).
_LOOKALIKES = str.maketrans(
    "аеорсухіѕјһԁԛԝкмтвпг\u03bf\u03b1\u03b5\u03b9\u03bd\u03c1\u03c4\u03c5\u03ba\u03c7ɡɩոսօ\u0261ıℓ",
    "aeopcyxisjhdqwkmtbnroaeivptukxginuogil",
)
_SPELT = re.compile(r"[^\W\d_][013457@$]+[^\W\d_]")
_DIGITS = str.maketrans("013457@$", "oieastas")


def hidden(text: str) -> bool:
    """Whether a text holds what a reader cannot see and a program reads: characters of the tags block, or a change of the direction of writing that
    prints letters in another order."""
    return not text.isascii() and bool(_TAGS.search(_FLAG.sub("", text)) or _OVERRIDES.search(text))


def readings(text: str) -> Iterator[str]:
    """A text in lower case as it is written, and, where that differs, with lookalike letters put back; then whatever is encoded in it."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
    plain = " ".join(plain.split()).lower()
    yield plain
    if not plain.isascii():
        marks_off = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
        yield marks_off.translate(_LOOKALIKES)
    yield from map(str.lower, _decoded(text))


def squeezed(plain: str) -> Iterator[str]:
    """The letters of a reading with nothing between them, and, where figures stand in for letters, with those put back."""
    yield "".join(filter(str.isalpha, plain))
    if _SPELT.search(plain):
        yield "".join(filter(str.isalpha, plain.translate(_DIGITS)))


def _decoded(text: str) -> Iterator[str]:
    """What stands in a text as Base64."""
    for match in _ENCODED.finditer(text):
        run = match.group().rstrip("=").replace("-", "+").replace("_", "/")
        try:
            said = base64.b64decode(run + "=" * (-len(run) % 4), validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            continue
        if sum(c.isprintable() for c in said) >= _READABLE * len(said):
            yield " ".join(said.split())
