"""The Scrutiny questions view: what could be put to those who are responsible, each question with the gap and the sources it rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import streamlit as st

from assistant.answer import Citation
from assistant.desk import Desk
from assistant.gap_kinds import NAMES, GapKind
from assistant.gap_nouns import Gap, ScrutinyQuestions
from assistant.gaps import MOST, scrutiny_questions
from assistant.views import library
from assistant.views.citations import opening_source
from assistant.views.commitment_choice import FIRST, LAST
from assistant.views.elements import Element, element, show
from assistant.views.originals import Mark
from assistant.views.questions_place import Place, from_query
from assistant.views.wording import count, day
from vectorstore.models import Span

EMPTY = "No papers are held yet."
ADD = "Add papers on the Papers page: risk registers, action plans, minutes, reports. Or from the command line:"
COMMAND = "scrutiny ingest FOLDER-OF-PAPERS"
NONE = "No gap was found in the papers held as of {day}."
NONE_ABOUT = "No gap was found about “{about}” as of {day}. Try other words for it, or fewer."
NONE_OF_KIND = "No gap of the kinds chosen was found{about} as of {day}."
WORDLESS = "Name a topic in words, such as: SEND funding."
ABOUT = (
    "Questions that could be put to those who are responsible. Each rests on a gap in the papers held: something overdue, without an update, "
    "without an owner or at odds with another paper. Open the sources before you put one: other papers may say more."
)
ALL_SHOWN = "questions-all"

SourceView = Callable[[Citation], Element]
"""Makes a source of a citation."""


def view() -> None:
    """The questions about what the address names, or about everything."""
    desk = library.desk()
    place = from_query({name: st.query_params.get_all(name) for name in st.query_params})
    st.title("Scrutiny questions", anchor=False)
    if not desk.documents():
        show(element("p", EMPTY, class_="status"), element("p", ADD), key="no-questions")
        st.code(COMMAND, language=None, wrap_lines=True)
        return
    show(element("p", ABOUT, class_="searched"), key="about-questions")
    today = date.today()
    _choice(place, today)
    as_of = place.as_of if place.as_of and FIRST <= place.as_of <= LAST else today
    if place.about and not any(character.isalnum() for character in place.about):
        show(element("p", WORDLESS, class_="status", role="alert"), key="wordless")
        return
    limit = None if st.session_state.get(ALL_SHOWN) == place else MOST
    found = _found(_held(desk), place.about or None, as_of, place.kinds, limit, desk)
    show(element("p", said_of(found, place), class_="status", role="status"), key="questions-tally")
    if found.questions:
        show(*gap_views(desk, found, "h2"), key="questions")
    if found.left_out:
        st.button("Show all questions", on_click=_show_all, args=(place,))
    show(element("p", _looked_through(found), class_="searched"), key="questions-searched")


def gap_views(desk: Desk, found: ScrutinyQuestions, heading: str = "h4") -> list[Element]:
    """Each question as an article, its sources opening the pages; `heading` is the tag of what they stand under and one below."""
    held = {document.id: document for document in desk.documents()}

    def source(citation: Citation) -> Element:
        marks: list[Mark] = [(Span(*place), None) for place in citation.places]
        return opening_source(citation, held.get(citation.document), marks)

    return [question_view(gap, source, heading) for gap in found.questions]


def question_view(gap: Gap, source: SourceView, heading: str = "h2") -> Element:
    """A question, whom it is put to, the gap it rests on, and its sources; `heading` is the tag of its heading."""
    return element(
        "article",
        element(heading, gap.question, class_="question-put"),
        element("p", f"To: {gap.to}", class_="put-to"),
        element("p", element("strong", NAMES[gap.kind]), f": {gap.gap}", class_="gap-said"),
        element("div", *map(source, gap.citations), class_="sources"),
        class_="question-card",
    )


def said_of(found: ScrutinyQuestions, place: Place) -> str:
    """How many questions there are, about what, on which day; or that there are none, and why that may be."""
    about = f" about “{found.about}”" if found.about else ""
    if not found.questions:
        if place.kinds:
            return NONE_OF_KIND.format(about=about, day=day(found.as_of))
        return (NONE_ABOUT if found.about else NONE).format(about=found.about, day=day(found.as_of))
    number = len(found.questions)
    if found.left_out:
        return f"The {number} gravest questions{about} as of {day(found.as_of)}. There are more."
    return f"{count(number, 'question')}{about} as of {day(found.as_of)}{', the gravest first' if number > 1 else ''}."


def _choice(place: Place, today: date) -> None:
    """The boxes for topic, kinds of gap and day, which the address fills and which change it."""
    chosen = place.as_of if place.as_of and FIRST <= place.as_of <= LAST else today
    st.session_state["questions-about"] = place.about
    st.session_state["questions-kinds"] = list(place.kinds)
    st.session_state["questions-as-of"] = chosen

    def changed() -> None:
        state = st.session_state
        given = state["questions-as-of"]
        to = replace(
            place,
            about=" ".join(state["questions-about"].split()),
            kinds=tuple(kind for kind in GapKind if kind in state["questions-kinds"]),
            as_of=given if given != today else None,
        )
        st.query_params.from_dict(to.query())

    st.text_input("Topic", key="questions-about", on_change=changed, icon=":material/search:", placeholder="Everything")
    left, right = st.columns([3, 1])
    with left:
        st.multiselect(
            "Kinds of gap",
            list(GapKind),
            key="questions-kinds",
            format_func=NAMES.__getitem__,
            placeholder="All",
            on_change=changed,
        )
    with right:
        st.date_input("As of", min_value=FIRST, max_value=LAST, format="DD/MM/YYYY", key="questions-as-of", on_change=changed,
                      help="The day on which something is overdue or not; today unless you choose another.")  # fmt: skip


def _held(desk: Desk) -> tuple[tuple[str, str], ...]:
    """What the library holds, as a key that changes with it."""
    return tuple((document.id, str(document.ingested_at)) for document in desk.documents())


@st.cache_data(show_spinner="Looking for gaps in the papers …", max_entries=32)
def _found(
    held: tuple[tuple[str, str], ...], about: str | None, as_of: date, kinds: tuple[GapKind, ...], limit: int | None, _desk: Desk
) -> ScrutinyQuestions:
    del held  # tells one state of the library from another
    return scrutiny_questions(_desk, about, as_of, limit, kinds=kinds)


def _show_all(place: Place) -> None:
    st.session_state[ALL_SHOWN] = place


def _looked_through(found: ScrutinyQuestions) -> str:
    searched = found.searched
    words = f"Looked through: {count(searched.documents, 'paper')} ({count(searched.passages, 'passage')})."
    if searched.unread_pages:
        words += f" {count(searched.unread_pages, 'page')} could not be read and may say more."
    return words
