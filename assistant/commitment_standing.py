"""How an entry of the ledger stands as the papers last said, and whether one of them said before that it had come to its end."""

from __future__ import annotations

from assistant.ledger import Commitment, Later

ENDS = ("completed", "dropped")


def last_said(commitment: Commitment) -> Later | None:
    """The latest thing that a later paper says of how an entry stands; of several of one day, that it is done or dropped. None: nothing."""
    told = [later for later in commitment.later if later.relation != "mentioned"]
    if not told:
        return None
    return next((later for later in reversed(told) if later.relation in ENDS and later.date == told[-1].date), told[-1])


def ended_before(commitment: Commitment) -> Later | None:
    """The last to say that an entry was done or dropped, where a later paper says otherwise."""
    last = last_said(commitment)
    if last is None or last.relation in ENDS:
        return None
    return next((later for later in reversed(commitment.later) if later.relation in ENDS), None)
