"""Another root list: the same anatomy with one root wrong in a share of the muscles.

Published tables disagree on at least one root for 44 % of muscles (localisation sheet), so an
engine that is only tried on its own anatomy is tried too kindly.
"""

from __future__ import annotations

import msgspec
import numpy as np

from myotome.knowledge import Knowledge
from myotome.knowledge.store import Content


def perturbed(knowledge: Knowledge, random: np.random.Generator, share: float = 0.2) -> Knowledge:
    """The knowledge with one root of ``share`` of the muscles moved one level up or down.

    Muscles without roots (cranial ones), and those whose neighbouring levels all are in the list
    already, stay as they are and are not counted.

    >>> from myotome.knowledge import load
    >>> known = load()
    >>> other = perturbed(known, np.random.default_rng(1))
    >>> changed = sum(m != known.muscles[i] for i, m in other.muscles.items())
    >>> rooted = sum(bool(m.roots) for m in known.muscles.values())
    >>> 0.15 < changed / rooted <= 0.2
    True
    """
    order = list(knowledge.roots)
    muscles = dict(knowledge.muscles)
    free = {name: _moves(muscle.roots, order) for name, muscle in muscles.items()}
    able = [name for name, moves in free.items() if moves]
    chosen = random.choice(len(able), size=int(share * len(able)), replace=False)
    for number in sorted(chosen.tolist()):
        name = able[number]
        old, new = free[name][random.integers(len(free[name]))]
        roots = {new if root == old else root: weight for root, weight in muscles[name].roots.items()}
        muscles[name] = msgspec.structs.replace(muscles[name], roots=roots)
    fields = {f: getattr(knowledge.content, f) for f in Content.__struct_fields__}
    return Knowledge(Content(**(fields | {"muscles": muscles})), knowledge.version + "-perturbed")


def _moves(roots: dict[str, str], order: list[str]) -> list[tuple[str, str]]:
    """(root, neighbour that is not in the list) of a muscle."""
    return [
        (root, order[place])
        for root in roots for place in (order.index(root) - 1, order.index(root) + 1)
        if 0 <= place < len(order) and order[place] not in roots
    ]
