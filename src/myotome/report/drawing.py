"""Coordinates of the drawing from root to muscle; ``templates/drawing.svg.j2`` puts ink on them."""

from __future__ import annotations

from typing import NamedTuple

from myotome.answer import Localisation
from myotome.case import Case, Finding
from myotome.report.limbs import Limb, Line, Mark, Station, limbs
from myotome.report.phrases import finding_phrase, grade_text
from myotome.report.wording import Wording
from myotome.terms import Certainty, Side

ROOT, TRUNK, CORD, NERVE = 34, 92, 140, 188  # x of each column
TOP, ROW, HEAD, GAP = 32, 18, 19, 9  # heights

Point = tuple[float, float]


class Node(NamedTuple):
    """A root or plexus part. mark: "", "lesion" or "tied". below: its name stands under it."""

    x: float
    y: float
    name: str
    mark: str
    below: bool = False


class Edge(NamedTuple):
    path: str
    thick: bool
    struck: bool


class Stop(NamedTuple):
    """kind: "weak", "abnormal", "spared", "untested", "lesion" or "tied"."""

    y: float
    kind: str
    name: str
    grade: str = ""
    finding: int | None = None
    struck: bool = False


class Track(NamedTuple):
    """A nerve: its name at ``y``, a line down to ``end``, and its stops. hurt: the stretch of the
    line from the first lesion on it to the last muscle that a lesion reaches."""

    y: float
    end: float
    hurt: tuple[float, float] | None
    name: str
    stops: tuple[Stop, ...]


class Drawing(NamedTuple):
    title: str
    summary: str
    height: float
    roots: tuple[Node, ...]
    parts: tuple[Node, ...]
    edges: tuple[Edge, ...]
    tracks: tuple[Track, ...]
    regional: tuple[str, ...]


def drawings(case: Case, where: Localisation, words: Wording) -> tuple[Drawing, ...]:
    """One drawing a limb, in the order of ``limbs``."""
    return tuple(_draw(limb, case, words) for limb in limbs(case, where, words.knowledge))


def _draw(limb: Limb, case: Case, words: Wording) -> Drawing:
    y = float(TOP)
    tracks, heads = [], {}
    for line in limb.lines:
        heads[line.nerve] = y
        stops, end = _stops(line, y, case, words)
        name = words.site(line.nerve) if line.nerve else words("direct_branches")
        tracks.append(Track(y, end, _hurt(stops), name, stops))
        y = end + GAP + HEAD / 2
    shown = _roots(limb, words)
    parts = _parts(limb, heads, words)
    lowest = max((p.y for p in parts.values()), default=0.0)
    height = max(y, lowest + ROW, 2 * TOP + ROW * len(shown))
    roots = {
        root: Node(ROOT, at, root.removeprefix("root."), _mark(root, limb))
        for root, at in zip(shown, _spread(len(shown), height), strict=True)
    }
    return Drawing(
        title=_title(limb, words),
        summary=_summary(limb, words),
        height=height, roots=tuple(roots.values()), parts=tuple(parts.values()),
        edges=tuple(_edges(limb, heads, roots, parts, words)), tracks=tuple(tracks),
        regional=tuple(finding_phrase(case.findings[i], words) for i in limb.regional),
    )


def _title(limb: Limb, words: Wording) -> str:
    side = limb.side if limb.side is not Side.UNSAID else None
    return words(f"limb_{limb.block}_{side.value if side else 'unsaid'}")


def _summary(limb: Limb, words: Wording) -> str:
    """The drawing in a sentence, for those who do not see it."""
    parts = []
    for state in ("weak", "abnormal", "spared", "untested"):
        names = [
            words.site(s.site) for line in limb.lines for s in line.stops
            if isinstance(s, Station) and s.state == state
        ]
        if names:
            parts.append(words("drawing_part", state=words(f"state_{state}"), names=", ".join(dict.fromkeys(names))))
    if limb.struck:
        parts.append(words("drawing_part", state=words("state_lesion"), names=", ".join(words.site(s) for s in sorted(limb.struck))))
    return " ".join(parts)


def _stops(line: Line, y: float, case: Case, words: Wording) -> tuple[tuple[Stop, ...], float]:
    stops = []
    y += HEAD / 2
    for stop in line.stops:
        y += ROW
        if isinstance(stop, Mark):
            stops.append(Stop(y, "tied" if stop.tied else "lesion", _short(stop.segment, line.nerve, words)))
            continue
        grade = "" if stop.finding is None else _detail(case.findings[stop.finding], words)
        stops.append(Stop(y, stop.state, words.site(stop.site), grade, stop.finding, stop.struck))
    return tuple(stops), y


def _hurt(stops: tuple[Stop, ...]) -> tuple[float, float] | None:
    first = next((s.y for s in stops if s.kind == "lesion"), None)
    last = max((s.y for s in stops if s.struck), default=None)
    return (first, last) if first is not None and last is not None and last > first else None


def _detail(finding: Finding, words: Wording) -> str:
    """Grade, and certainty where it is not full."""
    sure = finding.certainty is Certainty.CERTAIN
    parts = (grade_text(finding.grade, words), "" if sure else words(f"certainty_{finding.certainty.value}"))
    return ", ".join(p for p in parts if p)


def _short(segment: str, nerve: str, words: Wording) -> str:
    """A place on a nerve without the name of the nerve, which stands above it."""
    name = words.site(segment)
    return name.removeprefix(words.site(nerve)).strip() or name


def _spread(count: int, height: float) -> list[float]:
    room = height - 2 * TOP
    return [TOP + room * (k + 0.5) / count for k in range(count)]


def _roots(limb: Limb, words: Wording) -> list[str]:
    """The roots that serve what is drawn or are marked, without gaps between them."""
    order = list(words.knowledge.roots)
    used = {r for line in limb.lines for r in line.roots}
    used |= {s for s in limb.struck | limb.tied if s in words.knowledge.roots}
    places = [order.index(r) for r in used]
    return order[min(places): max(places) + 1] if places else []


def _mark(site: str, limb: Limb) -> str:
    return "lesion" if site in limb.struck else "tied" if site in limb.tied else ""


def _parts(limb: Limb, heads: dict[str, float], words: Wording) -> dict[str, Node]:
    """Plexus parts at the mean height of the nerves that pass them, pushed apart where they touch."""
    knowledge = words.knowledge
    used: dict[str, list[float]] = {}
    for line in limb.lines:
        for part in line.plexus:
            used.setdefault(part, []).append(heads[line.nerve])
    for site in limb.struck | limb.tied:
        if site in knowledge.plexus:
            used.setdefault(site, [TOP])
    nodes: dict[str, Node] = {}
    for column in (TRUNK, CORD):
        mine = [p for p in used if (CORD if knowledge.plexus[p].parents else TRUNK) == column]
        mine.sort(key=lambda p: (sum(used[p]) / len(used[p]), p))
        last = float(TOP) - 2 * ROW
        for part in mine:
            y = max(sum(used[part]) / len(used[part]), last + 2 * ROW)
            nodes[part] = Node(column, y, words.of("part", part.replace(".", "_")), _mark(part, limb), column == CORD)
            last = y
    return nodes


def _curve(start: Point, end: Point) -> str:
    (x0, y0), (x1, y1) = start, end
    middle = (x0 + x1) / 2
    return f"M{x0:g} {y0:.1f}C{middle:g} {y0:.1f} {middle:g} {y1:.1f} {x1:g} {y1:.1f}"


def _edges(
    limb: Limb, heads: dict[str, float], roots: dict[str, Node], parts: dict[str, Node], words: Wording
) -> list[Edge]:
    """Root to trunk to cord to nerve, or shorter where the anatomy is shorter."""
    found: dict[str, Edge] = {}

    def join(start: Point, end: Point, thick: bool, struck: bool) -> None:
        path = _curve(start, end)
        known = found.get(path)
        found[path] = Edge(path, thick or bool(known and known.thick), struck or bool(known and known.struck))

    knowledge = words.knowledge
    for line in limb.lines:
        end = (NERVE, heads[line.nerve])
        if line.parent:
            y0, y1 = heads[line.parent], heads[line.nerve]
            found[line.nerve] = Edge(f"M{NERVE} {y0:.1f}C{NERVE - 34} {y0:.1f} {NERVE - 34} {y1:.1f} {NERVE} {y1:.1f}", True, False)
            continue
        cords = [p for p in line.plexus if parts[p].x == CORD]
        trunks = [p for p in line.plexus if parts[p].x == TRUNK]
        for cord in cords:
            join((CORD, parts[cord].y), end, True, cord in limb.struck)
        for trunk in trunks:
            onward = [c for c in cords if trunk in knowledge.plexus[c].parents]
            for target in [(CORD, parts[c].y) for c in onward] or [end]:
                join((TRUNK, parts[trunk].y), target, True, trunk in limb.struck)
        for root, weight in line.roots.items():
            first = [p for p in trunks if root in knowledge.plexus[p].roots] or [
                p for p in cords if root in knowledge.plexus[p].roots
            ]
            for target in [(parts[p].x, parts[p].y) for p in first] or [end]:
                join((ROOT + 15, roots[root].y), target, weight == "main", root in limb.struck)
    return sorted(found.values(), key=lambda e: e.struck)
