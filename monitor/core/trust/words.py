"""Tells what an engine says when it has nothing to say: loops, runs of symbols, the furniture of web pages."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"[\w'’-]+")
_LONGEST_PHRASE = 8
_TIMES, _TIMES_PHRASE = {1: 4, 2: 3}, 2.5
_FEW_WORDS, _DIVERSE = 12, 0.4
_CHARACTERS = re.compile(r"([^\W\d_]{1,12}?)\1{5,}")
_DASHES = "[^\\w\\s]"
_RUN = re.compile(rf"({_DASHES})(?:\s?\1){{3,}}|(?:{_DASHES}\s?){{6,}}|_{{4,}}|(?:\b_\s){{3,}}")
_SIGNS_SHARE = 0.4
_FEW_SIGNS = 4
# what training data scraped from the web taught the models to say
_STOCK = re.compile(
    r"home|home ?page|top ?page|contact( us)?|about( us)?|privacy( policy)?|terms( of (use|service))?|terms (and|&) conditions|cookie policy"
    r"|sitemap|site map|skip to (main )?content|main (page|menu)|menu|click (here|this link)( (for|to) (more|details|.*more))?|here|read more|learn more|see more|more|view (all|more)"
    r"|all rights? reserved|copyright( \(c\))?.*all rights reserved|copyright|log ?in|log ?out|sign (in|up|out)|subscribe( now| to .*)?|register( now)?|search|share( this)?|follow us( on .*)?|like us on .*"
    r"|next( page)?|previous( page)?|back( to top)?|return to top|download( now)?|faqs?|help|shopping cart|add to cart|buy now|free shipping|products?|services|news|latest news|news releases?"
    r"|comments?|leave a (comment|reply)|loading|please (wait|try again.*)|page not found|404.*|not found|thank you( for .*)?|you may also like|related articles?|advertisement|sponsored( content)?"
    r"|english|japanese|language|wikipedia|the free encyclopedia|welcome( to .*)?|print( this page)?|close|ok|yes|no|untitled|n/?a|lorem ipsum.*|powered by .*|accept( all)? cookies"
    r"|(this|our) (web ?)?site uses cookies.*|we use cookies.*|by continuing to .*|our use of cookies|the following is a list of .*|external links|references|see also|company profile|company|recruit|categories|category|tags?|archives?|last updated?|update",
    re.IGNORECASE,
)
# longer phrases of that kind hold no other words than these
_FURNITURE = frozenset(
    (
        "please click here for more information details about us learn read see view share on "
        "follow facebook twitter x line instagram youtube linkedin previous next article "
        "articles post posts page pages frequently asked questions question your our email "
        "address will not be published required fields are marked enable javascript cookies "
        "cookie in browser to the this a of and or is it by with site website web content skip "
        "main navigation menu sign up log register subscribe newsletter free now today all "
        "rights reserved copyright privacy policy terms use service contact home back top search "
        "results related news latest download app print comment comments leave reply submit "
        "cancel error found loading you can also like "
    ).split()
)
_TELLTALE = re.compile(
    r"\b(?:click here|read more|learn more|contact us|share on|follow us|privacy policy|terms of|frequently asked|email address|javascript|cookies?|all rights reserved|previous article|next article|more information|more about|log ?in|sign (?:in|up)|subscribe|newsletter|skip to|search results|leave a|web ?site|browser|home ?page)\b"
)
_BETWEEN_STOCK = re.compile(r"\s*(?:[|>»›·•/\n]|\.\s|\.$|,\s|;\s|!|:\s| - | – |©|\d{4})\s*")


def repeats_itself(text: str) -> bool:
    """Tell whether words, phrases or letters come over and over."""
    words = [word.lower() for word in _WORD.findall(text)]
    sizes = range(1, min(_LONGEST_PHRASE, len(words) // 2) + 1)
    if any(_repeated(words, size) >= _TIMES.get(size, _TIMES_PHRASE) for size in sizes):
        return True
    monotonous = len(words) >= _FEW_WORDS and len(set(words)) < _DIVERSE * len(words)
    return monotonous or _CHARACTERS.search(text.lower()) is not None


def _repeated(words: Sequence[str], size: int) -> float:
    """Return how many times in a row the same words of a number stand, the last time perhaps not whole."""
    most = run = 0
    for index in range(size, len(words)):
        run = run + 1 if words[index] == words[index - size] else 0
        most = max(most, run)
    return 1 + most / size


def has_run_of_symbols(text: str) -> bool:
    """Tell whether signs that are no letters stand in a row, or are most of a text."""
    signs = sum(not c.isalnum() and not c.isspace() for c in text)
    visible = sum(not c.isspace() for c in text)
    return _RUN.search(text) is not None or (signs >= _FEW_SIGNS and signs > _SIGNS_SHARE * visible)


def is_page_furniture(text: str) -> bool:
    """Tell whether a text says no more than what stands around articles on web pages: Home, Contact us."""
    lower = text.lower()
    if _TELLTALE.search(lower) and set(_WORD.findall(lower)) <= _FURNITURE:
        return True
    parts = [part.strip(" .©!*") for part in _BETWEEN_STOCK.split(text)]
    return any(parts) and all(_STOCK.fullmatch(part) for part in parts if part)
