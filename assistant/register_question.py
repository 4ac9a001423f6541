"""Questions over registers: which records are asked for, and what is to be said of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from assistant.question import content_words
from assistant.register_facets import facets, in_figures
from assistant.register_places import Facet, Facets, category_phrase
from assistant.register_scores import RATINGS
from assistant.registers import Held
from vectorstore.records import Record, RecordKind

Want = Literal["list", "count", "who", "extreme", "group", "compare", "field"]

_NOUNS: dict[RecordKind, str] = {
    "control": r"controls?|mitigations?|mitigating (?:measures?|controls?)|safeguards?"
    r"|(?:control|mitigation|protective|preventive|preventative) measures?",
    "action": r"(?:further |planned |mitigating |outstanding )?actions?|treatments?|tasks?",
    "risk": r"risks?",
}  # fmt: skip
_ALL = "|".join(_NOUNS.values())
_ASKED = re.compile(
    rf"\b(?:which|what|list|show|name|give|tell|how many|number of|count|all|every|any|are there|the)\b(?:\s+(?:me|us|of"
    rf"|the|all|our|its|their|these|those|other|are|is|each|were|there|about))*"
    rf"(?:\s+[\w'&/-]+){{0,4}}?\s+(?P<noun>{_ALL})\b",
    re.I,
)
_IN_PLACE = re.compile(
    r"\bwhat(?:'s| is| are|)\b.{0,30}\b(?:in place|recorded against|being done|done|doing)\b|\bin place (?:to|for|against"
    r"|so)\b|\bwhat (?:is|are) .{3,60} doing (?:about|to)\b"
    r"|\bwhat (?:do|does) .{3,60} do (?:to|so that|about)\b|\bwhat (?:support|protection|help|measures?|steps"
    r"|arrangements)\b.{0,30}\b(?:to|against|there)\b"
    r"|\bhow (?:is|are) .{3,80} (?:being )?(?:managed|mitigated|controlled|addressed|reduced)\b|\bwhat mitigates\b|\bpoint to against\b",
    re.I,
)
_REGISTER = re.compile(
    r"(?:\b(?:on|in|from|within)\s+(?:the\s+|our\s+)?(?:[\w'&-]+\s+){0,5}?)?\b(?:strategic |corporate |council'?s? )?risk (?:registers?|log)\b",
    re.I,
)
_WHO = re.compile(
    r"^\W*(?:who|whom|whose)\b|^\W*which (?:senior |lead )?(?:officer|director|person|post)\b|\bwho (?:owns?|leads?"
    r"|looks after|is accountable|is responsible|carries)\b"
    r"|\bname (?:of )?the (?:risk )?owner\b|\bowner of\b",
    re.I,
)
_OWNS = re.compile(
    r"\b(?:own(?:s|ed|er)?|responsib\w+|accountab\w+|lead(?:s|ing)?|in charge|look(?:s|ing)? after|assigned|name against"
    r"|named|carr(?:y|ies)|answer(?:s|able)? for|charge of|remit)\b",
    re.I,
)
_GROUP_BY = re.compile(
    r"\b(?:by|per|for each|in each|of each|at each|with each|does each|do each|each|broken down by|split by|group(?:ed)? (?:them )?by|under each)\s+"
    r"(?:risk\s+|control\s+|rag\s+)?(?P<by>directorate|department|service|division|category|type|owner|rating|status"
    r"|score|risk|rag)s?\b(?!\s+(?:register|rated))",
    re.I,
)
_EXTREME = re.compile(
    r"\b(?:(?P<n1>\d{1,2}|two|three|four|five|six|ten)\s+)?(?P<most>highest|biggest|greatest|top|worst|most (?:serious"
    r"|severe|significant)|largest|lowest|smallest"
    r"|least (?:serious|severe)|most likely|least likely)\b(?:[\s-]+(?P<n>\d{1,2}|two|three|four|five|six|ten)\b)?",
    re.I,
)
_MOST_CHILDREN = re.compile(
    r"\b(?:the\s+)?(?P<most>most|fewest|least|greatest number of|largest number of|smallest number of)\s+(?P<noun>controls?|mitigations?|actions?)\b",
    re.I,
)
_WITHOUT = re.compile(
    r"\b(?:(?P<no>without|with no|ha(?:ve|s) no|ha(?:ve|s) none of (?:their|its|the)|lack(?:s|ing)?|that ha(?:ve|s) no"
    r"|missing|not having|(?:do|does)(?:n't"
    r"| not) have|ha(?:ve|s)n't|no)|(?P<yes>with|ha(?:ve|s)|having))\s+"
    r"(?:a |an |any |at least one |all |(?:its|their) |one )*(?P<words>(?:[\w-]+\s+){0,3}?)(?P<noun>controls?"
    r"|mitigations?|actions?|owners?|notes?|due dates?|ref(?:erence)?s?|score|rating)\b(?P<after>\s+(?:that (?:are"
    r"|is)\s+)?(?:in place|completed|overdue|off track|not started|under ?way|in progress|listed|recorded|at all))?",
    re.I,
)
_COMPARE = re.compile(
    r"\bcompare\b(?P<a>.{3,160}?)\b(?:and|with|to|against|versus|vs\.?)\b(?P<b>.{3,160})"
    r"|\bdifference between\b(?P<c>.{3,160}?)\band\b(?P<d>.{3,160})",
    re.I,
)
_FIELDS: dict[str, str] = {
    "score": r"\bscores?\b|\bscored\b",
    "rating": r"\brat(?:ing|ed)\b|\brag\b|\bhow (?:serious|high|bad)\b",
    "impact": r"\bimpact (?:score|rating)\b|\bhow (?:big|bad) .* impact\b",
    "likelihood": r"\blikelihood\b|\bhow likely\b|\bprobability\b",
    "status": r"\bstatus(?:es)?\b|\bhow far\b",
    "owner": r"\bowners?\b|\bowns?\b|\bwho\b|\bresponsible\b",
    "note": r"\b(?:latest|last|recent) (?:note|update|position|progress)\b|\bnotes?\b|\bupdates?\b",
    "due": r"\bdue\b|\bdeadlines?\b|\bby when\b|\bwhen\b",
    "category": r"\bcategor\w+\b",
    "cause": r"\bcauses?\b|\bwhat causes\b",
    "consequence": r"\bconsequences?\b|\bwhat (?:would|could) happen\b",
    "direction": r"\bdirection of travel\b|\btrend\b",
    "description": r"\bdescri(?:be|ption)\b|\bwhat is the risk\b",
}
# What people say of a register, and what a register would say.
_PLAINLY = (
    (r"\b(ha(?:s|ve|d)|is|are|was|were)n't(?=\s+(?:\w+\s+)?(?:been\s+)?(?:started|begun)\b)", r"\1 not"),
    (
        rf"\b(?:in|at|within|inside)\s+(?:the|our)\s+({'|'.join(RATINGS)})[\s-]+(?:band|bracket|zone|range|tier|level|category)\b",
        r"rated \1",
    ),
    (
        r"\b(?:ha(?:s|ve)\s+had|ha(?:s|ve)|had|with)\s+(?:nothing|no\s+(?:words?|text|entry)|(?:a|an)\s+(?:blank|empty))\b[^?.,;]{0,40}?"
        r"\b(?:notes?|updates?|comments?)\b(?:\s+(?:box|column|field|cell)(?:es|s)?\b)?",
        "with no note",
    ),
    (
        r"\b(?:whose|where)\s+(?:the\s+)?(?:latest\s+|last\s+)?(?:note|update|comment)s?\b(?:\s+(?:box|column|field|cell)(?:es|s)?\b)?"
        r"\s+(?:is|are|was|were)\s+(?:left\s+)?(?:empty|blank|missing)\b",
        "with no note",
    ),
    (r"\b(?:right now|just now|at the moment|at present|presently|as things stand|these days|to date|now|today)\b", " "),
)
# The register by its bare name; other registers ("the electoral register") have a word in front.
THE_REGISTER = re.compile(
    r"\b(?:on|in|from|across|within|of)\s+(?:the|our|this|that)\s+(?:(?:whole|entire|full|latest|current|new|old)\s+){0,2}register\b(?!\s+of\b)",
    re.I,
)
_QUOTED = re.compile(r'"[^"]*"')  # a risk's own title, whose words set no condition
_UNHEARD = re.compile(r"\b(?:not|never|nothing|none|neither|nobody|except|excluding|other than|apart from|but no)\b|n't\b", re.I)
_COUNTED = re.compile(
    r"\b(?:with|ha(?:s|ve)|having)\s+(?:(?P<how>only|exactly|just|more than|over|at least|fewer than|less than|under|at most|no more than)\s+)"
    r"(?:a |an )?(?P<n>\d{1,2}|one|single)\s+(?P<noun>controls?|mitigations?|actions?)\b",
    re.I,
)
_FRAMING = re.compile(
    r"\b(?:risk registers?|registers?|risks?|controls?|mitigations?|mitigating|safeguards?|actions?|measures?|owners?"
    r"|own(?:s|ed)?|directorates?|departments?|statuses|status|scores?|scored|ratings?|rated"
    r"|in place|exists?|recorded|against|sits?|under|listed|list|show|give|tell|name|named|please|how many|number|count"
    r"|currently|current|latest|council'?s?|have|has|which|what|who|all|any|every|each|there"
    r"|directorate'?s|classed|responsib\w+|accountab\w+|lead(?:s|ing)?|look(?:s|ing)? after|latest|note|notes|updates?"
    r"|due|dates?|category|categories|types?|with their|together with|put|highest|lowest|top|versions?|quarters?"
    r"|ask|about|should|point to|assigned|scoring|total|in all|altogether|overall|heat map|matrix|entry|entries|red flags?|carr(?:y|ies)|give|down to"
    r"|given to|belongs? to|direction of travel|doing|done|chance|danger|threat|support|deal with|tackle|manage|managing"
    r"|mitigate|help|q[1-4]|(?:strategic|corporate|live)(?=\s+risks?\b)|marked|shown|showing|reported|ones|they|whole|entire|across|everything|anything|standing|stands|sit|band|box)\b",
    re.I,
)


@dataclass(slots=True)
class Asked:
    """What a question asks of registers.

    `kind` is what is listed or counted, `conditions` what it or its risk must meet, `below` what must stand, or not, below a risk. `subject`
    are the words that say what it is about, `plural` whether several risks may be meant. `explicit` is set when the question says risk,
    control, action or register, `every` when it asks for all that somebody owns, of whatever kind.
    """

    text: str
    kind: RecordKind
    want: Want
    conditions: list[Facet] = field(default_factory=list)
    below: list[tuple[RecordKind | str, bool, list[Facet]]] = field(default_factory=list)
    subject: str = ""
    terms: tuple[str, ...] = ()
    plural: bool = False
    explicit: bool = True
    group_by: str | None = None
    lowest: bool = False
    first: int | None = None
    by_children: RecordKind | None = None
    fields: tuple[str, ...] = ()
    compared: tuple[str, str] | None = None
    category: str | None = None
    every: bool = False


def asked_of_registers(text: str, registers: Sequence[Held], as_of: date) -> Asked | None:
    """Understand a question as one over registers; None when it is none."""
    plain = in_figures(_plainly(text.replace("\u2019", "'"))).replace("\u201c", '"').replace("\u201d", '"')
    without = [
        m for m in _WITHOUT.finditer(plain) if re.search(r"\brisks?\b|\bcontrols?\b|\bactions?\b", plain[: m.start()], re.I)
    ]
    if counted := _COUNTED.search(plain):
        plain = plain[: counted.start()] + " , " + plain[counted.end() :]
        without = []
    clause = next((m for m in without if m.group("no") or _sets_condition(m)), None)
    main = plain if clause is None else plain[: clause.start()] + " , " + plain[clause.end() :]
    found = facets(main, registers, as_of)
    kind, explicit = _kind(main, found)
    if kind is None:
        return None
    asked = Asked(plain, kind, "list", explicit=explicit)
    if counted:
        asked.conditions.append(_count_facet(counted))
    asked.every = bool(found.named("owner") or THE_REGISTER.search(main)) and not re.search(
        rf"\b(?:{_ALL})\b", _REGISTER.sub(" ", main), re.I
    )
    if clause is not None:
        inner = facets(f"{clause.group('words')} {clause.group('noun')} {clause.group('after') or ''}", registers, as_of)
        noun = clause.group("noun").lower()
        what = (
            "control"
            if noun.startswith(("control", "mitigation"))
            else "action"
            if noun.startswith("action")
            else noun.rstrip("s")
        )
        asked.below.append((what, bool(clause.group("no")), inner.found))
    rest = _wants(asked, found.rest)
    asked.conditions = [*asked.conditions, *found.found]
    if asked.conditions and _UNHEARD.search(_QUOTED.sub(" ", rest)):
        return None  # a "not" that no condition has heard: the opposite of what was asked would be listed
    if not found.named("category"):
        asked.category = category_phrase(rest) if re.search(r"categor|class(?:ed|ified)|filed|put", rest, re.I) else None
    if asked.category:
        rest = ""
    _subject(asked, "" if found.named("flag") else _REGISTER.sub(" ", rest))
    return asked if _is_for_registers(asked, main) else None


def _plainly(text: str) -> str:
    """A question with what people say of a register put as registers say it, without the words that only say "now"."""
    for said, printed in _PLAINLY:
        text = re.sub(said, printed, text, flags=re.I)
    return text


def _count_facet(match: re.Match[str]) -> Facet:
    """How many controls or actions a risk must have: "only one control", "more than 3 actions"."""
    how, number = match.group("how").lower(), 1 if match.group("n").lower() in ("single", "one") else int(match.group("n"))
    kind = "action" if match.group("noun").lower().startswith("action") else "control"
    compare: dict[str, Callable[[int], bool]] = {
        "more than": lambda n: n > number, "over": lambda n: n > number, "at least": lambda n: n >= number,
        "fewer than": lambda n: n < number, "less than": lambda n: n < number, "under": lambda n: n < number,
        "at most": lambda n: n <= number, "no more than": lambda n: n <= number,
    }  # fmt: skip
    fits: Callable[[int], bool] = compare.get(how) or (lambda n: n == number)

    def test(record: Record) -> bool:
        return fits(sum(c.kind == kind for c in record.children))

    return Facet("children", f"with \u201c{how} {number} {match.group('noun')}\u201d", test, "risk")


def _sets_condition(match: re.Match[str]) -> bool:
    """Whether "with ..." speaks of what stands below a risk: "with an overdue control", not "with a score", "has the most controls"."""
    if not re.match(r"controls?|mitigations?|actions?", match.group("noun"), re.I):
        return False
    words = match.group("words").lower()
    return bool(words.strip() or match.group("after")) and not re.search(r"\b(?:most|fewest|least|more|fewer|many|the)\b", words)


def _kind(text: str, found: Facets) -> tuple[RecordKind | None, bool]:
    """What is asked for, and whether the question says so itself."""
    of_register = bool(_REGISTER.search(text))
    text = _REGISTER.sub(" ", text)
    first = _ASKED.search(text)
    if _WHO.search(text) and not re.search(r"\bwhich (?:risks?|controls?|actions?)\b", text, re.I):
        named = re.search(rf"\b(?P<noun>{_ALL})\b", text, re.I)
        return (_kind_of(named.group("noun")) if named else "risk"), bool(named)
    if first:
        kind = _kind_of(first.group("noun"))
        if (
            kind == "risk"
            and first.group().lower().startswith("the ")
            and (other := re.search(rf"\b(?:{_NOUNS['control']}|{_NOUNS['action']})\b", text, re.I))
        ):
            return _kind_of(other.group()), True
        return kind, True
    for name, noun in _NOUNS.items():
        if re.search(rf"\b(?:{noun})\b", text, re.I):
            return name, True
    if any(map(found.named, ("status", "overdue"))) and (of_register or THE_REGISTER.search(text)):
        return "control", True
    if found.named("owner") and (_OWNS.search(text) or of_register):
        return "risk", of_register
    if found.named("flag") and (of_register or re.search(r"\bratings?\b|\bscores?\b|\bentr(?:y|ies)\b|\bregister\b", text, re.I)):
        return "risk", True
    if _IN_PLACE.search(text):
        return "control", False
    return None, False


def _kind_of(noun: str) -> RecordKind:
    low = noun.lower()
    return next((kind for kind, pattern in _NOUNS.items() if re.fullmatch(pattern, low)), "risk")


def _wants(asked: Asked, text: str) -> str:
    """What is to be said: a list, a count, the highest, a grouping, fields; the text without the words that say so."""
    if match := _COMPARE.search(text):
        a, b = (match.group("a") or match.group("c")), (match.group("b") or match.group("d"))
        if asked.kind == "risk" and re.search(r"\brisks?\b", asked.text, re.I):
            asked.want, asked.compared = "compare", (_bare(a), _bare(b))
            return ""
    if match := _MOST_CHILDREN.search(text):
        asked.want, asked.kind = "extreme", "risk"
        asked.by_children = "action" if match.group("noun").lower().startswith("action") else "control"
        asked.lowest = match.group("most").lower() in ("fewest", "least", "smallest number of")
        return text[: match.start()] + text[match.end() :]
    if match := _GROUP_BY.search(text):
        by = match.group("by").lower()
        asked.group_by = {
            "directorate": "group",
            "department": "group",
            "service": "group",
            "division": "group",
            "type": "category",
        }.get(by, by)
        asked.want = "group"
        text = text[: match.start()] + " " + text[match.end() :]
    if re.search(r"\bhow many\b|\bnumber of\b|\bcount\b|\bhow much of\b", text, re.I) and asked.want == "list":
        asked.want = "count"
    elif (
        asked.kind == "risk"
        and asked.want == "list"
        and (match := _EXTREME.search(text))
        and not any(f.name == "rating" for f in asked.conditions)
    ):
        asked.want = "extreme"
        asked.lowest = match.group("most").lower().startswith(("lowest", "smallest", "least"))
        number = (match.group("n1") or match.group("n") or "").lower()
        text = text[: match.start()] + " " + text[match.end() :]
        if not number and (counted := re.search(r"\b(two|three|four|five|six|ten|\d{1,2})\s+risks\b", text, re.I)):
            number = counted.group(1).lower()
            text = text.replace(counted.group(), "risks")
        asked.first = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}.get(number) or (
            int(number) if number.isdigit() else None
        )
    elif _WHO.search(text) and asked.want == "list":
        asked.want = "who"
    asked.fields = tuple(name for name, pattern in _FIELDS.items() if re.search(pattern, asked.text, re.I))
    return text


def _subject(asked: Asked, rest: str) -> None:
    """The words that are left say what the question is about."""
    asked.subject = _bare(rest)
    asked.terms = tuple(content_words(asked.subject))
    asked.plural = bool(re.search(r"\brisks\b", asked.text, re.I)) and not re.search(
        r"\b(?:this|that|the|which|one)\s+(?:\w+\s+){0,4}risk\b", asked.text, re.I
    )


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[?.,;:\"]+", " ", _FRAMING.sub(" ", text)).split())


def _is_for_registers(asked: Asked, text: str) -> bool:
    """Whether the question is one that records answer: a set by its properties, a count or list, an owner, or what is in place against something."""
    if asked.want in ("compare", "group") or asked.below or asked.by_children:
        return asked.explicit
    if asked.want == "who" and re.search(
        r"\b(?:does|do|is|are)\b.+\b(?:own|lead|responsible for|accountable for|in charge of)\W*$", text, re.I
    ):
        return any(f.name == "owner" for f in asked.conditions)  # what somebody owns whom no register names
    named = any(
        f.name in ("owner", "flag", "rating", "score", "due", "overdue", "direction", "level", "children")
        for f in asked.conditions
    )
    if named and (asked.explicit or any(f.name in ("owner", "flag") for f in asked.conditions)):
        return True
    if asked.category or asked.conditions:
        return asked.explicit
    if asked.want == "extreme":
        return asked.explicit and bool(re.search(r"\brisks?\b", text, re.I))
    if asked.want == "who":
        return bool(asked.terms)
    if asked.kind == "control" or asked.kind == "action":
        return bool(_ASKED.search(text) or _IN_PLACE.search(text) or asked.fields)
    lists = re.search(r"\b(?:which|what (?:are|were)|list|how many|all|show|name)\b(?:\s+[\w'-]+){0,6}?\s+risks\b", text, re.I)
    return bool(lists or (asked.fields and re.search(r"\brisk\b", text, re.I)))
