"""The title that a sentence stands under: a heading's line, or a known title before a colon ("HDM : ...")."""

from __future__ import annotations

from myotome.text.scope.item import Item
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence

TOLD = frozenset({"concept", "absent", "test", "grade", "measure"})  # what stands in a line that is a finding, and no title
MOST_WORDS = 6
GAP = 20  # letters before a sentence in which an empty line is looked for


class Titles:
    """Follows the titles through a document. names: stems of titles that may stand before a colon. plans: titles of what is to be done, in
    small letters. title: the one in force, as written; "" before the first. planned: is it one of ``plans``, and no paragraph with a
    title of its own begun since?"""

    def __init__(self, text: str, tokens: list[Token], names: frozenset[tuple[str, ...]], plans: frozenset[str] = frozenset()) -> None:
        self.text, self.tokens, self.names, self.plans = text, tokens, names, plans
        self.title, self.planned = "", False

    def hear(self, sentence: Sentence, items: list[Item]) -> None:
        """Take a title that the sentence is, or begins with."""
        if sentence.is_heading and TOLD.isdisjoint([i.kind for i in items]):
            self._take(sentence.first, sentence.last)
            return
        if ":" not in sentence.stem_set:
            return
        for item in items:
            if item.first > sentence.first + MOST_WORDS:
                return
            if item.value == ":" and item.kind == "mark":
                if tuple([t.stem for t in self.tokens[sentence.first : item.first]]) in self.names:
                    self._take(sentence.first, item.first)
                elif self.planned and self._opens_paragraph(sentence):
                    self.planned = False  # "CAT : ...", an empty line, "Biologie du 12/03 : ..."
                return

    def _opens_paragraph(self, sentence: Sentence) -> bool:
        """Does an empty line stand before the sentence?"""
        before = self.text[max(0, sentence.start - GAP) : sentence.start]
        return before[len(before.rstrip()) :].count("\n") > 1

    def _take(self, first: int, last: int) -> None:
        self.title = self.text[self.tokens[first].start : self.tokens[last - 1].end].rstrip(" :")
        self.planned = self.title.lower() in self.plans
