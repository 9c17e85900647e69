"""Decides whether a Japanese text denies something by its grammar, and whether an English one does."""

import re
from collections.abc import Iterator, Sequence

from monitor.core.japanese import Morpheme, Tokenize

_AUXILIARIES = frozenset({"ない", "ぬ", "ず", "ん", "まい", "ざる", "無い"})
NEGATIVE_PREFIXES = frozenset("非不無未")
_MUST = (
    r"(?:な(?:ければ|きゃ|くては|いと|くちゃ)|ねば|ずには?)(?:なら(?:な(?:い|かっ)|ず|ぬ|ん)|なりません|いけな(?:い|かっ)|いけません|いられ(?:な[いくかけ]|ず)|だめ)"
    r"|ざる(?:を|も)(?:得|え)(?:な[いかくけ]|ず|ぬ|ません)"
)
_MAYBE = r"かも(?:しれ|知れ)(?:な[いかくけ]|ず|ぬ|ません)"
_MUST_NOT = r"(?:て|で|ちゃ|じゃ)(?:は)?(?:なら(?:な(?:い|かっ)|ず|ぬ|ん)|なりません|いけな(?:い|かっ)|いけません)"
MUST, MAYBE, MUST_NOT = re.compile(_MUST), re.compile(_MAYBE), re.compile(_MUST_NOT)
# what is written with a negation and denies nothing: must, only, perhaps, no doubt, forced to, not only
FIXED = re.compile(
    rf"{_MUST}|{_MAYBE}|不動産|非常|無線|無人"
    r"|やむ(?:を|に)?(?:得|え)(?:な[いかくけ]|ず|ぬ)|止むを得[ずな]い?|やむにやまれ[ずぬ]"
    r"|に(?:過ぎ|すぎ)(?:な[いかくけ]|ず|ません)|に(?:違い|ちがい)(?:は|も)?(?:な[いかくけし]|ありません)"
    r"|に(?:ほか|他|外)なら(?:な[いかくけ]|ず|ぬ|ません)|(?:だけ|ばかり|のみ)で(?:は|も)?なく|(?:だけ|ばかり)でない|のみなら[ずぬ]|(?:に|は)(?:限ら|とどまら|留まら)ず"
    r"|少な(?:く(?:な[いかくけ]|ありません|とも)|から[ずぬ])|必ず|とんでもな[いかくけ]|つまらな[いかくけ]|(?:を|に)?(?:問わ|かかわら|拘ら|関わら)ず|思わず|絶えず|たえず|あいかわらず|相変わらず"
    r"|事な(?:き|く)を?(?:得|え)|余儀な[くい]|間(?:も|髪)なく|まもなく|ほどなく|程なく|間もな[いくし]|何気な[いく]|さりげな[いく]|もったいな[いく]|くだらな[いく]|危な[いかくけ]|申し訳な[いく]|なんとなく|何となく|限りな[いく]|おびただし"
    r"|思いがけ[ずな]い?|知らず知らず|言わずと知れた|はからずも|図らずも|のっぴきならな[いく]|ならでは"
    r"|しか[^、。「」]{0,24}?(?:な[いかくけし]|ず|ません|ぬ)|ほか(?:は|に)?な[いくし]"
)
_UN = r"un(?!der|til|it|ion|i[qvfl]|cle|a[ng]|esco|icef|hcr)[a-z]{3,}"
_DENIES = re.compile(
    r"\b(?:not|no|never|none|nor|neither|nobody|nothing|nowhere|without|cannot|unable|unless|hardly|barely|scarcely|few|little|rarely"
    r"|fail(?:s|ed|ing|ure)?|refus(?:e|es|ed|ing|al)|reject(?:s|ed|ing|ion)?|den(?:y|ies|ied|ying|ial)|declin(?:e|es|ed|ing)|lack(?:s|ed|ing)?|absen(?:t|ce)"
    r"|avoid(?:s|ed|ing)?|prevent(?:s|ed|ing)?|prohibit(?:s|ed|ing)?|ban(?:s|ned)?|forb[a-z]+|bar(?:s|red)?|block(?:s|ed|ing)?|stop(?:s|ped)?|halt(?:s|ed)?|miss(?:es|ed|ing)?"
    r"|rul(?:e|es|ed|ing) out|instead|rather than|too|otherwise|free of|exempt|zero|less|least|only|yet to|far from|impossible|illegal|invalid|inde[a-z]+|in(?:ability|complete|sufficient|adequate|appropriate|consistent|accurate|action|valid|secure|visible|capable|effective)[a-z]*"
    rf"|(?:im|ir|il|dis)[a-z]{{4,}}|[a-z]+less|non-?[a-z]+|{_UN})\b|n['’]t\b",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"\b(?:not|no(?!\. ?\d)|never|none|nobody|nothing|neither|without|cannot)\b|n['’]t\b",
    re.IGNORECASE,
)
_DENIALS = re.compile("否定|否認|否決|拒否|拒絶|打ち消")
# an English translation has a good reason to say "no" or "not" where one of these stands
_ANY_DENIAL = re.compile(
    "[非不無未否拒禁欠断絶失除止避防免困難危嫌妨]|な[いかくけしきら]|ず|ぬ|ん|まい|ゼロ|以外|反対|反発|まだ|初めて|しか|だけ|すぎ|過ぎ|ほど|より"
)


def negations(text: str, tokens: Sequence[Morpheme]) -> Iterator[int]:
    """Yield which of the tokens of a text negate: auxiliaries, ない that says that a thing is not there, and prefixes.

    Those of fixed patterns such as なければならない do not count.
    """
    fixed = [found.span() for found in FIXED.finditer(text)]
    for index, token in enumerate(tokens):
        if negates(tokens, index) and not any(
            start < token.end and token.start < end for start, end in fixed
        ):
            yield index


def negated(text: str, tokenize: Tokenize) -> bool:
    """Tell whether a Japanese text denies something by its grammar."""
    return next(negations(text, tokenize(text, False)), None) is not None


def must_be_denied(text: str, tokenize: Tokenize) -> bool:
    """Tell whether a translation of a Japanese text must deny something: by its grammar, or a verb such as 否定."""
    return _DENIALS.search(text) is not None or negated(text, tokenize)


def denies_out_of_nothing(english: str, japanese: str) -> bool:
    """Tell whether a translation says "not" where nothing in the original could be its reason."""
    return _STRONG.search(english) is not None and _ANY_DENIAL.search(japanese) is None


def denies(english: str) -> bool:
    """Tell whether an English text holds a word that denies: not, without, fails to, unconfirmed."""
    return _DENIES.search(english) is not None


def negates(tokens: Sequence[Morpheme], index: int) -> bool:
    """Tell whether a word negates, whatever stands around it."""
    token = tokens[index]
    kind = token.pos[0]
    if kind == "助動詞":
        return token.base in _AUXILIARIES
    if kind == "形容詞":
        return token.base in ("ない", "無い", "なし")
    if kind == "接頭辞":
        return token.surface in NEGATIVE_PREFIXES
    return token.surface in ("なし", "無し", "ナシ")
