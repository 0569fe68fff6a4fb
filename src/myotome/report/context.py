"""What every section needs: the words, the case, where its findings stand on the page, citations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from myotome.case import Case
from myotome.report.phrases import finding_phrase, place_of, quotes
from myotome.report.wording import Wording, legible
from myotome.terms import HowSeen, Presence

UNREAD = frozenset({HowSeen.MEMORY.value, HowSeen.CHOICE.value})  # sources that are no document


class Cite(NamedTuple):
    """number: in the list of references; None for "memory" and "choice", which name no document."""

    label: str
    title: str
    number: int | None
    unverified: bool


class FindingRef(NamedTuple):
    """A finding with the place on the page where it was marked, and the words it came from."""

    text: str
    href: str
    quotes: tuple[str, ...]
    absent: bool


class Citations:
    """Numbers the references in the order in which the report first cites them."""

    def __init__(self, words: Wording) -> None:
        self.words = words
        self.numbers: dict[str, int] = {}
        self._cites: dict[str, Cite] = {}

    def __call__(self, source: str) -> Cite:
        known = self._cites.get(source)
        if known is None:
            known = self._cites[source] = self._make(source)
        return known

    def _make(self, source: str) -> Cite:
        if source in UNREAD:
            label = self.words(f"source_{source}")
            return Cite(label, self.words(f"source_{source}_title"), None, source == HowSeen.MEMORY.value)
        number = self.numbers.setdefault(source, len(self.numbers) + 1)
        reference = self.words.knowledge.references.get(source)
        title = reference.title if reference else legible(source)
        unverified = reference is None or reference.how_seen is HowSeen.MEMORY
        return Cite(f"[{number}]", title, number, unverified)


class Context:
    """prefix: of the anchors of this patient ("p1-"). Each finding is put into words once."""

    def __init__(self, words: Wording, case: Case, cite: Citations, prefix: str) -> None:
        self.words, self.case, self.cite, self.prefix = words, case, cite, prefix
        self._refs: dict[int, FindingRef] = {}

    def href(self, finding: int) -> str:
        return f"#{self.prefix}f{finding}"

    def ref(self, finding: int) -> FindingRef:
        """A finding as a link to its place in the note."""
        known = self._refs.get(finding)
        if known is None:
            known = self._refs[finding] = self._make(finding)
        return known

    def _make(self, finding: int) -> FindingRef:
        entry = self.case.findings[finding]
        said = quotes(entry)
        if not said:
            said = tuple(
                p for p in dict.fromkeys(place_of(e, self.case, self.words) for e in entry.evidence) if p
            )[:2]
        return FindingRef(
            finding_phrase(entry, self.words), self.href(finding), said,
            entry.presence is Presence.ABSENT,
        )

    def refs(self, findings: Iterable[int], most: int | None = None) -> tuple[FindingRef, ...]:
        """References without repeats of the same words; a quotation stands once, with the first."""
        found: dict[str, FindingRef] = {}
        quoted: set[str] = set()
        for index in findings:
            ref = self.ref(index)
            if ref.text not in found:
                found[ref.text] = ref._replace(quotes=tuple(q for q in ref.quotes if q not in quoted))
                quoted.update(ref.quotes)
        return tuple(found.values())[:most]
