"""Severity, tempo, course, topography and times of findings, on sentences marked by hand (docs/annotation-guide.md, section 9).

    python benchmarks/reading_attributes.py                both halves, each attribute apart
    python benchmarks/reading_attributes.py open --misses  one half, with what was read otherwise
    python benchmarks/reading_attributes.py --first 5

``said``: of the attributes that a mention is marked with, the share read so. ``not invented``: of those that it is not marked with, the
share left unsaid. Two dates agree as far as both are exact. ``read``: by the reader, whose finding at the words is asked (none there: wrong);
``qualify``: of the marked words, by ``text.qualify``. Words of the unseen half are printed only when it is named.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from myotome.case import Finding
from myotome.knowledge import Knowledge, load
from myotome.text import Qualified, qualify, read

READING = Path(__file__).parent / "reading"
HALVES = ("open", "unseen")
ATTRIBUTES = ("severity", "tempo", "course", "topography", "date", "age", "offset", "anchor")
Told = Finding | Qualified | None
Way = Callable[[dict[str, Any], Sequence[tuple[int, int]], Knowledge], Sequence[Told]]


def by_reader(entry: dict[str, Any], spans: Sequence[tuple[int, int]], knowledge: Knowledge) -> Sequence[Told]:
    """The finding at each span: the one whose words fit it best."""
    found = [f for p in read(entry["text"], knowledge, entry.get("language", "fr")).patients for f in p.findings]
    return [max((f for f in found if closeness(f, span)), key=lambda f: closeness(f, span), default=None) for span in spans]  # noqa: B023


def closeness(finding: Finding, span: tuple[int, int]) -> float:
    """Share of the joint length that the nearest of its words and the span have in common."""
    shares = [0.0]
    for evidence in finding.evidence:
        start, end = evidence.start or 0, evidence.end or 0
        common = min(end, span[1]) - max(start, span[0])
        shares.append(max(common, 0) / (max(end, span[1]) - min(start, span[0])))
    return max(shares)


def by_qualify(entry: dict[str, Any], spans: Sequence[tuple[int, int]], knowledge: Knowledge) -> Sequence[Told]:
    return qualify(entry["text"], spans, entry.get("language", "fr"), knowledge)


WAYS: dict[str, Way] = {"read": by_reader, "qualify": by_qualify}


def value(told: Told, attribute: str) -> Any:
    """What was read, in the form of the marks; None for what was not."""
    if told is None:
        return None
    if attribute == "topography":
        return sorted(t.value for t in told.topography) or None
    if attribute in ("offset", "anchor"):
        return getattr(told.time, attribute) or None if told.time is not None else None
    plain = getattr(told, attribute)
    return getattr(plain, "value", plain)


def wanted(mark: dict[str, Any], attribute: str) -> Any:
    marked = mark.get(attribute)
    return sorted(marked) if attribute == "topography" and marked else marked


def agrees(attribute: str, want: Any, have: Any) -> bool:
    """Dates agree as far as both are exact ("2019-09" and "2019-09-12")."""
    if attribute != "date" or want is None or have is None:
        return want == have
    ends = [(w, h) for w, h in zip(want.split("/"), have.split("/"), strict=False)]
    return want.count("/") == have.count("/") and all(w.startswith(h) or h.startswith(w) for w, h in ends)


def judged(entry: dict[str, Any], way: Way, knowledge: Knowledge) -> Iterator[tuple[str, str, Any, Any]]:
    """Attribute, words, what was marked, what was read; derived dates and ages that no one marked are not asked."""
    text = entry["text"]
    spans = [(text.index(m["quote"]), text.index(m["quote"]) + len(m["quote"])) for m in entry["mentions"]]
    for mark, told in zip(entry["mentions"], way(entry, spans, knowledge), strict=True):
        for attribute in ATTRIBUTES:
            want, have = wanted(mark, attribute), value(told, attribute)
            relative = want is None and (attribute in ("offset", "anchor") or attribute in ("date", "age") and mark.keys() & {"offset", "anchor"})
            if not relative:
                yield attribute, mark["quote"], want, have


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("halves", nargs="*", choices=[*HALVES, []], help="default: both")
    parser.add_argument("--first", type=int, help="only the first sentences of each half")
    parser.add_argument("--misses", action="store_true", help="print what was read otherwise, of the halves that are named")
    parser.add_argument("--json", type=Path, help="write the figures there")
    options = parser.parse_args()
    knowledge = load()
    figures: dict[str, Any] = {}
    for half in options.halves or HALVES:
        entries = yaml.safe_load((READING / f"attributes_{half}.yaml").read_text(encoding="utf-8"))[: options.first]
        for name, way in WAYS.items():
            counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
            for entry in entries:
                for attribute, words, want, have in judged(entry, way, knowledge):
                    right = agrees(attribute, want, have)
                    for title in (f"{attribute} {'said' if want is not None else 'not invented'}", "all said" if want is not None else "all not invented"):
                        counts[title][0] += right
                        counts[title][1] += 1
                    if not right and options.misses and half in options.halves:
                        print(f"{entry['id']}  {name:8} {words!r}: {attribute} marked {want}, read {have}")
            figures[f"{half} {name}"] = counts
            print(f"\n{half}, {name}: {len(entries)} sentences, {sum(len(e['mentions']) for e in entries)} findings")
            for title, (right, of) in sorted(counts.items()):
                print(f"  {title:26} {right / of:.3f}  ({right} of {of})")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
