"""Follow-ups made to stand alone: "who owns them?" put as a whole question, from the questions before it and their answers.

A question that stands by itself is left alone, and a change of subject drops what was spoken of before. No step draws lots.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answer import Answer
from assistant.conversation_exchange import exchanged, with_month
from assistant.conversation_frames import without_periods
from assistant.conversation_leaning import (
    Back,
    ellipsis,
    is_bare,
    is_sentence,
    is_up_or_down,
    lacks_noun,
    lacks_subject,
    leans,
    pointers,
)
from assistant.conversation_openings import opening, without_and
from assistant.conversation_periods import PRINTED, moved, shifted
from assistant.conversation_referents import ORDINALS, Referents
from assistant.conversation_subjects import Titles, last_period
from assistant.question import content_words, stem

_OWNERS_OF_THEM = re.compile(
    r"^\W*who (?:owns?|leads?(?: on)?|(?:is|are) responsible for|(?:is|are) in charge of|looks? after) (?:all of |"
    r"each of )?\u2022\W*$",
    re.I,
)
_OWNERS_OF = re.compile(
    r"^\W*who (?:owns?|(?:is|are) responsible for|(?:is|are) in charge of|looks? after) (?P<what>(?:the |"
    r"all the )?(?:\w+ )?(?:controls|actions|risks) (?:on|for|against|under|of|that) .+?)[?. ]*$",
    re.I,
)
_SET = re.compile(r"\b(?:controls|actions|risks)\b", re.I)
_AUX = re.compile(r"\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b", re.I)
_REMARK = re.compile(r"\?\s+(?:i|i've|we|we've|just|because|as|since)\b[^?]*$", re.I)
_OF = re.compile(
    r"^\W*what(?:'s|\u2019s| is| was) the (?:status|rating|score|cost|total|chair|vice-chair|owner|impact|likelihood|"
    r"outcome|result)\W*$",
    re.I,
)


def stand_alone(text: str, turns: Sequence[Answer], titles: Callable[[], Titles] = Titles) -> str:
    """A question as it is meant in a conversation whose answers so far are `turns`; the first question, and one that leans on none, as typed.

    `titles` gives what the registers held call their records; it is asked for follow-ups alone.
    """
    if not turns:
        return text
    opened = opening(text)
    if opened.move == "changes":
        return _closed(_of_topic(opened.text, opened.topic), text)
    earlier = list(turns)
    if opened.move == "returns":
        earlier = _returned(opened.topic, turns)
        if not opened.text:
            return _closed(_question(earlier[-1]) if earlier else f"What do the papers say about {opened.topic}", text)
        if not leans(opened.text):
            return _closed(_of_topic(opened.text, opened.topic), text)
        if not earlier:
            return _closed(_of_topic(opened.text, opened.topic), text)
    if opened.move == "corrects":
        if is_sentence(opened.text):
            return _closed(opened.text, text)
        return _closed(exchanged(_corrected(opened.text), _questions(earlier), last_period(earlier, None)), text)
    if not leans(opened.text):
        return text if opened.text == text else _closed(without_and(opened.text), text)
    return _closed(_completed(_REMARK.sub("?", opened.text), earlier, titles()), text)


def _completed(text: str, turns: Sequence[Answer], titles: Titles) -> str:
    """A follow-up that leans on earlier turns, made whole."""
    questions = _questions(turns)
    refer = Referents(turns, questions, titles)
    own = without_and(text)
    back = pointers(own)
    named = ellipsis(text)
    if named and (not back or moved(named)):
        return exchanged(named, questions, last_period(turns, None), refer.base)
    if back:
        return _pointed(own, back, refer, named is not None)
    if is_bare(own):
        return _asked_again(own, refer)
    base = refer.asked_period
    if is_up_or_down(own):
        return f"Is {refer.amount or refer.topic} {_moved(with_month(_lower(own), base), base)}"
    if lacks_noun(own):
        return _counted(own, refer)
    if lacks_subject(own):
        return _supplied(own, refer)
    return _moved(own, base)


def _pointed(text: str, back: Sequence[Back], refer: Referents, fragment: bool) -> str:
    """A follow-up with the words that point back put as what they mean."""
    first = back[0]
    if fragment and first.sort == "one":
        sort = first.noun
        chosen = refer.item(sort)
        if chosen is None and sort.lower() in ORDINALS:
            return f"{text.rstrip('?. ')}, about {refer.topic}"
        return exchanged(chosen or sort, refer.questions, refer.period, refer.base)
    said = text[: first.start] + "\u2022" + text[first.end :]
    many = first.sort == "they" or first.said.lower().startswith(("those", "these"))
    if many and _OWNERS_OF_THEM.match(said):
        several = refer.several()
        if _SET.search(several):
            return f"List {several}, with their owners."
    whole, spoken = text, False
    puts: dict[str, Back] = {}
    for each in back:  # what two words mean alike is written out for the first
        if put := refer.put(each, text, bool(puts)):
            puts.setdefault(put, each)
    for put, each in reversed(puts.items()):
        whole, spoken = whole[: each.start] + put + whole[each.end :], True
    if not spoken:
        return f"{text.rstrip('?. ')}, about {refer.topic}"
    return _moved(_OWNERS_OF.sub(r"List \g<what>, with their owners.", whole), refer.asked_period)


def _moved(text: str, base: str | None) -> str:
    """A sentence with "the year before" put as the year that it means."""
    move = moved(text)
    if move is None or base is None:
        return text
    start, end, years = move
    period = shifted(base, years)
    follows = re.search(r"\b(?:on|with|to|from|of|for|by|in|about|since|at|against)\s*$", text[:start], re.I)
    return f"{text[:start]}{'' if follows else 'in '}{period}{text[end:]}"


def _asked_again(text: str, refer: Referents) -> str:
    """ "Why?", "By when?": the question word asked of what was spoken of."""
    word = re.sub(r"[^a-z ]", "", text.lower()).strip()
    things = refer.topic
    frame = refer.frame
    aux = _AUX.search(frame.head)
    if (
        aux
        and frame.rest
        and word.split()[0] in ("why", "when", "where", "how", "who", "by")
        and not frame.head.lower().startswith(word.split()[0])
    ):
        turned = "by when" if word.startswith("by when") else word.split()[0]
        if turned != "who":
            return f"{turned} {aux.group().lower()} {frame.subject} {frame.rest}"
    if word.startswith(("why", "how come")):
        return f"What is the reason for {things}"
    if word.startswith(("by when", "when", "what date", "what year")):
        return f"When is {things} due"
    if word.startswith(("who", "whose", "by whom")):
        return f"Who is responsible for {things}"
    if word.startswith("how much"):
        return f"How much does {things} cost"
    if word.startswith("how many"):
        return f"How many {things.removeprefix('the ')} are there"
    if word.startswith("where"):
        return f"Where is {things}"
    if word.startswith("which"):
        return f"Which of {refer.several()}"
    return f"What else do the papers say about {things}"


def _counted(text: str, refer: Referents) -> str:
    """ "How many were there altogether?": the noun that was counted before."""
    noun = refer.counted
    words = re.match(r"^\W*how (?:many|much)(?: more| others)?", text, re.I)
    assert words is not None
    rest = text[words.end() :].rstrip("?. ")
    past = re.search(r"\b(?:was|were|did|had)\b", rest, re.I)
    if re.search(r"\b(?:more|others)$", words.group().strip(), re.I) and refer.frame.rest:
        return f"{words.group().strip()} {noun}{rest}, besides {without_periods(refer.things)}"
    period = f" {refer.said}" if refer.said and past and not PRINTED.search(rest) else ""
    return f"{words.group().strip()} {noun}{rest}{period}"


def _supplied(text: str, refer: Referents) -> str:
    """ "What was the deadline?": the subject that it lacks."""
    body = text.rstrip("?. ")
    things = without_periods(refer.topic) if PRINTED.search(body) else refer.topic
    if re.search(r"\b(?:say|said|says|show|report)$", body, re.I):
        return f"{body} about {things}"
    if chosen := re.match(r"^which (?P<rest>(?:is|are|was|were|has|have)\b.*)$", body, re.I):
        return f"Which of {refer.several()} {chosen.group('rest')}"
    if re.search(r"\b(?:the same|in between)\b", body, re.I):
        return f"{body} for {refer.noun}"
    link = "" if re.search(r"\b(?:for|of|on|about|to|owns|leads|chairs)$", body, re.I) else "of " if _OF.match(body) else "for "
    return _moved(f"{body} {link}{things}", refer.asked_period)


def _returned(topic: str, turns: Sequence[Answer]) -> list[Answer]:
    """The turns up to the latest that spoke of a subject; all of them where none did."""
    wanted = {stem(w) for w in content_words(topic)}
    for n in range(len(turns) - 1, -1, -1):
        said = {stem(w) for w in content_words(_question(turns[n]))}
        if wanted and wanted <= said:
            return list(turns[: n + 1])
    for n in range(len(turns) - 1, -1, -1):
        said = {stem(w) for c in turns[n].claims for w in content_words(c.text)}
        if wanted and wanted <= said:
            return list(turns[: n + 1])
    return []


def _of_topic(text: str, topic: str) -> str:
    """A question with the subject that its turn names, where it does not say it itself."""
    said = {stem(w) for w in content_words(text)}
    lacking = [w for w in content_words(topic) if stem(w) not in said]
    if not topic or not lacking or len(lacking) < len(content_words(topic)):
        return text
    return f"{text.rstrip('?. ')}, about {topic}?"


def _corrected(what: str) -> str:
    return re.sub(r"^(?:the |for |in )(?=(?:19|20)\d\d)", "", what)


def _question(turn: Answer) -> str:
    return turn.understood or turn.question


def _questions(turns: Sequence[Answer]) -> list[str]:
    return [_REMARK.sub("?", re.sub(r",? with their owners\b", "", without_and(_question(t)))) for t in reversed(turns)]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _closed(text: str, typed: str) -> str:
    """A question written as one: a capital, single spaces, a question mark; as typed where nothing else has changed."""
    body = " ".join(text.split()).strip(" ,;:")
    body = re.sub(r"\s+([?,.;])", r"\1", re.sub(r"[?.]*$", "", body))
    if not body:
        return typed
    mark = "." if re.match(r"(?:list|show|name|give|tell|summari[sz]e|describe|explain|compare)\b", body, re.I) else "?"
    whole = f"{body[0].upper()}{body[1:]}{mark}"
    return typed if _words(whole) == _words(typed) else whole


def _words(text: str) -> list[str]:
    """The words of a text in lower case, for telling whether a question was understood otherwise than typed."""
    return re.findall(r"[\w/\u00a3%]+", text.lower())
