from collections.abc import Sequence
from dataclasses import dataclass, field

from monitor.core.suggestions import Entry, Suggestion, suggest


@dataclass
class SmallThesaurus:
    """A thesaurus of a few words."""

    groups: Sequence[tuple[str, ...]] = ()
    words: dict[str, Sequence[str]] = field(default_factory=dict)

    def synonyms(self, name: str) -> list[Entry]:
        return [
            Entry(form, True, "groups") for group in self.groups if name in group for form in group
        ]

    def english(self, form: str) -> list[Entry]:
        return [Entry(text, text != text.lower(), "words") for text in self.words.get(form, ())]

    def japanese(self, english: str) -> list[Entry]:
        return [
            Entry(form, text != text.lower(), "words")
            for form, texts in self.words.items()
            for text in texts
            if text.casefold() == english.casefold()
        ]


def texts(found: Sequence[Suggestion]) -> list[str]:
    return [suggestion.text for suggestion in found]


def test_names_come_from_both_languages_and_never_the_name_itself() -> None:
    thesaurus = SmallThesaurus(
        groups=[("KCIA", "ケーシーアイエー", "韓国中央情報部")],
        words={"韓国中央情報部": ["Korean Central Intelligence Agency"]},
    )

    assert texts(suggest("ＫＣＩＡ".translate({0xFF21: "A"}), thesaurus)) == []
    assert texts(suggest("KCIA", thesaurus)) == [
        "ケーシーアイエー",
        "韓国中央情報部",
        "Korean Central Intelligence Agency",
    ]


def test_a_country_brings_its_people() -> None:
    thesaurus = SmallThesaurus(
        words={
            "タイ": ["Thailand"],
            "タイ語": ["Thai"],
            "フランス": ["France"],
            "フランス人": ["Frenchman", "French person"],
        }
    )

    assert texts(suggest("Thailand", thesaurus)) == ["タイ", "Thai"]
    assert texts(suggest("フランス", thesaurus)) == ["France", "French"]


def test_ordinary_words_and_short_names_come_last_with_a_warning() -> None:
    thesaurus = SmallThesaurus(
        words={"ダニ": ["tick"], "ティック": ["Tick"], "亜鉛": ["zinc"], "ジンク": ["ZINC"]}
    )

    assert [(s.text, s.warnings) for s in suggest("Tick", thesaurus)] == [
        ("ティック", ()),
        ("ダニ", ("one or two characters", "also an ordinary word: tick")),
    ]
    assert [(s.text, s.warnings) for s in suggest("ジンク", thesaurus)] == [
        ("ZINC", ("also an ordinary word: 亜鉛",)),
    ]


def test_a_source_of_the_users_own_counts_as_names() -> None:
    also = [Entry("BRONZE UNION", True, "MISP"), Entry("Emissary Panda", True, "MISP")]
    found = suggest("APT27", SmallThesaurus(), also)

    assert [(s.text, s.language, s.source) for s in found] == [
        ("BRONZE UNION", "en", "MISP"),
        ("Emissary Panda", "en", "MISP"),
    ]
