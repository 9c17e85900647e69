"""Maps the characters of a rewritten text to those it came from, by the few places where the two part."""

from bisect import bisect_right


class OffsetMap:
    """A list of runs. In a run either each character came from one of its own, or all came from the same few.

    Every position counts characters from 0; `start` and `end` are only asked for positions inside the text.
    """

    __slots__ = ("_origins", "_places", "_widths", "size")

    def __init__(self) -> None:
        """Begin with an empty text."""
        self.size = 0
        self._places: list[int] = []  # where each run begins
        self._origins: list[int] = []  # the first character that it came from
        self._widths: list[
            int
        ] = []  # of how many characters all of it came; 0 where each has its own

    @classmethod
    def identity(cls, size: int) -> "OffsetMap":
        """Return the map of a text whose characters all came from their own."""
        own = cls()
        own.copy(0, size)
        return own

    def copy(self, origin: int, size: int) -> None:
        """Append characters that came one by one from those at an origin."""
        self._append(origin, size, 0)

    def stand_for(self, origin: int, width: int, size: int) -> None:
        """Append some characters that together came from `width` of them."""
        self._append(origin, size, width)

    def extend(self, other: "OffsetMap", start: int, stop: int) -> None:
        """Append what another map says of its characters from a start to a stop."""
        run = bisect_right(other._places, start) - 1
        while start < stop:
            last = other._places[run + 1] if run + 1 < len(other._places) else other.size
            until = min(stop, last)
            self._append(other.start(start), until - start, other._widths[run])
            start, run = until, run + 1

    def start(self, place: int) -> int:
        """Return the first character that a character came from."""
        run = bisect_right(self._places, place) - 1
        origin = self._origins[run]
        return origin if self._widths[run] else origin + place - self._places[run]

    def end(self, place: int) -> int:
        """Return the place behind the last character that a character came from."""
        run = bisect_right(self._places, place) - 1
        return self._origins[run] + (self._widths[run] or place - self._places[run] + 1)

    def _append(self, origin: int, size: int, width: int) -> None:
        if not size:
            return
        if self._places and not width and not self._widths[-1]:
            goes_on = self._origins[-1] + self.size - self._places[-1] == origin
        else:
            goes_on = False
        if not goes_on:
            self._places.append(self.size)
            self._origins.append(origin)
            self._widths.append(width)
        self.size += size
