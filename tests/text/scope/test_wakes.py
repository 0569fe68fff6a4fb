"""Which rules a kind of item wakes, and items by their kind."""

import pytest

from myotome.text.scope.item import Item, by_kind
from myotome.text.scope.scope import TARGET, WAKES
from myotome.text.tokens.lexicon import CUE_LISTS, CUE_TABLES

OTHERS = {"absent", "concept", "disease", "test", "act", "measure", "mark"}  # kinds that are no lists of cues


def test_only_kinds_that_there_are_wake_a_rule():
    assert WAKES.keys() <= {*CUE_LISTS, *CUE_TABLES, *OTHERS}


@pytest.mark.parametrize("kind", ["concept", "disease", "test", "act"])
def test_what_a_cue_can_reach_is_a_target(kind):
    assert WAKES[kind] & TARGET


def test_items_by_kind_are_all_there_in_order():
    items = [Item(kind, str(n), n, n) for n, kind in enumerate(["site", "side", "site", "mark", "side"])]
    held = by_kind(items)
    assert {kind: [i.first for i in of_kind] for kind, of_kind in held.items()} == {"site": [0, 2], "side": [1, 4], "mark": [3]}
