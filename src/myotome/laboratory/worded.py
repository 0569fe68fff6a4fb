"""A value and the words beside it that say the same ("calcémie à 2,35 mmol/L, normale") are one finding: the value's."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from myotome.case import Evidence, Finding
from myotome.terms import Method


def worded(findings: Sequence[Finding], judged: Sequence[Finding]) -> list[Finding]:
    """The findings of words, those marked as derived that a judged value among their words says too.

    >>> from myotome.case import Evidence, Finding
    >>> word = Finding(concept="ck_elevated", evidence=(Evidence(source="s1", start=0, end=30),))
    >>> value = Finding(concept="ck_elevated", evidence=(Evidence(source="s1", start=10, end=14),))
    >>> [f.method.value for f in worded([word], [value])]
    ['derived']
    """
    values = [(f, e) for f in judged for e in f.evidence if e.start is not None]
    return [
        msgspec.structs.replace(f, method=Method.DERIVED) if any(
            (f.concept, f.presence, f.experiencer) == (v.concept, v.presence, v.experiencer) and _overlap(e, own)
            for v, own in values for e in f.evidence
        ) else f for f in findings
    ]


def _overlap(a: Evidence, b: Evidence) -> bool:
    return a.source == b.source and a.start is not None and a.end is not None and a.start < (b.end or 0) and (b.start or 0) < a.end
