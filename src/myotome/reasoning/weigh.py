"""All diseases against each other, as arrays: prior, context and findings in log odds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from myotome.answer import Localisation
from myotome.case import Case
from myotome.knowledge.store import Knowledge
from myotome.reasoning import priors
from myotome.reasoning.evidence import State, stated_diagnoses, states
from myotome.reasoning.frequencies import Frequencies, frequencies
from myotome.reasoning.place_seen import log_setting
from myotome.reasoning.ratios import Ratios, ratios
from myotome.reasoning.tempo import tempo_of


class Weighed(NamedTuple):
    """Everything the ranking rests on. start: [D] log odds of the prior against "none of these";
    context, [D, len(priors.CONTEXT)], and ratios, [D, K]: what was added; odds: [D] the sum.
    posterior: [D + 1], "none of these" last."""

    case: Case
    known: dict[str, State]
    table: Frequencies
    start: np.ndarray
    context: np.ndarray
    ratios: Ratios
    odds: np.ndarray
    posterior: np.ndarray


def weigh(case: Case, where: Localisation, knowledge: Knowledge) -> Weighed:
    """All diseases against each other, as arrays; ``rank`` makes the answer of it."""
    settings = knowledge.settings["ranking"]
    table = frequencies(knowledge)
    known = states(case, knowledge)
    found = ratios(known, table, settings)
    stated = stated_diagnoses(case)
    start = priors.start(knowledge)
    tempo = tempo_of(case, knowledge)
    context = priors.context(case, where, tempo, stated, knowledge)
    if case.setting is not None:
        context[:, -2] = [log_setting(knowledge.diseases[d], case, tempo, knowledge) for d in table.diseases]
    odds = start + context.sum(axis=1) + found.values.sum(axis=1)
    gain = _complications(odds, stated, table, knowledge)
    context[:, -1] = gain
    odds = odds + gain
    return Weighed(case, known, table, start, context, found, odds, posterior_of(odds, settings))


def posterior_of(odds: np.ndarray, settings: dict) -> np.ndarray:
    """Probabilities from log odds against "none of these", which comes last: [D] -> [D + 1].

    In a share of cases (``doubt``) the patient does not follow the knowledge: there the log odds count
    for ``doubt_power`` of themselves. So no list of ratios, however long, makes an answer certain.

    >>> import numpy as np
    >>> posterior_of(np.log(np.array([1.0, 2.0])), {"doubt": 0.0, "doubt_power": 1.0}).tolist()
    [0.25, 0.5, 0.25]
    >>> posterior_of(np.array([50.0]), {"doubt": 0.1, "doubt_power": 0.0}).round(2).tolist()
    [0.95, 0.05]
    """
    doubt = settings["doubt"]
    return (1 - doubt) * _shares(odds) + doubt * _shares(settings["doubt_power"] * odds)


def _shares(odds: np.ndarray) -> np.ndarray:
    scores = np.append(odds, 0.0)
    weights = np.exp(scores - scores.max())
    return weights / weights.sum()


def _complications(
    odds: np.ndarray, stated: dict[str, str], table: Frequencies, knowledge: Knowledge,
) -> np.ndarray:
    """A complication presupposes its disease: what speaks for it speaks for the disease that the
    source states as known. Returns the gain in log odds, [D]."""
    done = odds.copy()
    for row, name in enumerate(table.diseases):
        for cause in knowledge.diseases[name].complication_of:
            if stated.get(cause) == "certain":
                at = table.row[cause]
                done[at] = np.logaddexp(done[at], odds[row])
    return done - odds
