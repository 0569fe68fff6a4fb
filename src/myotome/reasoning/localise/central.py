"""The level of a central lesion, from its highest sign."""

from __future__ import annotations

from myotome.case import Case, Finding
from myotome.knowledge.store import Knowledge
from myotome.reasoning.localise.evidence import usable
from myotome.reasoning.localise.settings import Level, read_settings

CENTRAL = "umn"
SKIN = "dermatome."


def central_level(case: Case, knowledge: Knowledge) -> str:
    """A root for a sensory level that says its place; else the first level, head first, with a sign
    (the lesion lies there or above); empty without one.

    >>> from myotome.knowledge import load
    >>> central_level(Case(findings=(Finding(concept="hoffmann_sign"),)), load())
    'cervical_cord'
    """
    levels = read_settings(knowledge).central_levels
    signs = [f for f in case.findings if f.present and usable(f)]
    for finding in signs:
        if finding.site and knowledge.is_a(finding.concept, levels.exact):
            root = "root." + finding.site.removeprefix(SKIN)
            site = root if finding.site.startswith(SKIN) else finding.site
            if site in knowledge.roots:
                return site
    return next((level.id for level in levels.order if any(_speaks(level, f, knowledge) for f in signs)), "")


def _speaks(level: Level, finding: Finding, knowledge: Knowledge) -> bool:
    if any(knowledge.is_a(finding.concept, c) for c in level.concepts):
        return True
    sites = knowledge.site_containers(finding.site) if finding.site else frozenset()
    return any(knowledge.is_a(finding.concept, c) for c in level.signs) and bool(sites & set(level.sites))
