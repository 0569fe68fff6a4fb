"""From the items of one sentence to findings: which sites, sides and grades belong to which concept."""

from __future__ import annotations

from operator import attrgetter

from myotome.knowledge.store import Knowledge
from myotome.terms import UNSAID, Presence
from myotome.text.findings.cue_words import Words
from myotome.text.findings.own_sides import own_sides
from myotome.text.findings.result_places import (
    RESULT_REACH,
    TESTED,
    elsewhere_said,
    led_by_places,
    parted,
    result_before,
    same_test,
    turn_sides,
)
from myotome.text.results.verdicts import owners
from myotome.text.scope.item import Held, Item
from myotome.text.scope.leading import (
    accompany,
    coupled,
    governing,
    leading_limbs,
    share_end,
    spread,
)
from myotome.text.scope.mention import FOREIGN, Mention, site_kinds, takes
from myotome.text.scope.sides import Mark, Placed, place_sites
from myotome.text.tokens.fold import Token

BY_FIRST = attrgetter("first")
INHERIT_REACH = 8
LIST_END = 4  # tokens between a list of sites and a finding said at its end
SHARE_REACH = 3  # words between two coordinated findings that share the sites behind the second
BEHIND_EXCEPTION = 3  # tokens from "sauf" to the place that it excepts


def _fit(concept: str, run: list[Placed], knowledge: Knowledge) -> list[Placed]:
    """The places of a run that the concept takes, each in the reading that it takes."""
    fit = []
    for place in run:
        site = next((r for r in place.readings or (place.site,) if takes(concept, r, knowledge)), None)
        if site is not None:
            fit.append(place._replace(site=site))
    nerves = [p for p in fit if "nerve" in site_kinds(p.site, knowledge)]
    if nerves:  # "du médian à l'avant-bras": the part of the body says where on the nerve
        fit = [p for p in fit if "region" not in site_kinds(p.site, knowledge)]
    return fit


def attach(
    tokens: list[Token], items: list[Item], held: Held, marks: list[Mark], mentions: list[Mention], knowledge: Knowledge, language: str,
    words: Words,
) -> tuple[list[list[Placed]], list[list[Placed]]]:
    """Give each mention its run of sites, or its own side. Returns the runs nobody took, and all."""
    runs = place_sites(tokens, items, held, marks, language, words.side)
    if not mentions:
        if runs and marks:
            spread(governing(tokens, items, marks, words.side), mentions, runs, knowledge)
        return list(runs), runs
    mentions.sort(key=BY_FIRST)
    taken: set[int] = set()
    if runs or marks:  # a place or a side to give
        walls = [i.first for kind in ("contrast", "exception") for i in held.get(kind, ())] + [i.first for i in held.get("mark", ()) if i.value == ";"]
        if runs:
            runs = _give_places(tokens, items, held, mentions, runs, walls, taken, knowledge, words)
        turn_sides(mentions)
        own_sides(tokens, held, marks, mentions, runs, language, words, knowledge)
        limbs = leading_limbs(tokens, items, runs, words.prepositions, knowledge)
        if marks or limbs:
            spread(sorted({*governing(tokens, items, marks, words.side), *limbs}), mentions, runs, knowledge)
            share_end(tokens, held, marks, mentions, words.side, knowledge)
    accompany(held, mentions, runs, language, knowledge)
    if runs or marks:
        elsewhere_said(tokens, mentions, words.elsewhere)
    return [run for r, run in enumerate(runs) if r not in taken], runs


def _give_places(
    tokens: list[Token], items: list[Item], held: Held, mentions: list[Mention], runs: list[list[Placed]], walls: list[int],
    taken: set[int], knowledge: Knowledge, words: Words,
) -> list[list[Placed]]:
    """Give each mention its run of sites; adds to ``taken`` the numbers of the runs given. Returns the runs, cut where results part them."""
    brackets = [i.first for i in held.get("mark", ()) if i.value == "("]
    commas = [i.first for i in held.get("mark", ()) if i.value == ","]
    runs = [part for run in runs for part in _cut(run, mentions, commas, items)]
    spans = [span for m in mentions if (span := led_by_places(m, mentions, items)) is not None]
    runs = [part for run in runs for part in parted(run, spans)] if spans else runs
    _own_places(mentions, runs, knowledge)
    for n, mention in enumerate(mentions):
        if mention.places or not _sited(mention.concept, knowledge):
            continue
        bound = next((m for m in mentions[n + 1 :] if _bounds(m.concept, knowledge) and not same_test(m, mention)), None)
        following = bound.first if bound else 10**9
        for r, run in enumerate(runs):
            if not mention.first < run[0].first or _parted(walls, mention.last, run[0].first):
                continue
            if bound is not None and run[0].first > following and (not coupled(held, mention, bound) or _fit(bound.concept, run, knowledge)):
                continue  # of the next, but for "douleurs et crampes du mollet", where only the first is told with its place
            if _elsewhere(mention, run, mentions, commas, items) or _of_other_test(mention, run, mentions):
                continue
            if bound is not None and run[-1].last + 1 == following and bound.scope.presence is not mention.scope.presence and any(
                mention.last < c < run[0].first for c in commas
            ):
                continue  # "no sensory loss, forearm pain at onset": the forearm is the pain's
            if mention.scope.presence is Presence.ABSENT and mention.reach is None and run[0].first - 1 in commas:
                continue  # "pas d'amyotrophie, mollets volumineux": a part named anew
            fit = _fit(mention.concept, run, knowledge)
            bracketed = mention.places and any(mention.places[-1].last < b < run[0].first for b in brackets)
            if fit and not bracketed and not _recorded(mention, fit, runs, knowledge):
                mention.places += fit
                taken.add(r)
    _take_before(items, mentions, runs, taken, knowledge, walls)
    _list_after_colon(held, mentions, runs, taken, knowledge, walls)
    _share(tokens, held, mentions, knowledge, walls, words.side.paired)
    return runs


def _parted(walls: list[int], a: int, b: int) -> bool:
    """Does one of the ``walls`` stand between two positions?"""
    for wall in walls:  # noqa: SIM110 - run for every finding and place
        if a < wall < b:
            return True
    return False


def _recorded(mention: Mention, fit: list[Placed], runs: list[list[Placed]], knowledge: Knowledge) -> bool:
    """Are the places only muscles that the response of a nerve named before is recorded from ("nerf cubital : pas de réponse au pédieux")?
    The first kind of place of a concept is the one that it is said of."""
    entry = knowledge.concepts.get(mention.concept)
    return entry is not None and entry.sited[:1] == ("nerve",) and all(p.site in knowledge.muscles for p in fit) and any(
        run[-1].last < mention.first and "nerve" in site_kinds(run[-1].site, knowledge) for run in runs
    )


def _take_before(
    items: list[Item], mentions: list[Mention], runs: list[list[Placed]], taken: set[int], knowledge: Knowledge, walls: list[int],
) -> None:
    """Give a finding without a place the nearest one before it that nothing took."""
    for n, mention in enumerate(mentions):
        if mention.places or not _sited(mention.concept, knowledge):
            continue
        before = [
            (r, run) for r, run in enumerate(runs)
            if run[-1].first < mention.first and r not in taken
            and not _parted(walls, run[-1].first, mention.first) and not _judged(run[-1].last, mention.first, items)
            and not _excepted(run, mention.first, items)
            and (n == 0 or run[-1].first > mentions[n - 1].last)
        ]
        for r, run in reversed(before):
            fit = _fit(mention.concept, run, knowledge)
            if fit:
                mention.places = fit
                taken.add(r)
                break


def _excepted(run: list[Placed], until: int, items: list[Item]) -> bool:
    """Is a place what is excepted, before a comma ("but for the left ankle, lost since his hip replacement")?"""
    return any(i.kind == "exception" and 0 < run[0].first - i.last <= BEHIND_EXCEPTION for i in items) and any(
        i.kind == "mark" and i.value == "," and run[-1].last < i.first < until for i in items
    )


def _own_places(mentions: list[Mention], runs: list[list[Placed]], knowledge: Knowledge) -> None:
    """The place that is the very name of what was examined ("rotuliens vifs")."""
    for mention in mentions:
        if mention.reach is None or not _sited(mention.concept, knowledge):
            continue
        own = next(([p] for run in runs for p in run if p.first == mention.first and (p.last <= mention.last or p.side is not UNSAID)), None)
        if own is not None:
            mention.places = _fit(mention.concept, own, knowledge)


def _of_other_test(mention: Mention, run: list[Placed], mentions: list[Mention]) -> bool:
    """Is the place the name of a later test with a result of its own ("rotulien droit vif, achilléens présents")?"""
    return mention.rule == TESTED and any(
        m.rule == TESTED and mention.last < m.first <= run[0].first <= m.last for m in mentions
    )


def _elsewhere(
    mention: Mention, run: list[Placed], mentions: list[Mention], commas: list[int], items: list[Item],
) -> bool:
    """Does a place behind a finding belong to another result of the same test ("vifs aux bras, absents aux chevilles"), or has it
    a grade or a result of its own behind a comma ("faiblesse du biceps, deltoïde conservé")?"""
    place, last = run[0].first, run[-1].last
    led_by = led_by_places(mention, mentions, items)
    if led_by is not None:
        return not led_by[0] < place < led_by[1]
    if mention.grade is not None and mention.reach is not None and any(i.kind == "grade" and mention.reach[1] < i.first < place for i in items):
        return True  # "force à droite 5/5, à gauche 4/5 aux interosseux"
    before = result_before(mention, run, mentions, commas)
    if before is not None:
        return before is not mention  # "ROT MS présents, MI abolis"
    if mention.reach is not None and any(
        o.reach is not None and o.first == mention.first
        and (mention.reach[1] < o.reach[1] < place or o.reach[1] < place < mention.reach[1]) for o in mentions
    ):
        return True
    if mention.reach is not None or not any(mention.last < c < place for c in commas):
        return False
    led = any(i.kind == "grade" and 0 < place - i.last <= RESULT_REACH for i in items)  # "3/5 aux psoas et 4/5 aux deltoïdes"
    graded = not led and any(i.kind == "grade" and last < i.first <= last + RESULT_REACH for i in items)
    own = graded or _normal_behind(last, items)
    return own and not any(
        p.first < place for p in mention.places if p.first > mention.last and not any(p.last < c < place for c in commas)
    )


def _normal_behind(last: int, items: list[Item]) -> bool:
    """Does a normal result stand right behind a place?"""
    return any(
        i.kind == "result" and last < i.first <= last + RESULT_REACH and owners(i.value).get("function") == "normal" for i in items
    )


def _cut(run: list[Placed], mentions: list[Mention], commas: list[int], items: list[Item]) -> list[list[Placed]]:
    """A list of places behind a finding, without a last one that has a normal result of its own ("..., deltoïdes conservés"), or, of one that is
    denied, a grade ("pas de déficit des releveurs, interosseux à 4/5")."""
    if len(run) > 1 and any(run[-2].last < c < run[-1].first for c in commas) and any(
        i.kind == "grade" and run[-1].last < i.first <= run[-1].last + RESULT_REACH for i in items
    ):
        led = next((m for m in reversed(mentions) if m.first < run[0].first), None)
        if led is not None and led.reach is None and led.scope.presence is Presence.ABSENT:
            return [run[:-1], run[-1:]]
    if len(run) > 1 and any(run[-2].last < c < run[-1].first for c in commas) and _normal_behind(run[-1].last, items) and any(
        m.reach is None and m.first < run[0].first for m in mentions
    ):
        return [run[:-1], run[-1:]]
    return [run]


def _judged(last: int, until: int, items: list[Item]) -> bool:
    """Has a place its own result before a comma ("fléchisseurs du coude normaux, extenseurs faibles")?"""
    result = next((i for i in items if i.kind == "result" and last < i.first <= last + RESULT_REACH), None)
    return result is not None and any(i.kind == "mark" and i.value == "," and result.last < i.first < until for i in items)


def _list_after_colon(
    held: Held, mentions: list[Mention], runs: list[list[Placed]], taken: set[int], knowledge: Knowledge, walls: list[int],
) -> None:
    """"parésies nettes avec trophicité normale : deltoïde, biceps": the list is for all before it."""
    for colon in [i.first for i in held.get("mark", ()) if i.value == ":"]:
        for r, run in enumerate(runs):
            if not colon < run[0].first <= colon + 4 or _parted(walls, colon, run[0].first):
                continue
            for mention in mentions:
                if mention.last < colon and not mention.places and _sited(mention.concept, knowledge):
                    mention.places = _fit(mention.concept, run, knowledge)
                    taken.add(r)


def _bounds(concept: str, knowledge: Knowledge) -> bool:
    """Does a mention end the sites of the one before: it takes sites itself, or qualifies what was said?"""
    entry = knowledge.concepts.get(concept)
    return concept == FOREIGN or entry is not None and (bool(entry.sited) or entry.kind == "qualifier")


def _sited(concept: str, knowledge: Knowledge) -> bool:
    entry = knowledge.concepts.get(concept)
    return concept == FOREIGN or bool(entry and entry.sited)


def _share(
    tokens: list[Token], held: Held, mentions: list[Mention], knowledge: Knowledge, walls: list[int], paired: frozenset[str],
) -> None:
    """A mention without sites shares those of a coordinated neighbour, next one first; not one that names its part ("clonus de cheville").

    "Weakness without wasting of both deltoids": the sites belong to both, whatever is denied.
    """
    if len(mentions) == 1:
        return
    for n in range(len(mentions) - 1, -1, -1):
        mention = mentions[n]
        if mention.places or not _sited(mention.concept, knowledge):
            continue
        if any(t.stem in paired for t in tokens[mention.first + 1 : mention.last + 1]):
            continue
        for other in (n + 1, n - 1):
            if not 0 <= other < len(mentions) or not mentions[other].places:
                continue
            neighbour = mentions[other]
            if other > n and mention.rule == TESTED and neighbour.rule == TESTED and neighbour.first > mention.last:
                continue  # "rotulien droit vif, achilléens présents": each test has its own place
            tail = neighbour.places[-1].last
            if other < n and 0 <= mention.first - tail <= LIST_END and mention.scope.presence is neighbour.scope.presence:
                mention.places = _fit(mention.concept, neighbour.places, knowledge)  # "..., amyotrophiés"
                break
            a, b = sorted((mention, neighbour), key=lambda m: m.first)
            words = sum(1 for k in range(a.last + 1, b.first) if tokens[k].raw.isalpha() and len(tokens[k].raw) > 2)
            limit = SHARE_REACH if other > n else INHERIT_REACH
            denied = any(a.last < i.first < b.first for i in held.get("negation_before", ()))
            same = mention.scope.presence is neighbour.scope.presence or (denied and a is mention)
            if other > n and mention.scope.presence is Presence.PRESENT and any(a.last < i.first < b.first and i.value == "," for i in held.get("mark", ())) and words:
                continue  # "fasciculations diffuses, faiblesse main D"
            if words <= limit and same and not (other > n and _parted(walls, a.last, b.first)):
                mention.places = _fit(mention.concept, neighbour.places, knowledge)
                break
