"""The HPO term of a finding: what its concept is called at its place."""

from __future__ import annotations

from myotome.knowledge.store import Knowledge


def hpo_term(concept: str, site: str | None, present: bool, knowledge: Knowledge) -> str:
    """The narrowest HPO term that is true of a finding; empty when there is none.

    The terms of places and the nearest terms stand in settings/hpo_terms.yaml. An absent finding takes its concept's own term, or
    that of its very place: what lies above it is not denied with it.

    >>> from myotome.knowledge import load
    >>> hpo_term("weakness", "iliopsoas", True, load()), hpo_term("weakness", "iliopsoas", False, load())
    ('HP:0012515', 'HP:0001324')
    """
    terms = knowledge.settings["hpo_terms"]
    places = terms["at"].get(concept, {})
    if site is not None and site in places:
        return places[site]
    known = knowledge.concepts[concept]
    if not present:
        return known.hpo
    holding = {place: term for place, term in places.items() if site is not None and knowledge.within(site, place)}
    narrowest = min(holding, key=lambda place: sum(knowledge.within(other, place) for other in holding), default=None)
    if narrowest is not None:
        return holding[narrowest]
    return known.hpo or terms["near"].get(concept, "") or next(filter(None, (hpo_term(parent, site, True, knowledge) for parent in known.parents)), "")
