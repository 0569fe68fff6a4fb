"""Texts and questions for the acceptance tests: a document goes in, its answers are asked for.

``answers`` runs the whole chain. ``change``, ``without`` and ``mirrored`` make a variant of a text;
a change that finds nothing to change fails, so that no test passes for want of a sentence.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from myotome.answer import Assessment, Candidate, ItemResult, NextTest, Plan, PlanStep, Verdict
from myotome.assess import assess
from myotome.case import Diagnosis, Finding
from myotome.formats import Document, open_document
from myotome.intake import Intake, take_in
from myotome.knowledge import load
from myotome.reasoning.differential import explain
from myotome.terms import Experiencer, Presence, Side, Truth

EXAMPLES = Path(__file__).parents[2] / "examples"
ANY = object()


class Answer:
    """One patient's assessment, with the questions that the tests ask of it."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.patient = assessment.case.patient
        self.localisation = assessment.localisation

    def findings(
        self, concept: str, site: object = ANY, side: object = ANY, *, present: bool = True,
        narrower: bool = False,
    ) -> list[Finding]:
        """Findings of the patient with this concept, at this site, on this side (or on both)."""
        knowledge = load()
        return [
            f for f in self.assessment.case.findings
            if f.experiencer is Experiencer.PATIENT
            and (f.concept == concept or narrower and concept in knowledge.ancestors(f.concept))
            and f.presence is (Presence.PRESENT if present else Presence.ABSENT)
            and (site is ANY or f.site == site)
            and (side is ANY or f.side is side or side in f.side.lateral)
        ]

    def has(self, concept: str, site: object = ANY, side: object = ANY) -> bool:
        return bool(self.findings(concept, site, side))

    def lacks(self, concept: str, site: object = ANY, side: object = ANY) -> bool:
        """Is it stated absent?"""
        return bool(self.findings(concept, site, side, present=False))

    def silent(self, concept: str) -> bool:
        """Is nothing said of it, neither present nor absent?"""
        return not self.has(concept) and not self.lacks(concept)

    @property
    def diseases(self) -> list[str]:
        """Disease ids, the likeliest first, without "other"."""
        return [c.disease for c in self.assessment.differential.candidates if c.disease != "other"]

    def candidate(self, disease: str) -> Candidate:
        """The disease as ranked, with its reasons whatever its rank."""
        found = next(c for c in self.assessment.differential.candidates if c.disease == disease)
        if found.explained or disease == "other":
            return found
        return explain(disease, self.assessment.case, self.localisation, load())

    def probability(self, disease: str) -> float:
        return self.candidate(disease).probability

    def speaks_for(self, disease: str) -> set[str]:
        return {i.concept for i in self.candidate(disease).evidence_for}

    @property
    def not_to_miss(self) -> list[str]:
        return [n.disease for n in self.assessment.differential.not_to_miss]

    @property
    def stated(self) -> dict[str, Diagnosis]:
        return {d.disease: d for d in self.assessment.case.diagnoses}

    def verdict(self, criteria: str) -> Verdict:
        return next(v for v in self.assessment.criteria if v.criteria == criteria)

    def item(self, criteria: str, item: str) -> ItemResult:
        return next(i for i in self.verdict(criteria).items if i.item == item)

    def truths(self, criteria: str) -> dict[str, Truth]:
        return {i.item: i.truth for i in self.verdict(criteria).items}

    @property
    def tests(self) -> list[str]:
        return [t.test for t in self.assessment.next_tests]

    def test(self, test: str) -> NextTest:
        return next(t for t in self.assessment.next_tests if t.test == test)

    @property
    def flags(self) -> dict[str, str]:
        """Red flag -> its urgency."""
        return {f.flag: f.urgency for f in self.assessment.red_flags}

    @property
    def drugs(self) -> set[str]:
        return {t.drug for t in self.assessment.case.treatments}

    def plan(self, disease: str) -> Plan:
        return next(p for p in self.assessment.plans if p.disease == disease)

    def steps(self, disease: str, kind: str) -> list[PlanStep]:
        return [s for p in self.assessment.plans if p.disease == disease for s in p.steps if s.kind == kind]

    def acts(self, disease: str, kind: str) -> set[str]:
        return {s.act for s in self.steps(disease, kind)}

    def harmful(self, act: str) -> bool:
        """Does any plan name the act as harmful?"""
        return any(s.act == act and s.kind == "harmful" for p in self.assessment.plans for s in p.steps)

    def lesion_sites(self) -> set[tuple[str, Side]]:
        return set(self.localisation.lesions[0].sites)

    def tie_set(self) -> set[tuple[str, Side]]:
        return set(self.localisation.lesions[0].tie_set)


@cache
def taken_in(text: str, tables: tuple[Path, ...] = (), self_reports: bool = False) -> Intake:
    """What the doors make of a text, with the tables of the same patient."""
    documents = [Document(name="note.txt", text=text), *(open_document(str(t)) for t in tables)]
    return take_in(documents, load(), self_reports=self_reports)


@cache
def answers(text: str, tables: tuple[Path, ...] = (), self_reports: bool = False) -> list[Answer]:
    """One answer for each patient of the text."""
    intake = taken_in(text, tables, self_reports)
    return [Answer(assess(case, load(), tuple(intake.problems))) for case in intake.cases]


def answer(text: str, *tables: Path) -> Answer:
    """The answer for the only patient of the text."""
    (only,) = answers(text, tables)
    return only


def example(number: int) -> str:
    """One of the example cases that come with the program."""
    (path,) = EXAMPLES.glob(f"{number}-*.txt")
    return path.read_text(encoding="utf-8")


def _pattern(words: str) -> re.Pattern[str]:
    """The words as they may stand in a printed column: any blank for a blank, broken by hyphens."""
    parts = []
    for token in words.split():
        parts.append(r"(?:[-\u00ad]\s*\n\s*)?".join(re.escape(c) for c in token.replace("'", "’")))
    return re.compile(r"\s+".join(parts).replace("’", "['’]"))


def change(text: str, old: str, new: str) -> str:
    """The text with ``old`` replaced by ``new`` wherever it stands; it must stand there."""
    changed, count = _pattern(old).subn(lambda _: new, text)
    assert count, f"not in the text: {old}"
    return changed


def without(text: str, *sentences: str) -> str:
    """The text without these words."""
    for sentence in sentences:
        text = change(text, sentence, " ")
    return text


def until(text: str, words: str) -> str:
    """The text up to these words."""
    found = _pattern(words).search(text)
    assert found, f"not in the text: {words}"
    return text[: found.start()]


SIDES = {
    "gauche": "droite", "gauches": "droites", "droit": "gauche", "droite": "gauche",
    "droits": "gauches", "droites": "gauches", "left": "right", "right": "left",
    "(g > d)": "(d > g)",
}
_SIDE = re.compile(
    r"\(g > d\)|\b(?:gau(?:-\n)?ches?|d(?:-\n)?r(?:-\n)?oi(?:-\n)?tes?|droits?|left|right)\b", re.I
)


def mirrored(text: str) -> str:
    """The text with left and right exchanged."""

    def other(found: re.Match[str]) -> str:
        word = found[0].replace("-\n", "")
        new = SIDES[word.lower()]
        return new.capitalize() if word[0].isupper() else new.upper() if word[0] == "(" else new

    changed, count = _SIDE.subn(other, text)
    assert count, "no side in the text"
    return changed


def nameless(text: str, *names: str) -> str:
    """The text without the names of diseases: each replaced by a word that says nothing."""
    for name in names:
        text = re.sub(_pattern(name).pattern, "cette affection", text, flags=re.I)
    return text
