"""Where is the lesion? Findings by muscle, nerve, reflex, skin and side -> the sites that explain them.

The model is the noisy-OR with leak of the localisation sheet, section 3: a process above the
lesions, focal sites that multiply out part by part, and diffuse patterns that must explain what is
normal too. All numbers stand in ``knowledge/settings/localisation.yaml``.
"""

from __future__ import annotations

from myotome.answer.lesion import Localisation
from myotome.case import Case
from myotome.knowledge.store import Knowledge

__all__ = ["localise"]


def localise(case: Case, knowledge: Knowledge) -> Localisation:
    """Rank the sites that explain the findings of ``case``.

    Only what was found or stated normal counts; derived findings, other people's and past ones do
    not. ``classes`` sums to 1; it is ``{"insufficient": 1.0}`` without localising evidence.

    >>> from myotome.knowledge import load
    >>> localise(Case(id="empty"), load()).classes
    {'insufficient': 1.0}
    """
    from myotome.reasoning.localise.answer import find  # noqa: PLC0415 - numpy only when needed

    return find(case, knowledge)
