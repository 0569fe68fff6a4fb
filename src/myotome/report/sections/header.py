"""Who it is, since when, what was taken, what limits the use; breathing and swallowing."""

from __future__ import annotations

from typing import NamedTuple

from myotome.answer import Assessment
from myotome.case import Case, Treatment
from myotome.report.context import Context, FindingRef
from myotome.report.numbers import age, span
from myotome.report.phrases import diagnosis_phrase, folded, place_of
from myotome.report.wording import Wording
from myotome.terms import Experiencer, Method, Sex

EXPOSURES = ("drug", "exposure")


class Header(NamedTuple):
    """vital: lines on breathing and swallowing, empty when neither weakness nor a word of them.
    counts: one line of what was found."""

    person: str
    onset: str
    counts: str
    sources: str
    treatments: tuple[str, ...]
    exposures: tuple[FindingRef, ...]
    diagnoses: tuple[str, ...]
    limits: tuple[str, ...]
    vital: tuple[tuple[str, str, str], ...]


def header(assessment: Assessment, context: Context) -> Header:
    """The head of one patient's report."""
    case, words = assessment.case, context.words
    exposed = [
        i for i, f in enumerate(case.findings)
        if f.present and f.counts and f.concept in words.knowledge.concepts
        and words.knowledge.concepts[f.concept].kind in EXPOSURES
    ]
    return Header(
        person=person(case, words),
        onset=onset(case, words),
        counts=counts(case, words),
        sources=", ".join(dict.fromkeys(s.name for s in case.sources if s.name)),
        treatments=tuple(dict.fromkeys(treatment(t, words) for t in case.treatments)),
        exposures=context.refs(exposed),
        diagnoses=tuple(dict.fromkeys(diagnosis_phrase(d, words) for d in case.diagnoses)),
        limits=tuple(words.of("limit", name) for name in assessment.limits.limits),
        vital=vital(assessment, words),
    )


def person(case: Case, words: Wording) -> str:
    """"Homme de 56 ans"; nothing is guessed that the source leaves out."""
    patient = case.patient
    adult = words.knowledge.settings["overview"]["adult_age"]
    kind = patient.sex.value
    if patient.age is not None and patient.age < adult and patient.sex is not Sex.UNKNOWN:
        kind = f"{kind}_child"
    who = words(f"person_{kind}")
    if patient.age is None:
        return words.upper(words("person_ageless", who=who))
    return words.upper(words("person", who=who, age=age(patient.age, words)))


def onset(case: Case, words: Wording) -> str:
    """Time since the first symptom, and the age at it; empty when neither is known."""
    patient = case.patient
    months = patient.duration_months
    if months is None and patient.age is not None and patient.onset_age is not None:
        months = (patient.age - patient.onset_age) * 12
    parts = []
    if months is not None and months > 0:
        parts.append(words("onset_since", span=span(months, words)))
    if patient.onset_age is not None:
        parts.append(words("onset_at", age=age(patient.onset_age, words)))
    return words("onset", when=", ".join(parts)) if parts else words("onset_unsaid")


def counts(case: Case, words: Wording) -> str:
    """How many findings: stated present, stated absent, unsure; and of kin apart."""
    own = [
        f for f in case.findings
        if f.experiencer is Experiencer.PATIENT and f.method is not Method.DERIVED
    ]
    tally = dict.fromkeys(("present", "absent", "uncertain"), 0)
    for finding in own:
        tally[folded(finding.presence, finding.certainty)] += 1
    parts = [words.count(f"count_{name}", n) for name, n in tally.items() if n]
    return words.count("count_findings", len(own)) + (f" ({', '.join(parts)})" if parts else "")


def treatment(entry: Treatment, words: Wording) -> str:
    """A treatment read, with dose and answer to it when the source gives them."""
    more = [entry.dose, words(f"response_{entry.response}") if entry.response else ""]
    if entry.ongoing is not None:
        more.append(words("ongoing" if entry.ongoing else "stopped"))
    return words.bracketed(words.act(entry.drug), *more)


def vital(assessment: Assessment, words: Wording) -> tuple[tuple[str, str, str], ...]:
    """(function, state in words, state) for breathing and swallowing."""
    overview = assessment.overview
    states = (("breathing", overview.breathing), ("swallowing", overview.swallowing))
    if not overview.weakness and all(state == "not_stated" for _, state in states):
        return ()
    return tuple((words(name), words(f"vital_{state}"), state) for name, state in states)


def unmarked(context: Context) -> tuple[tuple[int, str, str], ...]:
    """Findings that no text shows (tables, forms, derived): index, phrase, where they come from."""
    case, words = context.case, context.words
    texts = {s.id for s in case.sources if s.text}
    found = []
    for index, finding in enumerate(case.findings):
        derived = finding.method is Method.DERIVED
        if not derived and any(e.source in texts and e.start is not None for e in finding.evidence):
            continue
        ref = context.ref(index)
        if derived:
            origin = words("follows_from", what=", ".join(words("quote", text=q) for q in ref.quotes)) if ref.quotes else words("method_derived")
        else:
            origin = "; ".join(p for p in dict.fromkeys(place_of(e, case, words) for e in finding.evidence) if p)
        found.append((index, ref.text, origin))
    return tuple(found)



