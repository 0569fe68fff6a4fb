"""Known variants of the anatomy, at their low prior: crossed branches, a plexus shifted by one root.

A variant adds its prior times its share to what a site reaches, and takes as much from the usual
way: the exact chance of each finding by itself. That several muscles of one patient share a variant
is left out; the answer names a variant where it alone lets the lesion explain a finding.
"""

from __future__ import annotations

import numpy as np

from myotome.knowledge.store import Knowledge
from myotome.reasoning.localise.settings import Anomaly, Settings

Odd = dict[tuple[int, int], str]


def vary(
    reach: np.ndarray, rows: dict[str, int], atoms: dict[tuple[str, str], int],
    knowledge: Knowledge, settings: Settings,
) -> Odd:
    """Change ``reach`` (S x A) in place; (row, column) -> variant for cells that owe all to it."""
    usual = reach.copy()
    odd: Odd = {}
    for anomaly in settings.anomalies:
        if anomaly.shift:
            _shift(anomaly, reach, usual, rows, atoms, (knowledge, settings), odd)
        else:
            _cross(anomaly, reach, usual, rows, atoms, odd)
    return odd


def _cross(
    anomaly: Anomaly, reach: np.ndarray, usual: np.ndarray,
    rows: dict[str, int], atoms: dict[tuple[str, str], int], odd: Odd,
) -> None:
    """Fibres of some muscles run by other segments, and no more by the usual ones."""
    chance = anomaly.prior * anomaly.share
    for muscle in anomaly.muscles:
        column = atoms["muscle", muscle]
        for site in anomaly.by:
            cell = rows[site], column
            reach[cell] = 1 - (1 - reach[cell]) * (1 - chance)
            if usual[cell] == 0:
                odd[cell] = anomaly.id
        for site in anomaly.spared:
            reach[rows[site], column] *= 1 - chance


def _shift(
    anomaly: Anomaly, reach: np.ndarray, usual: np.ndarray, rows: dict[str, int],
    atoms: dict[tuple[str, str], int], known: tuple[Knowledge, Settings], odd: Odd,
) -> None:
    """Each root of the plexus carries what the root ``shift`` levels further down carries as a rule.

    Muscles with counts of patients are left as they are: variants are among those counted.
    """
    knowledge, settings = known
    counted = {c.muscle for c in settings.counts.seen}
    columns = np.array([
        atoms["muscle", m.id] for m in knowledge.muscles.values()
        if m.roots and m.id not in counted and not m.id.startswith("paraspinal")
        and set(m.roots) <= set(anomaly.roots)
    ])
    order = list(knowledge.roots)
    for root in anomaly.roots:
        place = order.index(root) + anomaly.shift
        if not 0 <= place < len(order):
            continue
        row, lent = rows[root], usual[rows[order[place]], columns]
        reach[row, columns] += anomaly.prior * (lent - usual[row, columns])
        for column in columns[(usual[row, columns] == 0) & (lent > 0)]:
            odd.setdefault((row, int(column)), anomaly.id)
