"""What would settle it: expected information per cost, with what must not be missed on top."""

from __future__ import annotations

import numpy as np

from myotome.answer import Differential, Localisation, NextTest
from myotome.case import Case
from myotome.knowledge.model import Test
from myotome.knowledge.store import Knowledge
from myotome.logic import CaseView, evaluate
from myotome.reasoning.evidence import State, states
from myotome.reasoning.frequencies import frequencies
from myotome.terms import Truth

SEPARATED = 3


def _entropy(p: np.ndarray) -> np.ndarray:
    """Entropy in bits along the first axis."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return -np.nansum(np.where(p > 0, p * np.log2(p), 0.0), axis=0)


def expected_gain(posterior: np.ndarray, rate: np.ndarray) -> np.ndarray:
    """Expected fall of entropy (bits) from learning each result.

    posterior: [D]. rate: [D, C] probability of each result under each disease. Returns [C].

    >>> import numpy as np
    >>> expected_gain(np.array([.5, .5]), np.array([[1., .3], [0., .3]])).round(3).tolist()
    [1.0, 0.0]
    """
    weights = posterior[:, None]
    positive = weights * rate
    negative = weights * (1 - rate)
    share = positive.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        after = share * _entropy(positive / share) + (1 - share) * _entropy(negative / (1 - share))
    return _entropy(posterior)[..., None] - after if posterior.ndim > 1 else float(_entropy(posterior)) - after


def next_tests(
    case: Case, differential: Differential, where: Localisation, knowledge: Knowledge,
) -> tuple[NextTest, ...]:
    """The tests to do next, best first.

    A test counts for the results not yet known; a test that another must not replace brings that
    other with it. Sites come from the localisation, for tests done at a muscle or nerve.
    """
    settings = knowledge.settings["next_test"]
    table = frequencies(knowledge)
    known = states(case, knowledge)
    head = [c for c in differential.candidates if c.disease in knowledge.diseases][: settings["diseases"]]
    if not head:
        return ()
    rows = [table.diseases.index(c.disease) for c in head]
    posterior = np.array([c.probability for c in head])
    posterior = posterior / posterior.sum()
    rate = np.where(np.isnan(table.listed[rows]), table.background, table.listed[rows])
    posterior, rate = _pooled(posterior, rate, [c.disease for c in head], knowledge)
    gain = expected_gain(posterior, rate)
    urgent = {n.disease: n.score for n in differential.not_to_miss}
    view = CaseView(case, knowledge)
    scored = []
    for test in knowledge.tests.values():
        if test.when is not None and evaluate(test.when, view).truth is Truth.NO:
            continue
        columns = [table.column[c] for c in test.concepts if c not in known]
        if not columns or _done(test, known, settings["done_when_seen"]):
            continue
        best = sorted((float(gain[c]) for c in columns), reverse=True)[: settings["per_test"]]
        information = sum(g * settings["decay"] ** k for k, g in enumerate(best))
        bonus = sum(s for d, s in urgent.items() if test.id in knowledge.diseases[d].confirm)
        likely = sum(c.probability for c in head[:SEPARATED] if test.id in knowledge.diseases[c.disease].confirm)
        value = (
            information + settings["confirm_bonus"] * bonus + settings["likely_bonus"] * likely
        ) / test.cost ** settings["cost_power"]
        scored.append((value, information, test, columns))
    scored.sort(key=lambda s: (-s[0], s[2].id))
    chosen = [
        NextTest(
            test=test.id, gain=round(information, 4), value=round(value, 4),
            separates=_separated(columns, rate, posterior, [c.disease for c in head]),
            sites=_sites(test, where, knowledge),
        )
        for value, information, test, columns in scored
    ]
    floor = settings["least_share"] * (chosen[0].value if chosen else 0.0)
    worth = [t for t in chosen if t.value >= floor][: settings["shown"]]
    return _with_partners(worth, chosen, knowledge, settings["shown"])


def _pooled(
    posterior: np.ndarray, rate: np.ndarray, names: list[str], knowledge: Knowledge,
) -> tuple[np.ndarray, np.ndarray]:
    """A complication is no rival of its cause: its share goes to the cause, with the higher rates."""
    posterior, rate = posterior.copy(), rate.copy()
    for row, name in enumerate(names):
        cause = next((c for c in knowledge.diseases[name].complication_of if c in names), None)
        if cause is not None:
            at = names.index(cause)
            posterior[at] += posterior[row]
            posterior[row] = 0.0
            rate[at] = np.maximum(rate[at], rate[row])
    return posterior, rate


def _done(test: Test, known: dict[str, State], kinds: list[str]) -> bool:
    """Has an image already shown what this one would look for?"""
    return test.kind in kinds and any(
        (state := known.get(c)) is not None and state.present and state.exact for c in test.concepts
    )


def _separated(columns: list[int], rate: np.ndarray, posterior: np.ndarray, names: list[str]) -> tuple[str, ...]:
    """The likely diseases that the test's best result splits most."""
    spread = (posterior[:, None] * np.abs(rate[:, columns] - (posterior @ rate[:, columns]))).max(axis=1)
    order = np.argsort(-spread, kind="stable")[: SEPARATED + 1]
    return tuple(names[i] for i in order if spread[i] > 0.005)


def _sites(test: Test, where: Localisation, knowledge: Knowledge) -> tuple:
    """Muscles that the first localisation leaves untested, or nerves of its sites."""
    if not test.per_site or not where.lesions:
        return ()
    lesion = where.lesions[0]
    if test.per_site == "muscle":
        return tuple((e.site, e.side) for e in lesion.untested if e.site in knowledge.muscles)[:4]
    nerves = {}
    for site, side in (*lesion.sites, *lesion.tie_set):
        nerve = knowledge.nerve_of_segment.get(site)
        if nerve:
            nerves[(nerve, side)] = None
    return tuple(nerves)[:6]


def _with_partners(
    worth: list[NextTest], every: list[NextTest], knowledge: Knowledge, shown: int,
) -> tuple[NextTest, ...]:
    """Those worth doing, each with the tests that it "never replaces" right beside it, whatever these
    are worth; at ``shown`` the list is cut between such groups, never within one."""
    order: list[NextTest] = []
    by_id = {t.test: t for t in every}

    def place(test: NextTest) -> None:
        if test in order:
            return
        order.append(test)
        for partner in knowledge.tests[test.test].never_replaces:
            if partner in by_id:
                place(by_id[partner])

    for test in worth:
        if len(order) >= shown:
            break
        place(test)
    return tuple(order)
