"""Pressures lying and standing."""

from __future__ import annotations

import pytest

from myotome.terms import Presence
from myotome.text import read


@pytest.mark.parametrize(
    ("text", "presence"),
    [
        ("PA 132/74 couchée, 94/60 debout.", Presence.PRESENT),
        ("PA debout : 94/60, couché : 135/80.", Presence.PRESENT),
        ("La pression artérielle passait de 138/80 mmHg en position couchée à 96/60 mmHg debout.", Presence.PRESENT),
        ("PA 12/8 couché et 9/6 debout.", Presence.PRESENT),
        ("La PA est à 130/80 couché, 125/78 debout.", Presence.ABSENT),
        ("PA 132/74, pouls 80 ; marche 10 m debout.", None),
        ("PA 145/90.", None),
    ],
)
def test_a_fall_on_standing_is_orthostatic_hypotension(knowledge, text, presence):
    found = [f.presence for p in read(text, knowledge, "fr").patients for f in p.findings if f.concept == "orthostatic_hypotension"]
    assert found == ([] if presence is None else [presence])
