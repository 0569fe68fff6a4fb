"""The diseases as arrays: one row a disease, one column a concept, built once a process.

What a finding does to a disease depends on nothing but the two, so every log ratio is made here once;
ranking a case only gathers columns.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec
import numpy as np

from myotome.knowledge.model import DiseaseFinding
from myotome.knowledge.model.disease import BANDS
from myotome.knowledge.store import Knowledge

LISTED, COVERED, BROADER, FOREIGN = range(4)


class Frequencies(msgspec.Struct, frozen=True):
    """diseases, concepts: ids of rows and columns; row, column: their places.

    listed: [D, C] mean share of patients with it, NaN when the disease says nothing. background: [C].
    present, absent: [D, C] log ratio of a listed finding that is there, or stated absent; 0 elsewhere.
    unlisted: [D, C] log ratio of a finding said in so many words that the disease does not list.
    kind: [D, C] LISTED; COVERED by a broader one; BROADER than a listed one; FOREIGN.
    group: [C] number of the latent group. above: [C, C] is the column's concept strictly broader than
    the row's? described: [C] does any disease list it, or one broader or narrower? expected: of each disease, its findings, the most frequent first.
    """

    diseases: tuple[str, ...]
    concepts: tuple[str, ...]
    row: dict[str, int]
    column: dict[str, int]
    listed: np.ndarray
    background: np.ndarray
    present: np.ndarray
    absent: np.ndarray
    unlisted: np.ndarray
    kind: np.ndarray
    group: np.ndarray
    above: np.ndarray
    described: np.ndarray
    expected: tuple[tuple[tuple[str, float], ...], ...]


def counts(finding: DiseaseFinding, settings: dict) -> tuple[float, float]:
    """(patients with the finding, patients): as counted, or as many as a band or a share is worth.

    One recalled from memory is worth fewer patients than one that was read.
    """
    share = settings["bands"][finding.band] if finding.band else finding.share
    if share is not None:
        of = settings["band_worth"]["memory" if finding.source == "memory" else "read"]
        return share * of, of
    assert finding.n is not None and finding.of is not None
    return finding.n, finding.of


def stated(finding: DiseaseFinding, settings: dict) -> float:
    """Share of patients as the file states it, before any shrinkage: what a reader is shown."""
    n, of = counts(finding, settings)
    return n / of


def frequency(finding: DiseaseFinding, settings: dict, background: float = 0.02) -> float:
    """Mean of the beta distribution of the share of patients with the finding.

    Before any patient the share is taken for that of other patients (``background``), with the weight
    of ``shrink`` patients: 2 of 3 says less than 20 of 30, and 0 of 38 stays a number above zero.
    What never comes with the disease stays below what others have: else a sign that is rare in
    everybody would speak for a disease that never shows it.

    >>> from myotome.knowledge import load
    >>> settings = load().settings["ranking"]
    >>> few, many = (frequency(DiseaseFinding(n=n, of=m), settings) for n, m in ((2, 3), (20, 30)))
    >>> 0 < frequency(DiseaseFinding(n=0, of=38), settings) < few < many < 20 / 30
    True
    >>> frequency(DiseaseFinding(band="never"), settings, background=0.002) < 0.002
    True
    """
    if finding.band == BANDS[-1]:
        return float(min(settings["bands"][finding.band], settings["never_of_background"] * background))
    n, of = counts(finding, settings)
    weight = settings["shrink"]
    share = (n + weight * background) / (of + weight)
    return float(min(max(share, settings["least_frequency"]), 1 - settings["least_frequency"]))


def interval(finding: DiseaseFinding, settings: dict) -> tuple[float, float]:
    """95 % interval of the share (Wilson 1927, score interval); a band counts as its patients.

    >>> from myotome.knowledge import load
    >>> [round(x, 2) for x in interval(DiseaseFinding(n=54, of=57), load().settings["ranking"])]
    [0.86, 0.98]
    """
    n, of = counts(finding, settings)
    z = settings["interval_z"]
    share = n / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * (share * (1 - share) / of + z * z / (4 * of * of)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)


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
    above = np.zeros((len(concepts), len(concepts)), dtype=bool)
    for concept, i in column.items():
        above[i, [column[a] for a in knowledge.ancestors(concept) if a != concept]] = True
    told = ~np.isnan(listed)
    filled = np.where(told, listed, background)
    kind, unlisted = _unlisted(told, filled, background, above, settings)
    groups: dict[str, int] = {}
    group = np.array([groups.setdefault(knowledge.concepts[c].latent or c, len(groups)) for c in concepts])
    return Frequencies(
        diseases, concepts, {d: i for i, d in enumerate(diseases)}, column, listed, background,
        np.log(filled / background), np.log((1 - filled) / (1 - background)), unlisted, kind, group, above, (kind != FOREIGN).any(axis=0),
        tuple(_expected(np.nan_to_num(r), concepts) for r in listed),
    )


def _unlisted(
    told: np.ndarray, filled: np.ndarray, background: np.ndarray, above: np.ndarray, settings: dict,
) -> tuple[np.ndarray, np.ndarray]:
    """Kind of each pair, and the log ratio of those that are not listed.

    A finding broader than a listed one counts in part; one foreign to the disease is nearly neutral;
    one narrower than a listed one speaks through that.
    """
    listed = np.where(told, filled, 0.0)
    covered, best = np.zeros(told.shape, dtype=bool), np.zeros_like(filled)
    for i in np.flatnonzero(above.any(axis=1)):
        covered[:, i] = told[:, above[i]].any(axis=1)
    for i in np.flatnonzero(above.any(axis=0)):
        best[:, i] = listed[:, above[:, i]].max(axis=1)
    broader = best > background
    kind = np.select([told, covered, broader], [LISTED, COVERED, BROADER], FOREIGN).astype(np.int8)
    gain = settings["broader_price"] * np.log(np.clip(best, background, 1) / background)
    return kind, np.select([kind == BROADER, kind == FOREIGN], [gain, settings["foreign_log_ratio"]], 0.0)


def _expected(shares: np.ndarray, concepts: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    columns = np.flatnonzero(shares)
    pairs = ((concepts[i], round(float(shares[i]), 3)) for i in columns)
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))
