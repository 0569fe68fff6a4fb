"""A general finding at a place is, or also is, a narrower one: weakness of the dorsiflexors is a foot drop."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec

from myotome.case import Finding
from myotome.knowledge.model import Refinement
from myotome.knowledge.store import Knowledge
from myotome.terms import Method, Presence, SiteKind
from myotome.text.scope.mention import site_kinds

STRENGTH = "strength"
BOTH_SAID = frozenset({STRENGTH, "nerve_study"})  # kinds of which a place makes another finding that counts too


@lru_cache(maxsize=4)
def _by_concept(knowledge: Knowledge) -> dict[str, list[Refinement]]:
    table: dict[str, list[Refinement]] = {}
    for refinement in knowledge.refinements:
        table.setdefault(refinement.concept, []).append(refinement)
    return table


@lru_cache(maxsize=4)
def _places(knowledge: Knowledge) -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """Concept -> those of a named place that go before it (``gives_way``), and those that are said beside what they are no narrower kind of (``places_said``)."""
    reader: dict[str, Any] = knowledge.words["reader"]
    return {concept: frozenset(before) for concept, before in reader["gives_way"].items()}, frozenset(reader["places_said"])


@lru_cache(maxsize=16384)
def _rules_at(concept: str, site: str | None, knowledge: Knowledge) -> tuple[Refinement, ...]:
    """The refinements of a concept that its site allows."""
    around = knowledge.site_containers(site) if site else frozenset()
    kinds = site_kinds(site, knowledge) if site else frozenset()
    return tuple(
        rule for rule in _by_concept(knowledge).get(concept, ())
        if not (rule.sites and (site not in rule.sites if rule.exact else around.isdisjoint(rule.sites))) and not (rule.site_kinds and kinds.isdisjoint(rule.site_kinds))
    )


def refine(finding: Finding, beside: set[str], knowledge: Knowledge) -> list[Finding]:
    """The finding, and the narrower ones that its site or the words beside it make of it.

    beside: concepts said in the same sentence. A refinement with ``replace`` drops the general one.
    An absence is refined by site only: "no weakness of the foot extensors" is "no foot drop".
    """
    rules = _rules_at(finding.concept, finding.site, knowledge)
    if not rules:
        return [finding]
    made: list[Finding] = []
    keep = True
    for rule in rules:
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


def one_grain(said: Finding, made: list[Finding], knowledge: Knowledge) -> list[Finding]:
    """The findings that one wording made, all but one grain of them marked as derived, so that what was said once counts once.

    Of a muscle, the general finding is what was said ("releveurs à 2/5" is weakness, and a foot drop follows from it); elsewhere
    the narrower one is ("paresthésies des mains", "déficit proximal"). What is no narrower kind of it follows as well ("brûlures des
    plantes" are a pain, and a disturbance of the soles by the way), but for strength and conduction.
    """
    if len(made) == 1:
        return made
    kind = knowledge.concepts[said.concept].kind
    named = set(knowledge.words["reader"]["named_territories"])
    muscle = made[0] is said and kind == STRENGTH and bool(
        said.site and SiteKind.MUSCLE.value in site_kinds(said.site, knowledge)
        and said.site not in knowledge.words["reader"]["pattern_sites"]
    )
    if muscle:
        aside = [f for f in made if f is not said and any(_below(f, g, knowledge) or _below(g, f, knowledge) for g in (said, *made))]
    elif any(f.concept in named for f in made):
        aside = [f for f in made if f.concept not in named]  # "hypoesthésie du dos du pied"
    else:
        ways, said_too = _places(knowledge)
        aloof = made[0] is said and kind not in BOTH_SAID
        aside = [
            f for f in made if any(_below(g, f, knowledge) for g in made)
            or aloof and f is not said and f.concept not in said_too and not _below(f, said, knowledge)
            or f.concept in ways and any(g.concept in ways[f.concept] for g in made)
        ]
    return [msgspec.structs.replace(f, method=Method.DERIVED) if f in aside else f for f in made]


def _below(a: Finding, b: Finding, knowledge: Knowledge) -> bool:
    return a.concept != b.concept and knowledge.is_a(a.concept, b.concept)
