"""What wordings are read as: lexemes, the places of the trie at which they end, and their matches in a sentence."""

from __future__ import annotations

import msgspec


class Lexeme(msgspec.Struct, eq=False, gc=False):
    """kind: "concept", "absent" (wording that denies a concept), "site", "side", "act", "disease",
    "test" (examined function), "result" (its values joined by "|"), "cue", "kin", "measure". value: id or cue name. before, after:
    the small word that must stand beside the only other word of a cue ("à éliminer", "absence de")."""

    kind: str
    value: str
    upper: bool = False
    ambiguous: bool = False
    language: str = ""
    before: str = ""
    after: str = ""

    def reading(self, value: str, *, ambiguous: bool) -> Lexeme:
        """The same with another value, or made sure."""
        return Lexeme(self.kind, value, self.upper, ambiguous, self.language, self.before, self.after)


class Match(msgspec.Struct, eq=False, gc=False):
    """first, last: token positions in the sentence, inclusive. covered: the positions that the
    words themselves take, when there is a gap between them."""

    first: int
    last: int
    lexemes: tuple[Lexeme, ...]
    covered: tuple[int, ...] = ()


class Node:
    """A place in the trie. lexemes end here, in the order of ``KIND_ORDER``; strict: does one of them
    want capitals or neighbours? gaps: tails that may follow after a few words."""

    __slots__ = ("children", "gaps", "lexemes", "strict")

    def __init__(self) -> None:
        self.children: dict[str, Node] = {}
        self.lexemes: tuple[Lexeme, ...] = ()
        self.strict = False
        self.gaps: list[tuple[tuple[str, ...], Lexeme]] = []
