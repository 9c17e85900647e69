"""Bends English words as far as a headline needs it."""

import re

_PARTICIPLES = {
    "be": "been",
    "break": "broken",
    "bring": "brought",
    "build": "built",
    "buy": "bought",
    "choose": "chosen",
    "cut": "cut",
    "do": "done",
    "drive": "driven",
    "find": "found",
    "fly": "flown",
    "get": "gotten",
    "give": "given",
    "have": "had",
    "hear": "heard",
    "hit": "hit",
    "hold": "held",
    "keep": "kept",
    "know": "known",
    "lay": "laid",
    "lead": "led",
    "leave": "left",
    "lose": "lost",
    "make": "made",
    "meet": "met",
    "pay": "paid",
    "put": "put",
    "read": "read",
    "say": "said",
    "see": "seen",
    "seek": "sought",
    "sell": "sold",
    "send": "sent",
    "set": "set",
    "shoot": "shot",
    "shut": "shut",
    "speak": "spoken",
    "spread": "spread",
    "steal": "stolen",
    "strike": "struck",
    "take": "taken",
    "tell": "told",
    "think": "thought",
    "win": "won",
    "withdraw": "withdrawn",
    "write": "written",
    "hide": "hidden",
    "catch": "caught",
    "teach": "taught",
    "bear": "borne",
    "forbid": "forbidden",
    "forgo": "forgone",
    "beat": "beaten",
    "begin": "begun",
    "overthrow": "overthrown",
    "put off": "put off",
    "undergo": "undergone",
    "fall": "fallen",
    "rise": "risen",
    "grow": "grown",
    "draw": "drawn",
    "throw": "thrown",
    "become": "become",
    "come": "come",
    "go": "gone",
    "run": "run",
    "ride": "ridden",
    "eat": "eaten",
    "wear": "worn",
    "tear": "torn",
    "shake": "shaken",
    "swear": "sworn",
    "feel": "felt",
    "sleep": "slept",
    "sweep": "swept",
    "stand": "stood",
    "withstand": "withstood",
    "fight": "fought",
    "lend": "lent",
    "spend": "spent",
    "burst": "burst",
    "cast": "cast",
    "let": "let",
    "quit": "quit",
    "sink": "sunk",
    "win over": "won over",
    "hurt": "hurt",
    "bind": "bound",
    "dig": "dug",
    "deal": "dealt",
    "mean": "meant",
    "wind": "wound",
    "overcome": "overcome",
    "overtake": "overtaken",
    "foresee": "foreseen",
    "mislead": "misled",
    "rebuild": "rebuilt",
    "understand": "understood",
}
_VOWELS = "aeiou"
_DOUBLES = re.compile(
    r"[^aeiou]*[aeiou][bdgmnprt]|admit|permit|commit|submit|transfer|refer|occur|begin|forget|prefer|deter|infer|control"
)


_PASTS = {
    "be": "was", "become": "became", "begin": "began", "break": "broke", "bear": "bore", "choose": "chose", "come": "came", "do": "did", "draw": "drew", "drive": "drove", "fall": "fell", "fly": "flew", "forbid": "forbade", "forgo": "forwent", "beat": "beat",
    "give": "gave", "get": "got", "go": "went", "grow": "grew", "have": "had", "hide": "hid", "know": "knew", "overthrow": "overthrew", "rise": "rose", "run": "ran", "see": "saw", "speak": "spoke", "steal": "stole", "swear": "swore",
    "swim": "swam", "take": "took", "tear": "tore", "throw": "threw", "undergo": "underwent", "wear": "wore", "withdraw": "withdrew", "write": "wrote", "eat": "ate", "ride": "rode", "sink": "sank", "shake": "shook", "sing": "sang",
    "blow": "blew", "arise": "arose", "overcome": "overcame", "overtake": "overtook", "drink": "drank", "ring": "rang", "freeze": "froze", "show": "showed", "is": "was",
}  # fmt: skip
# they end like adverbs
_NO_ADVERBS = frozenset({"apply", "reply", "rely", "supply", "comply", "imply", "multiply", "fly", "ally", "rally", "tally", "bully"})  # fmt: skip


def past(verb: str) -> str:
    """Return a verb phrase in the past tense: "arrest %" -> "arrested %"."""
    word, rest = _split(verb)
    if _is_adverb(word, rest):
        return f"{word} {past(rest.strip())}"
    return f"{_PASTS[word]}{rest}" if word in _PASTS else participle(verb)


def adverb(adjective: str) -> str:
    """Return the adverb of an adjective of one word: "sincere" -> "sincerely"; what has more words stays."""
    if not (adjective.isascii() and adjective.isalpha()) or adjective.endswith("ly"):
        return adjective
    if adjective.endswith("ic"):
        return f"{adjective}ally"
    if adjective.endswith("le"):
        return f"{adjective[:-1]}{'ly' if adjective[-3:-2] in _VOWELS else 'y'}"
    return f"{adjective[:-1]}ily" if adjective.endswith("y") else f"{adjective}ly"


def _is_adverb(word: str, rest: str) -> bool:
    return word.endswith("ly") and bool(rest) and word not in _NO_ADVERBS


def gerund(verb: str) -> str:
    """Return a verb phrase with its -ing form: "arrest %" -> "arresting %"."""
    word, rest = _split(verb)
    if _is_adverb(word, rest):
        return f"{word} {gerund(rest.strip())}"
    if word.endswith("ie"):
        return f"{word[:-2]}ying{rest}"
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")) and word != "be":
        return f"{word[:-1]}ing{rest}"
    return f"{word}{word[-1] if _DOUBLES.fullmatch(word) else ''}ing{rest}"


def third_person(verb: str) -> str:
    """Return a verb phrase as a headline has it: "refer % to prosecutors" -> "refers % to prosecutors"."""
    word, rest = _split(verb)
    if _is_adverb(word, rest):
        return f"{word} {third_person(rest.strip())}"
    if word in ("be", "is"):
        return f"is{rest}"
    if word == "have":
        return f"has{rest}"
    if re.search(r"(s|x|z|ch|sh|o)$", word):
        return f"{word}es{rest}"
    if word.endswith("y") and len(word) > 1 and word[-2] not in _VOWELS:
        return f"{word[:-1]}ies{rest}"
    return f"{word}s{rest}"


def participle(verb: str) -> str:
    """Return a verb phrase with its past participle: "arrest %" -> "arrested %"."""
    word, rest = _split(verb)
    if _is_adverb(word, rest):
        return f"{word} {participle(rest.strip())}"
    if word in _PARTICIPLES:
        return _PARTICIPLES[word] + rest
    if word.endswith("e"):
        return f"{word}d{rest}"
    if word.endswith("y") and len(word) > 1 and word[-2] not in _VOWELS:
        return f"{word[:-1]}ied{rest}"
    if _DOUBLES.fullmatch(word):
        return f"{word}{word[-1]}ed{rest}"
    return f"{word}ed{rest}"


_PLURALS = {"man": "men", "woman": "women", "person": "people", "people": "people", "aircraft": "aircraft", "police": "police", "child": "children", "staff": "staff", "police officer": "police officers"}  # fmt: skip


def _last_word(noun: str) -> str:
    head, space, last = noun.rpartition(" ")
    return f"{head}{space}{_PLURALS.get(last, f'{last}s')}"


def plural(noun: str) -> str:
    """Return a noun phrase in the plural; one that looks plural, or is a name, stays."""
    if (
        not noun
        or noun.endswith(("s", "men"))
        or not noun[-1].isascii()
        or not noun[-1].islower()
        or noun[:1].isupper()
    ):
        return noun
    if re.search(r"(x|z|ch|sh)$", noun):
        return f"{noun}es"
    if re.search(r"[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return _PLURALS.get(noun) or _last_word(noun)


def _split(verb: str) -> tuple[str, str]:
    word, space, rest = verb.partition(" ")
    return word, space + rest
