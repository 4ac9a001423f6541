"""Another status, a sentence turned round, another thing spoken of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eval.planting.pool import NAME, Pool, things
from eval.planting.text import draw, first, holds, naming, replaced, turned, within

# What a thing's state is called, and what it is called when it is in another.
_STATES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("implemented", ("in progress", "abandoned")), ("completed", ("in progress", "not started")), ("in progress", ("completed", "closed")),
    ("ongoing", ("completed", "paused")), ("on track", ("delayed", "off track")), ("in place", ("not started", "proposed")),
    ("under way|underway", ("completed", "cancelled")), ("planned", ("cancelled",)), ("green", ("red",)),
    ("amber", ("green",)), ("red", ("green",)),
    ("approved", ("rejected", "deferred")), ("agreed", ("rejected",)), ("rejected", ("approved",)), ("refused", ("granted",)),
    ("opened", ("closed",)), ("opens", ("closes",)), ("closed", ("opened",)), ("increased", ("fell", "decreased")), ("rose", ("fell",)),
    ("fell", ("rose",)), ("fallen", ("risen",)), ("risen", ("fallen",)), ("reduced", ("increased",)), ("decreased", ("increased",)),
    ("increase", ("decrease", "reduction")), ("reduction", ("increase",)),
    ("improved", ("worsened", "deteriorated")), ("higher", ("lower",)),
    ("lower", ("higher",)), ("above", ("below",)), ("below", ("above",)), ("met", ("missed",)),
    ("exceeded", ("missed",)), ("started", ("ended",)),
    ("began", ("ended",)), ("launched", ("withdrawn", "scrapped")), ("overspend", ("underspend",)), ("underspend", ("overspend",)),
    ("surplus", ("deficit",)), ("deficit", ("surplus",)), ("statutory", ("discretionary", "voluntary")), ("mandatory", ("optional",)),
    ("permanent", ("temporary",)), ("temporary", ("permanent",)), ("internal", ("external",)), ("external", ("internal",)),
    ("effective", ("ineffective",)), ("sufficient", ("insufficient",)), ("available", ("unavailable",)), ("strengthened", ("weakened",)),
    ("supported", ("opposed",)), ("welcomed", ("criticised",)), ("recommended", ("rejected",)), ("accepted", ("rejected",)),
    ("delivered", ("cancelled", "postponed")), ("recruited", ("dismissed",)), ("expanded", ("cut back",)),
    ("high", ("low",)), ("low", ("high",)),
    ("major", ("minor",)), ("likely", ("unlikely",)), ("unlikely", ("almost certain",)),
    ("good", ("inadequate", "poor")), ("early", ("late",)),
    ("preventative", ("detective",)), ("detective", ("preventative",)), ("largest", ("smallest",)),
    ("most", ("fewest",)), ("successful", ("unsuccessful",)),
)  # fmt: skip
_STATE = [(re.compile(rf"\b(?:{pattern})\b(?![-\u2019'])", re.I), others) for pattern, others in _STATES]

_DENIED = re.compile(
    r"\b(?:(?P<aux>is|are|was|were|will|has|have|had|does|do|did|should|would|could|can|must) (?:not|never) (?!only|just|least|limited|yet\b)"
    r"|no longer |(?P<be>is|are|was|were|has|have) no (?!longer|more|less|doubt|later)|failed to (?P<verb>\w+))"
)
_AUXILIARY = re.compile(
    r"(?<!whether )(?<!if )\b(?P<aux>is|are|was|were|will|has|have|should|must|can|would)\b"
    r"(?! (?:not|no|never|only|also|likely|unlikely|now|already|currently|still)\b)(?= [a-z\u00a3\d])"
)
_PAST = {
    "agreed": "agree", "delivered": "deliver", "achieved": "achieve", "completed": "complete", "improved": "improve", "met": "meet",
    "increased": "increase", "approved": "approve", "introduced": "introduce", "launched": "launch", "established": "establish", "opened": "open",
    "made": "make", "received": "receive", "helped": "help", "worked": "work", "provided": "provide", "supported": "support", "reduced": "reduce",
}  # fmt: skip
_DID = re.compile(
    rf"(?<=[a-z)\d] )(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bbe )(?<!\bbeen )(?<!\bhas )(?<!\bhave )(?<!\bhad )(?<!\band )(?<!\bof )"
    rf"(?P<did>{'|'.join(_PAST)})\b(?= (?:a|an|the|to|in|our|its|by|that|\d|\u00a3))"
)
_FROM, _OVER = 0, 1

# Things that are alike in a council's papers, and not the same.
_LIKE: tuple[tuple[str, ...], ...] = (
    ("primary schools", "secondary schools", "special schools", "independent schools"), ("primary", "secondary"), ("infant", "junior"),
    ("SEND transport", "home care", "highway maintenance", "council housing"),
    ("foster carers", "adopters", "childminders", "school governors"),
    ("family hub", "sports centre", "household waste site"), ("family hubs", "sports centres", "household waste sites"),
    ("children in care", "adults in care homes", "rough sleepers"), ("care leavers", "young offenders", "older residents"),
    ("children's services", "environmental services", "legal services"),
    ("children", "pensioners", "tenants"), ("young people", "older people"),
    ("pupils", "apprentices"), ("social workers", "teaching assistants", "traffic wardens"), ("boys", "girls"), ("families", "landlords"),
    ("schools", "care homes", "libraries"), ("residents", "visitors", "employees"), ("the cabinet", "the licensing sub-committee"),
    ("fixed-term", "permanent"), ("permanent exclusions", "fixed-term suspensions"), ("suspensions", "exclusions"), ("north", "south"),
    ("parents", "volunteers"), ("carers", "cleaners"), ("teachers", "caretakers"), ("nurseries", "colleges"), ("nursery", "college"),
    ("revenue", "capital"), ("gross", "net"), ("monthly", "annual"), ("quarterly", "weekly"),
    ("annual", "monthly"), ("weekly", "quarterly"),
    ("transport", "catering"), ("education", "planning"), ("housing", "licensing"), ("health", "leisure"),
    ("cyber", "flood"), ("safeguarding", "parking"),
)  # fmt: skip


def other_status(text: str, quotes: Sequence[str]) -> str | None:
    """The text with a thing in another state, in a word that no quote has."""
    found = [(m, others) for pattern, others in _STATE for m in within(pattern, text)]
    for place, others in turned(found, "status", text) if found else []:
        for other in turned(others, "status", text):
            if not any(re.search(rf"\b{other}\b", q, re.I) for q in quotes):
                return replaced(text, place, other.upper() if place.group().isupper() and len(place.group()) > 1 else other)
    return None


def turned_round(text: str, quotes: Sequence[str]) -> str | None:
    """The text denying what it says, or saying what it denies."""
    if denied := first(_DENIED, text):
        if denied["verb"]:
            return text[: denied.start()] + f"managed to {denied['verb']}" + text[denied.end() :]
        return (
            text[: denied.start()]
            + (f"{denied['aux'] or denied['be']} " if denied["aux"] or denied["be"] else "")
            + text[denied.end() :]
        )
    if re.search(r"\b(?:not|no|never|none|nor|without|unable|cannot|only|until|unless|few)\b|n['\u2019]t\b", text, re.I):
        return None
    did = first(_DID, text)
    place = first(_AUXILIARY, text)
    if did and (not place or draw((_FROM, _OVER), "deny", text) == _FROM):
        return text[: did.start()] + f"failed to {_PAST[did['did']]}" + text[did.end() :]
    if not place:
        return None
    word = place["aux"]
    ways = {
        "has": ("not", "never", "no longer"),
        "have": ("not", "never"),
        "is": ("not", "no longer"),
        "are": ("not", "no longer"),
        "will": ("not", "never"),
    }
    way = draw(ways.get(word, ("not",)), "deny", text)
    if word in ("has", "have") and way == "no longer":
        way = "not"
    return text[: place.start()] + ("cannot" if word == "can" else f"{word} {way}") + text[place.end() :]


def other_subject(text: str, quotes: Sequence[str], pool: Pool) -> str | None:
    """The text speaking of something else: of a like thing, or of what another claim speaks of."""
    makers = (_like, _named, _of_another)
    return next((made for make in turned(makers, "subject", text) if (made := make(text, quotes, pool))), None)


def _like(text: str, quotes: Sequence[str], pool: Pool) -> str | None:
    """A thing for one that is like it: the longest that the text names."""
    for group in sorted(_LIKE, key=lambda g: -len(g[0])):
        for own in group:
            place = first(re.compile(rf"(?<![\w-]){own}(?![\w\u2019'-])", re.I), text)
            others = [o for o in group if o != own and not holds(quotes, " ".join(w for w in naming(o) if w not in naming(own)))]
            if place and others:
                return replaced(text, place, draw(others, "like", text))
    return None


def _named(text: str, quotes: Sequence[str], pool: Pool) -> str | None:
    """Another claim's place, body or scheme for the one named after the first word of a sentence."""
    place = next((m for m in within(NAME, text) if m.group() not in pool.owners), None)
    if not place:
        return None
    size = len(place.group().split())
    others = [n for n in pool.names if len(n.split()) == size and not holds(quotes, n)]
    return replaced(text, place, draw(others, "name", text)) if others else None


def _of_another(text: str, quotes: Sequence[str], pool: Pool) -> str | None:
    """What another claim speaks of, in as many words, one or several alike."""
    for place in turned(things(text), "thing", text):
        own = place["thing"]
        others = [
            t
            for t in pool.things
            if len(t.split()) == len(own.split()) and t.endswith("s") == own.endswith("s") and not holds(quotes, t)
        ]
        if others:
            return text[: place.start("thing")] + draw(others, "thing", text) + text[place.end("thing") :]
    return None
