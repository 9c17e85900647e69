from datetime import time, timedelta
from pathlib import Path

import pytest

from monitor.core.errors import MonitorError, SettingsError
from monitor.core.model import Priority
from monitor.core.query import ConceptRef, leaves
from monitor.settings.loading import load_settings
from monitor.settings.locate import (
    database_url,
    find_config,
    shipped_config,
    user_config,
    write_config,
)
from tests.fakes import write_settings

FEED = '[[feed]]\nurl = "https://example.org/a"\n'
TOPIC = '[[topic]]\nname = "t"\nquery = "a"\n'


def problems(folder: Path, **files: str) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        load_settings(write_settings(folder, **files))
    return [problem.removeprefix(f"{folder}/") for problem in raised.value.problems]


def test_the_shipped_settings_are_right_and_use_what_they_define() -> None:
    settings = load_settings(shipped_config())

    assert len(settings.feeds) >= 30
    assert {"ja", None} == {feed.language for feed in settings.feeds}
    asked = {
        leaf.name
        for topic in settings.watchlist.topics
        for leaf in leaves(topic.query)
        if isinstance(leaf, ConceptRef)
    }
    assert asked == set(settings.watchlist.concepts)
    assert (settings.language, settings.zone.key, settings.translation.engine) == (
        "en",
        "Asia/Tokyo",
        "auto",
    )


def test_each_shipped_feed_names_the_source_of_its_address() -> None:
    text = (shipped_config() / "feeds.toml").read_text(encoding="utf-8")

    assert text.count("\n# source: ") == text.count("\n[[feed]]")


def test_all_that_can_be_set_is_understood(tmp_path: Path) -> None:
    settings = load_settings(
        write_settings(
            tmp_path,
            feeds='[[feed]]\nurl = "https://www.example.org/a"\nevery = "10m"\nencoding = "Shift_JIS"\ntags = ["x"]\nlanguage = "ja"\n',
            watchlist='[concepts.c]\nen = ["C"]\nja = ["シー"]\nnot = ["CD"]\nkeep = ["CC"]\n'
            '[[topic]]\nname = "t"\nquery = "@c"\npriority = "high"\nfeeds = ["tag:x", "example.org"]\n',
            monitor='[reader]\nlanguage = "de"\ntimezone = "Europe/Berlin"\n[polling]\nevery = "20m"\nper_host = 3\nfirst_poll = "2d"\n'
            '[translation]\nengine = "off"\n[storage]\ndatabase = "/x.db"\n[[digest]]\nname = "d"\nat = "06:30"\ndays = "mon-fri"\n'
            'topics = ["t"]\nto = ["terminal", "mail:me"]\n[channels.mail.me]\nto = ["a@b.c"]\nhost = "h"\nsecurity = "tls"\n',
        )
    )

    (feed,), (digest,), mail = settings.feeds, settings.digests, settings.mail["me"]
    assert (str(feed.id), feed.name, feed.every, set(feed.tags)) == (
        "example.org",
        "example.org",
        timedelta(minutes=10),
        {"x"},
    )
    assert settings.watchlist.topics[0].priority is Priority.HIGH
    assert settings.watchlist.concepts["c"].exclude == ("CD",)
    assert (digest.at, digest.days, digest.zone.key) == (
        time(6, 30),
        frozenset(range(5)),
        "Europe/Berlin",
    )
    assert (mail.port, mail.sender) == (465, "a@b.c")
    assert (settings.per_host, settings.first_poll, settings.database) == (
        3,
        timedelta(days=2),
        "/x.db",
    )


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"feeds": FEED + 'nmae = "x"\n'}, "feeds.toml: feed[1].nmae: unknown key; did you mean name?"),
        ({"feeds": FEED + "zzz = 1\n"}, "feeds.toml: feed[1].zzz: unknown key; known here are basic_env, bearer_env, encoding"),
        ({"feeds": "[[feed]]\n"}, "feeds.toml: feed[1].url: is missing; write url = ..."),
        ({"feeds": '[[feed]]\nurl = "htp://x"\n'}, "feeds.toml: feed[1].url: 'htp://x' is no web address; write for example"),
        ({"feeds": '[[feed]]\nurl = "https://x:99999/"\n'}, "feeds.toml: feed[1].url: 'https://x:99999/' is no web address"),
        ({"feeds": FEED + 'every = "often"\n'}, "feeds.toml: feed[1].every: 'often' is no duration; write for example 15m"),
        ({"feeds": FEED + "every = 5\n"}, "feeds.toml: feed[1].every: 5 is no duration"),
        ({"feeds": FEED + 'every = "5s"\n'}, "feeds.toml: feed[1].every: more often than once a minute"),
        ({"feeds": FEED + 'encoding = "klingon"\n'}, "feeds.toml: feed[1].encoding: 'klingon' is no encoding"),
        ({"feeds": FEED + 'tags = "x"\n'}, "feeds.toml: feed[1].tags: 'x' cannot be used here; write a list"),
        ({"feeds": FEED + 'language = "japanese"\n'}, "feeds.toml: feed[1].language: 'japanese' cannot be used here; write for example 'ja'"),
        ({"feeds": FEED + 'id = "x"\n' + FEED + 'id = "y"\n'}, "feeds.toml: feed[2].url: 'https://example.org/a' is also that of feed[1]"),
        ({"feeds": FEED + '[[feed]]\nurl = "https://example.org/b"\n'}, "feeds.toml: feed[2].id: 'example.org' is also that of feed[1]; give each"),
        ({"feeds": "feed = []\n"}, "feeds.toml: feed: is empty; write at least one"),
        ({"feeds": "[[feed\n"}, "feeds.toml: this is no TOML: Expected"),
        ({"watchlist": '[[topic]]\nname = "t"\nquery = "a b"\n'}, "watchlist.toml: topic[1].query: column 3: two words side by side"),
        ({"watchlist": '[[topic]]\nname = "t"\nquery = "@nobody"\n'}, "watchlist.toml: topic[1].query: column 1: there is no concept 'nobody'"),
        ({"watchlist": "[concepts.c]\n" + TOPIC}, "watchlist.toml: concepts.c: has no names"),
        ({"watchlist": '[concepts.c]\nenglish = ["x"]\n' + TOPIC}, "watchlist.toml: concepts.c.english: unknown key"),
        ({"watchlist": '[concepts.c]\nen = "x"\n' + TOPIC}, "watchlist.toml: concepts.c.en: 'x' cannot be used here; write a list"),
        ({"watchlist": TOPIC + TOPIC}, "watchlist.toml: topic.name: two topics are called 't'; rename one"),
        ({"watchlist": TOPIC + 'priority = "urgent"\n'}, "watchlist.toml: topic[1].priority: 'urgent' is not known; write 'low', 'normal' or 'high'"),
        ({"watchlist": TOPIC + 'feeds = ["nobody"]\n'}, "watchlist.toml: topic 't'.feeds: no feed has the id or tag 'nobody'"),
        ({"monitor": '[reader]\ntimezone = "Tokyo"\n'}, "monitor.toml: reader.timezone: 'Tokyo' is no time zone; write for example"),
        ({"monitor": "[polling]\nper_host = 0\n"}, "monitor.toml: polling.per_host: 0: should be greater than or equal to 1"),
        ({"monitor": "[polling]\nper_host = true\n"}, "monitor.toml: polling.per_host: True cannot be used here; write a whole number"),
        ({"monitor": "reader = 1\n"}, "monitor.toml: reader: 1 cannot be used here; write a table"),
        ({"monitor": '[[digest]]\nname = "d"\nat = "25:00"\n'}, "monitor.toml: digest[1].at: '25:00' is no time of day; write for example"),
        ({"monitor": '[[digest]]\nname = "d"\ndays = "never"\n'}, "monitor.toml: digest[1].days: 'never' are no days"),
        ({"watchlist": "[[topic]]\nname = 't'\nquery = '''\na AND\n'''\n"}, "watchlist.toml: topic[1].query: column"),
        ({"monitor": '[[digest]]\nname = "d"\ndays = ["mon"]\n'}, "monitor.toml: digest[1].days: ['mon'] are no days"),
        ({"monitor": '[channels.mail.me]\nto = [",a@x..com"]\nhost = "h"\n'}, "monitor.toml: channels.mail.me.to[1]: ',a@x..com' is no mail"),
        ({"feeds": FEED + 'every = "999999w"\n'}, "feeds.toml: feed[1].every: less often than once a year"),
        ({"watchlist": '[concepts.c]\nen = [" "]\n' + TOPIC}, "watchlist.toml: concepts.c.en[1]: is empty"),
        ({"feeds": "# nothing\n"}, "feeds.toml: feed: is missing; write at least one [[feed]] table"),
        ({"watchlist": "[[topic]]\nname = 't'\nquery = '''\na\nOR (b c)\n'''\n"}, "watchlist.toml: topic[1].query: line 2, column 7: two"),
        ({"monitor": '[[digest]]\nname = "d"\nto = ["mail:me"]\n'}, "monitor.toml: digest[1].to: there is no channel 'mail:me'"),
        ({"monitor": '[[digest]]\nname = "d"\ntopics = ["x"]\n'}, "monitor.toml: digest[1].topics: there is no topic 'x'"),
        ({"monitor": '[[digest]]\nname = "d"\n[[digest]]\nname = "d"\n'}, "monitor.toml: digest.name: two digests are called 'd'"),
        ({"monitor": '[channels.mail.me]\nto = ["nobody"]\nhost = "h"\n'}, "monitor.toml: channels.mail.me.to[1]: 'nobody' is no mail address"),
        ({"monitor": '[channels.mail.me]\nto = ["a@b.c"]\nhost = "h"\nhots = 1\n'}, "monitor.toml: channels.mail.me.hots: unknown key; did you mean host?"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_key_and_what_would_be_right(
    files: dict[str, str], message: str, tmp_path: Path
) -> None:
    found = problems(tmp_path, **files)

    assert any(problem.startswith(message) for problem in found), found


def test_every_mistake_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        feeds=FEED + 'x = 1\nevery = "no"\n',
        watchlist='[[topic]]\nname = "t"\nquery = "(a"\n',
        monitor="y = 1\n",
    )

    assert [problem.split(":")[0] for problem in found] == [
        "monitor.toml",
        "feeds.toml",
        "feeds.toml",
        "watchlist.toml",
    ]


def test_a_caret_points_at_the_place_also_behind_japanese(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, watchlist='[[topic]]\nname = "t"\nquery = "日本 攻撃"\n')

    assert problem.splitlines()[1:] == ["    日本 攻撃", "         ^"]


def test_files_that_are_missing_or_no_text_are_told(tmp_path: Path) -> None:
    folder = write_settings(tmp_path)
    (folder / "feeds.toml").unlink()
    (folder / "monitor.toml").write_bytes(b"\xff\xfe")
    (folder / "watchlist.toml").unlink()
    (folder / "watchlist.toml").mkdir()

    with pytest.raises(SettingsError) as raised:
        load_settings(folder)

    text = str(raised.value)
    assert "there is no such file; `monitor init` writes one" in text
    assert "byte 0 is not UTF-8" in text
    assert "cannot be read: Is a directory" in text


def test_the_settings_folder_is_the_option_then_the_environment_then_config_then_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_config(None) is None
    write_config(user_config())
    assert find_config(None) == user_config()
    write_config(Path("config"))
    assert find_config(None) == Path("config")
    monkeypatch.setenv("MONITOR_CONFIG", str(tmp_path))
    assert find_config(None) == tmp_path
    assert find_config(Path("config")) == Path("config")
    with pytest.raises(SettingsError, match="no such folder"):
        find_config(tmp_path / "none")
    for file in user_config().iterdir():
        file.unlink()


def test_the_database_is_the_option_then_the_environment_then_the_setting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert database_url(None, None).endswith("/news-monitor/monitor.db")
    assert database_url(None, "/s.db") == "sqlite:////s.db"
    monkeypatch.setenv("MONITOR_DATABASE", "e.db")
    assert database_url(None, "/s.db") == "sqlite:///e.db"
    assert database_url("postgresql://h/d", "/s.db") == "postgresql://h/d"


def test_settings_are_written_once_and_never_overwritten(tmp_path: Path) -> None:
    assert len(write_config(tmp_path / "new")) == 3
    (tmp_path / "new" / "feeds.toml").write_text("mine")
    (tmp_path / "new" / "monitor.toml").unlink()

    assert [path.name for path in write_config(tmp_path / "new")] == ["monitor.toml"]
    assert (tmp_path / "new" / "feeds.toml").read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(MonitorError, match="cannot be written"):
        write_config(tmp_path / "file" / "config")
