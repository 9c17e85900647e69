import json
from pathlib import Path

import pytest

from monitor.core.errors import MonitorError
from monitor.core.gloss.lexicon import Lookup
from monitor.core.suggestions import suggest
from monitor.edges.lexicon import Lexicon
from monitor.edges.thesaurus import Thesaurus, misp_actors


@pytest.fixture(scope="module")
def thesaurus(lookup: Lookup) -> Thesaurus:
    assert isinstance(lookup, Lexicon)
    return Thesaurus(lookup, lookup.forms_of)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("NASA", {"アメリカ航空宇宙局", "National Aeronautics and Space Administration"}),
        ("経済産業省", {"経産省", "METI", "Ministry of Economy, Trade and Industry"}),
        ("公安調査庁", {"Public Security Intelligence Agency"}),
        ("North Korea", {"北朝鮮"}),
        ("海上自衛隊", {"Maritime Self-Defense Force", "海自"}),
        ("ドイツ", {"Germany", "German"}),
        ("100%_\\", set()),
    ],
)
def test_the_shipped_dictionaries_know_names_in_both_languages(
    name: str, expected: set[str], thesaurus: Thesaurus
) -> None:
    assert {s.text for s in suggest(name, thesaurus)} >= expected


def test_names_with_another_meaning_are_marked(thesaurus: Thesaurus) -> None:
    warned = {s.text: s.warnings for s in suggest("WHO", thesaurus)}

    assert warned["世界保健機関"] == ()
    assert "also an ordinary word: who" in warned["誰"]


def test_threat_actors_of_misp_give_their_other_names(tmp_path: Path) -> None:
    path = tmp_path / "threat-actor.json"
    values = [
        {"value": "Red Cap", "meta": {"synonyms": ["APT999", "RED CAP"]}},
        {"value": "Nameless", "meta": {}},
        {"value": "Alone"},
    ]
    path.write_text(json.dumps({"values": values}), encoding="utf-8")

    assert [entry.text for entry in misp_actors(path, "apt999")] == ["Red Cap", "APT999", "RED CAP"]
    assert misp_actors(path, "nobody") == []


def test_a_hostile_file_of_misp_gives_only_safe_names(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    synonyms = ["\x1b[31mRED", "a\nb", " ", None, 3, "Good"]
    values = [
        {"value": "X", "meta": {"synonyms": synonyms}},
        {"value": "Y", "meta": {"synonyms": "Z"}},
    ]
    path.write_text("\ufeff" + json.dumps({"values": values}), encoding="utf-8")

    assert [e.text for e in misp_actors(path, "X")] == ["X", "[31mRED", "a b", "Good"]
    assert [e.text for e in misp_actors(path, "Z")] == ["Y", "Z"]


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        '{"values": [{"name": 1}]}',
        '{"values": 3}',
        '{"values": [{"value": "a", "meta": [1]}]}',
    ],
)
def test_a_file_that_is_none_of_misp_is_explained(content: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(MonitorError, match="no galaxy cluster"):
        misp_actors(path, "x")
    with pytest.raises(MonitorError, match="cannot be read"):
        misp_actors(tmp_path / "absent", "x")


def test_the_real_file_of_threat_actors_is_read(shared: Path) -> None:
    found = {e.text for e in misp_actors(shared / "lexicon" / "misp_threat-actor.json", "APT10")}

    assert found >= {"APT10", "BRONZE RIVERSIDE", "Cicada"}
