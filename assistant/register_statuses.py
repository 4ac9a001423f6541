"""Statuses of controls and actions: which say the same, and the conditions that a question sets for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.register_places import Facet, Facets, Test
from vectorstore.records import Record

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
_DONE = re.compile(rf"(?:100\s?% ?)?(?:fully )?(?:{'|'.join(STATUSES['completed'])})\b(?! in part| partly)", re.I)
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


def status_facets(made: Facets, records: Sequence[Record]) -> None:
    """Take the condition on a status."""
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
