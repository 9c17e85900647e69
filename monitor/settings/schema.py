"""Says which keys the settings files may hold."""

from datetime import time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from monitor.settings.values import (
    ClockTime,
    Contact,
    Days,
    Duration,
    Encoding,
    EnvironmentName,
    HeaderName,
    Interval,
    Label,
    Language,
    MailAddress,
    NonEmpty,
    Slug,
    Tag,
    WebAddress,
    Zone,
)


class Table(BaseModel):
    """A TOML table that refuses keys it does not know: a misspelt one would be ignored in silence."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True, strict=True)


class FeedTable(Table):
    """One `[[feed]]` of feeds.toml."""

    url: WebAddress
    id: Slug | None = None
    name: NonEmpty | None = None
    language: Language | None = None
    timezone: Zone | None = None
    every: Interval | None = None
    encoding: Encoding | None = None
    tags: list[Tag] = []
    basic_env: EnvironmentName | None = None
    bearer_env: EnvironmentName | None = None
    headers_env: dict[HeaderName, EnvironmentName] = {}


class FeedsFile(Table):
    """feeds.toml."""

    feed: Annotated[list[FeedTable], Field(min_length=1)]


class ConceptTable(BaseModel):
    """One `[concepts.NAME]` of watchlist.toml: a list of names for each language, and how they are matched."""

    model_config = ConfigDict(extra="allow", strict=True)
    __pydantic_extra__: dict[str, list[NonEmpty]]

    exclude: list[NonEmpty] = Field(default=[], alias="not")
    keep: list[NonEmpty] = []
    kanji_numbers: bool = False
    locked: bool = True


class TopicTable(Table):
    """One `[[topic]]` of watchlist.toml."""

    name: Label
    query: NonEmpty
    priority: Literal["low", "normal", "high"] = "normal"
    feeds: list[NonEmpty] = []
    languages: list[Language] = []
    original_only: bool = False


class WatchlistFile(Table):
    """watchlist.toml."""

    concepts: dict[str, ConceptTable] = {}
    glossary: dict[NonEmpty, Label] = {}
    topic: Annotated[list[TopicTable], Field(min_length=1)]


class ReaderTable(Table):
    """`[reader]`: the language to translate into, and the zone in which times are shown."""

    language: Language = "en"
    timezone: Zone = ZoneInfo("UTC")


class PollingTable(Table):
    """`[polling]`: how often, how many requests to one host at once, what of a new feed is news, who asks."""

    every: Interval = timedelta(minutes=15)
    fastest: Interval | None = None
    slowest: Interval | None = None
    contact: Contact | None = None
    per_host: Annotated[int, Field(ge=1, le=20)] = 2
    first_poll: Duration = timedelta(hours=24)


class TranslationTable(Table):
    """`[translation]`: which engine, how much of an article, and how an engine works."""

    engine: Literal["auto", "argos", "gloss", "libretranslate", "off"] = "auto"
    translate: Literal["title", "title+lead", "all"] = "title+lead"
    upgrade_days: Annotated[int, Field(ge=0, le=3650)] = 7
    beam: Annotated[int, Field(ge=1, le=16)] = 4
    threads: Annotated[int, Field(ge=1, le=256)] | None = None
    compute_type: Literal["default", "auto", "int8", "int16", "float32"] = "default"
    placeholders: bool = False
    url: WebAddress | None = None
    key_env: EnvironmentName | None = None


class StorageTable(Table):
    """`[storage]`: where the database is."""

    database: NonEmpty | None = None


class DigestTable(Table):
    """One `[[digest]]` of monitor.toml."""

    name: Slug
    at: ClockTime = time(7, 0)
    days: Days = frozenset(range(7))
    timezone: Zone | None = None
    topics: list[NonEmpty] = ["*"]
    to: list[NonEmpty] = ["terminal"]


class MailTable(Table):
    """One `[channels.mail.NAME]`: a mail server and who is written to."""

    to: Annotated[list[MailAddress], Field(min_length=1)]
    host: NonEmpty
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    security: Literal["starttls", "tls", "none"] = "starttls"
    sender: MailAddress | None = None
    username: NonEmpty | None = None
    password_env: NonEmpty | None = None


class ChannelsTable(Table):
    """`[channels]`."""

    mail: dict[Slug, MailTable] = {}


class MonitorFile(Table):
    """monitor.toml; every table and key may be left out."""

    reader: ReaderTable = ReaderTable()
    polling: PollingTable = PollingTable()
    translation: TranslationTable = TranslationTable()
    storage: StorageTable = StorageTable()
    digest: list[DigestTable] = []
    channels: ChannelsTable = ChannelsTable()


class HomographTable(Table):
    """One `[[homograph]]` of the shipped list."""

    alias: str
    name: str
    means: str
    source: str
    unless: list[str] = []


class HomographsFile(Table):
    """homographs.toml."""

    homograph: list[HomographTable]
