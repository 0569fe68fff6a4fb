"""Prove the knowledge whole: every id resolves, every number has a source, every criterion a paper.

``myotome knowledge check`` shows what this returns; the tests run it.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from myotome.errors import Problem
from myotome.knowledge.check_care import check_care
from myotome.knowledge.depth import ASPECTS, Grade, depth
from myotome.knowledge.expression import Expression, concepts_in
from myotome.knowledge.load import FOLDER, build
from myotome.knowledge.model import Concept, CriteriaSet, Disease
from myotome.knowledge.model.disease import BANDS, GAPS
from myotome.knowledge.store import Content, Knowledge
from myotome.terms import HowSeen, Level, Tempo

FREE_SOURCES = frozenset({"memory", "choice"})
CLASSES = (
    "root_single", "root_multiple", "plexus", "nerve_focal", "nerves_multiple",
    "anterior_horn_segmental", "anterior_horn_diffuse", "polyneuropathy_length_dependent",
    "polyradiculoneuropathy", "nmj", "myopathy_proximal_symmetric", "umn", "mixed", "insufficient",
)


class Checker:
    """Gathers problems; each ``check_*`` looks at one kind of file."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.knowledge = Knowledge(content, "check")
        self.problems: list[Problem] = []
        self.used: set[str] = set()
        self.sources: Counter[str] = Counter()

    def bad(self, place: str, message: str, mend: str = "") -> None:
        self.problems.append(
            Problem(level=Level.ERROR, code="knowledge.broken", message=message, mend=mend, place=place)
        )

    def source(self, place: str, source: str) -> None:
        self.sources[source] += 1
        if source not in FREE_SOURCES and source not in self.content.references:
            self.bad(place, f"source {source!r} is no reference", "add it to references/")

    def site(self, place: str, site: str) -> None:
        if self.knowledge.site_names(site) is None:
            self.bad(place, f"site {site!r} is not in anatomy/")

    def concept(self, place: str, concept: str) -> None:
        self.used.add(concept)
        if concept not in self.content.concepts:
            self.bad(place, f"concept {concept!r} is not in concepts/")

    def expression(self, place: str, node: Expression | None, items: frozenset[str] = frozenset()) -> None:
        if node is None:
            return
        for concept in concepts_in(node):
            self.concept(place, concept)
        self._references(place, node, items)

    def _references(self, place: str, node: Expression, items: frozenset[str]) -> None:
        if node.op == "item" and node.name not in items:
            self.bad(place, f"item {node.name!r} is not in the set")
        if node.op == "disease" and node.name not in self.content.diseases:
            self.bad(place, f"disease {node.name!r} is not in diseases/")
        if node.op == "treated" and node.name not in self.content.acts:
            self.bad(place, f"act {node.name!r} is not in drugs/")
        for site in (*node.sites, *node.excluded):
            self.site(place, site)
        for part in node.parts:
            self._references(place, part, items)

    # ---------------------------------------------------------------------------------------

    def check_anatomy(self) -> None:  # noqa: PLR0912 - one line a rule
        c = self.content
        for m in c.muscles.values():
            place = f"anatomy/muscles.yaml: {m.id}"
            self.source(place, m.roots_source)
            if m.nerve and m.nerve not in c.segments:
                self.bad(place, f"nerve segment {m.nerve!r} is not in segments.yaml")
            if m.region not in c.regions:
                self.bad(place, f"region {m.region!r} is not in regions.yaml")
            for root in m.roots:
                if root not in c.roots:
                    self.bad(place, f"root {root!r} is not in roots.yaml")
            for part in m.plexus:
                if part not in c.plexus:
                    self.bad(place, f"plexus part {part!r} is not in plexus.yaml")
        for g in c.groups.values():
            for member in g.members:
                if member not in c.muscles and member not in c.groups:
                    self.bad(f"anatomy/groups.yaml: {g.id}", f"member {member!r} is unknown")
        for n in c.nerves.values():
            for s in n.segments:
                if s not in c.segments:
                    self.bad(f"anatomy/nerves.yaml: {n.id}", f"segment {s!r} is unknown")
        for s in c.segments.values():
            self.source(f"anatomy/segments.yaml: {s.id}", s.prior_source)
            for parent in s.parents:
                if parent not in c.segments and parent not in c.plexus and parent not in c.roots:
                    self.bad(f"anatomy/segments.yaml: {s.id}", f"parent {parent!r} is unknown")
        for r in c.regions.values():
            if r.parent and r.parent not in c.regions:
                self.bad(f"anatomy/regions.yaml: {r.id}", f"parent {r.parent!r} is unknown")
            for part in r.muscles:
                if part not in c.muscles and part not in c.groups:
                    self.bad(f"anatomy/regions.yaml: {r.id}", f"muscle {part!r} is unknown")

    def check_concepts(self) -> None:
        for concept in self.content.concepts.values():
            place = f"concept {concept.id}"
            self._check_concept(place, concept)
        for r in self.content.refinements:
            place = f"refinement {r.concept} -> {r.becomes}"
            for concept in filter(None, (r.concept, r.becomes, r.beside)):
                self.concept(place, concept)
            for site in r.sites:
                self.site(place, site)
        for pair in self.content.settings["overview"]["opposites"]:
            for concept in pair:
                self.concept("settings/overview.yaml: opposites", concept)

        self._check_hpo_terms(self.content.settings["hpo_terms"])

    def _check_hpo_terms(self, terms: dict[str, Any]) -> None:
        for concept in (*terms["at"], *terms["near"]):
            if concept not in self.content.concepts:
                self.bad("settings/hpo_terms.yaml", f"concept {concept!r} is not in concepts/")
        for concept, places in terms["at"].items():
            for site in places:
                self.site(f"settings/hpo_terms.yaml: at {concept}", site)

    def _check_concept(self, place: str, concept: Concept) -> None:
        self.source(place, concept.background_source)
        if not 0 < concept.background < 1:
            self.bad(place, f"background {concept.background} is not between 0 and 1")
        for parent in concept.parents:
            if parent not in self.content.concepts:
                self.bad(place, f"parent {parent!r} is not in concepts/")
        if concept.site:
            self.site(place, concept.site)
        self.expression(place, concept.derived)

    def check_diseases(self) -> None:
        for disease in self.content.diseases.values():
            self._check_disease(f"diseases/{disease.id}.yaml", disease)

    def _check_disease(self, place: str, d: Disease) -> None:  # noqa: PLR0912 - one line a rule
        c = self.content
        for share in (d.prevalence_per_100000, d.clinic_per_1000, d.male, d.harm, d.treatability):
            self.source(place, share.source)
        for source in (d.age.source, d.tempo_source):
            self.source(place, source)
        if d.lesion_classes:
            self.source(place, d.lesion_source)
        if not d.age.least <= d.age.low <= d.age.high <= d.age.most:
            self.bad(place, "age: least <= low <= high <= most does not hold")
        if set(d.tempo) - {t.value for t in Tempo} or abs(sum(d.tempo.values()) - 1) > 0.011:
            self.bad(place, f"tempo {d.tempo} must name sudden, acute, subacute, chronic and sum to 1")
        for name in d.lesion_classes:
            if name.split(":")[0] not in (*CLASSES, "myopathy_pattern"):
                self.bad(place, f"lesion class {name!r} is unknown")
        for site in d.lesion_sites:
            self.site(place, site)
        for concept, finding in d.findings.items():
            self.concept(place, concept)
            self.source(f"{place}: {concept}", finding.source)
            counted = finding.n is not None and finding.of is not None
            if (finding.band in BANDS) + counted + (finding.share is not None) != 1:
                self.bad(place, f"{concept}: give a band of {', '.join(BANDS)}, or n and of, or share")
            if counted and finding.source == "memory":
                self.bad(place, f"{concept}: nobody counts from memory", "give the paper, or a share")
        for mimic in d.mimics:
            self.source(place, mimic.source)
            if mimic.disease not in c.diseases:
                self.bad(place, f"mimic {mimic.disease!r} is not in diseases/")
            for concept in mimic.concepts:
                self.concept(place, concept)
        self._check_depth(place, d)
        for test in d.confirm:
            if test not in c.tests:
                self.bad(place, f"test {test!r} is not in tests/")
        for other in (d.parent, *d.complication_of):
            if other and other not in c.diseases:
                self.bad(place, f"disease {other!r} is not in diseases/")
        if d.care:
            for step in d.care.steps:
                if step.evidence_level and step.evidence_level not in c.words["evidence_levels"]:
                    self.bad(place, f"no French for the evidence level {step.evidence_level!r}", "words/evidence_levels.yaml")
                self.source(place, step.source)
                self.expression(place, step.when)
                if step.act not in c.acts:
                    self.bad(place, f"act {step.act!r} is not in drugs/")
            for taper in d.care.tapers:
                self.source(place, taper.source)

    def _check_depth(self, place: str, d: Disease) -> None:
        for row in d.accuracy:
            self.concept(place, row.concept)
            self.source(f"{place}: accuracy of {row.concept}", row.source)
            if not all(v is None or 0 <= v <= 1 for v in (row.sensitivity, row.specificity)):
                self.bad(place, f"accuracy of {row.concept}: give shares from 0 to 1, or null")
        if set(d.gaps) - set(ASPECTS) or set(d.gaps.values()) - set(GAPS):
            self.bad(place, f"gaps {d.gaps}: name {', '.join(ASPECTS)} and say {' or '.join(GAPS)}")
        known = depth(d, self.knowledge)
        if known.grade is Grade.SHORT:
            self.bad(place, "is below the minimum form", "give codes, distribution, ten findings, two mimics")

    def check_criteria(self) -> None:
        for criteria in self.content.criteria.values():
            self._check_set(f"criteria/{criteria.id}.yaml", criteria)
        for flag in self.content.red_flags.values():
            self.source(f"red flag {flag.id}", flag.source)
            self.expression(f"red flag {flag.id}", flag.when)
            self.expression(f"red flag {flag.id}", flag.unless)
            for disease in flag.diseases:
                if disease not in self.content.diseases:
                    self.bad(f"red flag {flag.id}", f"disease {disease!r} is not in diseases/")

    def _check_set(self, place: str, criteria: CriteriaSet) -> None:
        items = frozenset(i.id for i in criteria.items)
        if criteria.paper not in self.content.references:
            self.bad(place, f"paper {criteria.paper!r} is no reference")
        for disease in criteria.diseases:
            if disease not in self.content.diseases:
                self.bad(place, f"disease {disease!r} is not in diseases/")
        for item in criteria.items:
            self.source(f"{place}: {item.id}", item.source)
            self.expression(f"{place}: {item.id}", item.rule, items)
        for outcome in (*criteria.outcomes, *criteria.subtypes):
            self.source(f"{place}: {outcome.id}", outcome.source)
            self.expression(f"{place}: {outcome.id}", outcome.when, items)
            self.expression(f"{place}: {outcome.id}", outcome.unless, items)
        if criteria.subtypes and criteria.subtypes_from not in {o.id for o in criteria.outcomes}:
            self.bad(place, f"subtypes_from {criteria.subtypes_from!r} is no level of the set")
        for expression in (criteria.precondition, *criteria.column.values()):
            self.expression(place, expression, items)

    def check_tests(self) -> None:
        for test in self.content.tests.values():
            place = f"test {test.id}"
            self.source(place, test.source)
            self.expression(place, test.when)
            for concept in test.concepts:
                self.concept(place, concept)
            for repeat in test.repeat:
                self.source(f"{place}: repeat", repeat.source)
                self.expression(place, repeat.when)
                if set(repeat.concepts) - set(test.concepts):
                    self.bad(place, f"repeat names {', '.join(set(repeat.concepts) - set(test.concepts))}, no result of the test")
            for other in test.never_replaces:
                if other not in self.content.tests:
                    self.bad(place, f"test {other!r} is not in tests/")
        for act in self.content.acts.values():
            if act.concept:
                self.concept(f"act {act.id}", act.concept)


    def check_care(self) -> None:
        """Cautions, labels, exclusions and updates: every id resolves, every line has a source."""
        c = self.content
        acts = set(c.acts) | {name for act in c.acts.values() for name in act.classes}
        for caution in c.cautions.values():
            place = f"care/cautions.yaml: {caution.id}"
            self.source(place, caution.source)
            self.expression(place, caution.when)
            for act in set(caution.acts) - acts:
                self.bad(place, f"act {act!r} is not in drugs/")
            if caution.stop not in ("hard", "soft"):
                self.bad(place, f"stop {caution.stop!r} is neither hard nor soft")
        for rule in c.exclusions.values():
            place = f"care/exclude_first.yaml: {rule.id}"
            self.source(place, rule.source)
            self.expression(place, rule.excluded)
            self._diseases(place, (*rule.diseases, rule.imitator))
            for test in set(rule.tests) - set(c.tests):
                self.bad(place, f"test {test!r} is not in tests/")
        for line in c.labels.values():
            place = f"care/labels.yaml: {line.id}"
            self.source(place, line.source)
            self._diseases(place, line.diseases)
            if line.act not in c.acts:
                self.bad(place, f"act {line.act!r} is not in drugs/")
        for update in c.updates.values():
            place = f"care/updates.yaml: {update.id}"
            self.source(place, update.source)
            self.source(place, update.document)
            self._diseases(place, update.diseases)

    def _diseases(self, place: str, diseases: tuple[str, ...]) -> None:
        for disease in diseases:
            if disease not in self.content.diseases:
                self.bad(place, f"disease {disease!r} is not in diseases/")


def check(folder: Path = FOLDER) -> tuple[list[Problem], dict[str, int]]:
    """All problems, and counts: entries by kind, concepts in use, numbers by how they were seen."""
    content, problems = build(folder)
    checker = Checker(content)
    for step in ("anatomy", "concepts", "diseases", "criteria", "tests", "care"):
        getattr(checker, f"check_{step}")()
    check_care(checker)
    seen: Counter[str] = Counter()
    for source, number in checker.sources.items():
        reference = content.references.get(source)
        seen[reference.how_seen.value if reference else source] += number
    counts = {
        name: len(getattr(content, name))
        for name in ("muscles", "nerves", "segments", "concepts", "diseases", "criteria", "tests",
                     "red_flags", "acts", "doses", "tapers", "references")
    }
    depths = [depth(d, checker.knowledge) for d in content.diseases.values()]
    counts["diseases in full"] = sum(d.grade is Grade.FULL for d in depths)
    counts["diseases in full, half of the findings read"] = sum(d.grade is Grade.FULL and d.read >= 0.5 for d in depths)
    counts["diseases in minimum form"] = sum(d.grade is Grade.MINIMUM for d in depths)
    counts["diseases reviewed by a clinician"] = sum(bool(d.reviewed_by) for d in depths)
    counts["concepts in use"] = len(checker.used & set(content.concepts))
    counts |= {f"numbers by {how}": seen[how] for how in sorted(seen)}
    unread = [r.id for r in content.references.values() if r.how_seen is HowSeen.MEMORY]
    counts["references from memory"] = len(unread)
    return problems + checker.problems, counts


def main() -> None:
    """Print problems and counts; for authors without the installed command."""
    problems, counts = check()
    for problem in problems:
        print(problem.line())
    print(counts, f"{len(problems)} problems")


if __name__ == "__main__":
    main()
