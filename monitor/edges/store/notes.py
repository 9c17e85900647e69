"""Keeps small facts between runs: which engine translated last, which watchlist is in force."""

from sqlalchemy import Engine, insert, select, update

from monitor.edges.store.tables import notes


def note(engine: Engine, name: str) -> str | None:
    """Return a fact that an earlier run left, or None."""
    with engine.connect() as connection:
        return connection.scalar(select(notes.c.value).where(notes.c.name == name))


def save_note(engine: Engine, name: str, value: str) -> None:
    """Leave a fact for later runs."""
    with engine.begin() as connection:
        if not connection.execute(
            update(notes).where(notes.c.name == name).values(value=value)
        ).rowcount:
            connection.execute(insert(notes).values(name=name, value=value))
