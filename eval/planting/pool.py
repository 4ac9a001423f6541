"""What claims speak of: people and posts, names of places and bodies, and things, to be put in one another's place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from eval.planting.text import SMALL, within

POST = re.compile(
    r"\b(?:(?:Deputy |Assistant |Strategic |Interim |Group )?(?:Head|Director|Cabinet Member|Chair|Service Manager) (?:of|for) (?:the )?"
    r"[A-Z][\w\u2019']+(?:(?:,? and|,)? [A-Z][\w\u2019']+)*|(?:Cllr|Councillor|Mr|Mrs|Ms|Dr)\.? [A-Z][\w\u2019'-]+(?: [A-Z][\w\u2019'-]+)?)"
)
OWNER = re.compile(r"(?:(?<=[Oo]wner: )|(?<=Lead: )|(?<=fficer: ))[A-Z][\w\u2019'-]+(?: [A-Z][\w\u2019'-]+){1,2}(?=[.,;/]|$| /)")
NAME = re.compile(
    r"(?<=[a-z,] )(?!(?:January|February|March|April|June|July|August|September|October|November|December)\b)"
    r"[A-Z][a-z]{3,}(?: [A-Z][a-z]{3,}){0,2}(?=[ .,;])(?! 20\d)"
)
THING = re.compile(
    r"\b(?P<lead>the|of|for|in|on|our|its|with) (?P<thing>(?:[a-z]{4,} )?[a-z]{4,}(?:s|ion|ment|ing|ity|care|ance|plan|team|risk|fund|rate))"
    r"(?= (?:is|are|was|were|will|has|have|in|of|for|to|by|at|on|and|which|that)\b|[.,;])"
)
VAGUE = frozenset(
    re.findall(
        r"\S+",
        "this that these those following reports papers programmes schemes number numbers addition relation order terms line part process"
        " regards means times being having making including using taking working ensuring delivering range areas plans actions things others years"
        " months weeks days services during within across about since which where their",
    )
)


class Pool:
    """What other claims speak of, to be put in place of a claim's own: people and posts, names, and things."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self.owners = sorted({m.group() for t in texts for pattern in (OWNER, POST) for m in pattern.finditer(t)})
        self.names = sorted({m.group() for t in texts for m in within(NAME, t)} - set(self.owners))

    @cached_property
    def things(self) -> list[str]:
        """What is spoken of in one or two words without capitals."""
        return sorted({m["thing"] for t in self._texts for m in things(t)})


def things(text: str) -> list[re.Match[str]]:
    """The places where a text speaks of something in one or two words without capitals ("thing")."""
    return [m for m in within(THING, text) if not set(m["thing"].split()) & (VAGUE | SMALL)]
