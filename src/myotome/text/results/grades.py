"""Grades of strength and the muscles that they are of: "quadriceps 3/5 à droite, 4-/5 à gauche", "4/5 aux psoas".

A grade belongs to the muscles named since the grade before it; a grade with a side of its own and no
new muscle is the other side's. In a list of graded muscles a side once said goes on until another is.
"""

from __future__ import annotations

from typing import NamedTuple

from myotome.knowledge.store import Knowledge
from myotome.terms import Certainty, Experiencer, Presence, Side
from myotome.text.results.graded_concepts import gradable, grade_concept, leave_graded
from myotome.text.results.verdicts import owners
from myotome.text.scope.item import Held, Item
from myotome.text.scope.leading import part_of
from myotome.text.scope.mention import Mention, takes
from myotome.text.scope.mrc import MRC_MAX, GradeWords
from myotome.text.scope.pairs import order_at
from myotome.text.scope.scope import Scope
from myotome.text.scope.sides import Mark, Placed
from myotome.text.tokens.fold import Token

GRADE_REACH = 8  # tokens between a muscle and the grade that follows it
NEXT = 2  # tokens from a grade to a muscle right behind its preposition
BEHIND = 3  # tokens between a grade and the muscle or side that follows it ("4/5 aux deltoïdes", "3/5 à droite")
LED = 5  # tokens between a grade and the muscle that a preposition or a side leads to ("4/5 strength in the left hand")
FINGERS = frozenset({"I", "II", "III", "IV", "V", "D1", "D2", "D3", "D4", "D5"})  # fingers by number
LIST = 2  # grades that make a list
RESPECTIVE = 6  # tokens behind the last grade in which "respectivement" may stand
LIST_GAP = 5  # tokens between a grade and the next muscle of a list
REST_REACH = 4  # tokens from the last of a list to "reste normal"
NORMAL = "N"
TITLE = 6  # tokens before a list in which the word of its title stands


class _Graded(NamedTuple):
    """A grade with the places that it is of. trailing: is its side said behind it?"""

    item: Item
    places: list[Placed]
    trailing: bool = False


def attach_grades(
    tokens: list[Token], held: Held, marks: list[Mark], mentions: list[Mention], loose: list[list[Placed]],
    runs: list[list[Placed]], weakness: str, prepositions: frozenset[str], words: GradeWords, knowledge: Knowledge,
) -> list[Mention]:
    """Give each grade its muscles, or the weakness beside it. Returns the mentions that grades make.

    loose: runs that no mention took; those that a grade takes are removed. prepositions: words that
    lead from a grade to the muscle behind it.     """
    if "grade" not in held:
        return []
    grades = _last_of_changes(tokens, held["grade"], words)
    leave_graded(mentions, grades, knowledge)
    runs = [part for run in runs for part in _graded_parts(tokens, [p for p in run if takes(weakness, p.site, knowledge) and _moves(p.site, knowledge)])]
    walls = [i.first for i in held.get("exception", ())] + [i.first for i in held.get("mark", ()) if i.value == ";"]
    limbs: dict[str, dict[str, str]] = knowledge.words["reader"]["limb_parts"]
    parts = frozenset(part for own in limbs.values() for part in own)
    graded: list[_Graded] = []
    rest: list[Mention] = []  # "autres groupes 5/5"
    graded += _respective(tokens, grades, marks, runs, words)
    shared = {id(g.item) for g in graded}
    sided: Mention | None = None  # the weakness without muscles that was graded last
    lost = False  # had the grade before no muscle that is known ("intrinsèques à M4 à gauche, M4+ à droite")?
    for n, item in enumerate(grades):
        if id(item) in shared:
            continue
        before = grades[n - 1].last if n else -1
        until = grades[n + 1].first if n + 1 < len(grades) else len(tokens)
        free = [run for run in runs if not graded or run[0].first != graded[-1].places[0].first]
        run = _run_of(tokens, item, (before, until), free, prepositions, walls, marks, parts)
        own = _own_side(tokens, item, (before, until), marks, runs, prepositions)
        if run is not None:
            places = list(run)
            if own is not None and own[1] < item.first < run[0].first and run[0].side is not Side.UNSAID and any(tokens[k].raw == "," for k in range(own[1], item.first)):
                own = None  # "5/5 à l'hémicorps gauche, 3/5 à l'hémicorps droit"
        elif graded and (tokens[item.first - 1].raw in FINGERS or own is not None and not lost and not _new_name(tokens, item, prepositions, marks) and (
            own[2] in _opposite(graded[-1]) or not any(before < w < item.first for w in walls)
        )):
            places = graded[-1].places  # also "extenseurs des doigts 2/5 (III-IV-V), II 4/5"
        else:
            sided, other = grade_concept(item, mentions, sided, before, own, knowledge)
            if other is not None:
                rest.append(other)
            elif sided is None and _of_rest(tokens, item, words, listed=len(grades) > 1):
                rest.append(Mention(weakness, item.first, item.last, Scope(Presence.ABSENT), grade=item.grade, rule="the rest"))
            lost = True
            continue
        lost = False
        graded.append(_Graded(item, _sided(places, own, graded, knowledge), own is not None and own[0] > item.last))
    graded = _symmetric(tokens, _beside_plurals(tokens, graded, knowledge), walls, words)
    graded = [g._replace(places=_of_limbs(g.places, runs, limbs)) for g in _side_at_end(graded, knowledge)]
    taken = {k for g in graded for p in g.places for k in range(p.first, p.last + 1)}
    owners = [m for m in mentions if any(p.first in taken for p in m.places) and gradable(m.concept, knowledge)]
    rest += _rest(tokens, held, graded, weakness, words)
    made = rest + _listed(tokens, graded, owners, weakness)
    for mention in owners:  # its graded places speak for themselves
        if mention.concept != weakness:
            made += [_part(mention, g) for g in graded if any(p.first == q.first for p in g.places for q in mention.places)]
        mention.places = [p for p in mention.places if p.first not in taken]
        if not mention.places:
            mentions.remove(mention)
    loose[:] = [run for run in loose if not any(p.first in taken for p in run)]
    return made


def _symmetric(tokens: list[Token], graded: list[_Graded], walls: list[int], words: GradeWords) -> list[_Graded]:
    """"Psoas 3/5 et deltoïdes 4/5, symétriques", "Force symétrique : psoas 3, deltoïde 4": a word behind the last of a list of grades, or in its
    title, gives all of it both sides."""
    if graded and _symmetric_title(tokens, graded[0].places[0].first, words):
        return [_both(g) for g in graded]
    done: list[_Graded] = []
    for g in graded:
        last = max(g.item.last, g.places[-1].last)
        end = last + 1
        end += end < len(tokens) and tokens[end].raw in ",;"
        done.append(g)
        if end < len(tokens) and tokens[end].stem in words.symmetric:
            begin = max((w for w in walls if w < last), default=-1)
            done = [d if d.item.first < begin else _both(d) for d in done]
    return done


def _symmetric_title(tokens: list[Token], first: int, words: GradeWords) -> bool:
    """Does a title with a colon that calls all symmetrical lead to the place at ``first``?"""
    before = tokens[max(first - TITLE, 0) : first]
    colon = next((k for k in range(len(before) - 1, -1, -1) if before[k].raw == ":"), 0)
    return any(t.stem in words.symmetric for t in before[:colon])


def _both(graded: _Graded) -> _Graded:
    return graded._replace(places=[p._replace(side=Side.BOTH) if p.side is Side.UNSAID else p for p in graded.places])


def _of_rest(tokens: list[Token], item: Item, words: GradeWords, *, listed: bool) -> bool:
    """Is a normal grade without a muscle that of all the others ("autres groupes 5/5", "reste 5")? listed: among other grades."""
    if item.grade is None or item.grade.low < MRC_MAX:
        return False
    if any(t.stem in words.rest for t in tokens[max(item.first - REST_REACH, 0) : item.first]):
        return True
    before = tokens[item.first - 1]
    return listed and (item.last > item.first or len(tokens[item.first].raw) > 1 or len(before.raw) > 1 and before.stem in words.cues)


def _rest(tokens: list[Token], held: Held, graded: list[_Graded], weakness: str, words: GradeWords) -> list[Mention]:
    """"Psoas 4+, reste ok": the muscles that a list does not name are strong."""
    if not graded:
        return []
    end = max(graded[-1].item.last, graded[-1].places[-1].last)
    for result in held.get("result", ()):
        named = 0 < result.first - end <= REST_REACH and tokens[result.first - 1].stem in words.rest and tokens[end + 1].raw == ","
        if named and (tokens[result.first].raw == NORMAL or owners(result.value).get("function") == "normal"):
            return [Mention(weakness, result.first - 1, result.last, Scope(Presence.ABSENT), rule="the rest")]
    return []


def _beside_plurals(tokens: list[Token], graded: list[_Graded], knowledge: Knowledge) -> list[_Graded]:
    """"Psoas à 3, deltoïdes à 4": a word with one form for one and for two is of both where the others of its list are plurals."""
    sides = {p.side for g in graded for p in g.places}
    if sides != {Side.UNSAID, Side.BOTH} or any(p.side is Side.BOTH and tokens[p.first].raw.isupper() for g in graded for p in g.places):
        return graded  # "psoas 3, MS 5"
    invariable = knowledge.words["reader"]["invariable"]
    return [
        g._replace(places=[p._replace(side=Side.BOTH) if p.side is Side.UNSAID and tokens[p.last].raw.lower() in invariable else p for p in g.places])
        for g in graded
    ]


def _moves(site: str | None, knowledge: Knowledge) -> bool:
    """May the place have a strength: it is no part of the body without muscles ("escarre du sacrum stade 2")?"""
    region = knowledge.regions.get(site or "")
    return region is None or bool(region.muscles) or site in knowledge.words["reader"]["generic_sites"]


def _graded_parts(tokens: list[Token], run: list[Placed]) -> list[list[Placed]]:
    """The places that may have a grade: cut at a bracket ("épaule (deltoïde 2/5, ...)"), without those inside the name of another ("pied"
    in "dorsiflexion du pied")."""
    parts: list[list[Placed]] = []
    for n, p in enumerate(run):
        if n and p.first != run[n - 1].first and p.last <= run[n - 1].last:
            continue
        if parts and not any(t.raw == "(" for t in tokens[run[n - 1].last + 1 : p.first]):
            parts[-1].append(p)
        else:
            parts.append([p])
    return parts


def _last_of_changes(tokens: list[Token], grades: list[Item], words: GradeWords) -> list[Item]:
    """The grades without one that was left for the next ("from 2/5 to 4/5")."""
    return [
        g for n, g in enumerate(grades)
        if not (n + 1 < len(grades) and grades[n + 1].first == g.last + 2 and g.first and tokens[g.first - 1].stem in words.opens
                and tokens[g.last + 1].stem in words.changes)
    ]


def _respective(tokens: list[Token], grades: list[Item], marks: list[Mark], runs: list[list[Placed]], words: GradeWords) -> list[_Graded]:
    """"Quadriceps et psoas à 3 et 4/5 respectivement", "psoas à 3 et 4/5 respectivement à droite et à gauche": each has its own."""
    if len(grades) < LIST or not runs:
        return []
    ordered = len(grades) == LIST and order_at(tokens, grades[-1].last + 1, min(grades[-1].last + RESPECTIVE, len(tokens)), words.sides) is not None
    if not ordered and not any(t.stem in words.respectively for t in tokens[min(r[0].first for r in runs) : grades[-1].last + RESPECTIVE]):
        return []
    run = next((r for r in reversed(runs) if r[-1].last < grades[0].first), runs[0] if runs else [])
    if len(run) == len(grades):
        side = next((m[2] for m in marks if 0 < m[0] - grades[-1].last <= RESPECTIVE), Side.UNSAID)  # "..., des deux côtés"
        return [_Graded(g, [p._replace(side=side) if p.side is Side.UNSAID else p]) for g, p in zip(grades, run, strict=True)]
    behind = tokens[grades[-1].last + 1 : grades[-1].last + 1 + RESPECTIVE + LED]
    sides = [words.sides[t.stem] for t in behind if t.stem in words.sides] or [m[2] for m in marks if m[1] < grades[0].first]
    if len(run) == 1 and len(sides) == len(grades):
        return [_Graded(g, [run[0]._replace(side=side)]) for g, side in zip(grades, sides, strict=True)]
    return []


def _of_limbs(places: list[Placed], runs: list[list[Placed]], limbs: dict[str, dict[str, str]]) -> list[Placed]:
    """The places of a grade, a part of a limb told by the limb, be it named before ("MI prox") or right behind ("muscles proximaux des MI")."""
    done: list[Placed] = []
    for p in places:
        part = done[-1] if done and p.first - done[-1].last <= NEXT else None
        if part is not None and (limb := _limb(p, part, limbs)):
            done[-1] = p._replace(site=limbs[limb][part.site], first=part.first)
        elif part is not None and (limb := _limb(part, p, limbs)):
            done[-1] = part._replace(site=limbs[limb][p.site], last=p.last, side=part.side if p.side is Side.UNSAID else p.side)  # "MI prox 3/5"
        else:
            done.append(_of_limb(p, runs, limbs))
    return done


def _of_limb(place: Placed, runs: list[list[Placed]], limbs: dict[str, dict[str, str]]) -> Placed:
    """"MI : prox 3/5 dist 2/5": a part whose limb was named before is that limb's, on its side."""
    limb = next((p for run in reversed(runs) for p in reversed(run) if p.last < place.first and _limb(p, place, limbs)), None)
    if limb is None or place.site is None:
        return place
    return place._replace(site=limbs[_limb(limb, place, limbs)][place.site], side=limb.side if place.side is Side.UNSAID else place.side)


def _limb(limb: Placed, part: Placed, limbs: dict[str, dict[str, str]]) -> str:
    """The reading of a place that is a limb with that part; "" when it is none."""
    return next((r for r in limb.readings or (limb.site,) if part.site in limbs.get(r, ())), "")


def _new_name(tokens: list[Token], item: Item, prepositions: frozenset[str], marks: list[Mark]) -> bool:
    """Does an unknown name stand between a comma and the grade ("biceps 4/5 G, IO 3/5")?"""
    at = item.first - 1
    while at > 0 and tokens[at].stem in prepositions:
        at -= 1
    if any(m[0] <= at <= m[1] for m in marks):
        return False
    return at > 0 and tokens[at].raw.isalpha() and len(tokens[at].raw) > 1 and tokens[at - 1].raw in ",;"


def _opposite(graded: _Graded) -> set[Side]:
    """The side on which the grade before was not."""
    said = {p.side for p in graded.places}
    return {Side.LEFT, Side.RIGHT} - said if said <= {Side.LEFT, Side.RIGHT} else set()


def _side_at_end(graded: list[_Graded], knowledge: Knowledge) -> list[_Graded]:
    """"Extenseurs des doigts à 2/5, interosseux à 3/5 à droite": a side said once, at the end, holds for all weak muscles."""
    end = next((n for n in range(len(graded) - 1, 0, -1) if graded[n].trailing), 0)
    said = {p.side for g in graded[: end + 1] for p in g.places if p.side is not Side.UNSAID}
    if not end or said != {p.side for p in graded[end].places}:
        return graded
    side = said.pop()
    return [
        g if n > end or g.item.grade is None or g.item.grade.low >= MRC_MAX
        else g._replace(places=[p._replace(side=side) if p.side is Side.UNSAID and part_of(p.site, knowledge) not in knowledge.words["reader"]["axial_parts"] else p for p in g.places])
        for n, g in enumerate(graded)
    ]


def _part(mention: Mention, graded: _Graded) -> Mention:
    """What a finding says at the places of one grade."""
    firsts = {p.first for p in mention.places}
    normal = graded.item.grade is not None and graded.item.grade.low >= MRC_MAX
    return mention._replace(
        places=[p for p in graded.places if p.first in firsts], grade=graded.item.grade,
        scope=mention.scope._replace(presence=Presence.ABSENT) if normal else mention.scope,
    )


def _run_of(
    tokens: list[Token], item: Item, reach: tuple[int, int], runs: list[list[Placed]], prepositions: frozenset[str],
    walls: list[int], marks: list[Mark], parts: frozenset[str],
) -> list[Placed] | None:
    """The run of muscles that a grade is of: the one just before it, the one it is led to, or else the one right behind it, with
    no more than a side between ("5/5 bilateral deltoids"). reach: the ends of the grades around it."""
    before, until = reach
    near = [
        run for run in runs if item.last < run[0].first < until and run[0].first - item.last <= (LED if item.last > item.first else BEHIND)
        and not any(tokens[k].raw in ",;" or k in walls for k in range(item.last + 1, run[0].first))
    ]
    behind = next((run for run in near if any(t.stem in prepositions for t in tokens[item.last + 1 : run[0].first])), None)
    ahead = next((
        run for run in reversed(runs)
        if before < run[0].first and run[-1].first < item.first and item.first - run[-1].last <= GRADE_REACH
        and not any(run[-1].last < w < item.first for w in walls)
    ), None)
    if ahead is None and behind is None:
        sides = {k for m in marks for k in range(m[0], m[1] + 1)}
        return next((run for run in near if all(k in sides for k in range(item.last + 1, run[0].first))), None)
    if ahead is None or behind is None:
        return ahead or behind
    if behind[0].site in parts and ahead[0].site not in parts:
        return behind  # "MI 4/5 en proximal, 2/5 en distal"
    if any(tokens[k].raw == "," for k in range(ahead[-1].last + 1, item.first)) and behind[0].first - item.last <= NEXT:
        return behind  # "déficit des ceintures, à 4/5 aux deltoïdes"
    return ahead if item.first - ahead[-1].last <= BEHIND else behind


def _own_side(
    tokens: list[Token], item: Item, reach: tuple[int, int], marks: list[Mark], runs: list[list[Placed]], prepositions: frozenset[str],
) -> Mark | None:
    """The side of a grade of a pair, or said right behind a grade, or right before it with no muscle between ("G 5"). reach: the ends of
    the grades around it."""
    before, until = reach
    if item.value != "mrc":
        return item.first, item.last, Side(item.value), None
    starts = {run[0].first for run in runs}
    ahead = next((
        m for m in reversed(marks)
        if before < m[0] and 0 < item.first - m[1] <= BEHIND and not any(k in starts or tokens[k].raw == ";" for k in range(m[0], item.first))
        and not (tokens[m[1] + 1].raw == "," and any(before < k < m[0] for k in starts))  # "4/5 in hip flexors bilaterally, 5/5 elsewhere"
        and not (m[0] == before + 2 and tokens[m[0] - 1].stem in prepositions)  # "releveurs 1 à D 2 à G"
    ), None)
    for mark in marks:
        if not item.last < mark[0] < until or mark[0] - item.last > BEHIND:
            continue
        ended = any(k in starts or tokens[k].raw in ",;" for k in range(item.last + 1, mark[0])) or (
            mark[1] + 1 in starts and mark[0] - item.last > 1 and tokens[mark[0] - 1].stem not in prepositions  # "4/5 and right ankle 3/5"
        )
        leads = mark[1] + 1 < len(tokens) and tokens[mark[1] + 1].raw == ":"
        next_has_it = ahead is not None and ahead[1] + 1 == item.first and mark[1] + 1 == until  # "D 4/5 G 3/5"
        if not ended and not leads and not next_has_it:
            return mark
    return ahead


def _sided(
    places: list[Placed], own: Mark | None, graded: list[_Graded], knowledge: Knowledge,
) -> list[Placed]:
    """Places with the grade's own side, else their own, else, for limbs, the side of the graded muscle before them."""
    if own is not None:
        return [p._replace(side=own[2], worse=own[3]) for p in places]
    known = next((p.side for p in graded[-1].places if p.side is not Side.UNSAID), Side.UNSAID) if graded else Side.UNSAID
    both = len(graded) > 1 and known in _opposite(graded[-2]) and graded[-1].places[0].first == graded[-2].places[0].first
    carried = known if len(known.lateral) == 1 and not both else Side.UNSAID
    return [p._replace(side=carried) if p.side is Side.UNSAID and part_of(p.site, knowledge) not in knowledge.words["reader"]["axial_parts"] else p for p in places]


def _listed(tokens: list[Token], graded: list[_Graded], owners: list[Mention], weakness: str) -> list[Mention]:
    """The graded places as mentions; the side of the weakness that leads their list is that of all of them ("bilateral weakness of hip
    flexion (3/5), shoulder abduction (4/5) and neck flexion (3/5)")."""
    made: list[Mention] = []
    led: Side | None = None
    end = -1
    for g in graded:
        first = {p.first for p in g.places}
        naming = [m for m in owners if any(p.first in first for p in m.places)]
        owner = next((m for m in naming if m.concept == weakness), None)
        if naming:
            led = Side.BOTH if any(m.side is Side.BOTH for m in naming) else None
        elif led is not None and not _goes_on(tokens, end, min(first)):
            led = None
        mention = _mention(g, owner, weakness)
        if led is Side.BOTH:
            mention.side = led
        made.append(mention)
        end = max(g.item.last, g.places[-1].last)
    return made


def _goes_on(tokens: list[Token], end: int, first: int) -> bool:
    """Do no more than a comma, a bracket and small words part two places of a list?"""
    between = tokens[end + 1 : first]
    return 0 < len(between) <= LIST_GAP and not any(t.raw in ";.:" for t in between)


def _mention(graded: _Graded, owner: Mention | None, weakness: str) -> Mention:
    """A weakness at the graded places, in the scope of the weakness that named them, if one did."""
    item, places = graded.item, graded.places
    assert item.grade is not None
    scope = owner.scope if owner else Scope()
    normal = item.grade.low >= MRC_MAX
    scope = scope._replace(presence=Presence.ABSENT if normal else Presence.PRESENT)
    if owner is None:
        scope = Scope(scope.presence, Certainty.CERTAIN, Experiencer.PATIENT)
    begin = min(places[0].first, item.first)
    return Mention(
        weakness, begin, max(item.last, places[-1].last if places[0].first > item.first else item.last), scope, places,
        grade=item.grade, rule="graded muscle",
    )
