"""An antibody or a gene that is only named among what was asked ("bilan : anti-RACh, anti-MuSK") was not found: its result is pending.
A drug, a vaccine or a value named under a plan ("Plan: NIV, heparin") is not there yet."""

from __future__ import annotations

from myotome.knowledge.store import Knowledge
from myotome.terms import Certainty, Presence
from myotome.text.scope.mention import Mention
from myotome.text.tokens.layout import Sentence

NAMED = frozenset({"antibody", "genetics"})  # the kinds of concepts that are named like their own tests


def only_asked(
    sentence: Sentence, mentions: list[Mention], asking: frozenset[str], telling: frozenset[str], knowledge: Knowledge,
) -> None:
    """Mark bare names of antibodies and genes as pending in a sentence that asks and tells no result.

    asking: folded words of asking ("bilan", "recherche", "demandé"). telling: folded words of a result or of finding something.
    """
    bare = [
        m for m in mentions
        if m.concept in knowledge.concepts and knowledge.concepts[m.concept].kind in NAMED
        and m.scope.presence is Presence.PRESENT and m.scope.certainty is Certainty.CERTAIN
    ]
    if not bare:
        return
    stems = {*sentence.stems, *sentence.heading}
    if stems.isdisjoint(asking) or not stems.isdisjoint(telling) or any(stem[:1].isdecimal() for stem in sentence.stems):
        return
    for mention in bare:
        mention.scope = mention.scope._replace(certainty=Certainty.PENDING)


def not_planned(mentions: list[Mention], knowledge: Knowledge) -> list[Mention]:
    """The mentions under the title of a plan, without the drugs, exposures and results that are only to come."""
    reader = knowledge.words["reader"]
    return [
        m for m in mentions
        if m.scope.presence is not Presence.PRESENT or m.concept not in knowledge.concepts
        or m.concept not in reader["planned_concepts"] and knowledge.concepts[m.concept].kind not in reader["planned_kinds"]
    ]
