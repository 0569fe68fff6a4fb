"""The walk from findings to the answer; see ``localise``."""

from __future__ import annotations

from myotome.answer.lesion import Localisation
from myotome.case import Case
from myotome.knowledge.store import Knowledge
from myotome.reasoning.localise.answer import entries, lesion, unexplained
from myotome.reasoning.localise.evidence import observations
from myotome.reasoning.localise.features import feature_states
from myotome.reasoning.localise.network import network
from myotome.reasoning.localise.posterior import INSUFFICIENT, Weigher
from myotome.reasoning.localise.settings import read_settings
from myotome.reasoning.localise.severity import pain_side, worse_side
from myotome.reasoning.localise.tables import build
from myotome.reasoning.localise.untested import untested


def find(case: Case, knowledge: Knowledge) -> Localisation:
    """Evidence, posterior, answer."""
    settings, net = read_settings(knowledge), network(knowledge)
    seen, notes = observations(case, knowledge)
    states = feature_states(case, knowledge)
    if not any(o.present for o in seen) and not any(s.present for s in states):
        return Localisation(classes={INSUFFICIENT: 1.0}, notes=tuple(notes))
    tables = build(seen, net, settings)
    weigher = Weigher(tables, states, net, knowledge, settings)
    answers = weigher.answers()
    found, classes = entries(answers, weigher)
    open_tests = untested(found, tables, net, weigher)
    lesions = tuple(
        lesion(entry, tables, net, weigher, tests)
        for entry, tests in zip(found, open_tests, strict=True)
    )
    first = lesions[0] if lesions else None
    worse = worse_side(first, tables, settings)
    pain = pain_side(tables)
    if pain and worse and pain is not worse:
        notes.append(f"pain_on_the_other_side:{pain.value}")
    exact = all(part.whole for a in answers if a.field for part in a.field.parts)
    if not exact:
        notes.append("pairs_only")
    return Localisation(
        lesions=lesions, classes=classes, worse=worse,
        unexplained=unexplained(found[0] if found else None, tables, weigher),
        exact=exact, notes=tuple(notes),
    )
