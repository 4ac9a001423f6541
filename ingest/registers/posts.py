"""Posts that run together in one line parted where a new one begins: "Head of Parks Assistant Director Highways Waste Team"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

_LOWER = frozenset(("of", "for", "and", "the", "to", "with", "in", "&", "on", "-", "\u2013", "or", "at"))
_AFTER = frozenset(("of", "for", "to", "at"))
_BEFORE = frozenset((
    "strategic", "assistant", "deputy", "group", "corporate", "interim", "executive", "service", "associate", "managing", "divisional",
    "acting", "senior", "principal", "advisory", "joint", "regional",
))  # fmt: skip
_FIRST = frozenset(("director", "directors", "head", "heads", "chief", "ad"))
"""Heads that stand before what they are the head of, with "of" or without."""
_LED = _FIRST | {"leader", "lead", "headteacher", "manager", "advisor", "adviser", "officer"}
_UNITS = frozenset(("team", "teams", "board", "boards", "service", "services", "partnership", "panel", "forum"))
_CLOSING = _UNITS | {
    "lead", "leads", "leader", "leaders", "advisor", "advisors", "adviser", "advisers", "manager", "managers", "officer",
    "officers", "psychologist", "psychologists", "coordinator", "coordinators", "clinician", "clinicians",
    "practitioners", "consultant", "headteachers", "partners",
}  # fmt: skip
"""Heads that end the name of a post or a team."""
_STRIPPED = " ,;&/-\u2013"
_MOST = 300  # words; what has more is no list of posts, and each word would be held against all that follow


def parted_posts(line: str, is_person: Callable[[str], bool], known: Iterable[str] = ()) -> list[str]:
    """The posts of a line, in order. `known` are owners that stand alone elsewhere in the paper, and the
    place that teams are named after. A line of one post, or of more words than posts have, stays as it is."""
    words = line.split()
    if not 3 <= len(words) <= _MOST or not any(_bare(w) in _LED | _CLOSING for w in words):
        return [line]
    names = frozenset(" ".join(name.lower().split()) for name in known)
    starts = [0]
    for n in range(1, len(words)):
        begun = words[starts[-1] : n]
        if _bare(words[n - 1]) in _LOWER - {"and", "&"} or is_person(" ".join(begun).strip(_STRIPPED)):
            continue
        named = words[n - 1].endswith(",") and _headed(begun) and is_person(" ".join(words[n : n + 2]).strip(_STRIPPED))
        opens = _begins(words, n, len(begun)) or _closes(words, n, begun) or _turns(words, n, begun)
        if named or opens or _is_known(words, n, begun, names):
            starts.append(n)
    pieces = [words[a:b] for a, b in zip(starts, [*starts[1:], len(words)], strict=True)]
    return [part for piece in pieces for part in _tail_off(piece, names) if part]


def _bare(word: str) -> str:
    return word.lower().strip(".,;:/")


def _headed(words: Sequence[str]) -> bool:
    return any(_bare(w) in _LED | _CLOSING for w in words)


def _begins(words: Sequence[str], n: int, begun: int) -> bool:
    """Whether a post that leads with its head begins here: "Assistant Director", "Head of", "System Leader for" behind another's end."""
    word, after = _bare(words[n]), [_bare(w) for w in words[n + 1 : n + 3]]
    before = _bare(words[n - 1])
    fresh = words[n - 1][-1:] in ",;/"
    if not after or not words[n][0].isupper():
        return False
    if begun < 2 and not fresh and before not in _CLOSING:
        return False
    if (before in _BEFORE and not fresh) or (before in _FIRST and word in _FIRST):
        return False
    if word in _FIRST or (word in _BEFORE and after[0] in _FIRST | _BEFORE):
        return True
    leads = after[0] in _LED and after[1:2] and after[1] in _AFTER
    return bool(leads) and (before in _CLOSING or fresh or word in _BEFORE)


def _closes(words: Sequence[str], n: int, begun: Sequence[str]) -> bool:
    """Whether the word before ends a post and another, which has a head of its own, begins here."""
    before, word = _bare(words[n - 1]), _bare(words[n])
    if before not in _CLOSING or len(begun) < 2 or not words[n][0].isupper() or word in _LOWER:
        return False
    if word in _CLOSING | _FIRST and word not in _BEFORE:
        return False
    heads = [_bare(w) for w in words[n:] if _bare(w) in _LED | _CLOSING]
    return bool(heads) and (before in _UNITS or before.endswith("s") or heads[0] not in _UNITS)


def _turns(words: Sequence[str], n: int, begun: Sequence[str]) -> bool:
    """Whether what a post is the head of is over: a capital after small letters, or its first word once more, and a head to come."""
    first = next((k for k, w in enumerate(begun) if _bare(w) in _LED), None)
    if first is None or first + 2 >= len(begun) or _bare(begun[first + 1]) not in _AFTER or not words[n][0].isupper():
        return False
    if _bare(words[n - 1]) in _LOWER or not _headed(words[n + 1 :]):
        return False
    topic = begun[first + 2 :]
    small = words[n - 1][0].islower()
    return small or (len(topic) > 1 and _bare(words[n]) == _bare(topic[0]))


def _is_known(words: Sequence[str], n: int, begun: Sequence[str], names: frozenset[str]) -> bool:
    """Whether a post with a head begins here: behind an owner who stands alone elsewhere, or with a known name."""
    if not words[n][0].isupper() or not _headed(words[n + 1 :]) or _bare(words[n]) in _CLOSING | _LOWER:
        return False
    said = " ".join(begun).strip(_STRIPPED).lower()
    return (said in names and len(begun) > 1) or (
        _bare(words[n]) in names and len(begun) > 2 and _headed(begun) and _bare(words[n - 1]) not in _BEFORE
    )


def _tail_off(words: Sequence[str], names: frozenset[str]) -> list[str]:
    """A piece whose end is an owner who stands alone elsewhere, parted there: a post behind another, any words before a stroke."""
    text = " ".join(words)
    for n in range(3, len(words) - 1):
        tail = words[n:]
        apart = text.endswith("/") or (len(tail) > 2 and _headed(tail) and _headed(words[:n]))
        if apart and " ".join(tail).strip(_STRIPPED).lower() in names and _bare(words[n - 1]) not in _LOWER | _BEFORE:
            return [" ".join(words[:n]).strip(_STRIPPED), " ".join(tail).strip(_STRIPPED)]
    whole = text.strip(_STRIPPED)
    return [whole[: -len(" and")] if whole.endswith(" and") else whole]
