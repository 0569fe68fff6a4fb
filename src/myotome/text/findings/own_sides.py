"""The side of a finding that its own words, or those beside it, say: "pied tombant gauche", "à gauche, ...", "réflexe rotulien gauche"."""

from __future__ import annotations

from myotome.knowledge.store import Knowledge
from myotome.terms import UNSAID, Side
from myotome.text.findings.cue_words import Words
from myotome.text.findings.result_places import (
    RESULT_REACH,
)
from myotome.text.scope.item import Held
from myotome.text.scope.leading import (
    part_of,
    takes_side,
    where,
)
from myotome.text.scope.mention import Mention
from myotome.text.scope.sides import Mark, Placed
from myotome.text.tokens.fold import Token

SIDE_REACH = 4
LED = 1  # tokens from a side to the place that it stands before ("l'autre main")
SUBJECT_REACH = 5  # tokens between a part of the body and what it has ("la main droite présente une griffe")
PLACE_REACH = 5  # tokens between a finding and the part of the body whose side is its own


def _side_of_place(
    mention: Mention, following: int, runs: list[list[Placed]], commas: list[int], joints: list[int], knowledge: Knowledge,
) -> tuple[Side, Side | None]:
    """The side of the part of the body that a finding which takes none names ("réflexe rotulien gauche"), that is said right
    behind it ("hernie ... gauche"), or that has it ("la main droite présente une griffe").

    following: where the words that may be of it end. joints: positions of "et" and of semicolons.
    """
    part = where(mention, knowledge)
    for run in runs:
        own = next((p for p in run if mention.first <= p.first <= mention.last and p.side is not UNSAID), None)
        if own is not None:
            return own.side, own.worse
        apart = run[0].worse is None and run[0].first - 1 in commas  # "..., le droit plus atteint" is of it
        if mention.last < run[0].first < following and run[0].first - mention.last <= PLACE_REACH and not apart:
            return run[0].side, run[0].worse
        last = run[-1].last
        if part and 0 < mention.first - last <= SUBJECT_REACH and part_of(run[-1].site, knowledge) == part and not any(
            last < c < mention.first for c in (*commas, *joints)
        ):
            return run[-1].side, run[-1].worse
    return UNSAID, None


def _of_next(mark: Mark, mention: Mention, mentions: list[Mention]) -> bool:
    """Is a side the one of the same test's next result ("Léri négatif, à gauche positif")?"""
    return mention.reach is not None and any(
        o.reach is not None and o.first == mention.first and mention.reach[1] < mark[0] <= o.reach[1] for o in mentions
    )


def _of_a_noun(tokens: list[Token], mark: Mark, mention: Mention, commas: list[int], singular: frozenset[str]) -> bool:
    """Is a side behind a comma a part named anew ("une griffe, la gauche non")?"""
    return tokens[mark[0] - 1].raw in singular and any(mention.last < c < mark[0] for c in commas)


def _any_side(runs: list[list[Placed]]) -> bool:
    """Has a place a side?"""
    for run in runs:
        for place in run:
            if place.side is not UNSAID:
                return True
    return False


def own_sides(
    tokens: list[Token], held: Held, marks: list[Mark], mentions: list[Mention], runs: list[list[Placed]], language: str,
    words: Words, knowledge: Knowledge,
) -> None:
    """Sides said next to a concept that has no site ("pied tombant gauche", "à gauche, ...")."""
    if not marks and not _any_side(runs):
        return
    singular = words.side.singular
    commas = [i.first for i in held.get("mark", ()) if i.value == ","]
    reach = LED if language == "fr" else 0
    inside = {
        m[0] for m in marks for run in runs for p in run
        if p.first - reach <= m[0] <= p.last + 1 and p.side is m[2]
    }
    inside |= {
        m[0] for m in marks for o in mentions
        if o.reach is not None and o.side is m[2] and o.reach[0] <= m[0] <= o.reach[1] + RESULT_REACH
    }
    free = [m for m in marks if m[0] not in inside]
    ended = [i.first for i in held.get("exception", ())] + [i.first for i in held.get("mark", ()) if i.value == ";"]
    joints = ended + [i.first for i in held.get("coordination", ())]
    gone: dict[int, str] = {}  # side right behind a finding -> the part of the body that it is in
    for n, mention in enumerate(mentions):
        stated = [m for m in marks if mention.first <= m[0] <= mention.last and m[3] is not None]
        if stated and mention.worse is None:
            mention.worse = stated[0][3]
        if mention.side is not UNSAID or any(p.side is not UNSAID for p in mention.places) or not takes_side(mention.concept, knowledge):
            continue
        # one wording may be two findings ("painless foot drop"): both take the side
        following = next((m.first for m in mentions[n + 1 :] if m.first > mention.first and takes_side(m.concept, knowledge)), 10**9)  # not "récidivé"
        previous = next((m.last for m in reversed(mentions[:n]) if m.first < mention.first), -1)
        after = [m for m in free if mention.last < m[0] < following and m[0] - mention.last <= SIDE_REACH + 4 and not _of_next(m, mention, mentions)
                 and not any(mention.last < e < m[0] for e in ended) and not _of_a_noun(tokens, m, mention, commas, singular)]
        here = where(mention, knowledge)
        before = [
            m for m in free if previous < m[1] < mention.first and mention.first - m[1] <= SIDE_REACH and gone.get(m[0], here) == here
            and not any(m[1] < e < mention.first for e in ended)
            and not any(m[1] < c < mention.first for c in commas)  # "aboli à D, achilléens présents": of the one before
        ]
        inner = [m for m in marks if mention.first <= m[0] <= mention.last]
        led = language == "en" or bool(before and after) and any(mention.last < c < after[0][0] for c in commas)
        order = before[::-1] + after if led else after + before[::-1]  # "à gauche la pince est impossible, à droite normale"
        choice = (inner + order)[:1]
        if not choice and len(free) == 1 and len(mentions) == 1 and abs(free[0][0] - mention.first) < 12 and not any(
            min(free[0][0], mention.first) < e < max(free[0][0], mention.first) for e in ended
        ):
            choice = free
        if choice:
            first, _, side, worse = choice[0]
            if language == "fr" and 0 <= first - mention.last <= 1:
                gone[first] = here  # "tremblement de la main droite et gynécomastie"
        elif not mention.places:
            side, worse = _side_of_place(mention, min([following, *(e for e in ended if e > mention.last)]), runs, commas, joints, knowledge)
        else:
            continue
        if side is not UNSAID:
            if mention.places:
                mention.places = [p._replace(side=side, worse=worse) for p in mention.places]
            else:
                mention.side, mention.worse = side, worse
