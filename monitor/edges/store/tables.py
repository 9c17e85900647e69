"""Defines the tables; a change here needs a migration in migrations/versions."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)


class Moment(TypeDecorator[datetime]):
    """An aware time: stored in UTC, and read as UTC where the database knows no zones (SQLite)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time: nobody could say later when it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return an aware time."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Seconds(TypeDecorator[timedelta]):
    """A duration, stored as whole seconds."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        """Round to seconds."""
        return None if value is None else round(value.total_seconds())

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:
        """Return a duration."""
        return None if value is None else timedelta(seconds=value)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[Any]:
    return Column("id", Integer, primary_key=True)


feeds = Table(
    "feeds",
    metadata,
    Column("id", String, primary_key=True),
    Column(
        "source", Text, nullable=False
    ),  # its address and forced encoding: validators belong to them
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", String),
    Column("next_poll", Moment),
    Column("last_success", Moment),
    Column("failing_since", Moment),
    Column("failures", Integer, nullable=False),
    Column("state", String),
    Column("reason", Text),
    Column("moved_to", Text),
    Column("moving_to", Text),
    Column("hold_until", Moment),
    Column("gap", Seconds),
    Column("newest", Moment),
    Column("pace", Seconds),
)

polls = Table(
    "polls",
    metadata,
    _id(),
    Column("feed", ForeignKey("feeds.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("state", String, nullable=False),
    Column("good", Boolean, nullable=False),
    Column("reason", Text),
    Column("new", Integer, nullable=False),
    Column("updated", Integer, nullable=False),
    Index(None, "feed", "at"),
)

articles = Table(
    "articles",
    metadata,
    _id(),
    Column("feed", ForeignKey("feeds.id"), nullable=False),
    Column("entry_id", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("canonical_url", Text, nullable=False),
    Column("title_key", Text, nullable=False),
    Column("published", Moment),
    Column("published_from", String, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("arrival", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("content_hash", String, nullable=False),
    Column("story", Integer, index=True),
    Column(
        "matched_with", String, index=True
    ),  # the watchlist revision; NULL when a wording is new
    Column(
        "translated_with", String
    ),  # what its translation was last found as good as one made with; NULL while it is not whole
    Column("translation_attempts", Integer, nullable=False),
    Column("translation_error", Text),
    UniqueConstraint("feed", "entry_id"),
    Index(None, "canonical_url"),
    Index(None, "title_key"),
)

wordings = Table(
    "wordings",
    metadata,
    _id(),
    Column("article", ForeignKey("articles.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("via", String, nullable=False),
    Column("language", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("engine", String),
    Column("engine_version", String, nullable=False, server_default=""),
    Column("names", String, nullable=False, server_default=""),
    Column("scope", String),
    Column("suspect", JSON, nullable=False),
    Column("notes", JSON, nullable=False, server_default="[]"),
    Column("made_at", Moment, nullable=False),
    Column("provenance", Text, nullable=False, server_default=""),
    UniqueConstraint("article", "revision", "via", "language"),
)

matches = Table(
    "matches",
    metadata,
    _id(),
    Column("article", ForeignKey("articles.id"), nullable=False),
    Column("topic", Text, nullable=False),
    Column("via", String, nullable=False),
    Column("first_hit", Moment, nullable=False, index=True),
    Column(
        "active", Boolean, nullable=False
    ),  # False while the present revision does not fire the topic
    Column("urgent", Boolean, nullable=False),
    Column("late", Boolean, nullable=False, server_default=false()),
    Column("alerted_at", Moment),
    UniqueConstraint("article", "topic"),
)

hits = Table(
    "hits",
    metadata,
    _id(),
    Column("match", ForeignKey("matches.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("wording", ForeignKey("wordings.id"), nullable=False),
    Column("concept", Text),
    Column("alias", Text),
    Column("query", Text),
    Column("language", String, nullable=False),
    Column("field", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("via", String, nullable=False),
)

digests = Table(
    "digests",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("document", JSON, nullable=False),
)

ledger = Table(
    "ledger",
    metadata,
    Column("digest", String, primary_key=True),
    Column("covered_until", Moment, nullable=False),
    Column(
        "first_match", Integer, nullable=False
    ),  # what is older was found before there was this digest
)

covered_matches = (
    Table(  # what a digest has covered: by match, because clocks are set back and hits come and go
        "covered_matches",
        metadata,
        Column("digest", String, primary_key=True),
        Column("match", ForeignKey("matches.id"), primary_key=True),
    )
)

deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    Column("digest", ForeignKey("digests.id"), nullable=False),
    Column("channel", String, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    Column("created", Moment, nullable=False),
    Column("next_try", Moment),
    Column("error", Text),
    Column("sent_at", Moment),
    UniqueConstraint("digest", "channel"),
)

sentences = Table(  # translations of single sentences that passed every check
    "sentences",
    metadata,
    Column("key", String, primary_key=True),
    Column("translation", Text, nullable=False),
    Column("made_at", Moment, nullable=False, index=True),
)

notes = Table(  # small facts between runs: which engine translated last
    "notes",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)
