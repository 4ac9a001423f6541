"""Sentences put together of what does not belong together: halves of two quotes, an invention about a quote's subject, another claim's quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eval.planting.text import draw, holds, naming, turned

_SENTENCE = re.compile(r"[A-Z][^.!?\n\u2022:;|]{40,260}[.]")
_SAID = re.compile(r"\b(?:is|are|was|were|will|has|have|had|can|must|should|would|could)\b")
_STRANGE = 0.35  # of a claim's words: quotes that have no more of them do not say it
_APART = 0.4  # of a half's words: the other sentence has no more of them
_LEAST = 3  # words that name something, in each half
_SUBJECT = re.compile(
    r"^(?!(?:In|At|On|By|Since|During|From|For|To|With|As|There|It|This|These|Historically) )(?:(?:The|Our|A|An|All) )?"
    r"(?P<thing>[\w\u2019'-]+(?: (?!(?:is|are|was|were|will|has|have|which|that)\b)[\w\u2019'-]+){0,4}?) (?:is|are|was|were|will|has|have)\b"
)
_OF_IT = (
    "Inspectors praised {} as an example to other councils.", "{} drew strong criticism from the local press.",
    "A petition against {} was signed by many residents.", "The trade unions have asked for a review of {}.",
    "A parliamentary inquiry is to look into {}.", "{} caused complaints from neighbouring boroughs.",
)  # fmt: skip
_OF_ANYTHING = (
    "Residents were overwhelmingly satisfied with the service.", "The Mayor will open a new swimming pool in the town centre.",
    "An independent review found serious failings in the contract.", "Staff morale has improved since the new director arrived.",
    "Consultants were paid to draw up the proposals.", "The Government has promised to meet the whole cost.",
    "Ofsted wrote to the Council to praise its leadership.", "The Cabinet Member apologised to the families concerned.",
    "A public consultation on the proposals closed early for lack of interest.", "Partners have signed a joint agreement to share the savings.",
)  # fmt: skip


def stitched(text: str, quotes: tuple[str, ...], everything: Sequence[tuple[str, ...]]) -> tuple[str, tuple[str, ...]] | None:
    """A claim's first sentence up to its verb, going on as a sentence of another claim's does from its verb, and the quotes of both."""
    own = next((s for q in quotes for s in _SENTENCE.findall(q) if s in text and _halves(s)), None)
    if not own:
        return None
    head, tail = _halves(own) or ("", "")
    verb = tail.split()[0]
    for others in turned(everything, "stitch", text)[: len(everything)]:
        if others == quotes:
            continue
        for sentence in (s for q in others for s in _SENTENCE.findall(q)):
            halves = _halves(sentence)
            if (
                halves
                and halves[1].split()[0] == verb
                and not (_share(halves[1], own) > _APART or _share(head, sentence) > _APART)
            ):
                return f"{head} {halves[1]}", (*quotes, *others)
    return None


def _halves(sentence: str) -> tuple[str, str] | None:
    """A sentence before its first verb of a kind, and from it on."""
    verb = _SAID.search(sentence)
    if not verb:
        return None
    head, tail = sentence[: verb.start()].strip(), sentence[verb.start() :]
    return (
        (head, tail)
        if min(len(naming(head)), len(naming(tail))) >= _LEAST and not head.endswith((",", " which", " who", " that"))
        else None
    )


def invented(text: str, quotes: Sequence[str]) -> str | None:
    """Something that might be said, and that no quote says: of what the claim speaks of, or of anything."""
    subject = _SUBJECT.match(text)
    if subject and draw((True, False), "invent", text):
        said = draw([s for s in _OF_IT if not holds(quotes, s.replace("{}", ""))] or _OF_IT, "invent", text)
        thing = text[: subject.end("thing")]
        if not said.startswith("{}"):
            thing = thing[0].lower() + thing[1:] if re.match(r"(?:The|Our|This|A|An|All|These) ", thing) else thing
        return said.format(thing)
    return draw(_OF_ANYTHING, "invent", text)


def wrongly_cited(text: str, quotes: Sequence[str], everything: Sequence[tuple[str, ...]]) -> tuple[str, ...] | None:
    """Another claim's quotes that say little of what a claim says."""
    return next((q for q in turned(everything, "cite", text) if q != quotes and _share(text, " ".join(q)) <= _STRANGE), None)


def _share(text: str, other: str) -> float:
    """How many of a text's words another has."""
    own, said = set(naming(text)), set(naming(other))
    return len(own & said) / (len(own) or 1)
