"""Glosses a text: sentence by sentence, with what stands in quotes and in 【labels】 by itself."""

import re
import unicodedata

from monitor.core.gloss.clauses import clause_english, split_clauses
from monitor.core.gloss.counters import PERCENT
from monitor.core.gloss.lexicon import Lexeme, Lookup
from monitor.core.gloss.phrases import group_phrases
from monitor.core.gloss.romaji import romanized
from monitor.core.gloss.units import cut_units
from monitor.core.japanese import Tokenize, sentence_spans

_QUOTE = re.compile(r"[「『]([^「」『』]*)[」』]")
_LABEL = re.compile(r"【([^【】]*)】")
_CIRCLED = re.compile("[①-⑳㊤㊦㊥]")  # they number headlines, and would become numbers of things
_PLACEHOLDER = "QUOTE{}Q"
_PLACEHOLDERS = re.compile(r"QUOTE(\d+)Q")
_SPEAKER = re.compile(r"(?<=[^\s、のとをにはがもや・])(?=QUOTE\d+Q(?:$|\s))")
_ATTRIBUTION = re.compile(
    r"(?<!ドル)(?<!ユーロ)(?<!ポンド)(?<!元)\s*=\s*(?=[^=\s]{1,12}$)"
)  # 発表=警視庁
_PARTS = re.compile(r"\s*[:：]\s*(?=\S)|\s+(?![A-Za-z0-9])(?<![A-Za-z0-9]\s)")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc]{2,10}")
_KATAKANA = {code: chr(code + 0x60) for code in range(0x3041, 0x3097)}
_LABELS = {
    "独自": "Exclusive",
    "速報": "Breaking",
    "主張": "Opinion",
    "社説": "Editorial",
    "解説": "Analysis",
    "動画": "Video",
    "写真": "Photos",
    "続報": "Update",
    "更新": "Updated",
    "訂正": "Correction",
    "産経抄": "Column",
    "詳報": "In detail",
    "号外": "Extra",
    "注意喚起": "Alert",
}
# a word whose usual sense in the news is another one beside these
_MARKET = re.compile("株|日経平均|東証|相場|終値|為替")
_MARKET_SENSES = {"反発": (Lexeme("verb", "rebound", "rebound"),)}


def gloss(text: str, tokenize: Tokenize, lookup: Lookup) -> str:
    """Return a dictionary translation of a Japanese text; total: any text gives a result.

    Sentences are glossed one by one. One with a single verb at its end comes in English order; the others are their
    phrases in the Japanese order with " · " between, because any other order would be a guess at who did what.
    """
    normal = unicodedata.normalize("NFKC", _CIRCLED.sub("", text))
    if _MARKET.search(normal):
        lookup = _with_market_senses(lookup)
    sentences = (normal[start:end].strip() for start, end in sentence_spans(normal))
    glosses = (_sentence(sentence, tokenize, lookup) for sentence in sentences)
    return " ".join(filter(None, glosses)).replace(PERCENT, "%")


def _with_market_senses(lookup: Lookup) -> Lookup:
    return lambda form: _MARKET_SENSES.get(form) or lookup(form)


def _sentence(text: str, tokenize: Tokenize, lookup: Lookup) -> str:
    if not any(c.isalnum() for c in text):
        return text
    quotes: list[str] = []

    def keep(match: re.Match[str]) -> str:
        quotes.append(match[1])
        return _PLACEHOLDER.format(len(quotes) - 1)

    labels = [
        _LABELS.get(label) or gloss(label, tokenize, lookup) for label in _LABEL.findall(text)
    ]
    outside = _SPEAKER.sub(": ", _QUOTE.sub(keep, _LABEL.sub(" ", text)).strip())
    clauses = []
    parts = _PARTS.split(_ATTRIBUTION.sub(" ", outside))
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        groups = split_clauses(group_phrases(cut_units(part, tokenize, lookup)))
        quoted = following.startswith("QUOTE")
        clauses += [
            clause_english(group, before_quote=quoted and group is groups[-1]) for group in groups
        ]
    english = re.sub(r"; (?=QUOTE\d+Q\b)", ": ", "; ".join(filter(None, clauses)))

    def restore(match: re.Match[str]) -> str:
        number = int(match[1])
        return _quoted(quotes[number], tokenize, lookup) if number < len(quotes) else match[0]

    whole = _PLACEHOLDERS.sub(restore, english)
    return " ".join([*(f"[{label}]" for label in labels), whole[:1].upper() + whole[1:]]).strip()


def _quoted(text: str, tokenize: Tokenize, lookup: Lookup) -> str:
    """Return what stands in quotes: a name in kana that the lexicon does not hold, such as the ship いずも, as it sounds."""
    if _KANA.fullmatch(text) and not lookup(text):
        return f'"{romanized(text.translate(_KATAKANA))}"'
    return f'"{gloss(text, tokenize, lookup) or text}"'
