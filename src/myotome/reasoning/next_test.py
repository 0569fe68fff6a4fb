"""What would settle it: expected fall of loss per burden, with what must not be missed on top."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
import numpy as np

from myotome.answer import Differential, Localisation, NextTest, Outcome
from myotome.case import Case
from myotome.knowledge.model import Test
from myotome.knowledge.store import Knowledge
from myotome.logic import CaseView, evaluate
from myotome.reasoning.burden import bundle, burden
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
    rows = [table.row[c.disease] for c in head]
    posterior = np.array([c.probability for c in head])
    posterior = posterior / posterior.sum()
    rate = np.where(np.isnan(table.listed[rows]), table.background, table.listed[rows])
    posterior, rate = _pooled(posterior, rate, [c.disease for c in head], knowledge)
    names = [c.disease for c in head]
    gain, loss = expected_gain(posterior, rate), expected_fall(posterior, rate, losses(names, knowledge))
    urgent = {n.disease: n.score for n in differential.not_to_miss}
    view = CaseView(case, knowledge)
    scored = []
    for test in knowledge.tests.values():
        if test.when is not None and evaluate(test.when, view).truth is Truth.NO:
            continue
        again = _repeated(test, known, view)
        columns = [table.column[c] for c in test.concepts if c not in known or c in again]
        if not columns or _done(test, known, settings["done_when_seen"]):
            continue
        bonus = sum(s for d, s in urgent.items() if test.id in knowledge.diseases[d].confirm)
        likely = sum(c.probability for c in head[:SEPARATED] if test.id in knowledge.diseases[c.disease].confirm)
        fall, bits = _best(loss, columns, settings), _best(gain, columns, settings)
        worth = (
            settings["loss_weight"] * fall + settings["gain_weight"] * bits
            + settings["confirm_bonus"] * bonus + settings["likely_bonus"] * likely
        )
        scored.append(_Scored(test, columns, worth, burden(test, settings), bits, fall, min(again.values(), default=None)))
    ordered = _in_order(scored, settings)
    chosen = [
        NextTest(
            test=s.test.id, gain=round(s.gain, 4), value=round(value, 6), loss=round(s.loss, 6), burden=round(s.burden, 2),
            bundle=bundle(s.test, settings), sites=_sites(s.test, where, knowledge), repeat=s.repeat,
        )
        for value, s in ordered
    ]
    floor = settings["least_share"] * (chosen[0].value if chosen else 0.0)
    worth_doing = [t for t in chosen if t.value >= floor][: settings["shown"]]
    shown = _with_partners(worth_doing, chosen, knowledge, settings["shown"])
    columns_of = {s.test.id: s.columns for s in scored}
    return tuple(
        msgspec.structs.replace(
            t, separates=_separated(columns_of[t.test], rate, posterior, names),
            outcomes=_outcomes(columns_of[t.test], loss, posterior, rate, names, table.concepts, settings),
        )
        for t in shown
    )


class _Scored(NamedTuple):
    """A test that could be done: its open results, what it is worth, and at what burden."""

    test: Test
    columns: list[int]
    worth: float
    burden: float
    gain: float
    loss: float
    repeat: int | None


def _repeated(test: Test, known: dict[str, State], view: CaseView) -> dict[str, int]:
    """Results that were negative and are worth looking for again -> number of the rule that says so."""
    found: dict[str, int] = {}
    for number, rule in enumerate(test.repeat):
        negative = [c for c in rule.concepts or test.concepts if c in known and not known[c].present]
        if negative and (rule.when is None or evaluate(rule.when, view).truth is Truth.YES):
            found = dict.fromkeys(negative, number) | found
    return found


def _best(figure: np.ndarray, columns: list[int], settings: dict) -> float:
    """A few of the best results, each further one counting less: results of one test hang together."""
    best = sorted((float(figure[c]) for c in columns), reverse=True)[: settings["per_test"]]
    return sum(g * settings["decay"] ** k for k, g in enumerate(best))


def _in_order(scored: list[_Scored], settings: dict) -> list[tuple[float, _Scored]]:
    """Best first. What can be done in the same go as a test already taken costs less then."""
    power, share = settings["cost_power"], settings["bundle_share"]
    left = {s.test.id: s for s in scored}
    taken: list[tuple[float, _Scored]] = []
    begun: set[str] = set()
    last = float("inf")
    while left:
        values = {
            name: min(last, s.worth / (s.burden * (share if bundle(s.test, settings) in begun else 1.0)) ** power)
            for name, s in left.items()
        }
        name = min(values, key=lambda n: (-values[n], n))
        last = values[name]
        taken.append((last, left.pop(name)))
        begun |= {bundle(taken[-1][1].test, settings)} - {""}
        if len(taken) >= 2 * settings["shown"]:  # beyond what can be shown the plain order will do
            taken += sorted(((values[n], s) for n, s in left.items()), key=lambda pair: (-pair[0], pair[1].test.id))
            break
    return taken


def losses(names: list[str], knowledge: Knowledge) -> np.ndarray:
    """Loss by missing each disease: harm of missing it x treatability, above a small base, [D]."""
    base = knowledge.settings["next_test"]["loss_base"]
    known = (knowledge.diseases[n] for n in names)
    return np.array([base + d.harm.value * d.treatability.value for d in known])


def expected_fall(posterior: np.ndarray, rate: np.ndarray, loss: np.ndarray) -> np.ndarray:
    """Expected fall of the loss from learning each result, [C]. The loss of a ranking is the sum over
    diseases of probability x doubt x loss by missing it, which no result can be expected to raise.

    posterior: [D]. rate: [D, C]. loss: [D].

    >>> import numpy as np
    >>> expected_fall(np.array([.5, .5]), np.array([[1., .3], [0., .3]]), np.ones(2)).round(3).tolist()
    [0.5, 0.0]
    """
    now = float((loss * posterior * (1 - posterior)).sum())
    after = np.zeros(rate.shape[1])
    for share in (posterior[:, None] * rate, posterior[:, None] * (1 - rate)):
        total = share.sum(axis=0)
        then = share / np.where(total > 0, total, 1.0)
        after += total * (loss[:, None] * then * (1 - then)).sum(axis=0)
    return now - after


def _outcomes(
    columns: list[int], loss: np.ndarray, posterior: np.ndarray, rate: np.ndarray, names: list[str],
    concepts: tuple[str, ...], settings: dict,
) -> tuple[Outcome, ...]:
    """What the most telling results, there or not, would do to the ranking."""
    found = []
    for column in sorted(columns, key=lambda c: (-loss[c], c))[: settings["outcomes"]]:
        for present, chance in ((True, rate[:, column]), (False, 1 - rate[:, column])):
            share = posterior * chance
            then = share / share.sum()
            order = np.argsort(-then, kind="stable")[: settings["outcome_ranking"]]
            found.append(Outcome(
                concept=concepts[column], present=present, chance=round(float(share.sum()), 4),
                ranking=tuple((names[i], round(float(then[i]), 4)) for i in order),
                now=round(float(posterior[order[0]]), 4),
            ))
    return tuple(found)


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
