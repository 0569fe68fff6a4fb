"""A general finding at a place is, or also is, a narrower one: weakness of the dorsiflexors is a foot drop."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from myotome.case import Finding
from myotome.knowledge.model import Refinement
from myotome.knowledge.store import Knowledge
from myotome.terms import Presence
from myotome.text.mention import site_kinds


@lru_cache(maxsize=4)
def _by_concept(knowledge: Knowledge) -> dict[str, list[Refinement]]:
    table: dict[str, list[Refinement]] = {}
    for refinement in knowledge.refinements:
        table.setdefault(refinement.concept, []).append(refinement)
    return table


def refine(finding: Finding, beside: set[str], knowledge: Knowledge) -> list[Finding]:
    """The finding, and the narrower ones that its site or the words beside it make of it.

    beside: concepts said in the same sentence. A refinement with ``replace`` drops the general one.
    An absence is refined by site only: "no weakness of the foot extensors" is "no foot drop".
    """
    made: list[Finding] = []
    keep = True
    for rule in _by_concept(knowledge).get(finding.concept, ()):
        if rule.sites and not (finding.site and not knowledge.site_containers(finding.site).isdisjoint(rule.sites)):
            continue
        if rule.site_kinds and not (finding.site and set(rule.site_kinds) & site_kinds(finding.site, knowledge)):
            continue
        if rule.beside and (rule.beside not in beside or finding.presence is Presence.ABSENT):
            continue
        if rule.side and finding.side.value != rule.side:
            continue
        if any(m.concept == rule.becomes for m in made):
            continue
        made.append(msgspec.structs.replace(finding, concept=rule.becomes))
        keep = keep and not rule.replace
    for extra in list(made):
        if extra.concept != finding.concept:
            made += [m for m in refine(extra, beside, knowledge)[1:] if m.concept not in {x.concept for x in made}]
    return [finding, *made] if keep else made
