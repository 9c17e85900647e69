"""Defines the tree of a watchlist query, and how it is written."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

KEYWORDS = frozenset({"AND", "OR", "NOT"})
BARE = r'[^\s()"@*]+'
"""What a word without quotes may consist of."""
TEXT_FIELDS = ("title", "body")
ARTICLE_FIELDS = ("feed", "tag", "lang")
# what would be read as something else without quotes: title:x, /x/, （, “; and what somebody may mean by another language's sign
_NOT_BARE = re.compile(
    r"[A-Za-z]+:|/|NEAR(/|$)|.*[（）“”＠＊]|(?:and|or|not|near/\d+)$|[-!+&'].|.+,$|.*\||「.*」$|.*[^\x00-\x7f](?:AND|OR|NOT)(?![A-Za-z])",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Word:
    """A bare word; with `prefix` any continuation of it counts too."""

    text: str
    prefix: bool = False

    def __str__(self) -> str:
        """Show it as it is written in a query."""
        return f"{self.text}*" if self.prefix else self.text


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text in quotes: its words in this order, and no plural of them."""

    text: str

    def __str__(self) -> str:
        """Show it as it is written in a query."""
        return f'"{self.text}"'


@dataclass(frozen=True, slots=True)
class Regex:
    """`/pattern/`: a regular expression in the syntax of RE2, looked for in the text as it is shown."""

    pattern: str
    ignore_case: bool = False

    def __str__(self) -> str:
        """Show it as it is written in a query."""
        return f"/{self.pattern}/{'i' if self.ignore_case else ''}"


@dataclass(frozen=True, slots=True)
class ConceptRef:
    """`@name`: any alias of the concept."""

    name: str

    def __str__(self) -> str:
        """Show it as it is written in a query."""
        return f"@{self.name}"


@dataclass(frozen=True, slots=True)
class Everything:
    """`*`: every article of the topic's feeds."""

    def __str__(self) -> str:
        """Show it as it is written in a query."""
        return "*"


@dataclass(frozen=True, slots=True)
class Attribute:
    """`feed:id`, `tag:name` or `lang:ja`: what is known of an article beside its text; the language is the original's."""

    field: str
    value: str

    def __str__(self) -> str:
        """Show it as it is written in a query."""
        return f"{self.field}:{self.value}"


@dataclass(frozen=True, slots=True)
class Scoped:
    """`title:` or `body:` before a part: only what stands there counts."""

    field: str
    part: "Query"

    def __str__(self) -> str:
        """Show it as it is written in a query."""
        return f"{self.field}:{_grouped(self.part, And, Or, Not, Near)}"


@dataclass(frozen=True, slots=True)
class Near:
    """`a NEAR/n b`: both in one text, in either order, with at most `distance` words between them."""

    left: "Query"
    right: "Query"
    distance: int

    def __str__(self) -> str:
        """Show it as it is written in a query."""
        return f"{_grouped(self.left, Or)} NEAR/{self.distance} {_grouped(self.right, Or)}"


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when its part does not."""

    part: "Query"

    def __str__(self) -> str:
        """Show it as it is written in a query."""
        return f"NOT {_grouped(self.part, And, Or)}"


@dataclass(frozen=True, slots=True)
class And:
    """Holds when all its parts do."""

    parts: tuple["Query", ...]

    def __str__(self) -> str:
        """Show it as it is written in a query."""
        return " AND ".join(_grouped(part, And, Or) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """Holds when one of its parts does."""

    parts: tuple["Query", ...]

    def __str__(self) -> str:
        """Show it as it is written in a query."""
        return " OR ".join(_grouped(part, And, Or) for part in self.parts)


Leaf = Word | Phrase | Regex | ConceptRef | Everything | Attribute
Query = Leaf | Scoped | Near | Not | And | Or


def parts_of(query: Query) -> tuple[Query, ...]:
    """Return the parts of which a query is made, in the order in which they are written; none of a leaf."""
    match query:
        case And(parts) | Or(parts):
            return parts
        case Not(part) | Scoped(_, part):
            return (part,)
        case Near(left, right):
            return (left, right)
        case _:
            return ()


def nodes(query: Query) -> Iterator[Query]:
    """Yield a query and every part in it, in the order in which they are written, however deep they are nested."""
    stack = [query]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(parts_of(node)))


def leaves(query: Query) -> Iterator[Leaf]:
    """Yield every word, concept, attribute and `*` of a query in the order in which they are written."""
    return (node for node in nodes(query) if isinstance(node, Leaf))


def with_concepts(query: Query, renamed: Mapping[str, str]) -> Query:
    """Return a query that asks for other concepts in the place of some."""
    match query:
        case ConceptRef(name):
            return ConceptRef(renamed.get(name, name))
        case And(parts):
            return And(tuple(with_concepts(part, renamed) for part in parts))
        case Or(parts):
            return Or(tuple(with_concepts(part, renamed) for part in parts))
        case Not(part):
            return Not(with_concepts(part, renamed))
        case Scoped(field, part):
            return Scoped(field, with_concepts(part, renamed))
        case Near(left, right, distance):
            return Near(with_concepts(left, renamed), with_concepts(right, renamed), distance)
        case _:
            return query


def needs_quotes(word: str) -> bool:
    """Tell whether a bare word would be read as something else."""
    return word in KEYWORDS or _NOT_BARE.match(word) is not None


def _grouped(query: Query, *kinds: type) -> str:
    return f"({query})" if isinstance(query, kinds) else str(query)
