"""Decides whether one kanji stands for a country, as in headlines: 米、訪中, 日米韓, 露軍; not rice, nor the middle."""

from monitor.core.japanese import Morpheme

INITIALS = frozenset("米英仏独伊露中韓朝豪加印台比越欧日")
_TOWARDS = frozenset("対訪反親在駐来離渡嫌抗")
_OF_A_COUNTRY = frozenset("軍製側系紙艦機")
# what follows rice rather than the United States
_OF_RICE = ("農家", "生産", "価格", "不足", "卸", "作", "収穫", "備蓄", "店", "粉", "価")


def stands_for_country(place: int, word: Morpheme, following: Morpheme | None) -> bool:
    """Tell whether the character at a place of a word is a country's initial; `following` is the next word of the text."""
    initial = word.surface[place - word.start]
    if len(word.surface) > 1:
        return _in_compound(word.surface, place - word.start)
    if following is None or initial == "日" or word.pos[0] == "接尾辞":
        return False
    if word.pos[0] == "接頭辞":
        return False  # 中|学校; 中|国防相 is 中国, which is another name
    if initial == "米" and following.surface.startswith(_OF_RICE):
        return False
    return following.surface in ("、", "・") or following.pos[0] in ("名詞", "接頭辞")


def _in_compound(surface: str, place: int) -> bool:
    if INITIALS.issuperset(surface):
        return True  # 日米, 日中韓
    if place == 0:
        return surface[1:] in _OF_A_COUNTRY
    return place == 1 and len(surface) == 2 and surface[0] in _TOWARDS
