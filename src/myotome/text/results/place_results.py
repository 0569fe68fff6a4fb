"""Muscles and other places with a result of their own: "biceps normal", "force normale sauf psoas"."""

from __future__ import annotations

from myotome.knowledge.store import Knowledge
from myotome.terms import Presence, Side
from myotome.text.results.symbols import MINUS, VALUES
from myotome.text.results.verdicts import owners
from myotome.text.scope.item import Held, Item
from myotome.text.scope.leading import part_of, said, where
from myotome.text.scope.mention import Mention, elsewhere, takes
from myotome.text.scope.scope import Scope
from myotome.text.scope.sides import Mark, Placed
from myotome.text.tokens.fold import Token

OWN = frozenset({"concept", "absent", "test", "grade", "disease"})  # what has words of its own behind "mais"
CLOSERS = frozenset({",", ";", ".", ")", "\n"})  # what may stand behind the sign of a place
OWN_REACH = 4  # tokens behind a place in which its own finding may stand
BARS = frozenset({"concept", "test", "absent", "negation_before"})  # what bars a result from the muscle before
EXCEPTED = 6  # tokens between "sauf" and the place that it excepts
JOINED = 5  # tokens from "et" to the place that it joins
RESULT_REACH = 3  # tokens between a muscle and its result


def excepted_places(items: list[Item], held: Held, mentions: list[Mention], loose: list[list[Placed]], knowledge: Knowledge) -> list[Mention]:
    """"Force normale sauf psoas", "amyotrophie absente au pied mais nette au thénar": the sites behind have the opposite result."""
    made: list[Mention] = []
    if not loose or "exception" not in held and "contrast" not in held:
        return made
    for item in items:
        if item.kind not in ("exception", "contrast"):
            continue
        before = [m for m in mentions if max(m.last, (m.reach or (0, 0))[1]) < item.first]
        run = next((r for r in loose if r[0].first > item.last and r[0].first - item.last <= EXCEPTED), None)
        if not before or run is None:
            continue
        base = before[-1]
        if any(run[0].first <= m.first <= run[-1].last for m in mentions):
            continue  # "vifs, hormis les achilléens qui manquent": the place is a test with a result of its own
        presence = Presence.PRESENT if base.scope.presence is Presence.ABSENT else Presence.ABSENT
        if item.kind == "contrast":
            if any(i.kind in OWN and item.last < i.first <= run[-1].last + OWN_REACH for i in items):
                continue
            if not base.places or not all(takes(base.concept, p.site, knowledge) for p in run):
                continue
            denied = any(i.kind == "negation_before" and item.last < i.first < run[0].first for i in items)
            if denied is (presence is Presence.PRESENT):
                continue  # "absente au pied, mais pas au mollet" says nothing new
        made.append(Mention(
            elsewhere(base.concept, [p.site for p in run], knowledge), run[0].first, run[-1].last, base.scope._replace(presence=presence),
            _on_side_of(base, run, knowledge), rule="exception",
        ))
        loose.remove(run)
    return made


def everywhere(held: Held, mentions: list[Mention]) -> list[Mention]:
    """"Pas d'amyotrophie, notamment des interosseux": what is absent with an instance is absent everywhere."""
    made: list[Mention] = []
    for cue in held.get("instance_cue", ()):
        base = next((m for m in reversed(mentions) if m.last < cue.first), None)
        if base is not None and base.scope.presence is Presence.ABSENT and base.places and all(p.first > cue.last for p in base.places):
            made.append(base._replace(places=[], side=Side.UNSAID, worse=None))
    return made


def _on_side_of(base: Mention, run: list[Placed], knowledge: Knowledge) -> list[Placed]:
    """The excepted places, on the side of the finding where they lie in its part of the body ("déficit du MI gauche sauf le psoas")."""
    sides = said(base)
    if len(sides) != 1:
        return list(run)
    side, part = next(iter(sides)), where(base, knowledge)
    return [p._replace(side=side) if p.side is Side.UNSAID and part_of(p.site, knowledge) == part != "" else p for p in run]


def signed_places(tokens: list[Token], mentions: list[Mention]) -> list[Mention]:
    """"Amyotrophie : thénar +, interosseux -, mollets 0": places of a finding with a minus or nought behind them are without it.

    Such places leave their finding; returns the findings that are absent there.
    """
    made: list[Mention] = []
    for mention in list(mentions):
        if not mention.places or mention.reach is not None or mention.grade is not None:
            continue
        without = [p for p in mention.places if p.first > mention.last and _minus(tokens, p.last + 1)]
        if without:
            made.append(mention._replace(
                first=without[0].first, last=without[-1].last, scope=mention.scope._replace(presence=Presence.ABSENT), places=without,
                rule="place and sign",
            ))
            mention.places = [p for p in mention.places if p not in without]
            if not mention.places:
                mentions.remove(mention)
    return made


def _minus(tokens: list[Token], at: int) -> bool:
    """Does a minus or a nought stand alone at ``at``?"""
    if at >= len(tokens) or VALUES.get(tokens[at].raw) != MINUS or tokens[at - 1].end == tokens[at].start:
        return False
    return at + 1 == len(tokens) or tokens[at + 1].raw in CLOSERS


def spared_places(held: Held, mentions: list[Mention], loose: list[list[Placed]], knowledge: Knowledge) -> list[Mention]:
    """"Amyotrophie des quadriceps, mollets respectés": places behind a comma that are normal are without the finding before them.

    loose: runs of sites that nothing took; those read here are removed.
    """
    made: list[Mention] = []
    for run in list(loose):
        result = next((i for i in held["result"] if 0 < i.first - run[-1].last <= RESULT_REACH), None)
        base = next((m for m in reversed(mentions) if m.last < run[0].first), None)
        if result is None or base is None or not base.places or base.reach is not None or base.grade is not None:
            continue
        end = max(base.last, base.places[-1].last)
        between = [i for i in held.get("mark", ()) if end < i.first < run[0].first]
        if (
            between and all(i.value in ",;()>" for i in between) and owners(result.value).get("function") == "normal"
            and base.scope.presence is Presence.PRESENT and all(takes(base.concept, p.site, knowledge) for p in run)
            and not any(len(p.side.lateral) == 1 for p in run)  # "la main droite restant épargnée": for other_side
            and not any(end < i.first <= result.first for kind in BARS for i in held.get(kind, ()))
        ):
            made.append(base._replace(
                first=run[0].first, last=result.last, places=list(run), scope=base.scope._replace(presence=Presence.ABSENT),
                side=Side.UNSAID, worse=None, rule="place that is spared",
            ))
            loose.remove(run)
    return made


def joined_places(held: Held, mentions: list[Mention], loose: list[list[Placed]], knowledge: Knowledge) -> list[Mention]:
    """"Weakness of the right arm and the left leg": a place joined to a finding whose own name holds its place has the broader finding.

    loose: runs of sites that nothing took; those read here are removed.
    """
    made: list[Mention] = []
    for joint in held.get("coordination", ()) if loose else ():
        base = next((m for m in reversed(mentions) if m.last < joint.first), None)
        run = next((r for r in loose if 0 < r[0].first - joint.last <= JOINED), None)
        if base is None or run is None or base.places or joint.first - base.last > RESULT_REACH or any(len(p.side.lateral) != 1 for p in run):
            continue
        entry = knowledge.concepts.get(base.concept)
        broad = next((p for p in entry.parents if all(takes(p, place.site, knowledge) for place in run)), None) if entry is not None and not entry.sited else None
        if broad is not None and said(base):
            made.append(Mention(broad, run[0].first, run[-1].last, base.scope, list(run), rule="joined place"))
            loose.remove(run)
    return made


def joined_muscles(held: Held, loose: list[list[Placed]], mentions: list[Mention], weakness: str, muscular: frozenset[str]) -> list[Mention]:
    """"La dorsiflexion et la force proximale sont normales": a muscle joined to a test of strength has its result.

    loose: runs of sites that nothing took; those read here are removed. muscular: sites that strength is of.
    """
    made: list[Mention] = []
    joints = {i.first: i.last for i in held.get("coordination", ())}
    for run in list(loose):
        joint = joints.get(run[-1].last + 1)
        if joint is None or not all(p.site in muscular for p in run):
            continue
        test = next((m for m in mentions if m.concept == weakness and m.reach is not None and m.grade is None and 0 < m.first - joint <= RESULT_REACH), None)
        if test is not None:
            made.append(Mention(weakness, run[0].first, run[-1].last, test.scope, list(run), rule="joined to a test"))
            loose.remove(run)
    return made


def muscle_results(
    tokens: list[Token], items: list[Item], marks: list[Mark], loose: list[list[Placed]], weakness: str, muscular: frozenset[str],
) -> list[Mention]:
    """"Biceps normal", "adduction du bras forte", "deltoids are strong": a muscle with a result of its own.

    loose: runs of sites that nothing took; those read here are removed. muscular: sites that strength is of.
    """
    made: list[Mention] = []
    for loose_run in list(loose):
        run = loose_run
        last = run[-1].last
        result = next((
            i for i in items if i.kind == "result" and 0 < i.first - last <= RESULT_REACH
            and owners(i.value).get("function") in ("normal", "abnormal")
        ), None)
        barred = result is None or any(
            (i.kind in BARS or i.kind == "mark" and i.value != ":") and last < i.first <= result.first
            or i.kind == "test" and i.first == run[0].first for i in items  # "stylo-radial aboli" is a reflex
        )
        if barred or result is None or not all(p.site in muscular for p in run):
            continue
        side = next((m for m in marks if 0 < m[0] - result.last <= RESULT_REACH), None)
        if side is not None and not any(i.kind == "mark" and result.last < i.first < side[0] for i in items):
            run = [p._replace(side=side[2], worse=side[3]) if p.side is Side.UNSAID else p for p in run]  # "conservé des deux côtés"
        normal = owners(result.value)["function"] == "normal"
        presence = Presence.ABSENT if normal else Presence.PRESENT
        made.append(Mention(weakness, run[0].first, result.last, Scope(presence), list(run), rule="muscle and result"))
        loose.remove(loose_run)
    return made
