"""Owners of sentences in a clinician's note, in a list of patients, and in a case that is followed by teaching."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from myotome.terms import Sex
from myotome.text.owners.persons import Anchor, Step, differs
from myotome.text.tokens.layout import Sentence

GENERAL = -1
OPENING = 8
START_REACH = 4  # tokens within which the first word must stand: "2. Points clés"


class Starts:
    """Phrases that a sentence begins with, but for a number or a mark before them, by the name of their list."""

    def __init__(self, lists: Mapping[str, Sequence[tuple[str, ...]]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name, phrases in lists.items():
            for phrase in phrases:
                self._by_first.setdefault(phrase[0], []).append((phrase, name))

    def of(self, stems: Sequence[str]) -> set[str]:
        """Names of the lists of which a phrase opens the sentence."""
        for first, stem in enumerate(stems[:START_REACH]):
            if stem[0].isalpha():
                found = self._by_first.get(stem)
                return {name for phrase, name in found if tuple(stems[first : first + len(phrase)]) == phrase} if found else set()
        return set()


def note_owners(
    sentences: list[Sentence], anchors: Sequence[Anchor | None], numbered: Sequence[bool], apart: Collection[int],
    taught: Collection[int],
) -> list[int]:
    """A plain note is about one patient, unless a second one is introduced whom a number or a paragraph sets apart.

    apart: sentences that begin a paragraph with a person. An age alone makes nobody another there, as the years between two visits do.
    ``taught`` is about nobody.
    """
    owners, current, known = [], 0, None
    for n, _ in enumerate(sentences):
        introduced = anchors[n]
        if introduced is not None:
            opens = numbered[n] or (n > 0 and numbered[n - 1])
            other = known is not None and (
                opens and differs(known, introduced) and introduced.position < OPENING
                or n in apart and {known.sex, introduced.sex} == {Sex.MALE, Sex.FEMALE} and known.age != introduced.age
            )
            if other:
                current += 1
            known = introduced
        owners.append(GENERAL if n in taught else current)
    return owners


def numbers_of(steps: Sequence[Step]) -> dict[str, int]:
    """A number from 0 for each patient, in the order of the text."""
    numbers: dict[str, int] = {}
    for step in steps:
        if step.key:
            numbers.setdefault(step.key, len(numbers))
    return numbers


def listed_owners(sentences: list[Sentence], said: Sequence[Collection[str]], steps: Sequence[Step]) -> list[int]:
    """Each sentence is of the patient taken up last before its end; one that names several, or all, is of nobody."""
    numbers = numbers_of(steps)
    owners = []
    current, ahead = GENERAL, 0
    for sentence, told in zip(sentences, said, strict=True):
        named = set()
        while ahead < len(steps) and steps[ahead].at < sentence.end:
            current = numbers.get(steps[ahead].key, GENERAL)
            named.add(current)
            ahead += 1
        owners.append(GENERAL if len(named) > 1 or ("of_all" in told and not named) else current)
    return owners
