"""People in registers: which printed names are spellings of one person."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz.distance import Levenshtein

_TITLES = re.compile(r"^(?:cllr|councillor|dr|mr|mrs|ms|miss|sir|prof|professor|rev)\.?\s+", re.I)


def bare_name(name: str) -> str:
    """A name or post for comparing: lower case, without title, bracketed post and punctuation."""
    name = re.sub(r"\([^)]*\)", " ", name).strip()
    if turned := re.fullmatch(r"([A-Z][\w'\u2019-]+),\s*([A-Z][\w'\u2019-]*\.?)", name):  # "Khan, Omar"
        name = f"{turned.group(2)} {turned.group(1)}"
    name = name.split(",")[0]
    return " ".join(re.findall(r"[\w'\u2019-]+", _TITLES.sub("", name.strip()).lower()))


def same_person(a: str, b: str) -> bool:
    """Whether two printed names can be one person's: the same, an initial for a first name, or spelt a letter or two apart.

    First and last name may not both differ, and short names may differ by one letter only.
    """
    one, other = bare_name(a).split(), bare_name(b).split()
    if one == other:
        return bool(one)
    if len(one) < 2 or len(other) < 2:
        return False
    first, last = (one[0], other[0]), (one[-1], other[-1])
    if last[0] == last[1]:
        return _initial(*first) or _alike(*first)
    return first[0] == first[1] and len(first[0]) > 1 and min(len(x) for x in last) > 3 and _alike(*last, most=1)


def joined(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Names put together by person, each group with its commonest spelling first; single names stay groups of one."""
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    groups: list[list[str]] = []
    for name in counts:
        home = [g for g in groups if any(same_person(name, other) for other in g)]
        if len(home) == 1:  # an initial that fits two people belongs to neither
            home[0].append(name)
        else:
            groups.append([name])
    return [tuple(sorted(g, key=lambda n: (-counts[n], n))) for g in groups]


def _initial(a: str, b: str) -> bool:
    short, long = sorted((a.rstrip("."), b.rstrip(".")), key=len)
    return len(short) == 1 and long.startswith(short)


def _alike(a: str, b: str, most: int = 2) -> bool:
    """Spellings of one name: they begin alike and differ by a letter, or two in a longer one."""
    if min(len(a), len(b)) < 4 or a[0] != b[0]:
        return False
    allowed = min(most, 1 if max(len(a), len(b)) < 6 else 2)
    return Levenshtein.distance(a, b, score_cutoff=allowed) <= allowed
