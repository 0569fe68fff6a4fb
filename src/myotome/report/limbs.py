"""What the nerve map shows of each limb: nerves as lines, muscles as stations, lesions at their place.

A finding of a group is one station on each nerve that serves the group; one of a whole region is a
caption, since no muscle of it was named.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from myotome.answer import Localisation
from myotome.case import Case
from myotome.knowledge.store import Knowledge
from myotome.reasoning.localise.evidence import Observation, observations
from myotome.report.drawing_settings import drawing_settings
from myotome.terms import Side

BLOCKS = ("arm", "leg")
COLUMNS = {  # channel of evidence -> column of signs at a station
    "strength": "strength", "bulk": "strength", "emg": "emg", "fasciculation": "emg", "cmap": "emg", "mri": "mri",
}
SPARED_CHANNELS = ("strength", "emg", "mri")  # normal bulk or no fasciculation spares no muscle
STATES = ("weak", "abnormal", "spared", "untested")  # abnormal: wasting, EMG or MRI, strength unsaid
MOST_NERVES = 3  # a finding over more nerves than this speaks of a region
SERVING = ("main", "contributing")
SIDES = {(0,): Side.LEFT, (1,): Side.RIGHT, (0, 1): Side.UNSAID}


class Sign(NamedTuple):
    """What one examination showed. finding: index into ``Case.findings``."""

    state: str
    finding: int | None = None


class Station(NamedTuple):
    """A muscle or group on a nerve. struck: a marked lesion reaches it. wanted: testing it would tell."""

    site: str
    muscles: tuple[str, ...]
    place: int
    strength: Sign | None = None
    emg: Sign | None = None
    mri: Sign | None = None
    struck: bool = False
    wanted: bool = False

    @property
    def worst(self) -> Sign:
        seen = [s for s in (self.strength, self.emg, self.mri) if s]
        return min(seen, key=lambda s: STATES.index(s.state), default=Sign("untested"))

    @property
    def state(self) -> str:
        return self.worst.state

    @property
    def finding(self) -> int | None:
        return self.worst.finding


class Mark(NamedTuple):
    """A lesion at a nerve segment; tied: it cannot be told apart from the lesion found."""

    segment: str
    place: int
    tied: bool


class Line(NamedTuple):
    """A nerve or branch ("" for muscles that no named nerve serves) with its stops, proximal first.

    roots: those that serve it, with "main" or "contributing". plexus: parts on the way. parent:
    nerve that it leaves, after ``leaves``, the place there. known: something is known of it.
    struck: a marked lesion of a nerve stands above all of it.
    """

    nerve: str
    stops: tuple[Station | Mark, ...]
    roots: dict[str, str]
    plexus: tuple[str, ...]
    parent: str = ""
    leaves: int = 0
    known: bool = True
    struck: bool = False


class Limb(NamedTuple):
    """One arm or leg. struck, tied: every site marked. regional: findings, by index."""

    block: str
    side: Side
    lines: tuple[Line, ...]
    struck: frozenset[str]
    tied: frozenset[str]
    regional: tuple[int, ...]


class Network(NamedTuple):
    """The nerves of the body as lines. line_of: segment -> nerve or branch that it is drawn on.
    parent: line -> line that it leaves. leaves: place there. muscles: line -> its muscles."""

    line_of: dict[str, str]
    parent: dict[str, str]
    leaves: dict[str, int]
    muscles: dict[str, tuple[str, ...]]


@lru_cache(maxsize=4)
def network(knowledge: Knowledge) -> Network:
    """Lines of the map: a branch with a name of its own is a line of its own."""
    line_of: dict[str, str] = {}
    for nerve in knowledge.nerves.values():  # branches stand before the trunk that lists them too
        for segment in nerve.segments:
            line_of.setdefault(segment, nerve.id)
    parent, leaves = {}, {}
    for nerve in knowledge.nerves.values():
        own = [s for s in nerve.segments if line_of[s] == nerve.id]
        for above in knowledge.segments[own[0]].parents if own else ():
            trunk = line_of.get(above)
            if trunk and trunk != nerve.id:
                parent[nerve.id] = trunk
                after = drawing_settings(knowledge).leaves.get(nerve.id, above)
                leaves[nerve.id] = knowledge.nerves[trunk].segments.index(after)
    muscles: dict[str, list[str]] = {}
    for muscle in knowledge.muscles.values():
        line = line_of.get(muscle.nerve or "", "")
        while line:
            muscles.setdefault(line, []).append(muscle.id)
            line = parent.get(line, "")
    return Network(line_of, parent, leaves, {k: tuple(v) for k, v in muscles.items()})


def limbs(case: Case, where: Localisation, knowledge: Knowledge) -> tuple[Limb, ...]:
    """Every arm and leg with an abnormal muscle or a lesion, left before right, arms before legs."""
    seen, _ = observations(case, knowledge)
    seen = [o for o in seen if o.channel in COLUMNS and o.target.kind == "muscle"]
    found = []
    for block in BLOCKS:
        for side in (Side.LEFT, Side.RIGHT, Side.UNSAID):
            limb = _limb(block, side, seen, where, knowledge)
            if limb is not None:
                found.append(limb)
    return tuple(found)


Stations = dict[tuple[str, tuple[str, ...]], Station]


def _limb(
    block: str, side: Side, seen: list[Observation], where: Localisation, knowledge: Knowledge
) -> Limb | None:
    first = where.lesions[0] if where.lesions else None
    sites = [s for s, its in (first.sites if first else ()) if its is side and _block(s, knowledge) == block]
    tied = [
        s for s, its in (first.tie_set if first else ())
        if its is side and s not in sites and _block(s, knowledge) == block
    ]
    stations: Stations = {}
    regional: list[int] = []
    for observation in seen:
        if SIDES.get(observation.sides) is side:
            _place(observation, block, stations, regional, knowledge)
    if not sites and not regional and all(s.state == "spared" for s in stations.values()):
        return None
    if not sites and not stations and not regional:
        return None
    wanted = {e.site for e in (first.untested if first else ()) if e.side is side}
    _add_untested(block, sites + tied, wanted, stations, knowledge)
    lines = _lines(block, stations, sites, tied, knowledge) if stations or sites or tied else ()
    return Limb(block, side, lines, frozenset(sites), frozenset(tied), tuple(dict.fromkeys(regional)))


def _block(site: str, knowledge: Knowledge) -> str:
    for table in (knowledge.roots, knowledge.plexus, knowledge.segments):
        if site in table:
            return table[site].block
    return ""


def _line_of(muscle: str, knowledge: Knowledge) -> str:
    return network(knowledge).line_of.get(knowledge.muscles[muscle].nerve or "", "")


def _order(muscle: str, knowledge: Knowledge) -> int:
    """Place of the muscle's branch along its nerve."""
    nerve = knowledge.nerves.get(_line_of(muscle, knowledge))
    segment = knowledge.muscles[muscle].nerve
    return nerve.segments.index(segment) if nerve and segment in nerve.segments else 0


def _place(
    observation: Observation, block: str, stations: Stations, regional: list[int], knowledge: Knowledge
) -> None:
    """Put one observation on the nerves that serve what it speaks of."""
    if not observation.present and observation.channel not in SPARED_CHANNELS:
        return
    by_line: dict[str, list[str]] = {}
    for muscle in observation.target.members:
        if knowledge.muscles[muscle].block == block:
            by_line.setdefault(_line_of(muscle, knowledge), []).append(muscle)
    finding = observation.findings[0] if observation.findings else None
    if len(by_line) > MOST_NERVES:
        if finding is not None:
            regional.append(finding)
        return
    state = "spared"
    if observation.present:
        state = "weak" if observation.channel == "strength" else "abnormal"
    sign, column = Sign(state, finding), COLUMNS[observation.channel]
    for line, muscles in by_line.items():
        key = (line, tuple(muscles))
        known = stations.get(key)
        if known is None:
            site = muscles[0] if len(observation.target.members) == 1 else observation.site
            known = Station(site, key[1], min(_order(m, knowledge) for m in muscles))
        before = getattr(known, column)
        if before is None or STATES.index(state) < STATES.index(before.state):
            known = known._replace(**{column: sign})
        stations[key] = known


def _add_untested(
    block: str, sites: list[str], wanted: set[str], stations: Stations, knowledge: Knowledge
) -> None:
    """Muscles usually tested, on every nerve of which something is known or that a lesion reaches."""
    net = network(knowledge)
    lines = {line for line, _ in stations} | {net.line_of[s] for s in sites if s in net.line_of}
    for line in tuple(lines):
        while line := net.parent.get(line, ""):
            lines.add(line)
    drawn = {m for station in stations.values() for m in station.muscles}
    for muscle in drawing_settings(knowledge).stations:
        entry = knowledge.muscles[muscle]
        if muscle in drawn or entry.block != block:
            continue
        line = _line_of(muscle, knowledge)
        if line in lines or any(reaches(s, muscle, knowledge) for s in sites):
            stations[line, (muscle,)] = Station(muscle, (muscle,), _order(muscle, knowledge), wanted=muscle in wanted)


def _lines(
    block: str, stations: Stations, sites: list[str], tied: list[str], knowledge: Knowledge
) -> tuple[Line, ...]:
    settings, net = drawing_settings(knowledge), network(knowledge)
    rank = {m: n for n, m in enumerate(knowledge.muscles)}
    stops: dict[str, list[Station | Mark]] = {}
    for (line, _), station in stations.items():
        struck = any(reaches(site, m, knowledge) for site in sites for m in station.muscles)
        stops.setdefault(line, []).append(station._replace(struck=struck))
    for group, is_tied in ((sites, False), (tied, True)):
        for site in group:
            if site in net.line_of:
                line = net.line_of[site]
                stops.setdefault(line, []).append(Mark(site, knowledge.nerves[line].segments.index(site), is_tied))
    shown = dict.fromkeys(stops)
    for line in tuple(shown):
        while line := net.parent.get(line, ""):
            shown.setdefault(line)
    order = settings.nerves[block]
    heads = [n for n in order if n in shown or n in settings.always]
    heads += [n for n in shown if n not in order and n not in net.parent and n]
    if "" in shown:
        heads.insert(0, "")
    found: list[Line] = []

    def add(nerve: str) -> None:
        mine = sorted(stops.get(nerve, ()), key=lambda s: (
            s.place, isinstance(s, Station), rank[s.muscles[0]] if isinstance(s, Station) else s.tied,
        ))
        found.append(_line(nerve, tuple(mine), nerve in shown, sites, knowledge))
        for child in sorted((c for c in shown if net.parent.get(c) == nerve and c), key=lambda c: (net.leaves[c], list(knowledge.nerves).index(c))):
            add(child)

    for head in heads:
        add(head)
    return tuple(found)


def _line(
    nerve: str, stops: tuple[Station | Mark, ...], known: bool, sites: list[str], knowledge: Knowledge
) -> Line:
    net = network(knowledge)
    served = net.muscles.get(nerve, ()) if nerve else tuple(m for s in stops if isinstance(s, Station) for m in s.muscles)
    roots, plexus = _supply(served, knowledge)
    parent = net.parent.get(nerve, "")
    above = _above(knowledge.segments[knowledge.nerves[nerve].segments[0]].parents, knowledge) if parent else frozenset()
    return Line(
        nerve, stops, roots, plexus, parent, net.leaves.get(nerve, 0), known,
        any(s in above for s in sites if s in net.line_of),
    )


@lru_cache(maxsize=1024)
def _supply(muscles: tuple[str, ...], knowledge: Knowledge) -> tuple[dict[str, str], tuple[str, ...]]:
    """Roots that serve any of the muscles, and the plexus parts on the way."""
    roots: dict[str, str] = {}
    plexus: dict[str, None] = {}
    for muscle in muscles:
        entry = knowledge.muscles[muscle]
        plexus.update(dict.fromkeys(entry.plexus))
        for root, weight in entry.roots.items():
            if weight in SERVING and roots.get(root) != "main":
                roots[root] = weight
    return roots, tuple(plexus)


@lru_cache(maxsize=1024)
def _above(segments: tuple[str, ...], knowledge: Knowledge) -> frozenset[str]:
    """The segments and every place proximal to them."""
    found: set[str] = set()
    waiting = list(segments)
    while waiting:
        here = waiting.pop()
        found.add(here)
        waiting += knowledge.segments[here].parents if here in knowledge.segments else ()
    return frozenset(found)


def reaches(site: str, muscle: str, knowledge: Knowledge) -> bool:
    """Does a lesion at the site lie on the way to the muscle?"""
    entry = knowledge.muscles[muscle]
    if site in knowledge.roots:
        return entry.roots.get(site) in SERVING
    if site in knowledge.plexus:
        return site in entry.plexus
    return bool(entry.nerve) and site in _above((entry.nerve,), knowledge)
