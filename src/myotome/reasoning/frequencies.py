"""The diseases as arrays: one row a disease, one column a concept, built once a process."""

from __future__ import annotations

from functools import lru_cache

import msgspec
import numpy as np

from myotome.knowledge.model import DiseaseFinding
from myotome.knowledge.model.disease import BANDS
from myotome.knowledge.store import Knowledge


class Frequencies(msgspec.Struct, frozen=True):
    """diseases, concepts: ids of rows and columns. listed: [D, C] share of patients with it, NaN
    when the disease says nothing. background: [C]. groups: latent group of each column."""

    diseases: tuple[str, ...]
    concepts: tuple[str, ...]
    column: dict[str, int]
    listed: np.ndarray
    background: np.ndarray
    groups: tuple[np.ndarray, ...]


def frequency(finding: DiseaseFinding, settings: dict, background: float = 1.0) -> float:
    """Share of patients with the finding: the band's middle, or n of m shrunk away from 0 and 1.

    What never comes with the disease stays below what others have (``background``): else a sign
    that is rare in everybody would speak for a disease that never shows it.

    >>> from myotome.knowledge import load
    >>> settings = load().settings["ranking"]
    >>> round(frequency(DiseaseFinding(n=0, of=38), settings), 3)
    0.013
    >>> frequency(DiseaseFinding(band="never"), settings, background=0.002) < 0.002
    True
    """
    if finding.band == BANDS[-1]:
        return float(min(settings["bands"][finding.band], settings["never_of_background"] * background))
    if finding.band:
        return float(settings["bands"][finding.band])
    share = finding.share
    if share is None:
        assert finding.n is not None and finding.of is not None
        shrink = settings["shrink"]
        share = (finding.n + shrink) / (finding.of + 2 * shrink)
    return float(min(max(share, settings["least_frequency"]), 1 - settings["least_frequency"]))


@lru_cache(maxsize=4)
def frequencies(knowledge: Knowledge) -> Frequencies:
    """Build the arrays."""
    settings = knowledge.settings["ranking"]
    diseases = tuple(sorted(knowledge.diseases))
    concepts = tuple(sorted(knowledge.concepts))
    column = {c: i for i, c in enumerate(concepts)}
    background = np.array([knowledge.concepts[c].background for c in concepts])
    listed = np.full((len(diseases), len(concepts)), np.nan)
    for row, disease in enumerate(diseases):
        for concept, finding in knowledge.diseases[disease].findings.items():
            listed[row, column[concept]] = frequency(finding, settings, background[column[concept]])
    by_group: dict[str, list[int]] = {}
    for concept, i in column.items():
        by_group.setdefault(knowledge.concepts[concept].latent or concept, []).append(i)
    groups = tuple(np.array(v) for v in by_group.values())
    return Frequencies(diseases, concepts, column, listed, background, groups)
