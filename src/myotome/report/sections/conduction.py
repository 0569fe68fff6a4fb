"""Motor nerves between two sites of stimulation, judged by each published definition of a block."""

from __future__ import annotations

from typing import NamedTuple

from myotome.answer import BlockVerdict, SegmentStudy
from myotome.case import Case, ConductionRow
from myotome.report.context import Cite, Context
from myotome.report.numbers import change, decimal
from myotome.report.wording import Wording, legible


class Judged(NamedTuple):
    """state: the verdict's level, for its colour; open: checklist items that no one documented."""

    definition: str
    verdict: str
    state: str
    open: tuple[str, ...]
    against: tuple[str, ...]
    cite: Cite


class Segment(NamedTuple):
    nerve: str
    stretch: str
    values: tuple[str, ...]
    amplitude: str
    area: str
    duration: str
    velocity: str
    entrapment: bool
    verdicts: tuple[Judged, ...]


def segments(judged: tuple[SegmentStudy, ...], case: Case, context: Context) -> tuple[Segment, ...]:
    """One entry a segment studied, in the order of the table."""
    return tuple(_segment(s, case.conduction, context) for s in judged)


def _segment(study: SegmentStudy, rows: tuple[ConductionRow, ...], context: Context) -> Segment:
    words = context.words

    def fall(value: float | None) -> str:
        return words("undocumented") if value is None else change(-value, words)

    velocity = "" if study.velocity_ms is None else f"{decimal(study.velocity_ms, words)} {words('unit_velocity')}"
    rise = words("undocumented") if study.duration_change is None else change(study.duration_change, words)
    return Segment(
        nerve=words.bracketed(words.upper(words.site(study.nerve)), side(study.side, words)),
        stretch=words("stretch", distal=place(study.distal, words), proximal=place(study.proximal, words)),
        values=tuple(_values(rows[i], words) for i in study.rows if i < len(rows)),
        amplitude=fall(study.amplitude_drop), area=fall(study.area_drop), duration=rise,
        velocity=velocity, entrapment=study.entrapment,
        verdicts=tuple(_judged(v, context) for v in study.verdicts),
    )


def side(value: str, words: Wording) -> str:
    """The side as a table writes it: "left", or "L"."""
    return words.of("side", {"l": "left", "r": "right"}.get(value.casefold(), value.casefold()))


def place(stimulation: str, words: Wording) -> str:
    """A place of stimulation: a station of the settings, else a site of the anatomy."""
    for station in (words.knowledge.settings.get("conduction_sites") or {}).get("stations") or ():
        if station["id"] == stimulation:
            return words.text(station["names"])
    return words.site(stimulation)


def _values(row: ConductionRow, words: Wording) -> str:
    measured = [
        f"{decimal(value, words)} {words(unit)}"
        for value, unit in (
            (row.amplitude_mv, "unit_amplitude"), (row.area_mvms, "unit_area"),
            (row.duration_ms, "unit_time"),
        )
        if value is not None
    ]
    if not measured and row.response:
        measured = [words.of("recorded", row.response)]
    return f"{place(row.stimulation or '', words)} {' · '.join(measured)}"


def definition_name(definition: str, words: Wording) -> str:
    """Name of a published definition, else of a criteria set, else the id made legible."""
    for entry in (words.knowledge.settings.get("conduction_block") or {}).get("definitions") or ():
        if entry["id"] == definition:
            return words.text(entry["names"])
    known = words.knowledge.criteria.get(definition)
    return words.text(known.names) if known else legible(definition)


def verdict_words(verdict: BlockVerdict, words: Wording) -> str:
    """"Definite block", or on what it depends: "definite if the duration grows by 30 % at most ..."."""
    if verdict.level != "conditional":
        text = words.of("block", verdict.level)
    else:
        text = words("conditions_join").join(_condition(c, n, verdict, words) for n, c in enumerate(verdict.conditions))
    if verdict.at_most:
        text = words("at_most", text=text, level=words.of("block", verdict.at_most))
    return text


def _condition(
    condition: tuple[float | None, str], number: int, verdict: BlockVerdict, words: Wording
) -> str:
    limit, level = condition
    name = words.of("block", level)
    if limit is None:
        return words("condition_else", level=name)
    low = verdict.conditions[number - 1][0] if number else None
    if low is None:
        return words("condition_upto", level=name, limit=decimal(limit, words))
    return words("condition_between", level=name, low=decimal(low, words), limit=decimal(limit, words))


def _judged(verdict: BlockVerdict, context: Context) -> Judged:
    words = context.words
    return Judged(
        definition=definition_name(verdict.definition, words),
        verdict=verdict_words(verdict, words), state=verdict.level,
        open=tuple(words.of("check", item) for item, answer in verdict.checklist if answer == "not_documented"),
        against=tuple(words.of("check", item) for item, answer in verdict.checklist if answer == "no"),
        cite=context.cite(verdict.reference),
    )


