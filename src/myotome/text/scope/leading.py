"""Sides that hold for what follows: "À gauche, ...", "Membre inférieur droit : ...", a heading, the sentence before."""

from __future__ import annotations

from functools import lru_cache

from myotome.knowledge.store import Knowledge
from myotome.terms import UNSAID, Presence, Side
from myotome.text.scope.again import said_again
from myotome.text.scope.item import FIRST, Held, Item
from myotome.text.scope.mention import FOREIGN, Mention
from myotome.text.scope.side_words import SideWords
from myotome.text.scope.sides import Mark, Placed, side_marks
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence

TOLD = frozenset({"concept", "absent", "test", "grade", "measure", "root"})
STATED = TOLD - {"test"} | {"result"}  # what makes of a heading a finding; "Needle EMG (right)" is none
BEDSIDE = frozenset({"strength", "reflex", "sensation", "nerve_study", "needle_emg"})  # of a limb, even when no site is said
BESIDE = 3  # tokens between "avec" and the finding that it brings
SHORT = 14  # tokens of a sentence that only goes on with the one before
NO_SIDE = (Side.UNSAID, "")
COUPLED = 3  # tokens from one finding to the next with "et" and a small word between
HEAD = 6  # tokens at the head of a clause that name its place ("au niveau du membre supérieur droit,")


def governing(tokens: list[Token], items: list[Item], marks: list[Mark], words: SideWords) -> list[Mark]:
    """The sides of a sentence that hold for all that follows them, up to the next such side."""
    if not marks or len(items) <= 1:
        return []
    found: list[Mark] = []
    begin = items[0].first
    begins = [begin, *(i.last + 1 for i in items if i.kind == "mark" and i.value == ";")]
    for mark in marks:
        clause = max(b for b in begins if b <= mark[0])
        before = [i for i in items if clause <= i.first < mark[0]]
        if _heads(tokens, items, mark) or _set_off(tokens, mark, words) or not any(i.kind in TOLD for i in before) and (
            _alone(tokens, mark, before, words) or _place_first(tokens, mark, before, clause)
        ):
            found.append(mark)
        elif _other_one(tokens, mark, words):
            found.append(mark)
            found += [(i.first, i.last, UNSAID, None) for i in items if i.kind == "mark" and i.value == ";" and i.first > mark[1]][:1]
    return found


def leading_limbs(tokens: list[Token], items: list[Item], runs: list[list[Placed]], prepositions: frozenset[str], knowledge: Knowledge) -> list[Mark]:
    """The sides of limbs that a clause opens with, before its findings ("on retrouve au MIG un steppage et une abolition de l'achilléen")."""
    found: list[Mark] = []
    for place in (run[0] for run in runs):
        if place.first and len(place.side.lateral) == 1 and place.site in knowledge.regions and tokens[place.first - 1].stem in prepositions:
            begin = max((i.last for i in items if i.kind == "mark" and i.value in ";:" and i.first < place.first), default=-1)
            if not any(begin < i.first < place.first and i.kind in TOLD for i in items):
                found.append((place.first, place.last, place.side, place.worse))
    return found


def _heads(tokens: list[Token], items: list[Item], mark: Mark) -> bool:
    """Does a colon follow the side, or the place behind it ("Right leg: ...")?"""
    end = mark[1] + 1
    place = next((i for i in items if i.first == end and i.kind == "site"), None)
    end = place.last + 1 if place is not None else end
    return end < len(tokens) and tokens[end].raw == ":"


def _alone(tokens: list[Token], mark: Mark, before: list[Item], words: SideWords) -> bool:
    """Is the side a place of its own ("à gauche", "du côté droit", "on the left") with no site that it could be of?"""
    at = mark[0] - 1
    return at >= 0 and tokens[at].stem in words.leads and not any(i.kind == "site" for i in before)


def _set_off(tokens: list[Token], mark: Mark, words: SideWords) -> bool:
    """Does the side stand between commas ("wasting of the left calf and, on the same side, loss of the ankle jerk")?"""
    at = mark[0] if tokens[mark[0]].stem in words.leads else mark[0] - 1
    if tokens[at].stem not in words.leads:
        return False
    while at > 0 and (tokens[at].stem in words.leads or tokens[at].raw in words.singular):
        at -= 1  # "on the right"
    return at >= 0 and tokens[at].raw == "," and mark[1] + 1 < len(tokens) and tokens[mark[1] + 1].raw == ","


def _other_one(tokens: list[Token], mark: Mark, words: SideWords) -> bool:
    """Is the side the subject of a clause behind a comma, with an article and no noun ("..., le droit conserve une flexion des doigts")?"""
    at, end = mark[0] - 1, mark[1] + 1
    return (
        at > 0 and tokens[at].raw in words.singular and tokens[at - 1].raw in ",;" and end < len(tokens) and tokens[end].raw.isalpha()
    )


def _place_first(tokens: list[Token], mark: Mark, before: list[Item], clause: int) -> bool:
    """Does a place open the clause and end at a comma ("Au membre supérieur droit, ...")?"""
    end = mark[1] + 1
    return (
        mark[0] - clause <= HEAD and any(i.kind == "site" for i in before) and end < len(tokens) and tokens[end].raw == ","
    )


def spread(marks: list[Mark], mentions: list[Mention], runs: list[list[Placed]], knowledge: Knowledge) -> None:
    """Give the governing sides to the findings and places behind them that have none."""
    for n, (first, last, side, worse) in enumerate(marks):
        until = marks[n + 1][0] if n + 1 < len(marks) else 10**9
        for run in runs:
            if last < run[0].first < until:
                run[:] = [p._replace(side=side, worse=worse) if p.side is UNSAID else p for p in run]
        for mention in mentions:
            mention.places = [p._replace(side=side, worse=worse) if p.side is UNSAID and last < p.first < until else p for p in mention.places]
            if first < mention.first < until and takes_side(mention.concept, knowledge):
                give(mention, side, worse)


def give(mention: Mention, side: Side, worse: Side | None = None) -> None:
    """Set the side of a mention, and of those of its places, that has none."""
    if mention.places:
        mention.places = [p._replace(side=side, worse=worse) if p.side is UNSAID else p for p in mention.places]
    elif mention.side is UNSAID:
        mention.side, mention.worse = side, worse


@lru_cache(maxsize=8192)
def takes_side(concept: str, knowledge: Knowledge) -> bool:
    """Can the finding be on one side of the body?"""
    if concept == FOREIGN:
        return True
    reader = knowledge.words["reader"]
    entry = knowledge.concepts.get(concept)
    return entry is not None and concept not in reader["sideless"] and entry.kind not in reader["sideless_kinds"]


def accompany(held: Held, mentions: list[Mention], runs: list[list[Placed]], language: str, knowledge: Knowledge) -> None:
    """What comes with a finding is on its side, in the same part of the body: "déficit du grand dentelé droit, avec scapula alata".

    In English, where the side stands first, so is what "and" joins ("right scapular winging and weakness of external rotation").
    """
    cues = held.get("accompanied", [])
    if language == "en" and "coordination" in held:
        cues = sorted([*cues, *held["coordination"]], key=FIRST)
    for cue in cues:
        after = next((m for m in mentions if m.first > cue.last), None)
        before = next((m for m in reversed(mentions) if m.last < cue.first), None)
        if after is None or before is None or after.first - cue.last > BESIDE or said(after) or not where(after, knowledge):
            continue
        sides = said(before)
        if len(sides) == 1 and len(next(iter(sides)).lateral) == 1 and where(before, knowledge) == where(after, knowledge):
            side, firsts = next(iter(sides)), {p.first for p in after.places}
            give(after, side)
            for run in runs:
                run[:] = [p._replace(side=side) if p.first in firsts and p.side is UNSAID else p for p in run]


def share_end(tokens: list[Token], held: Held, marks: list[Mark], mentions: list[Mention], words: SideWords, knowledge: Knowledge) -> None:
    """"Abolition du bicipital et diminution du stylo-radial à droite": a side of its own at the end is of both joined findings."""
    for joint in (*held.get("coordination", ()), *(i for i in held.get("mark", ()) if i.value == "+")):
        after = next((m for m in mentions if m.first > joint.last), None)
        before = next((m for m in reversed(mentions) if m.last < joint.first), None)
        if after is None or before is None or said(before) or not takes_side(before.concept, knowledge):
            continue
        if coupled(held, before, after) and len(said(after)) == 1 and where(before, knowledge) in ("", where(after, knowledge)):
            give(before, next(iter(said(after))))  # "crampes et douleurs mollet G"
            continue
        mark = next((m for m in marks if m[0] > after.last), None)
        if mark is None or said(after) != {mark[2]} or tokens[mark[0] - 1].stem not in words.leads or where(before, knowledge) != where(after, knowledge):
            continue
        if not any(t.raw in ",;:" for t in tokens[before.last : mark[0]]):
            give(before, mark[2], mark[3])


def coupled(held: Held, before: Mention, after: Mention) -> bool:
    """Does nothing but "et" or a plus stand between two findings ("crampes et douleurs", "dlr + fourmillements")?"""
    if after.first - before.last > COUPLED:
        return False
    return any(
        before.last + 1 == i.first and (kind == "coordination" or i.value == "+") for kind in ("coordination", "mark") for i in held.get(kind, ())
    )


def said(mention: Mention) -> set[Side]:
    """The sides that a finding and its places have."""
    if not mention.places:
        return set() if mention.side is UNSAID else {mention.side}
    return {mention.side, *(p.side for p in mention.places)} - {UNSAID}


@lru_cache(maxsize=4096)
def part_of(site: str | None, knowledge: Knowledge) -> str:
    """The limb, head or trunk that holds a site; "" when that is not known."""
    reflex = knowledge.reflexes.get(site or "")
    place = reflex.muscle if reflex is not None and reflex.muscle else site
    held = knowledge.site_containers(place) if place else frozenset()
    return next((part for part in knowledge.words["reader"]["body_parts"] if part in held), "")


def where(mention: Mention, knowledge: Knowledge) -> str:
    """The part of the body that a finding is in, by its first place or by the site of its concept."""
    entry = knowledge.concepts.get(mention.concept)
    return part_of(mention.places[0].site if mention.places else entry.site if entry is not None else None, knowledge)


class CarriedSide:
    """The side that a heading, the head of the line or the sentence before gives to a sentence that says none.

    A heading ("Membre supérieur droit") holds up to the next heading, the head of a line ("MI gauche : ...") up to the line's
    end. The sentence before gives its side to graded muscles of the same limb ("Déficit de la jambe gauche. Quadriceps 3/5").
    """

    def __init__(self, tokens: list[Token], knowledge: Knowledge, words: SideWords) -> None:
        self.tokens, self.knowledge, self.words = tokens, knowledge, words
        self.heading: tuple[Side, str] = NO_SIDE
        self.line: tuple[Side, str] = NO_SIDE
        self.before: tuple[Side, str] = NO_SIDE
        self.results: list[Item] = []  # those of the sentence
        self.sided: list[Mention] = []  # what the sentence before said

    def again(self, items: list[Item]) -> list[Item]:
        """The items of a sentence with the side that "controlatéral" means by the sentence before."""
        told = {side for m in self.sided for side in said(m)}
        return said_again(items, next(iter(told)).value if len(told) == 1 else "", self.words.sided)

    def open(self, sentence: Sentence, items: list[Item], held: Held) -> None:
        """Look at a sentence before it is read: does it set or end a side that holds for what follows?"""
        if sentence.first and self.tokens[sentence.first - 1].raw == "\n":
            self.line = self.before = NO_SIDE
        self.results = held.get("result", [])
        if "side" in held:
            sides = {i.value for i in held["side"]}
            if sentence.is_heading and STATED.isdisjoint(held):
                self.heading = (Side(next(iter(sides))), self._part(items)) if len(sides) == 1 else NO_SIDE
            elif len(sides) == 1 and ":" in sentence.stem_set and self._opens_line(items, held):
                self.line = (Side(next(iter(sides))), self._part(items))
        elif sentence.is_heading and STATED.isdisjoint(held):
            self.heading = NO_SIDE

    def goes_on(self, held: Held, sentence: Sentence) -> bool:
        """May a short sentence that names nothing go on with the one before ("À gauche, RAS")?"""
        return bool(self.sided) and "side" in held and sentence.last - sentence.first <= SHORT

    def _opens_line(self, items: list[Item], held: Held) -> bool:
        """Does the sentence begin with a side, or a part of the body and its side, and a colon?"""
        mark = side_marks(held)[0]
        beside = [i for i in items if i.first <= mark[1] + 1]
        parts = all(i.kind not in TOLD and (i.kind != "site" or i.value in self.knowledge.regions) for i in beside)
        return parts and _heads(self.tokens, items, mark)

    def _part(self, items: list[Item]) -> str:
        return next((part for i in items if i.kind == "site" and (part := part_of(i.value, self.knowledge))), "")

    def apply(self, mentions: list[Mention]) -> None:
        """Give the sentence's findings the side that is carried to them, and remember the side that they say."""
        side, part = self.line if self.line[0] is not UNSAID else self.heading
        if side is not UNSAID and len(side.lateral) == 1:
            for mention in mentions:
                if takes_side(mention.concept, self.knowledge) and self._held(mention, part):
                    give(mention, side)
        self.sided = mentions
        if not mentions:
            if len(self.before[0].lateral) != 1:
                self.before = NO_SIDE
            return
        self._over_colon(mentions)
        self._with_first(mentions)
        self._both_of_plurals(mentions)
        lateral = {side for m in mentions for side in said(m)}
        if not lateral and len(self.before[0].lateral) == 1:
            graded = [m for m in mentions if m.grade is not None and m.places and m.scope.presence is Presence.PRESENT]
            carried = [m for m in graded if where(m, self.knowledge) == self.before[1] != ""]
            for mention in carried:
                give(mention, self.before[0])
            if carried:
                return
        self.before = NO_SIDE
        if len(lateral) == 1:
            places = {part for m in mentions if (part := where(m, self.knowledge))}
            self.before = (lateral.pop(), places.pop()) if len(places) == 1 else NO_SIDE

    def _both_of_plurals(self, mentions: list[Mention]) -> None:
        """Give both sides to places of a study whose name is a plural of two ("potentiels suraux absents")."""
        for mention in mentions:
            if len(mention.places) == 1 and mention.places[0].side is UNSAID:
                (p,) = mention.places
                if p.site in self.words.pairs and not any(r.first == p.first for r in self.results) and self.words.plural_place(self.tokens, p.first, p.first, follows=False):
                    mention.places = [p._replace(side=Side.BOTH)]

    def _over_colon(self, mentions: list[Mention]) -> None:
        """"Déficit de la main droite depuis un an : interosseux 3/5, abducteur 4/5": a list behind a colon is on the side before it."""
        for mention in mentions:
            if mention.grade is None or not mention.places or said(mention) - {Side.BOTH}:
                continue
            colon = next((k for k in range(mention.first - 1, mentions[0].first, -1) if self.tokens[k].raw == ":"), -1)
            head = next((m for m in reversed(mentions) if m.last < colon and len(said(m)) == 1), None)
            if head is not None and where(head, self.knowledge) == where(mention, self.knowledge) != "":
                give(mention, next(iter(said(head))))

    def _with_first(self, mentions: list[Mention]) -> None:
        """"Scapula alata à droite, deltoïde 4/5, grand dentelé 3/5": weak muscles behind a finding of the same limb are on its side, where the
        sentence says no other."""
        sides = {side for m in mentions for side in said(m)}
        if len(sides) != 1 or len(next(iter(sides)).lateral) != 1:
            return
        first = next(m for m in mentions if said(m))
        for mention in mentions:
            graded = mention.grade is not None and mention.scope.presence is Presence.PRESENT and mention.first > first.last
            if graded and mention.places and not said(mention) and where(mention, self.knowledge) == where(first, self.knowledge) != "":
                give(mention, sides.copy().pop())

    def _held(self, mention: Mention, part: str) -> bool:
        """Is the finding in the part of the body that the heading names?"""
        here = where(mention, self.knowledge)
        if here or mention.places:
            return not here or not part or here == part
        entry = self.knowledge.concepts.get(mention.concept)
        return entry is not None and entry.kind in BEDSIDE
