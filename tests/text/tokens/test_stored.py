"""The vocabulary in the compiled form reads as the one that was built."""

import pytest

from myotome.knowledge.load import FOLDER, build
from myotome.knowledge.store import Knowledge
from myotome.text.tokens.fold import tokenise
from myotome.text.tokens.layout import sentences
from myotome.text.tokens.stored import read_vocabulary, vocabulary_file, write_vocabulary
from myotome.text.tokens.vocabulary import lexicon_for, vocabulary_of
from myotome.text.tokens.wordings import Lexeme, Node


@pytest.fixture(scope="module")
def built(knowledge):
    """French vocabulary made from the knowledge, not read."""
    return vocabulary_of(Knowledge(knowledge.content, "not stored"), "fr")


NODE = ("children", "gaps", "lexemes", "strict")
LEXEME = ("kind", "value", "upper", "ambiguous", "language", "before", "after")


def _fields(lexeme):
    return [getattr(lexeme, name) for name in LEXEME]


def _ways(node, so_far=()):
    """Each way through a trie with what it means."""
    yield so_far, [_fields(x) for x in node.lexemes], [(tail, _fields(x)) for tail, x in node.gaps], node.strict
    for stem, child in node.children.items():
        yield from _ways(child, (*so_far, stem))


def test_all_that_a_node_and_a_lexeme_hold_is_stored():
    """A field more must be stored too."""
    assert set(getattr(Node, "__slots__", NODE)) == set(NODE)
    assert set(getattr(Lexeme, "__slots__", LEXEME)) == set(LEXEME)


def test_the_stored_vocabulary_is_the_built_one(built, tmp_path):
    path = tmp_path / "vocabulary.msgpack"
    write_vocabulary(path, built)
    again = read_vocabulary(path, "fr")
    assert list(_ways(again.root)) == list(_ways(built.root))
    assert (again.known, again.meant) == (built.known, built.meant)


def test_a_damaged_or_missing_one_is_none(tmp_path):
    path = tmp_path / "vocabulary.msgpack"
    assert read_vocabulary(path, "fr") is None
    path.write_bytes(b"\x00broken")
    assert read_vocabulary(path, "fr") is None


def test_only_knowledge_that_is_compiled_itself_is_stored(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    content, _ = build(FOLDER)
    assert lexicon_for(Knowledge(content, "changed by hand"), "fr").root.children
    assert not list(tmp_path.rglob("vocabulary-*"))


def test_its_name_tells_knowledge_language_and_code():
    names = {vocabulary_file(version, language).name for version in ("a", "b") for language in ("fr", "en")}
    assert len(names) == 4


def test_a_word_before_a_name_is_no_place_of_its_own_in_either_form(knowledge):
    """"Muscles distaux": of "muscle" and the name behind it only the name is read."""
    text = "Les muscles distaux sont forts."
    tokens = tokenise(text)
    tokens, (sentence,) = sentences(text, tokens)
    for either in (knowledge, Knowledge(knowledge.content, "not stored")):
        matches = lexicon_for(either, "fr").matches(tokens, sentence)
        assert [m.first for m in matches if any(x.kind == "site" for x in m.lexemes)] == [2]
