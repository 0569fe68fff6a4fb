"""The map of one limb: rows for nerves and their stops, rails from root to nerve; then ink on them."""

from __future__ import annotations

from typing import NamedTuple

from myotome.case import Case, Finding
from myotome.report import ink
from myotome.report.drawing_settings import Columns, drawing_settings
from myotome.report.limbs import Limb, Line, Mark, Sign, Station
from myotome.report.phrases import finding_phrase, grade_text
from myotome.report.wording import Wording
from myotome.terms import Certainty

LONGEST_GRADE = 5  # characters that a sign holds
SIGNS = ("strength", "emg", "mri")


class Node(NamedTuple):
    """A root or plexus part. mark: "", "lesion" or "tied". label: where its name stands."""

    x: float
    y: float
    name: str
    mark: str
    label: tuple[float, float]


class Rail(NamedTuple):
    path: str
    thick: bool
    struck: bool
    known: bool


class Stop(NamedTuple):
    """kind: state of a station, "lesion" or "tied". signs: (column, kind, grade). hint: tooltip."""

    x: float
    y: float
    kind: str
    name: str
    hint: str
    signs: tuple[tuple[str, str, str], ...] = ()
    note: str = ""
    finding: int | None = None
    struck: bool = False


class Track(NamedTuple):
    """A nerve: its name at ``y``, a line down to ``end``, its stops. start: where it leaves the
    parent (x, y). hurt: the stretch of the line from the first lesion on it, or its beginning when
    a lesion above reaches it (struck), to the last stop or branch that a lesion reaches."""

    x: float
    y: float
    end: float
    start: tuple[float, float] | None
    name: str
    hint: str
    stops: tuple[Stop, ...]
    hurt: tuple[float, float] | None
    known: bool
    struck: bool = False


class Drawing(NamedTuple):
    title: str
    summary: str
    width: float
    height: float
    roots: tuple[Node, ...]
    parts: tuple[Node, ...]
    rails: tuple[Rail, ...]
    tracks: tuple[Track, ...]
    regional: tuple[str, ...]
    heads: tuple[tuple[float, str, str], ...]


def draw(limb: Limb, case: Case, words: Wording) -> Drawing:
    """Coordinates of the map of one limb."""
    columns = drawing_settings(words.knowledge).map
    tracks, height = _tracks(limb, case, words, columns)
    heads = {line.nerve: track.y for line, track in zip(limb.lines, tracks, strict=True)}
    roots = _roots(limb, height, words, columns)
    parts = _parts(limb, heads, words, columns)
    if parts:
        height = max(height, max(p.y for p in parts.values()) + columns.row)
    labels = ((columns.root, "column_roots", "middle"), (columns.trunk - 16, "column_plexus", "start"),
              (columns.nerve - 8, "column_nerves", "start"), (columns.strength, "column_strength", "middle"),
              (columns.emg, "column_emg", "middle"), (columns.mri, "column_mri", "middle"))
    return Drawing(
        title=_title(limb, words), summary=_summary(limb, words), width=columns.width, height=height,
        roots=tuple(roots.values()), parts=tuple(parts.values()),
        rails=_rails(limb, heads, roots, parts, words, columns), tracks=tuple(tracks),
        regional=tuple(finding_phrase(case.findings[i], words) for i in limb.regional),
        heads=tuple((x, words(label), anchor) for x, label, anchor in labels),
    )


def _title(limb: Limb, words: Wording) -> str:
    return words(f"limb_{limb.block}_{limb.side.value}")


def _summary(limb: Limb, words: Wording) -> str:
    """The map in a sentence, for those who do not see it."""
    parts = []
    for state in ("weak", "abnormal", "spared"):
        names = [
            words.site(s.site) for line in limb.lines for s in line.stops
            if isinstance(s, Station) and s.state == state
        ]
        if names:
            parts.append(words("drawing_part", state=words(f"state_{state}"), names=", ".join(dict.fromkeys(names))))
    for state, sites in (("lesion", limb.struck), ("tied", limb.tied)):
        if sites:
            parts.append(words("drawing_part", state=words(f"state_{state}"), names=", ".join(words.site(s) for s in sorted(sites))))
    return " ".join(parts)


# rows ---------------------------------------------------------------------------------------


def _tracks(limb: Limb, case: Case, words: Wording, columns: Columns) -> tuple[list[Track], float]:
    """Every line with its rows; a branch stands among the rows of its parent, after what it leaves."""
    children: dict[str, list[Line]] = {}
    for line in limb.lines:
        if line.parent:
            children.setdefault(line.parent, []).append(line)
    placed: dict[str, Track] = {}
    y = columns.top

    def place(line: Line, lane: int, start: tuple[float, float] | None) -> None:
        nonlocal y
        x, top = columns.nerve + lane * columns.lane, y
        hurt = struck_to = top if line.struck else None
        y += columns.row if line.known else columns.stub
        stops: list[Stop] = []
        end = top
        waiting = list(children.get(line.nerve, ()))

        def branch(before: int | None) -> None:
            nonlocal end, struck_to
            while waiting and (before is None or waiting[0].leaves < before):
                child = waiting.pop(0)
                end = y - columns.row * 0.55
                struck_to = end if child.struck and hurt is not None else struck_to
                place(child, lane + 1, (x, end))

        for stop in line.stops:
            branch(stop.place)
            stops.append(_stop(stop, line, x, y, case, words))
            if isinstance(stop, Mark) and not stop.tied and hurt is None:
                hurt = struck_to = y
            elif isinstance(stop, Station) and stop.struck and hurt is not None:
                struck_to = y
            end = y
            y += columns.row
        branch(None)
        name = words.site(line.nerve) if line.nerve else words("direct_branches")
        placed[line.nerve] = Track(
            x, top, end, start, name, _roots_hint(line, words), tuple(stops),
            None if hurt is None or struck_to is None else (hurt, struck_to), line.known, line.struck,
        )

    for line in limb.lines:
        if not line.parent:
            place(line, 0, None)
            y += columns.gap if line.known else 0
    return [placed[line.nerve] for line in limb.lines], y


def _roots_hint(line: Line, words: Wording) -> str:
    name = words.site(line.nerve) if line.nerve else words("direct_branches")
    return words.bracketed(name, " ".join(_root(r) for r in words.knowledge.roots if r in line.roots))


def _root(root: str) -> str:
    return root.removeprefix("root.")


def _stop(stop: Station | Mark, line: Line, x: float, y: float, case: Case, words: Wording) -> Stop:
    if isinstance(stop, Mark):
        kind = "tied" if stop.tied else "lesion"
        hint = words("drawing_part", state=words(f"state_{kind}"), names=words.site(stop.segment))
        return Stop(x, y, kind, _short(stop.segment, line.nerve, words), hint)
    signs = []
    for column in SIGNS:
        sign: Sign | None = getattr(stop, column)
        if sign is None:
            if stop.wanted and column == "strength":
                signs.append((column, "wanted", ""))
            elif stop.state != "untested":
                signs.append((column, "untested", ""))
        else:
            signs.append((column, sign.state, short_grade(case.findings[sign.finding], words) if sign.state == "weak" and sign.finding is not None else ""))
    finding = None if stop.finding is None else case.findings[stop.finding]
    note = words.of("certainty", finding.certainty.value) if finding and finding.certainty is not Certainty.CERTAIN else ""
    return Stop(
        x, y, stop.state, short_name(stop.site, words), _hint(stop, case, words), tuple(signs), note, stop.finding, stop.struck,
    )


def short_grade(finding: Finding, words: Wording) -> str:
    """The grade without its scale ("M3-4" is "3-4"), where it fits a sign; else nothing."""
    grade = finding.grade
    said = grade_text(grade, words) if grade is not None and grade.scale == "mrc" else ""
    said = said.casefold().replace("mrc", "").replace("/5", "").replace(" ", "").lstrip("m")
    return said if len(said) <= LONGEST_GRADE else ""


def _hint(stop: Station, case: Case, words: Wording) -> str:
    """Name, roots, and what each examination showed, line by line."""
    roots = [r for m in stop.muscles for r, w in words.knowledge.muscles[m].roots.items() if w == "main"]
    served = " ".join(_root(r) for r in words.knowledge.roots if r in roots)
    lines = [words.upper(words.bracketed(words.site(stop.site), served))]
    for column in SIGNS:
        sign: Sign | None = getattr(stop, column)
        state = words(f"state_{sign.state if sign else 'untested'}")
        if sign and sign.finding is not None:
            state = words.bracketed(state, _phrase(case.findings[sign.finding], words))
        lines.append(words("drawing_part", state=words(f"column_{column}"), names=state))
    return "\n".join(lines)


def _phrase(finding: Finding, words: Wording) -> str:
    return finding_phrase(finding, words, where=False).replace("(", "· ").replace(")", "")


def short_name(site: str, words: Wording) -> str:
    """The name of a site, shortened by the settings where a line of the map is too narrow for it."""
    short = drawing_settings(words.knowledge).short.get(site)
    return words.text(short) if short else words.site(site)


def _short(segment: str, nerve: str, words: Wording) -> str:
    """A place on a nerve without the name of the nerve, which stands above it."""
    if segment in drawing_settings(words.knowledge).short:
        return short_name(segment, words)
    name = words.site(segment)
    for known in (nerve, words.knowledge.nerve_of_segment.get(segment, nerve)):
        name = name.removeprefix(words.site(known)).lstrip(" ,") or name
    return name


# roots and plexus ---------------------------------------------------------------------------


def _mark(site: str, limb: Limb) -> str:
    return "lesion" if site in limb.struck else "tied" if site in limb.tied else ""


def _roots(limb: Limb, height: float, words: Wording, columns: Columns) -> dict[str, Node]:
    """The roots of the limb and those marked, without gaps between them, evenly down the map."""
    order = list(words.knowledge.roots)
    used = set(drawing_settings(words.knowledge).roots[limb.block])
    used |= {s for s in limb.struck | limb.tied if s in words.knowledge.roots}
    places = [order.index(r) for r in used]
    shown = order[min(places): max(places) + 1]
    first = columns.top + 6
    step = max(22.0, (height - first - columns.row) / max(1, len(shown) - 1))
    return {r: Node(columns.root, first + n * step, _root(r), _mark(r, limb), (columns.root, first + n * step + 4)) for n, r in enumerate(shown)}


def _parts(limb: Limb, heads: dict[str, float], words: Wording, columns: Columns) -> dict[str, Node]:
    """Plexus parts at the mean height of the nerves that pass them, pushed apart where they touch."""
    knowledge = words.knowledge
    used: dict[str, list[float]] = {s: [] for s in limb.struck | limb.tied if s in knowledge.plexus}
    for line in limb.lines:
        for part in () if line.parent else line.plexus:
            used.setdefault(part, []).append(heads[line.nerve])
    crowded = len(used) > 3
    nodes: dict[str, Node] = {}
    for column in (columns.trunk, columns.cord):
        mine = [p for p in knowledge.plexus if p in used and (columns.cord if knowledge.plexus[p].parents else columns.trunk) == column]
        middle = {p: sum(used[p]) / len(used[p]) if used[p] else columns.top for p in mine}
        last = columns.top - 22.0
        for part in sorted(mine, key=lambda p: middle[p]):
            y = max(middle[part] + (10 if column == columns.cord else -8), last + 34.0)
            aside = 8 if crowded and column == columns.trunk else 0
            label = (column - aside, y + (16 if column == columns.cord else -9))
            nodes[part] = Node(column, y, words.of("part", part.replace(".", "_")), _mark(part, limb), label)
            last = y
    return nodes


class _Link(NamedTuple):
    source: str
    target: str
    thick: bool
    known: bool


def _links(limb: Limb, parts: dict[str, Node], words: Wording) -> list[_Link]:
    """Root to trunk to cord to nerve, or shorter where the anatomy is shorter."""
    known = words.knowledge.plexus
    found: dict[tuple[str, str], _Link] = {}

    def join(source: str, target: str, thick: bool, line: Line) -> None:
        before = found.get((source, target), _Link(source, target, False, False))
        found[source, target] = _Link(source, target, before.thick or thick, before.known or line.known)

    for line in limb.lines:
        if line.parent or not line.roots:
            continue
        cords = [p for p in line.plexus if p in parts and known[p].parents]
        trunks = [p for p in line.plexus if p in parts and not known[p].parents]
        for cord in cords:
            join(cord, line.nerve, True, line)
        for trunk in trunks:
            onward = [c for c in cords if trunk in known[c].parents]
            for target in onward or [line.nerve]:
                join(trunk, target, True, line)
        for root, weight in line.roots.items():
            through = [p for p in trunks if root in known[p].roots] or [p for p in cords if root in known[p].roots]
            for target in through or [line.nerve]:
                join(root, target, weight == "main", line)
    return list(found.values())


def _rails(
    limb: Limb, heads: dict[str, float], roots: dict[str, Node], parts: dict[str, Node],
    words: Wording, columns: Columns,
) -> tuple[Rail, ...]:
    """Every source bends in a lane of its own, so that no two rails lie on each other."""
    nodes = {**roots, **parts}
    bends: dict[str, float] = {}
    for column, lanes in (
        (columns.root, columns.root_lanes), (columns.trunk, columns.trunk_lanes), (columns.cord, columns.cord_lanes),
    ):
        mine = sorted((k for k, n in nodes.items() if n.x == column), key=lambda k: nodes[k].y)
        step = (lanes[1] - lanes[0]) / max(1, len(mine) - 1)
        bends.update({k: lanes[0] + n * step for n, k in enumerate(mine)})
    rails = []
    for link in _links(limb, parts, words):
        if link.source not in nodes:
            continue
        start = nodes[link.source]
        x1, y1 = (nodes[link.target][:2] if link.target in nodes else (columns.nerve, heads[link.target]))
        d = ink.rail(start.x, start.y, bends[link.source], x1, y1)
        rails.append(Rail(d, link.thick, link.source in limb.struck, link.known))
    return tuple(sorted(rails, key=lambda r: (r.struck, r.known, r.thick)))


# ink ----------------------------------------------------------------------------------------


def content(drawing: Drawing, words: Wording, prefix: str | None = None) -> str:
    """The SVG inside of the map. prefix: of the anchors of findings; None draws no links."""
    columns = drawing_settings(words.knowledge).map
    out = [ink.text(x, 12, name, f"head {anchor}") for x, name, anchor in drawing.heads]
    out += [
        ink.path(r.path, "edge" + " thick" * r.thick + " struck" * r.struck + " faint" * (not r.known))
        for r in drawing.rails
    ]
    for track in drawing.tracks:
        out += _lines(track)
    for n in drawing.roots:
        out.append(
            f'<g class="root {n.mark}"><rect x="{n.x - 15:g}" y="{n.y - 8.5:.1f}" width="30" height="17" rx="4"/>'
            f'{ink.text(*n.label, n.name)}</g>'
        )
    for n in drawing.parts:
        out.append(f'<g class="part {n.mark}"><circle cx="{n.x:g}" cy="{n.y:.1f}" r="4.5"/>{ink.text(*n.label, n.name)}</g>')
    out += [ink.symbol(n.mark, n.x + (23 if n in drawing.roots else 0), n.y) for n in (*drawing.roots, *drawing.parts) if n.mark]
    for track in drawing.tracks:
        out.append(f'<g class="{"nerve" if track.known else "nerve quiet"}">{ink.title(track.hint)}{ink.text(track.x + 12, track.y + 4, track.name)}</g>')
        out += [_ink_stop(s, columns, prefix) for s in track.stops]
    return "".join(out)


def _lines(track: Track) -> list[str]:
    kind = "track" if track.known else "track faint"
    out = []
    if track.start:
        x, y = track.start
        drop = min(track.x - x, track.y - y)
        bend = f"M{x:g} {y:.1f}L{track.x:g} {y + drop:.1f}V{track.y:.1f}"
        out.append(ink.path(bend, f"{kind} hurt" if track.struck else kind))
    if track.end > track.y:
        out.append(ink.path(f"M{track.x:g} {track.y:.1f}V{track.end:.1f}", kind))
        if track.hurt is not None and track.hurt[1] > track.hurt[0]:
            out.append(ink.path(f"M{track.x:g} {track.hurt[0]:.1f}V{track.hurt[1]:.1f}", "track hurt"))
    out.append(f'<circle class="{"dot" if track.known else "dot faint"}" cx="{track.x:g}" cy="{track.y:.1f}" r="3.4"/>')
    return out


def _ink_stop(stop: Stop, columns: Columns, prefix: str | None) -> str:
    y = stop.y
    if stop.kind in ("lesion", "tied"):
        inner = ink.symbol(stop.kind, stop.x, y) + ink.text(stop.x + 14, y + 4, stop.name)
    else:
        inner = ink.station(stop.kind, stop.x, y)
        inner += ink.path(f"M{stop.x + 7:g} {y:.1f}H{columns.label - 8:g}", "lead")
        inner += "".join(ink.symbol(kind, getattr(columns, column), y, said) for column, kind, said in stop.signs)
        note = f' <tspan class="grade">{ink.escape(stop.note)}</tspan>' if stop.note else ""
        inner += ink.text(columns.label, y + 4, stop.name, more=note)
    inner = f'<g class="stop {stop.kind}{" struck" * stop.struck}">{ink.title(stop.hint)}{inner}</g>'
    return f'<a href="#{prefix}f{stop.finding}">{inner}</a>' if prefix is not None and stop.finding is not None else inner
