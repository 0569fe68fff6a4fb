"""Wordings and HPO terms say one thing: the narrowest finding that is true of them."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from myotome.text.tokens.vocabulary import lexicon_for


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_wording_stands_under_a_finding_and_its_broader_one(knowledge, language):
    """Both would be read, and one thing said would count twice."""
    lexicon = lexicon_for(knowledge, language)
    owners: dict[tuple[tuple[str, ...], ...], set[str]] = defaultdict(set)
    for concept in knowledge.concepts.values():
        for wording in concept.words.get(language, ()):
            owners[tuple(lexicon.stems(part) for part in wording.split("..."))].add(concept.id)
    twice = {
        " ".join(sum(stems, ())): (narrow, broad) for stems, ids in owners.items() for narrow in ids for broad in ids
        if narrow != broad and knowledge.is_a(narrow, broad)
    }
    assert not twice


def test_an_hpo_term_belongs_to_one_finding_beside_the_one_that_it_names(knowledge):
    named = {c.hpo for c in knowledge.concepts.values() if c.hpo}
    also = Counter(term for c in knowledge.concepts.values() for term in c.hpo_also)
    assert not named & also.keys()
    assert not [term for term, times in also.items() if times > 1]
    assert all(len(term) == 10 and term.startswith("HP:") and term[3:].isdecimal() for term in also)
