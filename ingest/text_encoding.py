"""The text of a plain file, whatever encoding it was saved in."""

from __future__ import annotations

import re
from pathlib import Path

from vectorstore.errors import ReadError

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SIGNATURES = {
    b"PK\x03\x04": "a zip archive or an Office document", b"%PDF": "a PDF", b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture", b"{\\rtf": "a rich text document (.rtf)",
}  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_ENGLISH = frozenset("£€‘’“”–—…•·°©®™§½¼¾«»×÷ \xadàáâäåæçèéêëìíîïñòóôöøœùúûüýÀÁÂÄÅÆÇÈÉÊËÍÎÏÑÓÔÖØÚÜ")
_SAMPLE = 65536  # bytes that an unknown encoding is guessed from


def check_is_text(path: Path) -> bytes:
    """The file's bytes. Raises ReadError when it is empty or plainly something else than text."""
    raw = path.read_bytes()
    if not raw.strip():
        raise ReadError(f"{path.name} is empty: get the file again from its source.")
    for signature, what in _SIGNATURES.items():
        if raw.startswith(signature):
            raise ReadError(f"{path.name} is not a text file but {what}: give it the right ending.")
    return raw


def read_text(path: Path) -> str:
    """The file's text without a byte order mark. Raises ReadError when the file is empty or holds no text."""
    raw = check_is_text(path)
    text = _decoded(raw)
    if text is None or len(_CONTROL.findall(text[:_SAMPLE])) > 0.01 * len(text[:_SAMPLE]):
        raise ReadError(f"{path.name} is not a text file that can be read: save it again as text in UTF-8.")
    return _CONTROL.sub("", text)


def _decoded(raw: bytes) -> str | None:
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return _try(raw, name)
    if b"\x00" in raw[:_SAMPLE]:
        # Every other byte nought is UTF-16 without its mark; anything else is no text.
        odd, even = raw[1:_SAMPLE:2].count(0), raw[0:_SAMPLE:2].count(0)
        half = len(raw[:_SAMPLE]) / 2
        return _try(raw, "utf-16-le") if odd > 0.4 * half else _try(raw, "utf-16-be") if even > 0.4 * half else None
    text = _try(raw, "utf-8")
    if text is not None:
        return text
    return _guessed(raw)


def _guessed(raw: bytes) -> str | None:
    from charset_normalizer import from_bytes

    # Outside UTF-8, Windows' western code page is what council systems write. A guess on a short file is worth less than that.
    western = _try(raw, "cp1252")
    if western is not None and _is_western(western[:_SAMPLE]):
        return western
    best = from_bytes(raw[:_SAMPLE]).best()
    return (_try(raw, best.encoding) if best is not None else None) or western


def _is_western(text: str) -> bool:
    """Nearly all signs outside ASCII are letters and typographic signs that English papers have."""
    other = [sign for sign in text if ord(sign) > 127]
    return sum(sign in _ENGLISH for sign in other) >= 0.9 * len(other)


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
