"""What each result of a test would do to the ranking, and which tests are done in one go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from myotome.answer import NextTest, Outcome
from myotome.report.numbers import percent
from myotome.report.wording import Wording


class ResultCell(NamedTuple):
    """then: the disease then first, its share and the change; chance: of the result; turns: another
    disease than now stands first."""

    then: str
    chance: str
    turns: bool


class ResultRow(NamedTuple):
    """A finding that the test looks for; there or not is None when that result was not worked out."""

    name: str
    there: ResultCell | None
    absent: ResultCell | None


def result_rows(outcomes: Iterable[Outcome], first: str, words: Wording) -> tuple[ResultRow, ...]:
    """A row a finding, in the order given. first: the disease that stands first now."""
    found: dict[str, dict[bool, ResultCell]] = {}
    for outcome in outcomes:
        if outcome.ranking:
            found.setdefault(outcome.concept, {})[outcome.present] = _cell(outcome, first, words)
    return tuple(
        ResultRow(words.upper(words.concept(concept)), cells.get(True), cells.get(False))
        for concept, cells in found.items()
    )


def _cell(outcome: Outcome, first: str, words: Wording) -> ResultCell:
    disease, share = outcome.ranking[0]
    then = words.bracketed(f"{words.short_disease(disease)} {percent(share, words)}", _change(share - outcome.now, words))
    return ResultCell(then, words("result_chance", share=percent(outcome.chance, words)), disease != first)


def _change(shift: float, words: Wording) -> str:
    """In points of per cent: "+12 points"."""
    points = round(100 * shift)
    if points == 0:
        return words("result_same")
    return words.count("result_change", abs(points), sign="+" if points > 0 else "\u2212")


def bundles(tests: Iterable[NextTest], words: Wording) -> tuple[str, ...]:
    """A line for each go that holds several of the tests: "En une même prise de sang : CK + CRP"."""
    together: dict[str, list[str]] = {}
    for step in tests:
        if step.bundle and step.test in words.knowledge.tests:
            together.setdefault(step.bundle, []).append(words.test(step.test))
    return tuple(
        words("named_line", name=words.of("bundle", go), value=" + ".join(names))
        for go, names in together.items() if len(names) > 1
    )
