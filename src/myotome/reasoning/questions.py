"""The questions that tell look-alikes apart, answered from the disease files alone."""

from __future__ import annotations

from collections.abc import Iterable

from myotome.answer import Candidate, Explanation, Feature, Reply
from myotome.knowledge.store import Knowledge
from myotome.reasoning.portrait import contrast, portrait

SILENT = "not_described"
FIRST, SECOND, EQUAL = "first", "second", "equal"


def replies(diseases: Iterable[str], knowledge: Knowledge) -> tuple[Reply, ...]:
    """Every question of ``settings/questions.yaml`` for every disease, question by question.

    >>> from myotome.knowledge import load
    >>> [r.values for r in replies(["mmn"], load()) if r.question == "upper_motor_neuron"]
    [('rare',)]
    """
    settings = knowledge.settings["questions"]
    features = {d: {f.concept: f for f in portrait(d, knowledge).features} for d in diseases}
    return tuple(
        ANSWERS[question["kind"]](question, disease, own, knowledge)
        for question in settings["questions"] for disease, own in features.items()
    )


def _level(question: dict, disease: str, own: dict[str, Feature], knowledge: Knowledge) -> Reply:
    """How often is the most frequent of the findings there?"""
    found = _known(question["findings"], own)
    levels = knowledge.settings["questions"]["levels"]
    most = max((f.frequency for f in found), default=None)
    value = SILENT if most is None else next((name for name, least in levels.items() if most >= least), "no")
    return Reply(question=question["id"], disease=disease, values=(value,), features=found)


def _balance(question: dict, disease: str, own: dict[str, Feature], knowledge: Knowledge) -> Reply:
    """Which side is more frequent? What a file leaves out on one side only is the rarer."""
    first, second = _known(question["first"], own), _known(question["second"], own)
    if not first and not second:
        return Reply(question=question["id"], disease=disease, values=(SILENT,))
    gap = max((f.frequency for f in first), default=0.0) - max((f.frequency for f in second), default=0.0)
    margin = knowledge.settings["questions"]["margin"]
    value = EQUAL if abs(gap) < margin else FIRST if gap > 0 else SECOND
    return Reply(question=question["id"], disease=disease, values=(value,), features=(*first, *second))


def _marks(question: dict, disease: str, own: dict[str, Feature], knowledge: Knowledge) -> Reply:
    """Which of the findings are usual? None of those described: an empty answer."""
    found = _known(question["findings"], own)
    usual = knowledge.settings["questions"]["levels"]["yes"]
    values = tuple(f.concept for f in found if f.frequency >= usual) if found else (SILENT,)
    return Reply(question=question["id"], disease=disease, values=values, features=found)


def _care(question: dict, disease: str, own: dict[str, Feature], knowledge: Knowledge) -> Reply:
    """The acts of the first line; an empty answer where the file gives none."""
    del own
    plan = knowledge.diseases[disease].care
    steps = [s for s in plan.steps if s.kind == FIRST] if plan else []
    return Reply(
        question=question["id"], disease=disease, values=tuple(s.act for s in steps), references=tuple(dict.fromkeys(s.source for s in steps)),
    )


ANSWERS = {"level": _level, "balance": _balance, "marks": _marks, "care": _care}


def _known(concepts: Iterable[str], own: dict[str, Feature]) -> tuple[Feature, ...]:
    return tuple(own[c] for c in concepts if c in own)


def explanation(names: list[str], knowledge: Knowledge, patient: tuple[Candidate, ...] = ()) -> Explanation:
    """The answer of ``explain`` for one disease or two."""
    two = len(names) > 1
    return Explanation(
        portraits=tuple(portrait(name, knowledge) for name in names), patient=patient,
        contrasts=contrast(names[0], names[1], knowledge) if two else (),
        criteria=tuple(c.id for c in knowledge.criteria.values() if names[0] in c.diseases),
        replies=replies(names, knowledge) if two else (),
    )
