"""What a question asks of a register's own vocabulary: ratings, statuses, categories, directorates, owners, scores, dates, flags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from assistant.people import bare_name, joined, same_person
from assistant.register_places import Facet, Facets, Test, place_facets
from assistant.registers import Held
from vectorstore.dates import find_dates
from vectorstore.records import Record

RATINGS = (
    "very high",
    "very low",
    "extreme",
    "critical",
    "severe",
    "catastrophic",
    "high",
    "medium",
    "moderate",
    "low",
    "red",
    "amber",
    "green",
    "yellow",
    "significant",
)
# Statuses that say the same thing, so that "finished" finds "Completed".
STATUSES: dict[str, tuple[str, ...]] = {
    "completed": ("completed", "complete", "done", "finished", "implemented", "fully implemented", "achieved", "delivered"),
    "in progress": ("in progress", "underway", "under way", "in train", "progressing", "started", "commenced"),
    "ongoing": ("ongoing", "on-going", "continuing", "continuous"),
    "in place": ("in place", "operating", "live", "embedded", "established"),
    "not started": ("not started", "not been started", "not yet been started", "not begun", "not yet begun",
                    "not yet started", "yet to start", "unstarted", "to be started"),
    "overdue": ("overdue", "late", "past due", "missed"),
    "off track": ("off track", "behind schedule", "behind", "slipped", "delayed", "slipping"),
    "on track": ("on track", "on schedule"),
    "closed": ("closed",),
    "open": ("open",),
    "planned": ("planned", "proposed"),
    "on hold": ("on hold", "paused", "suspended", "stalled"),
    "cancelled": ("cancelled", "withdrawn", "superseded", "no longer required"),
    "partially complete": ("partially complete", "partly complete", "partially implemented", "partly in place", "partially in place"),
    "at risk": ("at risk",),
}  # fmt: skip
_NUMBERS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_DONE = re.compile(rf"(?:100\s?% ?)?(?:fully )?(?:{'|'.join(STATUSES['completed'])})\b(?! in part| partly)", re.I)
_DENIAL = re.compile(
    r"\b(?:does |do |is |are )?(?:not|\w*n't|never) (?=(?:\w+ )?(?:own|lead|responsib|accountab|named|belong|down to))"
    r"|\b(?:other than|except(?: for)?|apart from)\b|\b(?:does|do)\b(?=.*\bnot own)|\bnot (?=own)",
    re.I,
)
_BARE_STATUSES = frozenset(
    (
        "completed",
        "overdue",
        "underway",
        "ongoing",
        "not started",
        "in progress",
        "off track",
        "on track",
        "finished",
        "on hold",
        "cancelled",
    )
)


def facets(text: str, registers: Sequence[Held], as_of: date) -> Facets:
    """Find a question's conditions."""
    made = Facets(rest=text.replace("\u2019", "'"))
    records = [r for h in registers for r, _ in h.register.records()]
    _owners(made, records)
    _flags(made)
    place_facets(made, records)
    _ratings(made, records)
    _levels(made, records)
    _scores(made)
    _dates(made, as_of)
    _statuses(made, records)
    return made


def in_figures(text: str) -> str:
    """The question with the numbers that count or score in figures: "fifteen or higher", "only two controls", "single-figure scores"."""
    text = re.sub(r"\bsingle[\s-]figure scores?\b", "score below 10", text, flags=re.I)
    text = re.sub(r"\bdouble[\s-]figure scores?\b", "score of 10 or more", text, flags=re.I)
    words = "|".join(_NUMBERS)
    about = (
        rf"\b(?:{words})(?= (?:or (?:more|higher|above|over|less|below|lower|under)|and above|controls?|actions?|mitigations?)\b)"
        rf"|(?<=\bscore of )(?:{words})\b|(?<=\bscoring )(?:{words})\b|(?<=\bscored )(?:{words})\b|(?<=\bat least )(?:{words})\b"
    )
    return re.sub(about, lambda m: str(_NUMBERS.index(m.group().lower()) + 1), text, flags=re.I)


# --- owners


def owner_groups(records: Iterable[Record]) -> list[tuple[str, ...]]:
    """The owners of some records, spellings of one person together."""
    return joined(o.name for r in records for o in r.owners)


def _owners(made: Facets, records: Sequence[Record]) -> None:
    low = made.rest.lower()
    for group in sorted(owner_groups(records), key=lambda g: -max(map(len, g))):
        forms = {bare_name(n) for n in group if len(bare_name(n)) > 3}
        match = next((m for f in sorted(forms, key=len, reverse=True) if (m := re.search(_spaced(f), low))), None)
        if match is None:
            match = _other_spelling(made.rest, group)
        if match:
            facet = _owner_facet(made.rest, group)
            made.take(match, facet)
            if facet.words.startswith("not "):
                made.rest = _DENIAL.sub(" ", made.rest)
            low = made.rest.lower()
    if not made.named("owner"):
        _surname(made, records)


def _owner_facet(text: str, group: Sequence[str]) -> Facet:
    owned = _owned_by(group)
    if _DENIAL.search(text):
        return Facet("owner", f"not {group[0]}", lambda r: bool(r.owners) and not owned(r))
    return Facet("owner", group[0], owned)


def _spaced(name: str) -> str:
    return r"(?<!\w)" + r"[\s'\u2019-]+".join(re.escape(w) for w in name.split()) + r"(?:'s)?(?!\w)"


def _other_spelling(text: str, group: Sequence[str]) -> re.Match[str] | None:
    """A person's name in a question, spelt in a way that no paper has."""
    for match in re.finditer(r"(?<!\w)[A-Z][\w'-]*\.?\s+[A-Z][\w'-]+", text):
        if any(same_person(match.group().removesuffix("'s"), name) for name in group if len(bare_name(name).split()) == 2):
            return match
    return None


def _surname(made: Facets, records: Sequence[Record]) -> None:
    """A surname alone ("Bryan's controls"), where one person only has it."""
    groups = [g for g in owner_groups(r for r in records) if len(bare_name(g[0]).split()) == 2]
    for match in re.finditer(r"(?<!\w)(?:(?:Ms|Mr|Mrs|Miss|Dr|Cllr)\.?\s+)?([A-Z][a-z'-]{3,})(?:'s)?(?!\w)", made.rest):
        fits = [g for g in groups if bare_name(g[0]).split()[-1] == match.group(1).lower().removesuffix("'s")]
        if len(fits) == 1 and match.start() > 0:
            made.take(match, Facet("owner", fits[0][0], _owned_by(fits[0])))
            return


def _owned_by(group: Sequence[str]) -> Test:
    names = frozenset(group)
    return lambda r: any(o.name in names for o in r.owners)


# --- ratings and scores


def _ratings(made: Facets, records: Sequence[Record]) -> None:
    held = {s.rating for r in records for s in r.scores.values() if s.rating}
    known = sorted({*RATINGS, *held}, key=lambda w: (-len(w), w))
    one = "|".join(re.escape(w) for w in known)
    several = rf"(?P<w>(?:{one})(?:(?:\s*,\s*|\s+or\s+|\s+and\s+|\s*/\s*)(?:{one}))*)"
    patterns = (
        rf"\b(?:are|is|were|be|being|been)?\s*(?:currently\s+)?(?:rated|rated as|ranked|graded|scored|classed as|flagged"
        rf"|(?:with )?(?:a |an )?(?:rag )?(?:rating|status) of|with a)\s+(?:as\s+)?{several}\b(?:\s+rating)?",
        rf"\b{several}[\s-]*(?:rated|rating|ratings|scoring|rag)\b",
        rf"\b{several}[\s-]+(?=risks?\b)",
        rf"\brisks?\s+(?:that|which|who)?\s*(?:are|is)\s+{several}(?=\W*$|\W+(?:in|at|on|and|with|without|under|for)\b)",
        rf"\b(?:is|are)\s+{several}\s+risk",
        rf"\b(?:are|is|aren't|isn't)\s+(?:not\s+)?(?:at\s+|currently\s+)?{several}(?=\W*$)",
        rf"\b(?:a|an|carry|carries)\s+{several}\s+(?:rating|rag|score)\b",
    )
    for pattern in patterns:
        match = re.search(pattern, made.rest, re.I)
        if match:
            wanted = frozenset(re.findall(one, match.group("w").lower()))
            before = made.rest[: match.start("w")]
            denied = re.search(r"(?:\bnot|\b\w+n't|\bnever)\s+(?:rated\s+|at\s+|as\s+|currently\s+|a\s+)*$", before, re.I)
            negated = denied is not None
            shown = " or ".join(w.capitalize() for w in sorted(wanted))
            start = min(match.start(), denied.start()) if denied else match.start()
            words = f"{'not ' if negated else ''}rated {shown}"
            made.take((start, match.end()), Facet("rating", words, _rated(wanted, negated), "risk"))
            return


def _levels(made: Facets, records: Sequence[Record]) -> None:
    """An impact or likelihood named by its word: "a severe impact", "almost certain to happen"."""
    for name in ("impact", "likelihood"):
        printed = {" ".join(re.findall(r"[a-z]+", (r.text(name) or "").lower())) for r in records} - {""}
        if not printed:
            continue
        words = "|".join(sorted(map(re.escape, printed), key=len, reverse=True))
        beside = rf"\b(?:a |an )?(?P<a>{words})\s+{name}\b|\b{name}\s+(?:score\s+)?(?:is |of |as |rated |at )+(?P<b>{words})\b"
        several = "|".join(sorted((re.escape(w) for w in printed if " " in w), key=len, reverse=True))
        alone = rf"|\b(?P<c>{several})\b(?:\s+to\s+happen)?" if several and name == "likelihood" else ""
        if match := re.search(beside + alone, made.rest, re.I):
            word = next(w for w in match.groups() if w).lower()
            made.take(match, Facet("level", f"with the {name} {word}", _level(name, word), "risk"))


def _level(name: str, word: str) -> Test:
    return lambda r: bool(re.match(rf"\W*(?:\d\W+)?{re.escape(word)}(?!\w)", r.text(name) or "", re.I))


def rating_of(record: Record) -> str | None:
    """A risk's current rating as a word."""
    score = record.scores.get("current") or record.scores.get("residual")
    return score.rating if score else None


def value_of(record: Record) -> int | None:
    """A risk's current score: as printed, else likelihood times impact."""
    score = record.scores.get("current") or record.scores.get("residual")
    if score is None:
        return None
    return score.value or (score.likelihood * score.impact if score.likelihood and score.impact else None)


def _rated(wanted: frozenset[str], negated: bool) -> Test:
    return lambda r: (rating_of(r) is not None) and ((rating_of(r) in wanted) is not negated)


_COMPARE = {
    "at least": ">=", "or more": ">=", "or above": ">=", "or higher": ">=", "or over": ">=",
    "minimum of": ">=", "no less than": ">=", "and above": ">=", "and over": ">=", "plus": ">=",
    "above": ">", "over": ">", "more than": ">", "higher than": ">", "greater than": ">", "exceeding": ">", "exceeds": ">",
    "below": "<", "under": "<", "less than": "<", "lower than": "<", "fewer than": "<",
    "at most": "<=", "or less": "<=", "or below": "<=", "or lower": "<=", "no more than": "<=", "or under": "<=",
}  # fmt: skip


def _scores(made: Facets) -> None:
    before = "|".join(sorted((k for k in _COMPARE if not k.startswith(("or ", "and ", "plus"))), key=len, reverse=True))
    after = "|".join(sorted((k for k in _COMPARE if k.startswith(("or ", "and ", "plus"))), key=len, reverse=True))
    stage = r"(?:(?:current|residual|net|inherent|gross|target)\s+)?"
    part = rf"(?P<part>{stage}(?:score|scores|scored|scoring|impact|likelihood|rating|rated)(?:\s+(?:score|rating))?)"
    pattern = rf"{part}\s+(?:is\s+|are\s+|of\s+|at\s+|with\s+|=\s*)*(?:(?P<before>{before})\s+)?(?P<n>\d{{1,3}})\b(?:\s+(?P<after>{after})\b)?"
    while match := re.search(pattern, made.rest, re.I):
        sign = _COMPARE.get((match.group("before") or match.group("after") or "").lower(), "==")
        number, part_name = int(match.group("n")), match.group("part").lower()
        shown = re.sub(r"^score[sd]?$|^scoring$|^rat(?:ed|ing)$", "score", part_name)
        signs = {">=": "of {} or more", ">": "above {}", "<": "below {}", "<=": "of {} or less", "==": "of {}"}
        made.take(match, Facet("score", f"{shown} {signs[sign].format(number)}", _scored(part_name, sign, number), "risk"))


def _scored(part: str, sign: str, number: int) -> Test:
    stage = next((s for w, s in (("inherent", "inherent"), ("gross", "inherent"), ("target", "target")) if w in part), None)

    def test(record: Record) -> bool:
        score = record.scores.get(stage) if stage else record.scores.get("current") or record.scores.get("residual")
        if score is None:
            return False
        if "impact" in part:
            value = score.impact
        elif "likelihood" in part:
            value = score.likelihood
        else:
            value = score.value or (score.likelihood * score.impact if score.likelihood and score.impact else None)
        return (
            value is not None
            and {">=": value >= number, ">": value > number, "<": value < number, "<=": value <= number, "==": value == number}[
                sign
            ]
        )

    return test


# --- dates


def _dates(made: Facets, as_of: date) -> None:
    match = re.search(
        r"\b(?:due|by when|deadlines?|to be (?:done|completed|finished))?\s*\b(?P<how>before|by|after|since|from|until|in"
        r"|during|on)\s+(?:the\s+)?(?:end\s+of\s+)?(?P<when>.{3,30})",
        made.rest, re.I,
    )  # fmt: skip
    due = re.search(r"\b(?:due|deadlines?|fall(?:s|ing)? due|to be (?:done|completed|finished|delivered))\b", made.rest, re.I)
    if match and due:
        found = _first_day(match.group("when"), as_of)
        if found:
            first, last, shown, length = found
            end = match.start("when") + length
            how = match.group("how").lower()
            if re.search(r"(?:\bnot|n't)\s+(?:fall(?:ing)?\s+)?$", made.rest[: due.start()], re.I) and how in (
                "until",
                "before",
                "by",
            ):
                how = "since" if how != "by" else "after"
            made.take(
                (min(due.start(), match.start()), max(end, due.end())), Facet("due", f"due {how} {shown}", _due(how, first, last))
            )
    if overdue := re.search(
        r"\b(?:overdue|(?:are |is |have |has )?(?:slipped |gone |run )?past (?:its|their|the) (?:due )?(?:date|deadline)s?"
        r"|(?:have |has )?missed (?:its|their|the) (?:due )?(?:date|deadline)s?|(?:are|is|running) late"
        r"|should (?:already )?have been (?:finished|completed|done)(?: (?:by now|already))?)\b",
        made.rest,
        re.I,
    ):
        made.take(overdue, Facet("overdue", "overdue", _overdue(as_of)))


def _first_day(text: str, as_of: date) -> tuple[str, str, str, int] | None:
    """(first day, last day, as said, characters read) of a date, month or year at a text's start; a month without a year is the next one."""
    found = [d for d in find_dates(text) if d.start <= 2]
    if found:
        d = found[0]
        first = d.day or date(d.year, d.month or 1, 1)
        last = d.day or _month_end(d.year, d.month or 1)
        return first.isoformat(), last.isoformat(), text[d.start : d.end], d.end
    if match := re.match(r"\s*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", text, re.I):
        month = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"].index(
            match.group(1).lower()
        ) + 1
        year = as_of.year if month >= as_of.month else as_of.year + 1
        return date(year, month, 1).isoformat(), _month_end(year, month).isoformat(), match.group().strip(), match.end()
    if match := re.match(r"\s*(20\d\d)\b", text):
        return f"{match.group(1)}-01-01", f"{match.group(1)}-12-31", match.group(1), match.end()
    return None


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _due(how: str, first: str, last: str) -> Test:
    def test(record: Record) -> bool:
        if not record.due:
            return False
        own = record.due
        if how == "before":
            return own[: len(first)] < first[: len(own)]
        if how in ("by", "until"):
            return own <= last[: len(own)]
        if how in ("after",):
            return own > last[: len(own)]
        if how in ("since", "from"):
            return own >= first[: len(own)]
        return first[: len(own)] <= own <= last[: len(own)]

    return test


def _overdue(as_of: date) -> Test:
    today = as_of.isoformat()

    def test(record: Record) -> bool:
        status = (record.text("status") or "").lower()
        if "overdue" in status:
            return True
        return bool(record.due and record.due < today[: len(record.due)] and not is_finished(record))

    return test


# --- statuses


def status_group(text: str) -> str:
    """The group of statuses that a printed status is one of; itself, in lower case, when none fits.

    What follows a status counts for nothing ("Completed \u2013 March 2026", "100% complete"), unless it takes it back ("Completed in part").
    """
    low = " ".join(re.sub(r"\([^)]*\)", " ", text).lower().split()).strip(" .")
    found = next((name for name, forms in STATUSES.items() if low in forms), None)
    if found:
        return found
    if _DONE.match(low):
        return "completed"
    begun = re.split(r"\s[-\u2013\u2014]\s|[:,;]\s", low)[0].strip()
    return next((name for name, forms in STATUSES.items() if begun in forms), low)


def is_completed(record: Record) -> bool:
    """Whether a control or action is printed as done."""
    return status_group(record.text("status") or "") == "completed"


def is_finished(record: Record) -> bool:
    """Whether nothing is left to do of a control or action: completed, closed or cancelled."""
    return status_group(record.text("status") or "") in ("completed", "closed", "cancelled")


def _statuses(made: Facets, records: Sequence[Record]) -> None:
    held = {status_group(r.text("status") or "") for r in records if r.text("status")}
    forms = {form: name for name, group in STATUSES.items() for form in group if name in held or form in _BARE_STATUSES}
    forms |= {h: h for h in held if h}
    if "closed" not in held and "completed" in held:
        forms["closed"] = "completed"
    for form in sorted(forms, key=lambda f: (-len(f), f)):
        pattern = rf"(?<![\w-])(?:(?P<no>not|n't|yet to be|un|have not been|has not been|still to be|to be)\s+(?:yet\s+)?)?{re.escape(form)}(?![\w-])"
        match = re.search(pattern, made.rest, re.I)
        if match is None or (form not in _BARE_STATUSES and not _about_status(made.rest, match)):
            continue
        name, negated = forms[form], bool(match.group("no"))
        made.take(match, Facet("status", f"{'not ' if negated else ''}{name}", _has_status(name, negated)))
        return
    if match := re.search(r"\b(?:still|remain(?:s|ing)?)?\s*(?:outstanding|unfinished|incomplete|still open)\b", made.rest, re.I):
        made.take(match, Facet("status", "not completed", _has_status("completed", negated=True)))


def _about_status(text: str, match: re.Match[str]) -> bool:
    """Whether a word that could be a status ("open", "in place") is one here: after "status", "are", "marked", or beside the noun."""
    before, after = text[: match.start()].lower(), text[match.end() :].lower()
    return bool(
        re.search(
            r"(?:status|marked|shown|recorded|listed|are|is|was|were|been|have|has|as|be|of|still)\W*(?:of|as|is|are)?\W*$",
            before,
        )
        or re.match(r"\W*(?:controls?|actions?|risks?|mitigations?)\b", after)
    ) and not re.match(r"\W*(?:to|for|by|against|on|around|about|over|in|with)\b", after)


def _has_status(name: str, negated: bool) -> Test:
    def test(record: Record) -> bool:
        status = record.text("status")
        if not status:
            return False
        return (status_group(status) == name) is not negated

    return test


# --- what is wrong with the print


def _flags(made: Facets) -> None:
    patterns = (
        (
            "rating",
            r"\b(?:out of (?:step|line)|(?:not|n't) (?:follow|match|fit|agree|add up|tally|go with|correspond)|inconsisten\w+"
            r"|contradict\w*|at odds|odd|wrong(?:ly)? rated|mismatch\w*|misaligned|(?:is|are)(?:n't| not) (?:likelihood"
            r"|impact) (?:times|x|multiplied)\b[^?]*|do(?:es)?(?:n't| not) multiply\w*[^?]*|look (?:odd|wrong))\b",
        ),
        (
            "placeholder",
            r"\b(?:placeholders?|left blank|unfilled|(?:missing|figures? to be added|to be filled in)|add figure|unfinished entr\w+)\b",
        ),
        ("any", r"\b(?:errors?|mistakes?|faults?|problems?) (?:in|with) (?:the|this) (?:risk )?register\b|\bflagged\b"),
    )
    for name, pattern in patterns:
        if match := re.search(pattern, made.rest, re.I):
            made.take(match, Facet("flag", name, _flagged(name)))
            return


def _flagged(name: str) -> Test:
    signs = {"rating": ("rated ", "score "), "placeholder": ("placeholder",), "any": ("",)}[name]
    return lambda r: any(f.split(": ", 1)[-1].startswith(signs) or f.startswith(signs) for f in r.flags)
