"""Names the few errors that stop a command; expected trouble with one feed or article is a value instead."""


class MonitorError(Exception):
    """Something a person has to know or mend; the text says what happened, where, and what to do."""


class SettingsError(MonitorError):
    """The settings cannot be used; `problems` holds one readable line per mistake."""

    def __init__(self, problems: list[str]) -> None:
        """Keep every mistake, so that all of them are reported at once."""
        super().__init__("\n".join(problems))
        self.problems = problems


class QueryError(MonitorError):
    """A watchlist query cannot be read; `column` counts characters from 1, over all lines of the query."""

    def __init__(self, message: str, column: int) -> None:
        """Keep the place beside the message, so that the caller can point at it."""
        super().__init__(message)
        self.column = column
