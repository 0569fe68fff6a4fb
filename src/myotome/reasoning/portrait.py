"""A disease as the knowledge has it, and what tells two apart. Needs no patient."""

from __future__ import annotations

from myotome.answer import Contrast, Feature, Portrait
from myotome.knowledge.depth import depth
from myotome.knowledge.store import Knowledge
from myotome.reasoning.frequencies import LISTED, frequencies, interval, stated

TELLING = 0.4  # a smaller log ratio between two diseases tells nothing apart


def portrait(disease: str, knowledge: Knowledge) -> Portrait:
    """Every finding with its numbers, the most frequent first. Raises KeyError for an unknown id.

    >>> from myotome.knowledge import load
    >>> portrait("mmn", load()).features[0].frequency > 0.9
    True
    """
    known = knowledge.diseases[disease]
    table = frequencies(knowledge)
    depth_ = depth(known, knowledge)
    return Portrait(
        disease=disease, grade=depth_.grade.value, lacking=depth_.lacking, read=depth_.read, reviewed=bool(known.reviewed_by),
        features=tuple(_feature(disease, c, knowledge) for c, _ in table.expected[table.row[disease]]),
    )


def _feature(disease: str, concept: str, knowledge: Knowledge) -> Feature:
    table = frequencies(knowledge)
    row, column = table.row[disease], table.column[concept]
    finding, settings = knowledge.diseases[disease].findings[concept], knowledge.settings["ranking"]
    return Feature(
        concept=concept, frequency=stated(finding, settings), background=float(table.background[column]),
        interval=interval(finding, settings), present=float(table.present[row, column]),
        absent=float(table.absent[row, column]), reference=finding.source,
    )


def contrast(first: str, second: str, knowledge: Knowledge) -> tuple[Contrast, ...]:
    """What tells two diseases apart, the most telling first. Raises KeyError for an unknown id.

    A finding that one disease does not list counts there as the ranking would count it.

    >>> from myotome.knowledge import load
    >>> "upper_motor_neuron_sign" in [c.concept for c in contrast("mmn", "als", load())[:40]]
    True
    """
    table = frequencies(knowledge)
    rows = table.row[first], table.row[second]
    listed = {*knowledge.diseases[first].findings, *knowledge.diseases[second].findings}
    found = []
    for concept in listed:
        column = table.column[concept]
        there, away = (
            [float(matrix[row, column]) for row in rows] for matrix in (table.present + table.unlisted, table.absent)
        )
        one = Contrast(
            concept=concept, when_present=there[0] - there[1], when_absent=away[0] - away[1],
            **{
                side: _feature(name, concept, knowledge) if table.kind[row, column] == LISTED else None
                for side, name, row in zip(("first", "second"), (first, second), rows, strict=True)
            },
        )
        if max(abs(one.when_present), abs(one.when_absent)) >= TELLING:
            found.append(one)
    found.sort(key=lambda c: (-max(abs(c.when_present), abs(c.when_absent)), c.concept))
    return tuple(found)
