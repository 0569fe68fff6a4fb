"""Families of diseases that signs alone cannot tell apart, ranked by the sum of their members."""

from __future__ import annotations

from myotome.answer import Family
from myotome.knowledge.store import Knowledge
from myotome.reasoning.weigh import Weighed


def families(weighed: Weighed, knowledge: Knowledge) -> tuple[Family, ...]:
    """The likeliest families, best first; a disease of no family stands alone and is left out.

    >>> from myotome.knowledge import load
    >>> load().settings["families"]["families"]["dystrophinopathy"]["members"]
    ['dmd', 'bmd']
    """
    settings = knowledge.settings["families"]
    chance = dict(zip(weighed.table.diseases, weighed.posterior.tolist(), strict=False))
    done = []
    for name, family in settings["families"].items():
        members = sorted(((d, chance[d]) for d in family["members"]), key=lambda pair: (-pair[1], pair[0]))
        done.append(Family(family=name, probability=sum(p for _, p in members), members=tuple(members)))
    done.sort(key=lambda f: (-f.probability, f.family))
    return tuple(done[: settings["shown"]])
