"""Which side belongs to which site: the neighbour noun's side, shared over coordinated sites.

French puts the side after ("deltoïde et biceps bilat."), English before ("left deltoid and
biceps"). A side that nothing says stays unsaid.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec.structs import replace

from myotome.terms import BOTH, UNSAID, Side
from myotome.text.scope.item import Held, Item
from myotome.text.scope.side_words import SideWords
from myotome.text.tokens.fold import Token

Mark = tuple[int, int, Side, Side | None]
AHEAD = 3  # tokens between a side and the site that it stands before
REACH = {"fr": 6, "en": 4}  # tokens between a site and a side that follows it
WORSE_REACH = 4  # tokens between "plus marqué" and its side
BESIDE = 2  # tokens from "unilatéral" to the side that it is
NEAR = 6  # tokens between two words on side that make one statement
PART_REACH = 4  # tokens from "of" to the part, its side and its article
SIDES = {side.value: side for side in Side}
LINK_WORDS = 3  # unknown words allowed between the members of one list of sites
STOPS = ("stop", "concept", "test", "exception", "result", "negation_before", "absent", "grade")  # end a list of sites
TOLD = ("grade", "result")


class Placed(msgspec.Struct, frozen=True, gc=False):
    """A site with its side. readings: all sites that the words may mean, the first is ``site``."""

    site: str
    side: Side
    worse: Side | None
    first: int
    last: int
    kind: str = "site"
    ambiguous: bool = False
    readings: tuple[str, ...] = ()

    def _replace(self, **changes: Any) -> Placed:
        """The place with some attributes changed."""
        return replace(self, **changes)


def side_marks(held: Held) -> list[Mark]:
    """Side expressions of a sentence as (first, last, side, worse): "G > D", "plus marqué à droite", "bilat."."""
    marks: list[Mark] = []
    if "side" not in held:
        return marks
    sides, worse_cues = held["side"], held.get("worse_cue", ())
    signs = [x for x in held.get("mark", ()) if x.value in "><="] + held.get("than_cue", [])
    skip = False
    for n, item in enumerate(sides):
        if skip:
            skip = False
            continue
        side = SIDES[item.value]
        worse = None
        first, last = item.first, item.last
        if signs and n + 1 < len(sides):
            nxt = sides[n + 1]
            between = [x for x in signs if item.last < x.first and x.last < nxt.first]
            if between and nxt.first - item.last <= 5 and len(side.lateral) == 1:
                less = any(x.value == "<" for x in between)
                equal = all(x.value == "=" for x in between)  # "diminués D = G"
                worse = None if equal else SIDES[nxt.value] if less else side
                side, last, skip = BOTH, nxt.last, True
        if worse_cues and len(side.lateral) == 1 and any(item.first - WORSE_REACH <= x.last < item.first or x.first == item.last + 1 and not _opens(sides, n, x) for x in worse_cues):
            worse, side = side, BOTH
        if marks and worse is None and {marks[-1][2], side} == {BOTH, Side.ALTERNATING} and first - marks[-1][1] <= NEAR:
            marks[-1] = (marks[-1][0], last, Side.ALTERNATING, marks[-1][3])  # "bilatéral à bascule"
            continue
        if marks and marks[-1][2] is Side.ONE_UNSAID and len(side.lateral) == 1 and first - marks[-1][1] <= BESIDE:
            marks[-1] = (marks[-1][0], last, side, worse)  # "unilatéral gauche"
            continue
        if marks and worse is not None and marks[-1][2] in (Side.ALTERNATING, BOTH) and first - marks[-1][1] <= NEAR:
            marks[-1] = (*marks[-1][:3], worse)  # "à bascule (G > D)", "bilateral ptosis, worse on the right"
            continue
        marks.append((first, last, side, worse))
    return marks


def _opens(sides: list[Item], n: int, cue: Item) -> bool:
    """Does a cue behind a side lead to the next one instead ("droite, surtout gauche"; not "mains (D surtout)")?"""
    return n + 1 < len(sides) and sides[n + 1].first - cue.last <= WORSE_REACH


def _joined(tokens: list[Token], a: int, b: int, stops: set[int]) -> bool:
    """Are positions a..b (exclusive) only commas, "et", small words and few unknown words?"""
    unknown = 0
    for k in range(a, b):
        if k in stops or tokens[k].raw in ";:":
            return False
        if tokens[k].raw.isalpha() and len(tokens[k].raw) > 2:
            unknown += 1
    return unknown <= LINK_WORDS


def place_sites(
    tokens: list[Token], items: list[Item], held: Held, marks: list[Mark], language: str, words: SideWords,
) -> list[list[Placed]]:
    """Runs of coordinated sites, each site with its side."""
    if "site" not in held and "root" not in held:
        return []
    unique: list[Item] = []
    readings: dict[int, tuple[str, ...]] = {}
    for item in items:
        if item.kind in ("site", "root"):
            readings[item.first] = (*readings.get(item.first, ()), item.value)
            if not unique or unique[-1].first != item.first:
                unique.append(item)
    if len(unique) > 1:
        unique = [s for n, s in enumerate(unique) if not (n and _explains(unique[n - 1], s, held))]
    runs = _sided(tokens, unique, readings, held, marks, language, words) if marks or len(unique) > 1 else [[_unsided(unique[0], readings)]]
    agreeing = {
        k for i in held.get("result", ()) if i.first > 1 and words.plural_result(tokens, i.first)
        for k in ((i.first - 1, i.first - 2) if tokens[i.first - 1].raw.isalpha() else (i.first - 1,))  # "psoas relativement préservés"
    }
    return [_plurals(tokens, run, words, agreeing) for run in runs]


def _unsided(site: Item, readings: dict[int, tuple[str, ...]]) -> Placed:
    return Placed(site.value, UNSAID, None, site.first, site.last, site.kind, site.ambiguous, readings[site.first])


def _sided(
    tokens: list[Token], unique: list[Item], readings: dict[int, tuple[str, ...]], held: Held, marks: list[Mark], language: str,
    words: SideWords,
) -> list[list[Placed]]:
    """Runs of sites with the sides that ``marks`` give them."""
    stops = {i.first for kind in STOPS for i in held.get(kind, ())}
    stops -= {i.first for i in unique}
    told = {m[0] for m in marks if any(0 < m[0] - i.last <= AHEAD for kind in TOLD for i in held.get(kind, ()))}
    runs: list[list[Placed]] = []
    used: set[int] = set()
    closed: set[int] = set()
    own: set[int] = set()  # sites whose side stands before them ("la langue et les deux deltoïdes")
    for n, item in enumerate(unique):
        if not marks:
            _run_on(tokens, runs, _unsided(item, readings), stops)
            continue
        following = unique[n + 1].first if n + 1 < len(unique) else 10**9
        previous = unique[n - 1].last if n else -1
        side, worse, last = UNSAID, None, item.last
        after = [m for m in marks if item.last < m[0] < following and m[0] not in used
                 and not (m[1] + 1 == following and tokens[m[0] - 1].raw in words.determiners)  # "et les deux deltoïdes"
                 and _joined(tokens, item.last + 1, m[0], stops)
                 and not (language == "en" and not _closes(tokens, m, words.enders))]
        before = [m for m in marks if previous < m[1] < item.first and m[0] not in used
                  and _joined(tokens, m[1] + 1, item.first, stops)]
        of_both = item.value in words.pairs and words.plural_place(tokens, item.first, item.last, follows=False)
        adjacent_before = [
            m for m in before if item.first - m[1] <= AHEAD
            and not ((of_both or m[0] in told) and any(t.raw == "," for t in tokens[m[1] + 1 : item.first]))
        ]
        inner = [m for m in marks if item.first <= m[0] <= item.last and m[0] not in used]
        choice = inner[0] if inner else _nearest(item, adjacent_before, after, language)
        if choice is not None:
            used.add(choice[0])
            if language == "en" and choice in after:
                closed.add(item.first)
            if language == "fr" and choice[1] < item.first:
                own.add(item.first)
            side, worse = choice[2], choice[3]
            last = max(last, choice[1])
        placed = Placed(item.value, side, worse, item.first, last, item.kind, item.ambiguous, readings[item.first])
        _run_on(tokens, runs, placed, stops)
    if not marks:
        return runs
    runs = [_of_part(tokens, run, words.belonging, closed) for run in runs]
    cues = [i.first for i in held.get("worse_cue", ())]  # "des ischio-jambiers, surtout du semi-membraneux gauche"

    def apart(near: Placed, far: Placed) -> bool:
        return far.first in own or _of_two(tokens, near, far, words) or any(near.last < w < far.first for w in cues)

    return [_share_sides(run, language, apart) if len(run) > 1 else run for run in runs]


def _run_on(tokens: list[Token], runs: list[list[Placed]], placed: Placed, stops: set[int]) -> None:
    """Add a place to the run that it goes on with, or begin one."""
    if runs and _joined(tokens, runs[-1][-1].last + 1, placed.first, stops):
        runs[-1].append(placed)
    else:
        runs.append([placed])


def _plurals(tokens: list[Token], run: list[Placed], words: SideWords, agreeing: set[int]) -> list[Placed]:
    """The plural of a part that one has two of means both; so does "des biceps", and "biceps" beside a plural.

    agreeing: positions right before a result in the plural.
    """
    done: list[Placed] = []
    for p in run:
        if p.side is UNSAID:
            own = words.sided.get(tokens[p.first].raw)
            follows = bool(done) and done[-1].side is BOTH or p.last in agreeing
            if own is not None:
                p = p._replace(side=own)  # noqa: PLW2901 - the same place, its side known
            elif p.site in words.pairs and words.plural_place(tokens, p.first, p.last, follows=follows):
                p = p._replace(side=BOTH)  # noqa: PLW2901
        done.append(p)
    return done


def _closes(tokens: list[Token], mark: Mark, enders: frozenset[str]) -> bool:
    """Does an English side close what it follows ("deltoid bilaterally"), or open a new noun ("left calf")?"""
    if mark[1] + 1 >= len(tokens):
        return True
    after = tokens[mark[1] + 1].raw
    return not after.isalpha() or after.lower() in enders


def _nearest(item: Item, before: list[Mark], after: list[Mark], language: str) -> Mark | None:
    """The side that belongs to a site: in French the one behind it first, in English the one before."""
    behind = after[0] if after and after[0][0] - item.last <= REACH[language] else None
    ahead = before[-1] if before else None
    if language == "en" or ahead is not None and ahead[2] is Side.BOTH and item.first - ahead[1] == 1:
        return ahead or behind  # "les deux loges thénariennes et le premier interosseux droit"
    return behind or ahead


def _explains(site: Item, other: Item, held: Held) -> bool:
    """Does ``other`` stand in brackets right behind ``site`` ("loge antérieure (n. péronier)")?"""
    between = [i.value for i in held.get("mark", ()) if site.last < i.first < other.first and other.first - i.first <= NEAR]
    if any(0 < i.first - other.last <= BESIDE for i in held.get("grade", ())):
        return False  # "épaule (deltoïde 2/5)": it has a grade of its own
    return site.kind == other.kind == "site" and "(" in between and ")" not in between and other.first - site.last <= NEAR + 2


def _of_two(tokens: list[Token], site: Placed, neighbour: Placed, words: SideWords) -> bool:
    """Is the site a plural of a pair beside a side in the singular ("des nerfs médians et du nerf cubital gauche")?

    The side then agrees with its own noun only, and the plural means both.
    """
    if site.site not in words.pairs or not words.singular_beside(tokens, neighbour.last):
        return False
    return words.plural_place(tokens, site.first, site.last, follows=False)


def _of_part(tokens: list[Token], run: list[Placed], belonging: frozenset[str], closed: set[int]) -> list[Placed]:
    """Places with the side of the part that they are said to be of ("the thenar eminence and interossei of the right hand"), or
    with the side that closes their list ("biceps and triceps bilaterally"). closed: where the places begin that have such a side."""
    whole = run[-1]
    if len(run) == 1 or whole.side is UNSAID or whole.first not in closed and not any(
        t.stem in belonging for t in tokens[max(run[-2].last + 1, whole.first - PART_REACH) : whole.first]
    ):
        return run
    return [p._replace(side=whole.side, worse=whole.worse) if p.side is UNSAID else p for p in run]


def _share_sides(
    run: list[Placed], language: str, of_two: Callable[[Placed, Placed], bool],
) -> list[Placed]:
    """Fill unsaid sides within a run: backwards in French, forwards in English, else the other way.

    of_two: is a site, beside the neighbour that has a side, itself a plural that means both, or the side the neighbour's own?
    """
    order = range(len(run) - 2, -1, -1) if language == "fr" else range(1, len(run))
    step = 1 if language == "fr" else -1
    for k in order:
        neighbour = run[k + step]
        if run[k].side is UNSAID and neighbour.side is not UNSAID and (run[k].kind == neighbour.kind or neighbour.first <= run[k].last):
            if language == "fr" and of_two(run[k], neighbour):
                continue
            run[k] = run[k]._replace(side=neighbour.side, worse=neighbour.worse)
    roots = [p for p in run if p.kind == "root"]
    said = next((p for p in roots if p.side is not UNSAID), None)
    if said is None:
        return run
    return [  # "L5 and S1 on both sides": a side said of a list of roots holds for all of it
        p._replace(side=said.side, worse=said.worse) if p.kind == "root" and p.side is UNSAID else p for p in run
    ]
