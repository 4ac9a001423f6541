"""The shapes that the papers' words come in before they are set on pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Control:
    """One row of a controls table, each field as it is to be printed."""

    title: str
    description: str
    category: str
    status: str
    owner: str
    note: str


@dataclass(frozen=True, slots=True)
class Risk:
    """One risk row and its controls. `labels` rewords columns of the header row, `faults` names faults of layout to set."""

    ref: str
    added: str
    title: str
    description: str
    category: str
    impact: str
    likelihood: str
    rating: str
    owner: str
    note: str
    controls: tuple[Control, ...]
    labels: tuple[tuple[str, str], ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """A whole register: front matter, then directorates, each with its risks."""

    title: str
    as_at: str
    running: str
    front: tuple[tuple[str, str], ...]
    introduction: tuple[str, ...]
    directorates: tuple[tuple[str, tuple[Risk, ...]], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` counts from 1. A heading with `contents` False is left out of the table of contents."""

    level: int
    text: str
    contents: bool = True


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph, with its typed number if it has one, in the named style."""

    text: str
    number: str = ""
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: widths are shares of the text width. `repeat` says whether the header row comes again on a new page."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    repeat: bool = True
    caption: str = ""
    small: bool = False


@dataclass(frozen=True, slots=True)
class NewPage:
    """Start a page; `landscape` turns it."""

    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """White space, in points."""

    points: float


Block = Heading | Para | Bullets | Grid | NewPage | Gap


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper set in running text: front lines for the first page, then its blocks."""

    title: str
    subtitle: str
    running: str
    subject: str
    blocks: tuple[Block, ...]
    cover: bool = False
    contents: bool = False
