"""What the findings of a case do to each disease, in log odds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from myotome.reasoning.evidence import State
from myotome.reasoning.frequencies import LISTED, Frequencies


class Ratios(NamedTuple):
    """concepts: what the case speaks of, in order; columns: their places in the table, [K].
    values: log ratio of each for each disease after discount and temper, [D, K]."""

    concepts: tuple[str, ...]
    columns: np.ndarray
    values: np.ndarray


def ratios(known: dict[str, State], table: Frequencies, settings: dict) -> Ratios:
    """Log ratios of a case. What nobody examined has no column, so its ratio is exactly 1.

    known: concept -> state, as ``evidence.states`` gives it.
    """
    state = _state(known, table)
    columns = state.columns
    values = np.where(state.present, table.present[:, columns], table.absent[:, columns])
    values[_implied(table.kind[:, columns] == LISTED, state, table)] = 0.0
    values += np.where(state.present & state.exact, table.unlisted[:, columns], 0.0)
    return Ratios(state.concepts, columns, _discount(values * state.weight, table.group[columns], settings))


def combined(
    known: dict[str, State], table: Frequencies, first: np.ndarray, second: np.ndarray, settings: dict,
) -> np.ndarray:
    """Log ratios of the findings under two diseases at once, for pairs of rows, [pairs, K].

    A finding that both list comes from either, 1 - (1 - a)(1 - b); one that a single disease lists is at
    least as frequent as in others; one that neither lists is judged by the one it suits better.
    """
    state = _state(known, table)
    columns = state.columns
    kinds = [table.kind[rows][:, columns] for rows in (first, second)]
    shares = [np.nan_to_num(table.listed[rows][:, columns]) for rows in (first, second)]
    ground = table.background[columns]
    told = (kinds[0] == LISTED) | (kinds[1] == LISTED)
    both = (kinds[0] == LISTED) & (kinds[1] == LISTED)
    share = 1 - (1 - shares[0]) * (1 - shares[1])
    share = np.where(both, share, np.maximum(share, ground)).clip(1e-6, 1 - 1e-6)
    values = np.where(state.present, np.log(share / ground), np.log((1 - share) / (1 - ground)))
    values[~told | _implied(told, state, table)] = 0.0
    open_ = np.maximum(table.unlisted[first][:, columns], table.unlisted[second][:, columns])
    values += np.where(~told & state.present & state.exact, open_, 0.0)
    return _discount(values * state.weight, table.group[columns], settings)


class _State(NamedTuple):
    """The known concepts as arrays, [K]."""

    concepts: tuple[str, ...]
    columns: np.ndarray
    present: np.ndarray
    exact: np.ndarray
    weight: np.ndarray


def _state(known: dict[str, State], table: Frequencies) -> _State:
    concepts = tuple(sorted(known))
    return _State(
        concepts, np.array([table.column[c] for c in concepts], dtype=int),
        np.array([known[c].present for c in concepts], dtype=bool),
        np.array([known[c].exact for c in concepts], dtype=bool),
        np.array([known[c].weight for c in concepts], dtype=float),
    )


def _implied(told: np.ndarray, state: _State, table: Frequencies) -> np.ndarray:
    """Does a disease list a narrower finding that is there, or a broader one that is absent? Then this
    one follows from it and says nothing more, [D, K]."""
    broader = table.above[np.ix_(state.columns, state.columns)]
    there, away = state.present, ~state.present
    done = np.zeros(told.shape, dtype=bool)
    for place in range(len(state.columns)):
        others = broader[:, place] & there if there[place] else broader[place] & away
        if others.any():
            done[:, place] = told[:, others].any(axis=1)
    return done


def _discount(values: np.ndarray, group: np.ndarray, settings: dict) -> np.ndarray:
    """Within a latent group the strongest counts fully, the next by ``group_decay``, and so on; all are
    tempered, for the groups are not independent either."""
    done = values.copy()
    for number in np.unique(group):
        columns = np.flatnonzero(group == number)
        if len(columns) < 2:
            continue
        block = values[:, columns]
        place = np.argsort(np.argsort(-np.abs(block), axis=1, kind="stable"), axis=1)
        done[:, columns] = block * settings["group_decay"] ** place
    return done * settings["temper"]
