"""The trie of a language in the compiled form: msgpack, named by the version of the knowledge and the code that builds the trie.

Building it from the knowledge is most of the start-up. A place of the trie without a way on is stored as its number among the
distinct ends (3,600 of 23,000), and is one node for all that end so.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple

import msgspec

from myotome.knowledge.compiled import compiled_file, read_compiled, write_compiled
from myotome.text.tokens.wordings import Lexeme, Node

BUILDERS = ("alternatives.py", "fold.py", "layout.py", "lexicon.py", "stored.py", "vocabulary.py", "wordings.py")  # what the trie depends on besides the knowledge


class Vocabulary(NamedTuple):
    """The trie of a language; the stems in it, and those of them that a mistyped word may be."""

    root: Node
    known: set[str]
    meant: set[str]


class _Stored(msgspec.Struct, array_like=True):
    """lexemes: their fields. ends: numbers of the lexemes that end together. root: see ``_flat``."""

    lexemes: list[tuple[str, str, bool, bool, str, str]]
    ends: list[tuple[int, ...]]
    root: Any
    known: list[str]
    meant: list[str]


def vocabulary_file(version: str, language: str) -> Path:
    return compiled_file(f"vocabulary-{language}-{version}-{_code()}.msgpack")


@lru_cache(maxsize=1)
def _code() -> str:
    """Hash of the code that builds the trie."""
    digest = hashlib.sha256()
    for name in BUILDERS:
        digest.update(Path(__file__).with_name(name).read_bytes())
    return digest.hexdigest()[:12]


def read_vocabulary(path: Path, language: str) -> Vocabulary | None:
    """The vocabulary that was stored; None when there is none, or it is damaged."""
    content = read_compiled(path)
    if content is None:
        return None
    try:
        stored = msgspec.msgpack.decode(content, type=_Stored)
    except msgspec.DecodeError:
        return None
    lexemes = [Lexeme(kind, value, upper, loose, language, before, after) for kind, value, upper, loose, before, after in stored.lexemes]
    leaves = [_ended(Node(), tuple([lexemes[n] for n in end])) for end in stored.ends]
    return Vocabulary(_grown(stored.root, leaves, lexemes), set(map(intern, stored.known)), set(map(intern, stored.meant)))


def write_vocabulary(path: Path, vocabulary: Vocabulary) -> None:
    flat = _Flat()
    root = flat.node(vocabulary.root)
    stored = _Stored(list(flat.lexemes), list(flat.ends), root, sorted(vocabulary.known), sorted(vocabulary.meant))
    write_compiled(path, msgspec.msgpack.encode(stored))


def _ended(node: Node, lexemes: tuple[Lexeme, ...]) -> Node:
    node.lexemes = lexemes
    node.strict = any(x.upper or x.before or x.after for x in lexemes)
    return node


def _grown(flat: Any, leaves: list[Node], lexemes: list[Lexeme]) -> Node:
    """The node of what ``_Flat.node`` gave."""
    if isinstance(flat, int):
        return leaves[flat]
    end, below, gaps = flat
    node, leaf = Node(), leaves[end]
    node.lexemes, node.strict = leaf.lexemes, leaf.strict
    node.children = {intern(stem): leaves[way] if type(way) is int else _grown(way, leaves, lexemes) for stem, way in below.items()}
    node.gaps = [(tuple(map(intern, tail)), lexemes[n]) for tail, n in gaps]
    return node


class _Flat:
    """Numbers for lexemes and ends, in the order in which they are met."""

    def __init__(self) -> None:
        self.lexemes: dict[tuple[str, str, bool, bool, str, str], int] = {}
        self.ends: dict[tuple[int, ...], int] = {}

    def node(self, node: Node) -> Any:
        """The number of its end for a leaf; else end, ways on by their stems, and gaps as tail and lexeme."""
        end = self.ends.setdefault(tuple([self._lexeme(x) for x in node.lexemes]), len(self.ends))
        if not node.children and not node.gaps:
            return end
        below = {stem: self.node(child) for stem, child in node.children.items()}
        return end, below, [(tail, self._lexeme(x)) for tail, x in node.gaps]

    def _lexeme(self, x: Lexeme) -> int:
        return self.lexemes.setdefault((x.kind, x.value, x.upper, x.ambiguous, x.before, x.after), len(self.lexemes))
