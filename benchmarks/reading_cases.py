"""Recall of the findings that the development cases list, and how many findings are read for one that is listed.

    python benchmarks/reading_cases.py                     from the vignettes of the shared cases ($MYOTOME_SHARED or ../shared)
    python benchmarks/reading_cases.py --hpo path/to/hp.obo   a parent or child in that HPO release counts as found, as the cases ask

Findings that only follow from others (method ``derived``) count on neither side. Without ``--hpo`` only terms that a concept
carries are known, and broader and narrower ones are those of our concepts. With it "by terms given out" is what somebody counts who
sees nothing of our concepts: a finding counts by the one term that it is given out with (`hpo_term`), the same, its parent or its child.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from myotome.assess import complete
from myotome.case import Finding
from myotome.evaluation import load_cases
from myotome.evaluation.cases import GoldCase, from_text
from myotome.evaluation.findings import PARTS, compare, hpo_index
from myotome.knowledge import load
from myotome.knowledge.hereditary_build import read_ontology
from myotome.knowledge.hpo_terms import hpo_term
from myotome.knowledge.store import Knowledge
from myotome.terms import Method, Presence

SHARED = Path(os.environ.get("MYOTOME_SHARED", Path(__file__).parents[2] / "shared"))


def with_neighbours(index: Mapping[str, Sequence[str]], parents: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """HPO id -> concepts that carry it, its parent or its child."""
    wide = {term: list(concepts) for term, concepts in index.items()}
    for child, above in parents.items():
        for parent in above:
            wide.setdefault(parent, []).extend(index.get(child, ()))
            wide.setdefault(child, []).extend(index.get(parent, ()))
    return wide


def read_findings(gold_case: GoldCase, knowledge: Knowledge) -> list[Finding]:
    """What is read in the vignette, without what is derived."""
    return [f for f in complete(from_text(gold_case, knowledge), knowledge)[0].findings if f.method is not Method.DERIVED]


def by_terms(gold: GoldCase, found: Sequence[Finding], knowledge: Knowledge, parents: Mapping[str, Sequence[str]]) -> tuple[int, int]:
    """(listed terms that a finding is given out with, by the same term, a parent or a child; listed terms)."""
    given = {hpo_term(f.concept, f.site, f.presence is Presence.PRESENT, knowledge) for f in found} - {""}
    near = given | {above for term in given for above in parents.get(term, ())}
    listed = [f.hpo for f in gold.findings if f.hpo]
    return sum(term in near or not given.isdisjoint(parents.get(term, ())) for term in listed), len(listed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hpo", type=Path, help="hp.obo of a release")
    options = parser.parse_args()
    knowledge = load()
    index, parents = hpo_index(knowledge), {}
    if options.hpo:
        parents = read_ontology(options.hpo)[0]
        index = with_neighbours(index, parents)
    sums = {part: [0.0, 0.0] for part in PARTS}
    counts: list[tuple[int, int]] = []
    given_out: list[tuple[int, int]] = []
    for path in sorted((SHARED / "cases").glob("*_dev.json")):
        for gold in load_cases(path):
            found = read_findings(gold, knowledge)
            for part, (right, asked) in compare(gold.findings, found, knowledge, index).items():
                sums[part][0] += right
                sums[part][1] += asked
            given_out.append(by_terms(gold, found, knowledge, parents))
            if gold.findings:
                counts.append((len(found), len(gold.findings)))
    if not counts:
        raise SystemExit(f"no cases in {SHARED / 'cases'}")
    for part, (right, asked) in sums.items():
        print(f"{part:10} {right / asked:.3f}  ({right:.0f} of {asked:.0f})")
    if parents:
        right, listed = (sum(column) for column in zip(*given_out, strict=True))
        print(f"{'by terms':10} {right / listed:.3f}  ({right} of {listed}), by the term that a finding is given out with")
    print(f"findings read for one listed: mean over cases {sum(a / b for a, b in counts) / len(counts):.3f}, "
          f"all together {sum(a for a, _ in counts) / sum(b for _, b in counts):.3f}  ({len(counts)} cases)")


if __name__ == "__main__":
    main()
