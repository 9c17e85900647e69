"""Edits of feeds.toml: what a person wrote there stays."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.core.errors import MonitorError, SettingsError
from monitor.core.model import FeedId
from monitor.core.opml import ListedFeed
from monitor.settings.editing import add_feeds, remove_feed
from monitor.settings.loading import Settings, load_settings
from tests.fakes import write_settings

FEEDS = """# my feeds

# --- News
# source: a
[[feed]]
id = "a"   # the first
url = "https://a.example/"

# source: b
[[feed]]
id = "b"
url = "https://b.example/"
headers_env = { "X-Key" = "KEY" }

# --- Security
# source: c
[[feed]]
id = "c"
url = "https://c.example/"
tags = ["security"]
[feed.headers_env]
"X-Key" = "KEY"
# the end
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_settings(tmp_path / "c", feeds=FEEDS)


def text(folder: Path) -> str:
    return (folder / "feeds.toml").read_text(encoding="utf-8")


def test_a_feed_is_written_behind_the_others_and_nothing_else_changes(folder: Path) -> None:
    listed = ListedFeed(url="https://c.example/2", name='日本の"新聞"', tags=("x", "日本"))

    ids = add_feeds(folder, [listed, ListedFeed(url="https://c.example/3", language="ja")])

    assert ids == ["c.example", "c.example-2"]
    assert text(folder).startswith(FEEDS)
    feeds = load_settings(folder).feeds
    assert [f.id for f in feeds] == ["a", "b", "c", "c.example", "c.example-2"]
    assert (feeds[3].name, feeds[3].tags) == ('日本の"新聞"', frozenset({"x", "日本"}))
    assert feeds[4].language == "ja"


@pytest.mark.parametrize(
    ("feed", "gone", "kept"),
    [
        ("a", ["source: a", "a.example", "the first"], ["# --- News", "source: b", "# my feeds"]),
        ("b", ["source: b", "b.example", "X-Key\" = \"KEY\" }"], ["source: a", "# --- Security", "source: c"]),
        ("c", ["source: c", "c.example", "[feed.headers_env]"], ["# --- Security", "source: b", "the end"]),
    ],
)  # fmt: skip
def test_a_feed_is_removed_with_its_own_comments_only(
    folder: Path, feed: str, gone: list[str], kept: list[str]
) -> None:
    remove_feed(folder, FeedId(feed))

    assert not [piece for piece in gone if piece in text(folder)]
    assert [piece for piece in kept if piece in text(folder)] == kept
    assert [f.id for f in load_settings(folder).feeds] == [n for n in "abc" if n != feed]


def test_adding_and_removing_again_leaves_the_file_as_it_was(folder: Path) -> None:
    (name,) = add_feeds(folder, [ListedFeed(url="https://d.example/")])
    remove_feed(folder, name)

    assert text(folder).rstrip("\n") == FEEDS.rstrip("\n")


def test_a_feed_that_a_topic_asks_for_is_not_removed(tmp_path: Path) -> None:
    watchlist = '[[topic]]\nname = "t"\nquery = "x"\nfeeds = ["b"]\n'
    folder = write_settings(tmp_path / "c", feeds=FEEDS, watchlist=watchlist)

    with pytest.raises(SettingsError, match="no feed has the id or tag 'b'"):
        remove_feed(folder, FeedId("b"))

    assert text(folder) == FEEDS
    assert [p.name for p in folder.iterdir() if p.name.startswith(".")] == []


def test_a_feed_that_does_not_exist_cannot_be_removed(folder: Path) -> None:
    with pytest.raises(SettingsError, match="no feed is called 'z'"):
        remove_feed(folder, FeedId("z"))


def test_the_last_feed_stays(tmp_path: Path) -> None:
    folder = write_settings(tmp_path / "c")

    with pytest.raises(SettingsError, match="left as it is"):
        remove_feed(folder, FeedId("a"))


def test_a_file_in_another_notation_is_left_to_its_author(tmp_path: Path) -> None:
    inline = (
        'feed = [{id = "a", url = "https://a.example/"}, {id = "b", url = "https://b.example/"}]\n'
    )
    folder = write_settings(tmp_path / "c", feeds=inline)

    with pytest.raises(MonitorError, match="edit it by hand"):
        remove_feed(folder, FeedId("a"))
    with pytest.raises(MonitorError, match="edit it by hand"):
        add_feeds(folder, [ListedFeed(url="https://c.example/")])

    assert text(folder) == inline


def test_a_link_to_the_file_stays_a_link_and_its_mode_stays(folder: Path, tmp_path: Path) -> None:
    real = tmp_path / "real.toml"
    (folder / "feeds.toml").rename(real)
    (folder / "feeds.toml").symlink_to(real)
    real.chmod(0o640)

    add_feeds(folder, [ListedFeed(url="https://d.example/")])

    assert (folder / "feeds.toml").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert "d.example" in real.read_text(encoding="utf-8")


def test_line_ends_and_a_byte_order_mark_stay(folder: Path) -> None:
    path = folder / "feeds.toml"
    path.write_bytes(b"\xef\xbb\xbf" + FEEDS.replace("\n", "\r\n").encode())

    (name,) = add_feeds(folder, [ListedFeed(url="https://d.example/")])
    added = path.read_bytes()
    remove_feed(folder, name)

    assert added.startswith(b"\xef\xbb\xbf# my feeds\r\n")
    assert added.count(b"\n") == added.count(b"\r\n")
    assert (
        path.read_bytes().rstrip()
        == (b"\xef\xbb\xbf" + FEEDS.replace("\n", "\r\n").encode()).rstrip()
    )


def test_the_head_of_the_file_and_what_stands_below_a_feed_stay(tmp_path: Path) -> None:
    feeds = (
        '# mine\n[[feed]]\nid = "a"\nurl = "https://a.example/"\n\n# --- Section\n\n# about b\n'
        '[[feed]]\nid = "b"\nurl = "https://b.example/"\n\n# [[feed]]\n# url = "https://later.example/"\n'
    )
    folder = write_settings(tmp_path / "c", feeds=feeds)

    remove_feed(folder, FeedId("a"))
    assert text(folder).startswith("# mine\n\n# --- Section\n\n# about b\n[[feed]]")
    add_feeds(folder, [ListedFeed(url="https://c.example/")])
    remove_feed(folder, FeedId("b"))
    assert "later.example" in text(folder)
    assert "# about b" not in text(folder)


def test_a_file_that_somebody_else_changes_meanwhile_is_left_to_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "feeds.toml"

    def change_first(directory: Path, **options: str) -> Settings:
        if options:
            path.write_text(FEEDS + "# theirs\n", encoding="utf-8")
        return load_settings(directory, **options)

    monkeypatch.setattr("monitor.settings.editing.load_settings", change_first)
    with pytest.raises(MonitorError, match="somebody else"):
        add_feeds(folder, [ListedFeed(url="https://d.example/")])

    assert text(folder) == FEEDS + "# theirs\n"


def test_what_cannot_be_replaced_leaves_nothing_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise OSError(16, "Device or resource busy")

    monkeypatch.setattr(Path, "replace", busy)
    with pytest.raises(MonitorError, match="Device or resource busy"):
        add_feeds(folder, [ListedFeed(url="https://d.example/")])

    assert sorted(p.name for p in folder.iterdir()) == [
        "feeds.toml",
        "monitor.toml",
        "watchlist.toml",
    ]


def test_a_folder_that_cannot_be_written_to_is_told(folder: Path) -> None:
    (folder / "feeds.toml").unlink()

    with pytest.raises(MonitorError, match="cannot be read"):
        add_feeds(folder, [ListedFeed(url="https://d.example/")])


NASTY = st.text(st.sampled_from("ab日 \"'\\\n\t#[]=\u202e"), min_size=1, max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(NASTY.filter(lambda name: bool(name.strip())), min_size=1, max_size=4))
def test_any_name_survives_being_written(tmp_path: Path, names: list[str]) -> None:
    folder = write_settings(tmp_path / "h", feeds=FEEDS)
    listed = [
        ListedFeed(url=f"https://x{number}.example/", name=name)
        for number, name in enumerate(names)
    ]

    add_feeds(folder, listed)

    tables = tomllib.loads(text(folder))["feed"]
    assert [table["name"] for table in tables[3:]] == names
    for feed in load_settings(folder).feeds[:3]:
        remove_feed(folder, feed.id)
    assert [table["name"] for table in tomllib.loads(text(folder))["feed"]] == names
    assert all(f.name.isprintable() for f in load_settings(folder).feeds)
