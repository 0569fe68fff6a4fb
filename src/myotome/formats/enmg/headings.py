"""What stands above rows: side, nerve, muscle, kind of study, temperature of a limb."""

from __future__ import annotations

import re
from typing import NamedTuple

from myotome.formats.enmg.numbers import Marks, number_of
from myotome.formats.enmg.settings import longest, muscle_of, nerve_of, table_settings
from myotome.knowledge.names import plain

BRACKET = re.compile(r"[(\[]([^)\]]*)[)\]]")
TEMPERATURE = re.compile(r"(\d{2}(?:[.,]\d)?)\s*°")
SPLIT = re.compile(r"\s+[-–—:]\s+|[(\[\])]")
RIGHT_LEFT = re.compile(r"[\s.,:;/()\[\]–—-]+")


class Context(NamedTuple):
    """What headings have said so far. temperatures: limb ("upper", "lower", "") -> °C."""

    side: str = ""
    nerve: str = ""
    recording: str = ""
    study: str = ""
    temperatures: tuple[tuple[str, float], ...] = ()


def side_in(text: str) -> str:
    """The side that words or a lone capital letter name; "" for none or both.

    >>> side_in("D MEDIAN"), side_in("Médian (G)"), side_in("Doigt II")
    ('right', 'left', '')
    """
    settings = table_settings()
    folded = plain(text).split()
    found = {side for side, words in settings.side_words.items() for w in words if plain(w) in folded}
    tokens = [t for t in RIGHT_LEFT.split(text) if t]
    for side, letters in settings.side_letters.items():
        if any(t in letters for t in tokens[:2] + tokens[-2:]):
            found.add(side)
    return found.pop() if len(found) == 1 else ""


def study_in(text: str) -> str:
    found = longest(plain(text), table_settings().folded["studies"])
    return found[1] if found else ""


def after(context: Context, text: str, marks: Marks) -> Context:
    """The context once a heading has been read.

    A title of a kind of study forgets the nerve; a nerve forgets the muscle and, unless it names a
    side, keeps the side.
    """
    context = _temperature(context, text, marks)
    study, nerve, side = study_in(text), nerve_of(text), side_in(text)
    if study and not nerve:
        return context._replace(study=study, nerve="", recording="", side=side or context.side)
    if nerve:
        return context._replace(
            nerve=nerve, side=side or context.side, recording=_recording(text), study=study or context.study,
        )
    if side and len(text.split()) <= 5:
        return context._replace(side=side, nerve="", recording="")
    return context


def _recording(text: str) -> str:
    """A muscle named behind the nerve: "Médian droit – APB", "Median (Abd Poll Brev)"."""
    parts = [p.strip() for p in SPLIT.split(text) if p.strip()]
    return next((p for p in parts[1:] if muscle_of(p)), "")


def _temperature(context: Context, text: str, marks: Marks) -> Context:
    found = TEMPERATURE.search(text)
    settings = table_settings()
    folded = plain(text)
    if not found or not longest(folded, dict.fromkeys(map(plain, settings.temperature_words), "t")):
        return context
    known = dict(context.temperatures)
    limbs = {limb for limb, words in settings.limb_words.items() if longest(folded, dict.fromkeys(map(plain, words), limb))}
    number = number_of(found[1], marks)
    for limb in limbs if number and len(limbs) == 1 else ():
        known[limb] = number.candidates[0]
    if number and not limbs:
        known[""] = number.candidates[0]
    if len(limbs) > 1:
        known |= _each(text, settings.limb_words, marks)
    return context._replace(temperatures=tuple(known.items()))


def _each(text: str, limb_words: dict[str, tuple[str, ...]], marks: Marks) -> dict[str, float]:
    """"main 33 °C, pied 31 °C": each temperature goes to the limb named just before it."""
    found = {}
    start = 0
    for match in TEMPERATURE.finditer(text):
        before = plain(text[start : match.start()])
        limb = longest(before, {plain(w): limb for limb, words in limb_words.items() for w in words})
        number = number_of(match[1], marks)
        if limb and number:
            found[limb[1]] = number.candidates[0]
        start = match.end()
    return found
