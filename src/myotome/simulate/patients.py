"""Patients with a known disease: drawn from the knowledge, or from a perturbed copy of it.

An engine that is tried on patients drawn from its own numbers is tried too kindly: here each frequency
may be off by a factor and a share of the findings may not belong to the disease at all. Findings of
one latent group may be made to hang together, as they do in patients.
"""

from __future__ import annotations

from statistics import NormalDist

import msgspec
import numpy as np

from myotome.case import Case, Finding, Patient
from myotome.knowledge import Knowledge
from myotome.knowledge.model import Disease
from myotome.reasoning.frequencies import Frequencies, frequencies
from myotome.terms import Presence, Sex, Tempo

NORMAL = NormalDist()


class Draw(msgspec.Struct, frozen=True, kw_only=True):
    """How patients are drawn. factor: each frequency times a factor between 1/factor and factor, even
    on the log scale. dropped: share of a disease's findings that are no more frequent than in others.
    together: correlation within a latent group. stated: mean number of findings that a note states;
    denied: share of these that are stated absent; foreign: mean number of chance findings.
    prior_power: diseases are drawn by how common they are, to this power (0: all alike)."""

    factor: float = 2.0
    dropped: float = 0.2
    together: float = 0.0
    stated: float = 11.0
    denied: float = 0.2
    foreign: float = 1.0
    prior_power: float = 0.5


class Drawn(msgspec.Struct, frozen=True):
    """A made-up patient. known: the case without place or derived findings."""

    disease: str
    case: Case


def patients(knowledge: Knowledge, random: np.random.Generator, number: int, draw: Draw) -> list[Drawn]:
    """``number`` patients; the same generator gives the same patients.

    >>> from myotome.knowledge import load
    >>> one, = patients(load(), np.random.default_rng(1), 1, Draw())
    >>> one.disease in load().diseases and len(one.case.findings) > 0
    True
    """
    table = frequencies(knowledge)
    common = np.array([max(knowledge.diseases[d].clinic_per_1000.value, 1e-6) for d in table.diseases])
    weights = common ** draw.prior_power
    rows = random.choice(len(common), size=number, p=weights / weights.sum())
    return [_patient(int(row), table, knowledge, random, draw) for row in rows]


def _patient(row: int, table: Frequencies, knowledge: Knowledge, random: np.random.Generator, draw: Draw) -> Drawn:
    disease = knowledge.diseases[table.diseases[row]]
    listed = np.flatnonzero(~np.isnan(table.listed[row]))
    share = perturbed_shares(table.listed[row, listed], table.background[listed], random, draw)
    there = _uniform(table.group[listed], random, draw.together) < share
    count = max(3, random.poisson(draw.stated))
    absent = random.binomial(count, draw.denied)
    telling = _some(listed[there], count - absent, random)
    denied = _some(listed[~there], absent, random)
    others = np.setdiff1d(np.arange(len(table.concepts)), listed)
    ground = table.background[others]
    chance = random.choice(others, size=random.poisson(draw.foreign), p=ground / ground.sum(), replace=False)
    findings = [Finding(concept=table.concepts[c]) for c in (*telling, *chance)]
    findings += [Finding(concept=table.concepts[c], presence=Presence.ABSENT) for c in denied]
    return Drawn(disease.id, Case(findings=tuple(findings) + _tempo(disease, knowledge, random), patient=_person(disease, random)))


def perturbed_shares(
    share: np.ndarray, background: np.ndarray, random: np.random.Generator, draw: Draw,
) -> np.ndarray:
    """Frequencies as they might really be, [n]: off by a factor, some no higher than in others."""
    factor = np.exp(random.uniform(-1, 1, len(share)) * np.log(draw.factor))
    done = (share * factor).clip(0, 0.99)
    gone = random.random(len(share)) < draw.dropped
    return np.where(gone, np.minimum(background, done), done)


def _uniform(group: np.ndarray, random: np.random.Generator, together: float) -> np.ndarray:
    """Even numbers in 0..1, correlated within a group (Gaussian copula)."""
    own = random.standard_normal(len(group))
    shared = random.standard_normal(int(group.max()) + 1)[group]
    mixed = np.sqrt(together) * shared + np.sqrt(1 - together) * own
    return np.array([NORMAL.cdf(x) for x in mixed])


def _some(from_: np.ndarray, number: int, random: np.random.Generator) -> np.ndarray:
    return random.permutation(from_)[:number]


def _tempo(disease: Disease, knowledge: Knowledge, random: np.random.Generator) -> tuple[Finding, ...]:
    """How fast it began, as the finding that says so."""
    names = [t.value for t in Tempo if disease.tempo.get(t.value)]
    shares = np.array([disease.tempo[n] for n in names])
    chosen = names[random.choice(len(names), p=shares / shares.sum())]
    concepts = knowledge.settings["tempo"]["concepts"].get(chosen, ())
    return (Finding(concept=concepts[0]),) if concepts else ()


def _person(disease: Disease, random: np.random.Generator) -> Patient:
    """Onset mostly within the inner range of ages; sex by the disease's share of men."""
    inside = random.random() < 0.8
    span = disease.age
    age = random.uniform(span.low, span.high) if inside else random.uniform(span.least, min(span.most, 95))
    return Patient(onset_age=round(float(age)), sex=Sex.MALE if random.random() < disease.male.value else Sex.FEMALE)
