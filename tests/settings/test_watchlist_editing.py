"""Names added to watchlist.toml: what a person wrote there stays."""

import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from monitor.core.errors import MonitorError, SettingsError
from monitor.settings.locate import shipped_config
from monitor.settings.watchlist_editing import add_aliases
from tests.fakes import write_settings

WATCHLIST = """# mine

[concepts.iran]
en = ["Iran"]   # the country
ja = [
    "イラン",   # kana
]

# --- Topics
# the first
[[topic]]
name = "Iran"
query = "@iran"
"""


def folder(tmp_path: Path, text: str = WATCHLIST) -> Path:
    directory = write_settings(tmp_path / "c")
    (directory / "watchlist.toml").write_bytes(text.encode("utf-8"))
    return directory


def read(directory: Path) -> str:
    return (directory / "watchlist.toml").read_bytes().decode("utf-8")


def test_names_are_added_to_a_concept_and_comments_stay(tmp_path: Path) -> None:
    directory = folder(tmp_path)
    added = add_aliases(directory, "iran", [("en", "Iran"), ("en", "Iranian"), ("ja", "ペルシャ"), ("fa", "ایران")])  # fmt: skip
    text = read(directory)

    assert added == [("en", "Iranian"), ("ja", "ペルシャ"), ("fa", "ایران")]
    assert tomllib.loads(text)["concepts"]["iran"] == {
        "en": ["Iran", "Iranian"],
        "ja": ["イラン", "ペルシャ"],
        "fa": ["ایران"],
    }
    for comment in ("# mine", "# the country", "# kana", "# --- Topics\n# the first\n[[topic]]"):
        assert comment in text


@pytest.mark.parametrize("text", [WATCHLIST, WATCHLIST.replace("\n", "\r\n"), "\ufeff" + WATCHLIST])
def test_a_new_concept_stands_before_the_topics(text: str, tmp_path: Path) -> None:
    directory = folder(tmp_path, text)
    add_aliases(directory, "iaea", [("en", "IAEA"), ("ja", "国際原子力機関")])
    new = read(directory)

    assert new.replace("\r\n", "\n").index("[concepts.iaea]") < new.index("# --- Topics")
    assert new.startswith(text[:60])
    assert tomllib.loads(new.removeprefix("\ufeff"))["concepts"]["iaea"] == {
        "en": ["IAEA"],
        "ja": ["国際原子力機関"],
    }
    assert ("\r\n" in new) is ("\r\n" in text)
    assert add_aliases(directory, "iaea", [("en", "IAEA")]) == []


def test_the_shipped_watchlist_can_be_added_to(tmp_path: Path) -> None:
    directory = folder(tmp_path, (shipped_config() / "watchlist.toml").read_text(encoding="utf-8"))
    (directory / "feeds.toml").write_bytes((shipped_config() / "feeds.toml").read_bytes())
    before = read(directory).splitlines()

    add_aliases(directory, "china", [("en", "PRC")])
    add_aliases(directory, "new", [("ja", "新しい名前")])

    after = read(directory).splitlines()
    assert [line for line in before if line not in after] == [
        'en = ["China", "Chinese", "Beijing"]'
    ]


def test_a_mark_before_the_first_table_is_no_obstacle(tmp_path: Path) -> None:
    concept = '\ufeff[concepts.iran]\nen = ["Iran"]\n[[topic]]\nname = "x"\nquery = "@iran"\n'
    topic = '\ufeff[[topic]]\nname = "x"\nquery = "y"\n'
    first, second = folder(tmp_path / "1", concept), folder(tmp_path / "2", topic)
    add_aliases(first, "iran", [("ja", "イラン")])
    add_aliases(second, "iran", [("ja", "イラン")])

    assert read(first).startswith("\ufeff[concepts.iran]")
    assert read(second).index("[concepts.iran]") < read(second).index("[[topic]]")


def test_edits_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    directory = folder(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: add_aliases(directory, f"c{n}", [("en", f"Name {n}")]), range(8)))

    assert len(tomllib.loads(read(directory))["concepts"]) == 9


def test_a_mistake_changes_nothing(tmp_path: Path) -> None:
    directory = folder(tmp_path)
    inline = folder(tmp_path / "inline", 'concepts = { iran = { en = "Iran" } }\n[[topic]]\nname = "x"\nquery = "y"\n')  # fmt: skip
    before = read(directory)

    with pytest.raises(SettingsError, match="cannot be a concept's name"):
        add_aliases(directory, "a b", [("en", "x")])
    with pytest.raises(SettingsError, match="left as it is"):
        add_aliases(directory, "iran", [("not-a-language", "x")])
    with pytest.raises(MonitorError, match="by hand"):
        add_aliases(inline, "iran", [("en", "x")])
    assert read(directory) == before


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MonitorError, match=r"watchlist\.toml cannot be read"):
        add_aliases(tmp_path, "iran", [("en", "x")])
