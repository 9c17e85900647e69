"""Compiles the regular expressions of queries with RE2, whose time is linear in the text, whatever the pattern."""

from functools import lru_cache
from typing import Any

import re2

from monitor.core.query import Regex

_LONGEST = 1000
_MEMORY = 1 << 20  # bytes for one compiled pattern; x{1000}{1000} would take gigabytes


@lru_cache(maxsize=512)
def compiled(regex: Regex) -> Any:
    """Return the compiled pattern; its `finditer` gives places in code points.

    Raises:
        ValueError: RE2 cannot read it, it is too big, or it would match the empty text everywhere.
    """
    if len(regex.pattern) > _LONGEST:
        raise ValueError(f"is longer than {_LONGEST} characters")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    options.case_sensitive = not regex.ignore_case
    try:
        pattern = re2.compile(regex.pattern, options)
    except re2.error as error:
        reason = error.args[0].decode("utf-8", "replace") if error.args else "cannot be read"
        raise ValueError(
            f"is no regular expression that RE2 reads: {reason} (it knows neither look-around nor back-references)"
        ) from None
    if pattern.search(""):
        raise ValueError("would match everywhere, because it matches the empty text; write + for *")
    return pattern
