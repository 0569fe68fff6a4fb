"""Which words decided each attribute of a finding: the evidence's cues (../shared/facts/reading.md, section 1, "evidence").

Scope rules, results and attribute words say themselves what they went by; side and grade are found again among the items of the sentence,
nearest first.
"""

from __future__ import annotations

from myotome.case import Cue
from myotome.terms import AT_VISIT, UNSAID, Presence, Side, When
from myotome.text.scope.item import Held
from myotome.text.scope.mention import Mention
from myotome.text.scope.scope import Decided
from myotome.text.scope.sides import Mark
from myotome.text.tokens.fold import Token

ONSET_REACH = 4  # words between a word of the onset and what it began with
SMALL = 2  # letters of a word that does not count


class Deciders:
    """The words of one sentence that can have decided a side or a grade."""

    def __init__(self, text: str, tokens: list[Token], held: Held, marks: list[Mark]) -> None:
        """held: the items of the sentence by kind. marks: its sides."""
        self.text, self.tokens, self.marks = text, tokens, marks
        self.onsets, self.grades = held.get("onset_cue", []), held.get("grade", [])

    def when(self, mention: Mention) -> When:
        """Place in the patient's time, by the scope, or by a word of the onset that leads to it ("début par une diplopie")."""
        if mention.scope.gone:
            return When.RESOLVED
        if mention.scope.history:
            return When.HISTORY
        if mention.said is None and not self.onsets:
            return AT_VISIT
        return When.ONSET if self._onset(mention) else AT_VISIT

    def _onset(self, mention: Mention) -> Decided | None:
        moment = mention.said.moment if mention.said is not None else None
        if moment is not None and moment.anchor == "onset" and not moment.offset:
            return "when", moment.first, moment.last
        for item in reversed(self.onsets):
            inside = moment is not None and moment.first <= item.first <= moment.last  # "deux ans après les premiers symptômes"
            if item.last < mention.first and not inside:
                between = self.tokens[item.last + 1 : mention.first]
                known = sum(t.raw.isalpha() and len(t.raw) > SMALL for t in between)
                return ("when", item.first, item.last) if known <= ONSET_REACH and not any(t.raw in ";." for t in between) else None
        return None

    def cues(self, mention: Mention, side: Side, place: tuple[int, int]) -> tuple[Cue, ...]:
        """The cues of a mention at one place. side: that of the finding. place: tokens of the site, or of the mention."""
        if side is UNSAID and not mention.scope.cues and not mention.rule and mention.said is None and mention.grade is None and not self.onsets:
            return ()  # nothing was decided
        found = list(mention.scope.cues)
        if mention.rule == "stated absence" and mention.scope.presence is Presence.ABSENT:
            found = [d for d in found if d[0] != "presence"] + [("presence", mention.first, mention.last)]
        if mention.said is not None:
            found += mention.said.cues
        if (self.onsets or mention.said is not None) and not (mention.scope.gone or mention.scope.history):
            onset = self._onset(mention)
            found += [onset] if onset is not None else []
        if side is not UNSAID:
            found += self._side(mention, side, place)
        if mention.grade is not None:
            found += [("grade", i.first, i.last) for i in self.grades if i.grade is mention.grade][:1]
        return tuple([self._cue(*decided) for decided in found]) if found else ()

    def _side(self, mention: Mention, side: Side, place: tuple[int, int]) -> list[Decided]:
        """The nearest mark of that side; of none, the plural of the place itself ("deltoïdes")."""
        same = [(first, last) for first, last, marked, _ in self.marks if marked is side]
        if same:
            first, last = min(same, key=lambda mark: min(abs(mark[0] - place[1]), abs(place[0] - mark[1])))
            return [("side", first, last)]
        return [("side", *place)] if side is Side.BOTH and mention.places else []

    def _cue(self, attribute: str, first: int, last: int) -> Cue:
        start, end = self.tokens[first].start, self.tokens[last].end
        return Cue(attribute=attribute, start=start, end=end, text=self.text[start:end])
