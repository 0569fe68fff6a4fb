"""What the drawing shows of each limb: nerves as lines, muscles as stations, lesions at their place.

A finding of a group is one station on each nerve that serves the group; one of a whole region is a
caption, since no muscle of it was named.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from myotome.answer import Localisation
from myotome.case import Case
from myotome.knowledge.store import Knowledge
from myotome.reasoning.localise.evidence import Observation, observations
from myotome.terms import Side

BLOCKS = ("arm", "leg")
MUSCLE_CHANNELS = ("strength", "bulk", "emg", "mri", "cmap", "fasciculation")
SPARED_CHANNELS = ("strength", "emg", "mri")  # normal bulk or no fasciculation spares no muscle
STATES = ("weak", "abnormal", "spared", "untested")  # abnormal: wasting, EMG or MRI, strength unsaid
MOST_NERVES = 3  # a finding over more nerves than this speaks of a region
MOST_UNTESTED = 6  # muscles to test that one limb shows
SERVING = ("main", "contributing")
SIDES = {(0,): Side.LEFT, (1,): Side.RIGHT, (0, 1): Side.UNSAID}


class Station(NamedTuple):
    """A muscle or group on a nerve. struck: a marked lesion reaches it."""

    site: str
    state: str
    muscles: tuple[str, ...]
    place: int
    finding: int | None = None
    struck: bool = False


class Mark(NamedTuple):
    """A lesion at a nerve segment; tied: it cannot be told apart from the lesion found."""

    segment: str
    place: int
    tied: bool


class Line(NamedTuple):
    """A nerve (or "" for muscles that no named nerve serves) with its stops, proximal first.

    roots: those that serve what is drawn, with "main" or "contributing". plexus: parts on the way.
    parent: nerve that it leaves, when that one is drawn too.
    """

    nerve: str
    stops: tuple[Station | Mark, ...]
    roots: dict[str, str]
    plexus: tuple[str, ...]
    parent: str = ""


class Limb(NamedTuple):
    """One arm or leg. struck, tied: roots and plexus parts marked. regional: findings, by index."""

    block: str
    side: Side
    lines: tuple[Line, ...]
    struck: frozenset[str]
    tied: frozenset[str]
    regional: tuple[int, ...]


def limbs(case: Case, where: Localisation, knowledge: Knowledge) -> tuple[Limb, ...]:
    """Every arm and leg with an abnormal muscle or a lesion, left before right, arms before legs."""
    seen, _ = observations(case, knowledge)
    seen = [o for o in seen if o.channel in MUSCLE_CHANNELS and o.target.kind == "muscle"]
    found = []
    for block in BLOCKS:
        for side in (Side.LEFT, Side.RIGHT, Side.UNSAID):
            limb = _limb(block, side, seen, where, knowledge)
            if limb is not None:
                found.append(limb)
    return tuple(found)


def _limb(
    block: str, side: Side, seen: list[Observation], where: Localisation, knowledge: Knowledge
) -> Limb | None:
    mine = [o for o in seen if SIDES.get(o.sides) is side]
    first = where.lesions[0] if where.lesions else None
    sites = [s for s, its in (first.sites if first else ()) if its is side and _block(s, knowledge) == block]
    tied = [s for s, its in (first.tie_set if first else ()) if its is side and _block(s, knowledge) == block]
    stations: dict[tuple[str, tuple[str, ...]], Station] = {}
    regional: list[int] = []
    for observation in mine:
        _place(observation, block, stations, regional, knowledge)
    if not sites and not regional and all(s.state == "spared" for s in stations.values()):
        return None
    drawn = {m for station in stations.values() for m in station.muscles}
    untested = (e.site for e in (first.untested if first else ()) if e.side is side)
    nerves = {nerve for nerve, _ in stations}
    wanted = [
        m for m in dict.fromkeys(untested)
        if m in knowledge.muscles and knowledge.muscles[m].block == block and m not in drawn
        and (_nerve(m, knowledge) in nerves or any(_reaches(s, m, knowledge) for s in sites))
    ]
    for muscle in wanted[:MOST_UNTESTED]:
        _add(stations, _nerve(muscle, knowledge), Station(muscle, "untested", (muscle,), _order(muscle, knowledge)))
    lines = _lines(stations, sites, tied, knowledge)
    if not lines and not regional:
        return None
    return Limb(block, side, lines, frozenset(sites), frozenset(tied), tuple(dict.fromkeys(regional)))


def _block(site: str, knowledge: Knowledge) -> str:
    for table in (knowledge.roots, knowledge.plexus, knowledge.segments):
        if site in table:
            return table[site].block
    return ""


def _nerve(muscle: str, knowledge: Knowledge) -> str:
    return knowledge.nerve_of_segment.get(knowledge.muscles[muscle].nerve or "", "")


def _order(muscle: str, knowledge: Knowledge) -> int:
    """Place of the muscle's branch along its nerve."""
    nerve = knowledge.nerves.get(_nerve(muscle, knowledge))
    segment = knowledge.muscles[muscle].nerve
    return nerve.segments.index(segment) if nerve and segment in nerve.segments else 0


def _place(
    observation: Observation, block: str, stations: dict, regional: list[int], knowledge: Knowledge
) -> None:
    """Put one observation on the nerves that serve what it speaks of."""
    if not observation.present and observation.channel not in SPARED_CHANNELS:
        return
    members = [m for m in observation.target.members if knowledge.muscles[m].block == block]
    by_nerve: dict[str, list[str]] = {}
    for muscle in members:
        by_nerve.setdefault(_nerve(muscle, knowledge), []).append(muscle)
    finding = observation.findings[0] if observation.findings else None
    if len(by_nerve) > MOST_NERVES:
        if finding is not None:
            regional.append(finding)
        return
    state = "spared"
    if observation.present:
        state = "weak" if observation.channel == "strength" else "abnormal"
    for nerve, muscles in by_nerve.items():
        site = muscles[0] if len(observation.target.members) == 1 else observation.site
        place = min(_order(m, knowledge) for m in muscles)
        _add(stations, nerve, Station(site, state, tuple(muscles), place, finding))


def _add(stations: dict[tuple[str, tuple[str, ...]], Station], nerve: str, new: Station) -> None:
    """The worse state of one thing stays: weak before abnormal before spared."""
    key = (nerve, new.muscles)
    known = stations.get(key)
    if known is None or STATES.index(new.state) < STATES.index(known.state):
        stations[key] = new


def _lines(
    stations: dict[tuple[str, tuple[str, ...]], Station], sites: list[str], tied: list[str],
    knowledge: Knowledge,
) -> tuple[Line, ...]:
    stops: dict[str, list[Station | Mark]] = {}
    for (nerve, _), station in stations.items():
        reached = any(_reaches(site, m, knowledge) for site in sites for m in station.muscles)
        stops.setdefault(nerve, []).append(station._replace(struck=reached))
    for group, is_tied in ((sites, False), (tied, True)):
        for site in group:
            nerve = knowledge.nerve_of_segment.get(site)
            if nerve:
                place = knowledge.nerves[nerve].segments.index(site)
                stops.setdefault(nerve, []).append(Mark(site, place, is_tied))
    lines = [_line(nerve, found, set(stops), knowledge) for nerve, found in stops.items()]
    order = list(knowledge.roots)

    def height(line: Line) -> float:
        weights = [(order.index(r), 2 if w == "main" else 1) for r, w in line.roots.items()]
        total = sum(w for _, w in weights)
        return sum(i * w for i, w in weights) / total if total else len(order)

    lines.sort(key=lambda line: (height(line), line.nerve))
    return tuple(lines)


def _line(nerve: str, found: Iterable[Station | Mark], drawn: set[str], knowledge: Knowledge) -> Line:
    stops = sorted(found, key=lambda s: (s.place, isinstance(s, Station), not isinstance(s, Station) and s.tied))
    shown = [m for s in stops if isinstance(s, Station) for m in s.muscles]
    shown = shown or [m.id for m in knowledge.muscles.values() if _nerve(m.id, knowledge) == nerve]
    roots: dict[str, str] = {}
    plexus: dict[str, None] = {}
    for muscle in shown:
        entry = knowledge.muscles[muscle]
        plexus.update(dict.fromkeys(entry.plexus))
        for root, weight in entry.roots.items():
            if weight in SERVING and roots.get(root) != "main":
                roots[root] = weight
    parent = ""
    if nerve:
        above = knowledge.segments[knowledge.nerves[nerve].segments[0]].parents
        parent = next((n for p in above if (n := knowledge.nerve_of_segment.get(p)) in drawn), "") or ""
    return Line(nerve, tuple(stops), roots, tuple(plexus), parent if parent != nerve else "")


def _reaches(site: str, muscle: str, knowledge: Knowledge) -> bool:
    """Does a lesion at the site lie on the way to the muscle?"""
    entry = knowledge.muscles[muscle]
    if site in knowledge.roots:
        return entry.roots.get(site) in SERVING
    if site in knowledge.plexus:
        return site in entry.plexus
    above = [entry.nerve] if entry.nerve else []
    while above:
        here = above.pop()
        if here == site:
            return True
        segment = knowledge.segments.get(here)
        above += segment.parents if segment else ()
    return False
