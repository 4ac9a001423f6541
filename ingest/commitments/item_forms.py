"""How an item of a list is worded: as an act to come ("Improve ...", "Embedding of ...", "X is being reviewed to ...") or as a finding."""

from __future__ import annotations

import re

from ingest.commitments.promise_words import words
from vectorstore.sentences import sentences

_AHEAD = re.compile(
    r"\b(?:(?<!need )(?<!needs )(?<!have )(?<!having )(?<!able )to be \w+(?:ed|en)|(?:is|are) (?:(?:now|currently|also) )?being \w+"
    r"|underway|under way|in progress|(?:we|is|are|council|service) plan(?:s|ned|ning)? to|plans? (?:are|is)|have plans|due (?:to|in|by)"
    r"|aims? (?:to|for)|aimed at|seek(?:s|ing)? to|intends? to|going to|continu(?:e|es|ing) to(?! have)|imminent|scheduled"
    r"|committed to(?! the same)|further work to|in the process of|expected to be \w+ed|look(?:ing)? to|ongoing work|planned for)\b",
    re.I,
)
_WILL = re.compile(r"\bwill(?! have been| not)\b", re.I)
_ADDED = re.compile(r"[,;]|\s(?:that|which|who|where|when|if|as|because|so)\s")
_TOLD = re.compile(
    r"\b(?:highlighted|reported|found|noted|told|said|issued|endorsed|showed|shows|shown|know|recognise|aware)\b", re.I
)
_AT_WORK = re.compile(
    r"\b(?:is|are|am) (?:\w+ly |also |now )?(?!having|seeing|finding|getting|being|receiving)\w+ing\b(?! that\b)", re.I
)
_ADVERBIAL = re.compile(
    r"^(?:in|of|during|since|following|like|sadly|unfortunately|currently|as|on|for|at|while|whilst|although|after|with|from|through"
    r"|despite|however|additionally|over|by)\b"
    r"[^,]*,\s+",
    re.I,
)
_HEAD = re.compile(
    r"[,;(]|:\s|\s(?:that|which|who|whom|whose|where|when|by|to|so|for|if|as|including|with|whether|how|because|and|in)\s"
)
_FINITE = re.compile(
    r"\b(?:has|have|had|was|were|is|are|remains?|showed|shows|found|highlighted|endorsed|issued|rose|fell|could|should|may|can|do|does|did"
    r"|know|recognise|note|continues?|need|needs"
    r"|report|reported|received|feel|saw|see|seen|told|said|attended|became|began)\b",
    re.I,
)
_DONE = re.compile(r"^(?!(?:need|embed|feed|proceed|succeed|speed|exceed|shed|led|seed|breed)\b)[A-Za-z-]+ed\b", re.I)
_GERUND = re.compile(
    r"^(?!(?:during|following|including|according|regarding|concerning|considering|having|being|nothing|everything|something|spring|housing"
    r"|funding|timing)\b)(?:(?!family|early|elderly|july)[A-Z][a-z]+ly\s+)?(?!family)[A-Za-z-]+ing\b",
    re.I,
)
_NOUN_OF_ACT = re.compile(
    r"^(?:(?:further|ongoing|continued|continuing|the|an?|new|more|regular|increased|improved|enhanced|full) )*"
    r"(?:work|development|review|implementation|introduction|embedding|expansion|launch|roll[ -]?out|delivery|completion|creation"
    r"|establishment|improvement|recruitment|training|publication|consolidation|extension|focus|strengthening|redesign|refresh|audit"
    r"|evaluation|promotion|integration|provision|commissioning|engagement|insistence|reduction of|increase in)\b",
    re.I,
)
_INFINITIVE = re.compile(r"^to\s+[a-z]+\b", re.I)
_IMPERATIVE = re.compile(
    r"^(?:(?:also|fully|further|jointly|continue to)\s+)?([A-Za-z]+(?:-[a-z]+)?)\b(?=\s+[\w\u2018\u201c\"(])", re.I
)
_OBJECT = re.compile(r"^([A-Z][a-z-]+)\s+(?:the|a|an|our|all|every|each|how|more|new|with|up|out)\b")
_NO_VERB = re.compile(
    r"(?:as|at|by|in|on|of|for|with|from|to|all|not|only|during|within|over|under|after|before|since|both|even|while|like|that|about"
    r"|across|through|around|almost|nearly|what|is|are|was|were|has|have|had|and|but|or|if)",
    re.I,
)
_PAST = re.compile(r"\b(?:has|have|had|was|were)\b", re.I)
_FEWEST_WORDS = 4
_ASIDE = re.compile(r",[^,]*,\s")


def says_act(sentence: str) -> bool:
    """Whether a sentence under such words says something to be done, and not what was found, was done or always is."""
    if states_act(sentence):
        return True
    main = _ADVERBIAL.sub("", sentence)
    head = _head(main)
    if _TOLD.search(head) or _DONE.match(main):
        return False
    if _AT_WORK.search(head) or _WILL.search(_ADDED.split(main)[0]) or (main != sentence and _GERUND.match(main)):
        return True
    if _AHEAD.search(main if main == sentence else head):
        return True
    found = _OBJECT.match(main)
    return main == sentence and found is not None and not _NO_VERB.fullmatch(found.group(1)) and not _FINITE.search(head)


def states_act(text: str) -> bool:
    """Whether an item says an act by its form alone: "Improve ...", "Improving ...", "To improve ...", "Development of ..."."""
    first = sentences(text)[0] if text else ""
    if _INFINITIVE.match(first):
        return True
    if _GERUND.match(first):
        return not _PAST.search(_head(first))
    if _NOUN_OF_ACT.match(first):
        return not _FINITE.search(re.split(r"[;(]|\s(?:that|which|who|to)\s", _ASIDE.sub(" ", first))[0])
    found = _IMPERATIVE.match(first)
    return found is not None and found.group(1).lower() in words("verbs of acts")


def is_phrase(sentence: str) -> bool:
    """Whether an item is a noun with what belongs to it ("Clear lines of report in each team"), which under "Actions" is one."""
    return len(sentence.split()) >= _FEWEST_WORDS and not _FINITE.search(_ADDED.split(sentence)[0]) and not _DONE.match(sentence)


def _head(main: str) -> str:
    """The words up to where something is added to the main clause."""
    found = _HEAD.search(main, min(len(main), 3))
    return main[: found.start()] if found else main
