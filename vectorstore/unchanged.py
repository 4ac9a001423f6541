"""What was read of a file, kept in memory for as long as nobody changes the file."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, TypeVar

_T = TypeVar("_T")
_K = TypeVar("_K", bound=Hashable)


class Unchanged:
    """Values by key, all of one state of the file; the ones asked for longest ago go when there is no more room. For many threads.

    `state` gives something else once the file has been changed. It is looked at before a value is read, so that a value may be of a
    newer state than its note says, and is then read once more, never of an older one.
    """

    def __init__(self, state: Callable[[], Hashable], room: int) -> None:
        self._state, self._room = state, room
        self._lock = threading.Lock()
        self._of: Hashable = None
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._taken = 0

    def get(self, key: Hashable, read: Callable[[], _T], size: Callable[[_T], int] = lambda value: 1) -> _T:
        """The value of a key, read when it is not there; `size` says how much of the room it takes. It is shared: nobody may change what
        it says, though more may be added to it."""
        return self.each([key], lambda _: {key: read()}, size)[key]

    def each(
        self, keys: Iterable[_K], read: Callable[[list[_K]], Mapping[_K, _T]], size: Callable[[_T], int] = lambda value: 1
    ) -> dict[_K, _T]:
        """The values of some keys, as `get` has them, in their order and after one look at the file: those that are not there are read
        together, and left out where `read` gives none.
        """
        wanted = list(dict.fromkeys(keys))
        now = self._state()
        with self._lock:
            if now != self._of:
                self._of = now
                self._values.clear()
                self._taken = 0
            found: dict[_K, _T] = {key: self._values[key][0] for key in wanted if key in self._values}
            for key in found:
                self._values.move_to_end(key)
        if len(found) == len(wanted):
            return found
        new = read([key for key in wanted if key not in found])
        with self._lock:
            for key, value in new.items():
                if now == self._of and key not in self._values and (takes := size(value)) <= self._room:
                    self._values[key] = value, takes
                    self._taken += takes
            while self._taken > self._room:
                self._taken -= self._values.popitem(last=False)[1][1]
        found |= new
        return {key: found[key] for key in wanted if key in found}

    def clear(self) -> None:
        """Forget every value."""
        with self._lock:
            self._values.clear()
            self._taken = 0
