"""What could not be used, was assumed, was not examined; the references that the report cites."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from myotome.answer import Contradiction, Limits, Result
from myotome.case import Case
from myotome.errors import Problem
from myotome.knowledge.store import Knowledge
from myotome.report.context import Citations, Context, FindingRef
from myotome.report.messages import problem_line
from myotome.report.phrases import finding_phrase, quotes
from myotome.report.wording import Wording


class Contradicted(NamedTuple):
    """Why two findings do not go together, and the two, each with its words."""

    text: str
    findings: tuple[FindingRef, ...]


class Closing(NamedTuple):
    not_used: tuple[str, ...]
    contradictions: tuple[Contradicted, ...]
    assumed: tuple[str, ...]
    not_examined: tuple[str, ...]


class Cited(NamedTuple):
    number: int
    text: str
    how: str
    unverified: bool


class NoPatient(NamedTuple):
    """A document that describes nobody: what it is, what it names, what readers say of themselves."""

    headline: str
    kind: str
    diseases: tuple[str, ...]
    drugs: tuple[str, ...]
    others: tuple[str, ...]
    self_reports: tuple[str, ...]
    problems: tuple[str, ...]


def closing(limits: Limits, context: Context) -> Closing:
    """The three blocks that end every answer."""
    words = context.words
    return Closing(
        not_used=problem_lines(limits.not_used, words.knowledge, words.language),
        contradictions=tuple(
            Contradicted(words(f"contradiction_{c.kind}"), tuple(context.ref(f) for f in c.findings)) for c in limits.contradictions
        ),
        assumed=tuple(dict.fromkeys(assumption(name, value, words) for name, value in limits.assumed)),
        not_examined=tuple(words.concept(c) for c in limits.not_examined),
    )


def problem_lines(problems: Iterable[Problem], knowledge: Knowledge, language: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(problem_line(p, knowledge, language) for p in problems))


def assumption(name: str, value: str, words: Wording) -> str:
    """An assumption: a message id, with what it is about."""
    label = f"assumed_{name}"
    about = words.named(value) if value else ""
    if words.has(label):
        return words(label, value=about)
    return words.bracketed(words.of("assumed", name), about)


def contradiction_line(found: Contradiction, case: Case, words: Wording) -> str:
    """Two findings that do not go together, each with the words it was read from."""
    said = []
    for index in found.findings:
        quoted = quotes(case.findings[index])
        phrase = finding_phrase(case.findings[index], words)
        said.append(f"{phrase} {words('quote', text=quoted[0])}" if quoted else phrase)
    return f"{words(f'contradiction_{found.kind}')} {' / '.join(said)}"


def cited(cite: Citations) -> tuple[Cited, ...]:
    """The references in the order of their numbers, with how each was seen."""
    words = cite.words
    found = []
    for source, number in cite.numbers.items():
        reference = words.knowledge.references.get(source)
        if reference is None:
            found.append(Cited(number, source, words("how_unknown"), True))
            continue
        parts = (reference.authors, reference.title, str(reference.year or ""), reference.locator)
        how = words.of("how", reference.how_seen.name.casefold())
        text = ". ".join(p.rstrip(".") for p in parts if p) + "."
        found.append(Cited(number, text, how, cite(source).unverified))
    return tuple(found)


def no_patient(result: Result, words: Wording) -> NoPatient:
    """The page for a text without a patient."""
    knowledge = words.knowledge
    names = dict.fromkeys(result.named)
    return NoPatient(
        headline=words.of("no_patient", result.document_kind),
        kind=words.of("document", result.document_kind),
        diseases=tuple(words.disease(n) for n in names if n in knowledge.diseases),
        drugs=tuple(words.act(n) for n in names if n in knowledge.acts),
        others=tuple(words.named(n) for n in names if n not in knowledge.diseases and n not in knowledge.acts),
        self_reports=result.self_reports,
        problems=problem_lines(result.problems, knowledge, words.language),
    )
