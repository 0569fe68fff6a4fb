"""From findings to evidence: what was seen, where, on which side, how badly; each thing once."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from myotome.case import Case, Finding
from myotome.knowledge.store import Knowledge
from myotome.reasoning.localise.settings import Reading, Settings, read_settings
from myotome.reasoning.localise.targets import Target, target
from myotome.terms import Certainty, Method, Side, When

WEAK, SEVERE, PLEGIA = 1, 2, 3
PAST = (When.RESOLVED, When.HISTORY)
INDEX = {Side.LEFT: 0, Side.RIGHT: 1}


class Observation(msgspec.Struct, frozen=True):
    """One thing seen. sides: 0 left, 1 right; both when the text does not say which. low, high:
    levels of weakness (1 some, 2 severe, 3 plegia). weight: certainty. better: on the side that
    the text calls the better one. findings: indices into ``Case.findings``."""

    channel: str
    site: str
    target: Target
    sides: tuple[int, ...]
    present: bool
    low: int = WEAK
    high: int = PLEGIA
    weight: float = 1.0
    better: bool = False
    findings: tuple[int, ...] = ()
    visit: int = -1


@lru_cache(maxsize=4096)
def reading_of(knowledge: Knowledge, concept: str) -> Reading | None:
    """The first rule that fits the concept; None when it says nothing of a site."""
    settings = read_settings(knowledge)
    if concept in settings.left_out:
        return None
    return next((r for r in settings.readings if knowledge.is_a(concept, r.concept)), None)


def usable(finding: Finding) -> bool:
    """Is it the patient's own, of now, and not worked out from other findings?"""
    return finding.counts and finding.when not in PAST and finding.method is not Method.DERIVED


def observations(case: Case, knowledge: Knowledge) -> tuple[list[Observation], list[str]]:
    """Evidence without double counting, and notes: codes of what was set aside."""
    settings = read_settings(knowledge)
    seen: dict[tuple, Observation] = {}
    notes: list[str] = []
    for number, finding in enumerate(case.findings):
        if not usable(finding):
            continue
        for found in _observe(finding, number, knowledge, settings):
            key = (found.channel, found.target.kind, found.target.members, found.sides)
            known = seen.get(key)
            if known is None:
                seen[key] = found
            else:
                seen[key], clash = _merge(known, found)
                if clash:
                    notes.append(f"contradictory:{found.site}")
    return _untangle(list(seen.values())), notes


def _observe(finding: Finding, number: int, knowledge: Knowledge, settings: Settings) -> list[Observation]:
    reading = reading_of(knowledge, finding.concept)
    if reading is None:
        return []
    present = finding.present
    if not present and finding.certainty is Certainty.POSSIBLE:
        return []
    low, high, normal = _levels(finding, reading, knowledge, settings)
    if normal:
        present = False
    own = knowledge.concepts[finding.concept].site if finding.concept in knowledge.concepts else ""
    site = finding.site or reading.site or own or ("" if present else reading.whole)
    aim = target(site, reading, present, knowledge) if site else None
    if aim is None:
        return []
    side = Side.BOTH if reading.both and not finding.side.lateral else finding.side
    choices = [(INDEX[s],) for s in side.lateral] or [(0, 1)]
    return [
        Observation(
            channel=reading.channel, site=site, target=aim, sides=sides, present=present,
            low=low, high=high,
            weight=settings.certainty.of(finding.certainty) if present else 1.0,
            better=len(sides) == 1 and finding.worse in INDEX and INDEX[finding.worse] != sides[0],
            findings=(number,), visit=-1 if finding.visit is None else finding.visit,
        )
        for sides in choices
    ]


def _levels(
    finding: Finding, reading: Reading, knowledge: Knowledge, settings: Settings
) -> tuple[int, int, bool]:
    """Least and worst level that the words allow, and whether the grade is a normal one."""
    limits = settings.grades
    if reading.channel != "strength":
        return WEAK, PLEGIA, False
    if finding.grade is None or finding.grade.scale != "mrc":
        plegic = any(knowledge.is_a(finding.concept, c) for c in limits.plegia_concepts)
        return (PLEGIA if plegic else WEAK), PLEGIA, False

    def level(grade: float) -> int:
        if grade <= limits.plegia_to:
            return PLEGIA
        return SEVERE if grade <= limits.severe_to else WEAK

    return (
        level(finding.grade.high), level(finding.grade.low), finding.grade.low >= limits.normal_from
    )


def _merge(known: Observation, found: Observation) -> tuple[Observation, bool]:
    """Two findings of one thing: the later visit decides, then what is abnormal, then the grade."""
    findings = (*known.findings, *found.findings)
    if known.present != found.present:
        later = max(known, found, key=lambda o: (o.visit, o.present))
        return msgspec.structs.replace(later, findings=later.findings), True
    low, high = max(known.low, found.low), min(known.high, found.high)
    clash = low > high
    if clash:
        later = max(known, found, key=lambda o: (o.visit, o.low))
        low, high = later.low, later.high
    return msgspec.structs.replace(
        known, low=low, high=high, findings=findings, weight=max(known.weight, found.weight),
        better=known.better or found.better, visit=max(known.visit, found.visit),
    ), clash


def _untangle(seen: list[Observation]) -> list[Observation]:
    """A weak group speaks of the rest of it when a member is known to be weak, and a compartment or
    region ("at least one") says nothing then; a normal group speaks of the rest of it."""
    alike: dict[tuple[str, str], list[Observation]] = {}
    for o in seen:
        alike.setdefault((o.channel, o.target.kind), []).append(o)
    return [o for group in alike.values() for o in _untangled(group)]


def _untangled(seen: list[Observation]) -> list[Observation]:
    """The same among observations of one channel and kind."""
    alone = [o for o in seen if len(o.target.members) == 1 and len(o.sides) == 1]
    wide = [o for o in seen if len(o.target.members) > 1 or len(o.sides) > 1]
    kept = alone
    for o in wide:
        if o.present:
            rest = _rest_of_abnormal(o, seen)
        else:
            rest = set(o.target.members)
            for other in seen:
                inner = set(other.target.members)
                if other is not o and set(o.sides) & set(other.sides) and (
                    other.present or inner < set(o.target.members)
                ):
                    rest -= inner
        if len(rest) == len(o.target.members):
            kept.append(o)
        elif rest:
            kept.append(_only(o, rest))
    return kept


def _rest_of_abnormal(o: Observation, seen: list[Observation]) -> set[str]:
    narrower = [other for other in seen if other.present and _says_more(other, o)]
    members = set(o.target.members)
    if not narrower:
        return members
    if o.target.of_most and all(set(n.sides) == set(o.sides) for n in narrower):
        return members.difference(*(n.target.members for n in narrower))
    return set()


def _only(o: Observation, members: set[str]) -> Observation:
    left = tuple(m for m in o.target.members if m in members)
    return msgspec.structs.replace(o, target=msgspec.structs.replace(o.target, members=left))


def _says_more(narrow: Observation, wide: Observation) -> bool:
    """Does ``narrow`` (fewer members, or one side where ``wide`` leaves it open) make it redundant?"""
    if narrow is wide:
        return False
    inner, outer = set(narrow.target.members), set(wide.target.members)
    smaller = (inner < outer and set(narrow.sides) <= set(wide.sides)) or (
        inner <= outer and set(narrow.sides) < set(wide.sides)
    )
    return smaller and narrow.low >= wide.low
