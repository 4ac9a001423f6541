"""The papers themselves over HTTP, for the page viewer: a page's picture and text with words marked on it, and the file.

A request sees what whoever sends it may see; a paper that is not held for them is not there.
"""

from __future__ import annotations

import logging
import math
import mimetypes
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import lru_cache, wraps
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from streamlit import config
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from assistant.desk import Desk
from assistant.views import library, noted
from assistant.views.page_text import Run, around, reflow
from assistant.views.people import asking
from assistant.views.wording import page_name
from ingest.pdf_places import Box, picture, places, places_on_scan
from vectorstore.errors import ReadError, SettingsError
from vectorstore.models import Page, Span

WIDTHS = (900, 1_400, 2_000)
"""How wide a page's picture may be asked for, in pixels."""
SHOWN = 3_000
"""Characters of a long page shown on either side of what is marked."""
SIGN_IN = "Sign in first: this page is shown to those who may see it."
GONE = "This paper is no longer held, or it was replaced by a newer version."
MOVED = (
    "The file is no longer where it was read from, so that its pages cannot be shown as pictures. This is the text that was read."
)
_KEPT = {"Cache-Control": "private, max-age=600", "X-Content-Type-Options": "nosniff"}
_AT = re.compile(r"(\d{1,9})-(\d{1,9})(?:-([\w-]{1,40}))?")
_PICTURES = 48  # of pages, some 400 kB each

Mark = tuple[Span, str | None]
"""A slice of a page, and the field that it is the words of."""


def address(document: str, ordinal: int, marks: Sequence[Mark]) -> str:
    """Where the viewer finds a page of a paper with these slices marked."""
    at = ",".join(f"{span.start}-{span.end}" + (f"-{field}" if field else "") for span, field in marks if span.page == ordinal)
    return f"{_base()}/paper/{document}/page/{ordinal}?at={at}"


def routes() -> list[Route]:
    """The addresses that are answered here."""
    at = f"{_base()}/paper/{{document}}"
    return [
        Route(f"{at}/page/{{ordinal:int}}", _answered(_page, "opened a page")),
        Route(f"{at}/page/{{ordinal:int}}/picture", _answered(_picture, "opened a page's picture")),
        Route(f"{at}/file", _answered(_file, "opened the file")),
    ]


def _base() -> str:
    """The path that the app is served below, without a slash at its end."""
    below = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{below}" if below else ""


def _answered(answer: Callable[[Request, Desk], Response], act: str | None = None) -> Callable[[Request], Response]:
    """Answers with what is held for whoever asks, and notes it as `act`; refuses hosts that the app is not served under, as its other parts do."""

    @wraps(answer)
    def endpoint(request: Request) -> Response:
        if not is_host_allowed(request.headers.get("host")):
            return PlainTextResponse("This address is not served here.", 403)
        try:
            person = asking(request)
            if person is None:
                return PlainTextResponse(SIGN_IN, 401)
            desk = library.desk_of(person.role)
            if act is not None and desk.page(*_wanted(request)):
                noted.note(desk, person, act, document=request.path_params["document"], page=request.path_params.get("ordinal"))
            given = answer(request, desk)
            if person.key:  # whoever comes to the browser next is not shown what it has kept
                given.headers["Cache-Control"] = "no-store"
            return given
        except SettingsError as error:  # nobody is let in by a list that cannot be read
            logging.getLogger(__name__).error("%s", error)
            return PlainTextResponse(SIGN_IN, 401)
        except ReadError as error:
            return PlainTextResponse(str(error), 404)
        except Exception:
            logging.getLogger(__name__).exception("A page could not be shown")
            return PlainTextResponse("The page could not be shown; the program’s log says more.", 500)

    return endpoint


def _page(request: Request, desk: Desk) -> Response:
    """A page as the viewer needs it: its name, its neighbours, its text with marks, and where these stand on its picture."""
    document, ordinal = _wanted(request)
    page = desk.page(document, ordinal)
    if page is None:
        return JSONResponse({"notice": GONE}, 404)
    marks = _marks(request.query_params.get("at", ""), page)
    held = desk.original(document)
    drawn = held is not None and held.suffix.lower() == ".pdf"
    slices = [(s.start, s.end) for s, _ in marks]
    boxes: list[list[Box]] = []
    if held and drawn:
        boxes = places_on_scan(page.recognised, slices) if page.recognised else places(held, ordinal, page.text, slices)
    return JSONResponse(
        {
            "name": page_name(page),
            "last": desk.last_page(document),
            "ordinal": ordinal,
            "picture": f"{_base()}/paper/{document}/page/{ordinal}/picture" if drawn else None,
            "boxes": [
                {"field": field, **asdict(box)} for (_, field), found in zip(marks, boxes, strict=bool(boxes)) for box in found
            ],
            "text": [[run.text, run.marked, field] for run, field in _runs(page, marks)],
            "unread": page.unread is not None,
            "recognised": page.recognised and math.floor(100 * page.recognised.confidence),
            "file": f"{_base()}/paper/{document}/file" + (f"#page={page.number}" if drawn else "") if held else None,
            "notice": None if held else MOVED,
        },
        headers={"Cache-Control": "private, no-cache"},
    )


def _picture(request: Request, desk: Desk) -> Response:
    document, ordinal = _wanted(request)
    held = desk.original(document)
    if held is None or held.suffix.lower() != ".pdf":
        return PlainTextResponse(GONE, 404)
    wanted = request.query_params.get("width", "")
    width = next((w for w in WIDTHS if wanted.isdigit() and int(wanted) <= w), WIDTHS[-1])
    return Response(_drawn(held, held.stat().st_mtime_ns, ordinal, width), media_type="image/png", headers=_KEPT)


@lru_cache(maxsize=_PICTURES)
def _drawn(path: Path, modified_ns: int, ordinal: int, width: int) -> bytes:
    del modified_ns  # tells one state of the file from another
    return picture(path, ordinal, width)


def _file(request: Request, desk: Desk) -> Response:
    """The paper as it was read; only a PDF is opened in the browser, the others are saved."""
    document, _ = _wanted(request)
    held = desk.original(document)
    if held is None:
        return PlainTextResponse(GONE, 404)
    kind = mimetypes.guess_type(held.name)[0] or "application/octet-stream"
    how = "inline" if kind == "application/pdf" else "attachment"
    given = f"{how}; filename*=UTF-8''{quote(held.name)}"
    return FileResponse(held, media_type=kind, headers={**_KEPT, "Content-Disposition": given})


def _wanted(request: Request) -> tuple[str, int]:
    return str(request.path_params["document"]), int(request.path_params.get("ordinal", 1))


def _marks(at: str, page: Page) -> list[Mark]:
    """The slices asked for that lie on the page, in order, none over another."""
    found: list[Mark] = []
    end = 0
    for start, stop, field in sorted((int(a), int(b), f or None) for a, b, f in _AT.findall(at)):
        if max(start, end) < min(stop, len(page.text)):
            found.append((Span(page.ordinal, max(start, end), min(stop, len(page.text))), field))
            end = found[-1][0].end
    return found


def _runs(page: Page, marks: Sequence[Mark]) -> list[tuple[Run, str | None]]:
    """The page's text, what is marked parted from what is not, each with its field; of a long one what lies around."""
    runs: list[Run] = []
    fields: list[str | None] = []
    at = 0
    for span, field in marks:
        runs += [Run(page.text[at : span.start], False), Run(page.text[span.start : span.end], True)]
        fields += [None, field]
        at = span.end
    runs.append(Run(page.text[at:], False))
    fields.append(None)
    shown = around(reflow(runs), SHOWN) if marks else reflow(runs)
    return [(run, field) for run, field in zip(shown, fields, strict=True) if run.text]


__all__ = ["Box", "Mark", "address", "routes"]
