"""The conversation that is open in this session, and those that are kept for this browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock

import streamlit as st

from assistant.conversations import LONGEST_TITLE, Conversations, KeptExchange, short_title
from assistant.desk import Desk
from assistant.next_questions import next_questions
from assistant.views import packs
from assistant.views.asking import Asking, asked
from assistant.views.elements import element, show
from assistant.views.exchange import Exchange, answers
from assistant.views.people import person
from assistant.views.visitors import visitor
from assistant.views.wording import count, day, label
from vectorstore.errors import LibraryError
from vectorstore.models import Filters, Role

PARAMETER = "c"
"""The address's name for the conversation that is open."""
SHOWN = 12
"""Kept conversations that are listed at once."""
NOT_KEPT = "That conversation is not kept for this browser: it was deleted, or had elsewhere. Here is a new one."
DELETE = "Delete this conversation? It cannot be brought back."
DELETE_ALL = "Delete every conversation kept for this browser? They cannot be brought back."
CLOSED = "This answer quoted a paper that is no longer open. Ask again for what the open papers say."
NONE_KEPT = "None yet. Each conversation is kept in the library, for this browser alone."


@dataclass
class Talk:
    """A conversation: its id and title once it is kept, its exchanges, the question on its way, and the number of the question being edited.

    `replaced` is how many exchanges stand before the one that is asked anew; None while the conversation goes on at its end.
    """

    id: str | None = None
    title: str = ""
    exchanges: list[Exchange] = field(default_factory=list)
    asking: Asking | None = None
    editing: int | None = None
    replaced: int | None = None
    role: Role | None = None
    """On whose behalf its answers were given; None before there is any."""
    lock: Lock = field(default_factory=Lock, repr=False)
    """Held while an exchange is put in, which is done beside the page, and while exchanges are taken out."""


def current(desk: Desk) -> Talk:
    """The conversation that is open: the session's, or the one that the address names."""
    talk: Talk | None = st.session_state.get("talk")
    if talk is not None and talk.role not in (
        None,
        desk.role,
    ):  # what was shown to a role that somebody had is not for the one they have
        talk = None
    wanted = st.query_params.get(PARAMETER)
    if talk is None or (wanted and wanted != talk.id):
        talk = _loaded(desk, wanted) if wanted else None
        if wanted and talk is None:
            st.warning(NOT_KEPT, icon=":material/forum:")
            del st.query_params[PARAMETER]
    talk = talk or Talk()
    talk.role = desk.role
    st.session_state.talk = talk
    if talk.id and wanted != talk.id:  # back from another view
        st.query_params[PARAMETER] = talk.id
    return talk


def leave() -> None:
    """Leave the open conversation for a new one."""
    st.session_state.talk = Talk()
    st.query_params.pop(PARAMETER, None)


def ask(desk: Desk, talk: Talk, question: str, filters: Filters, at: int | None = None) -> Asking:
    """Begin to answer a question at the end of a conversation, or in the place of its exchange `at`: that one and those after it go.

    What comes of it is put there and kept, once, however often the page is drawn meanwhile and whether anybody still looks at it.
    """
    keep = partial(_put, _conversations(desk), visitor(), person().role, talk)
    with talk.lock:
        if at is not None:
            talk.exchanges[at:] = []
            talk.replaced = sum(not exchange.lost for exchange in talk.exchanges)
        talk.asking = asked(desk, person(), question, filters, answers(talk.exchanges), keep)
        return talk.asking


def _put(kept: Conversations, owner: str, role: Role, talk: Talk, asking: Asking) -> None:
    """Put what came of a question at the end of its conversation, and keep it there.

    One that was stopped before anything was found is shown and not kept. One that is not waited for, because another was asked in its
    place or because its conversation was deleted, is neither.
    """
    exchange = Exchange(asking.question, asking.filters, asking.answer, asking.error)
    with talk.lock:
        if talk.asking is not asking:
            return
        talk.asking = None
        talk.exchanges.append(exchange)
        if exchange.lost:
            return
        try:
            id_ = kept.keep(owner, role, talk.id, talk.replaced, _to_keep(exchange))
        except LibraryError as error:  # the answer is shown all the same
            exchange.unkept = str(error)
            return
        if talk.id is None:
            talk.title = short_title(exchange.question)
        talk.id, talk.replaced = id_, None


def suggested(desk: Desk, talk: Talk, last: Exchange) -> list[str]:
    """What can be asked after the last answer, found once and kept with it."""
    assert last.answer
    found = next_questions(desk, last.answer, answers(talk.exchanges[:-1]), last.filters)
    if talk.id:
        _conversations(desk).suggest(visitor(), person().role, talk.id, last.name, found)
    return found


def begin_anew() -> None:
    """In the sidebar: the way to a new conversation."""
    st.button("New conversation", icon=":material/add_comment:", on_click=leave, width="stretch")


def beside(desk: Desk, talk: Talk) -> None:
    """In the sidebar: what can be done with the conversation that is open, once it is kept."""
    if talk.id:
        with st.expander("This conversation", key=f"talk-{talk.id}"):
            _this(desk, talk)


def _this(desk: Desk, talk: Talk) -> None:
    assert talk.id
    key = f"title-{talk.id}"
    st.session_state.setdefault(key, talk.title)
    st.text_input("Name", key=key, max_chars=LONGEST_TITLE, on_change=_rename, args=(desk, talk, key))
    packs.downloads(desk, talk.title, talk.exchanges, f"talk-{talk.id}", width="stretch")
    _twice(f"delete-{talk.id}", "Delete …", DELETE, _delete, desk, talk)


def _twice(key: str, words: str, warning: str, then: Callable[..., None], *given: object) -> None:
    """A button for what cannot be undone, which asks before it is done."""
    if not st.session_state.get(key):
        st.button(words, key=f"{key}-first", icon=":material/delete:", on_click=_set, args=(key, True), width="stretch")
        return
    show(element("p", warning, role="alert"), key=f"{key}-words")
    st.button("Delete", key=f"{key}-yes", type="primary", on_click=then, args=given, width="stretch")
    st.button("Keep", key=f"{key}-no", on_click=_set, args=(key, False), width="stretch")


def _set(key: str, value: bool) -> None:
    st.session_state[key] = value


def _rename(desk: Desk, talk: Talk, key: str) -> None:
    title = " ".join(str(st.session_state[key]).split())
    if title and talk.id:
        _conversations(desk).rename(visitor(), person().role, talk.id, title)
        talk.title = title
    st.session_state[key] = talk.title


def _delete(desk: Desk, talk: Talk) -> None:
    assert talk.id
    with talk.lock:
        talk.asking = None
        _conversations(desk).delete(visitor(), person().role, talk.id)
    leave()


def _delete_all(desk: Desk) -> None:
    talk: Talk = st.session_state.talk
    with talk.lock:
        talk.asking = None
        _conversations(desk).delete_all(visitor())
    _set("delete-all", False)
    leave()


def kept_list(desk: Desk) -> None:
    """In the sidebar: the conversations kept for this browser, newest first, and a field to find one by its words."""
    with st.expander("Earlier conversations", key="kept"):
        search = st.text_input("Find words in them", key="kept-search")
        more = st.session_state.setdefault("kept-more", SHOWN)
        found = _conversations(desk).listed(visitor(), person().role, search, more + 1, 0)
        if not found:
            st.caption("None has these words." if search.strip() else NONE_KEPT)
        for kept in found[:more]:
            said = f"{day(kept.updated.date())}, {count(kept.questions, 'question')}"
            st.button(label(kept.title), key=f"open-{kept.id}", help=said, on_click=_open, args=(desk, kept.id), width="stretch")
        if len(found) > more:
            st.button("Show more", key="kept-show-more", type="tertiary", on_click=_more)
        if found and not search.strip():
            _twice("delete-all", "Delete all …", DELETE_ALL, _delete_all, desk)


def _more() -> None:
    st.session_state["kept-more"] += SHOWN


def _open(desk: Desk, id_: str) -> None:
    talk = _loaded(desk, id_)
    if talk:
        st.session_state.talk = talk
        st.query_params[PARAMETER] = id_


def _loaded(desk: Desk, id_: str) -> Talk | None:
    kept = _conversations(desk).load(visitor(), person().role, id_)
    if kept is None:
        return None
    return Talk(kept.id, kept.title, [_open_to(each, desk) for each in kept.exchanges])


def _open_to(kept: KeptExchange, desk: Desk) -> Exchange:
    """A kept exchange; without its answer where a paper that this quotes has been made exempt since, and the reader may not meet those."""
    answer, error = kept.answer, kept.error
    if answer and not person().role.meets_exempt:
        quoted = {citation.document for citation in answer.citations}
        if desk.library.made_exempt(quoted, [passage.id for passage in answer.passages]):
            answer, error = None, CLOSED
    return Exchange(kept.question, kept.filters, answer, error, kept.asked_at, kept.name, kept.suggestions)


def _to_keep(exchange: Exchange) -> KeptExchange:
    return KeptExchange(
        name=exchange.name, question=exchange.question, filters=exchange.filters, answer=exchange.answer, error=exchange.error,
        asked_at=exchange.asked_at, suggestions=exchange.suggestions,
    )  # fmt: skip


def _conversations(desk: Desk) -> Conversations:
    return _opened(str(desk.library.folder))


@st.cache_resource(show_spinner=False, on_release=lambda kept: kept.close())
def _opened(folder: str) -> Conversations:
    return Conversations(Path(folder))
