"""Opens the database and brings its tables up to date."""

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    OperationalError,
)

from monitor.core.errors import MonitorError

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK_WAIT_SECONDS = 30


def open_database(url: str) -> Engine:
    """Return an engine on a database whose tables are those of this version; creates what is missing.

    Raises:
        MonitorError: it cannot be opened, or is no database of ours.
    """
    try:
        location = make_url(url)
    except ArgumentError:
        raise MonitorError(
            f"{url!r} is no address of a database; write a path, or sqlite:///PATH"
        ) from None
    shown = location.render_as_string(hide_password=True)
    try:
        if location.get_backend_name() == "sqlite" and location.database not in (
            None,
            "",
            ":memory:",
        ):
            Path(str(location.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(location)
    except (NoSuchModuleError, ImportError, OSError, ValueError, TypeError) as error:
        raise MonitorError(f"the database {shown} cannot be opened: {error}") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin)
    try:
        with engine.begin() as connection:
            _migrate(connection)
    except CommandError as error:
        engine.dispose()
        raise MonitorError(
            f"the database {shown} belongs to another version of the monitor: {error}"
        ) from None
    except DBAPIError as error:
        engine.dispose()
        raise MonitorError(
            f"the database {shown} cannot be used: {error.orig}; "
            "choose another with --database, or mend the file"
        ) from None
    event.listen(engine, "handle_error", _explain)
    return engine


def _explain(context: ExceptionContext) -> None:
    """Turn what a person has to mend (a full disk, a lock, a broken file) into a message."""
    if isinstance(
        context.sqlalchemy_exception, OperationalError | DatabaseError
    ) and not isinstance(context.sqlalchemy_exception, IntegrityError):
        raise MonitorError(
            f"the database could not be used: {context.original_exception}; what was stored before is safe"
        ) from None


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # the driver would begin transactions too late for a migration to be one: SQLAlchemy begins them itself
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={_LOCK_WAIT_SECONDS * 1000}",
        "journal_mode=WAL",
        "foreign_keys=ON",
        "synchronous=NORMAL",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
