"""Findings that Myotome knows, in a hierarchy."""

from __future__ import annotations

import msgspec

from myotome.knowledge.expression import Expression
from myotome.knowledge.model.words import Names


class Concept(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One finding, named as an abnormality ("reduced ankle reflex"), so absent means normal.

    parents: broader concepts. kind: symptom, sign, strength, reflex, sensation, nerve_study,
    needle_emg, imaging, laboratory, antibody, biopsy, genetics, drug, exposure, history, family,
    course, disease. words: by language, phrases whose presence means the abnormality is present
    (matched accent-less, without case, number or small words: see docs/knowledge-format.md).
    absent_words: phrases whose presence means the abnormality is absent ("afébrile").
    sited: kinds of site that it takes from its neighbourhood ("muscle", "nerve", "region",
    "reflex", "territory", "root"); empty when it takes none. site: a site it always has.
    hpo_also: HPO terms that say the same with a side, a place or a grade of their own ("Bilateral
    ptosis"); each belongs to one concept. measure: id of the laboratory or ENMG measure it reads.
    background: share of patients of a neuromuscular or rheumatology clinic without any listed cause
    who show it; source of it.
    latent: group under which dependent findings are tempered together. needs_examination: silence
    says nothing; all concepts are so unless a form asked. derived: expression that yields it.
    """

    id: str
    names: Names
    kind: str
    parents: tuple[str, ...] = ()
    words: dict[str, tuple[str, ...]] = {}
    absent_words: dict[str, tuple[str, ...]] = {}
    ambiguous: dict[str, tuple[str, ...]] = {}
    hpo: str = ""
    hpo_also: tuple[str, ...] = ()
    loinc: str = ""
    sited: tuple[str, ...] = ()
    site: str = ""
    background: float = 0.02
    background_source: str = "memory"
    latent: str = ""
    derived: Expression | None = None


class Refinement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A finding of ``concept`` at one of ``sites`` (or with the qualifier concept ``beside`` in the
    same sentence) is also, or rather, a finding of ``becomes``. replace: the general one is dropped.
    site_kinds: any site of these kinds will do ("muscle"). exact: only one of ``sites`` itself, no part of it.
    """

    concept: str
    becomes: str
    sites: tuple[str, ...] = ()
    site_kinds: tuple[str, ...] = ()
    beside: str = ""
    side: str = ""
    replace: bool = False
    exact: bool = False
