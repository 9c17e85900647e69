import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, insert
from sqlalchemy.exc import IntegrityError, StatementError

from monitor.core.errors import MonitorError
from monitor.core.model import FeedId
from monitor.edges.store import database
from monitor.edges.store.database import open_database
from monitor.edges.store.feeds import FeedStore
from monitor.edges.store.tables import articles, feeds, metadata, polls
from tests.fakes import NOON


def test_the_migrations_make_the_tables_of_this_version(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/a/b/m.db")

    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_opening_twice_changes_nothing_and_sqlite_is_set_up_for_crashes(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path}/m.db").dispose()
    engine = open_database(f"sqlite:///{tmp_path}/m.db")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()


def test_a_failed_transaction_leaves_no_trace(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/m.db")

    def half() -> None:
        with engine.begin() as connection:
            connection.execute(insert(feeds).values(id="a", source="x", failures=0))
            connection.execute(
                insert(polls).values(
                    feed="nobody", at=NOON, state="ok", good=True, new=0, updated=0
                )
            )

    with pytest.raises(IntegrityError):
        half()
    with engine.connect() as connection:
        assert connection.execute(feeds.select()).all() == []
    engine.dispose()


def test_a_time_without_a_zone_is_refused(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/m.db")
    naive = NOON.replace(tzinfo=None)
    with engine.connect() as connection, pytest.raises(StatementError, match="without a zone"):
        connection.execute(insert(feeds).values(id="a", source="x", failures=0, next_poll=naive))
    engine.dispose()


def test_a_time_comes_back_in_utc(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/m.db")
    with engine.begin() as connection:
        connection.execute(insert(feeds).values(id="a", source="x", failures=0, next_poll=NOON))
        row = connection.execute(feeds.select()).one()
    assert (row.next_poll, row.last_success) == (NOON, None)
    engine.dispose()


@pytest.mark.parametrize(
    "url", ["nonsense://x", "sqlite:////proc/none/m.db", "postgresql://localhost/none"]
)
def test_a_database_that_cannot_be_opened_is_told_in_one_sentence(url: str) -> None:
    with pytest.raises(MonitorError, match="database"):
        open_database(url)


def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    path.write_text("this is a diary, not a database, and it is long enough to be looked at " * 20)

    with pytest.raises(MonitorError, match="not a database"):
        open_database(f"sqlite:///{path}")

    assert path.read_text().startswith("this is a diary")


def test_a_password_in_the_address_is_not_printed(tmp_path: Path) -> None:
    with pytest.raises(MonitorError) as raised:
        open_database("postgresql://me:secret@localhost/none")

    assert "secret" not in str(raised.value)


def test_the_tables_can_be_read_by_any_sqlite_client(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path}/m.db").dispose()
    connection = sqlite3.connect(tmp_path / "m.db")
    names = {
        row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    connection.close()

    assert {articles.name, polls.name, "alembic_version"} <= names


def test_a_database_of_the_first_version_keeps_what_it_holds_and_reads_each_feed_once_more(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path}/m.db"
    old = create_engine(url)
    with old.begin() as connection:
        config = Config()
        config.set_main_option(
            "script_location", str(Path(database.__file__).parent / "migrations")
        )
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(
            "INSERT INTO feeds (id, source, etag, body_hash, failures, state) VALUES"
            " ('read', 'https://example.org/a', 'e', 'h', 0, 'ok'), ('never', 'x', NULL, NULL, 3, 'dns')"
        )
    old.dispose()

    engine = open_database(url)
    statuses = FeedStore(engine).statuses()
    engine.dispose()

    read, never = statuses[FeedId("read")], statuses[FeedId("never")]
    assert (read.state, read.etag, read.body_hash, read.gap) == ("ok", None, "", None)
    assert (never.state, never.failures, never.body_hash) == ("dns", 3, None)
