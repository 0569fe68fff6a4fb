"""Owners of sentences in an article: which stories it tells, where columns break them off, who is a stranger in a figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from myotome.text.owners.document_words import DocumentWords
from myotome.text.owners.notes import GENERAL
from myotome.text.owners.persons import Anchor, Step, differs
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence

SELF = -2
CAPTION_REACH = 3  # lines from "Figure 2" to its legend


@dataclass
class Document:
    """owners: for each sentence, a patient's number from 0, GENERAL or SELF.
    kind: patient, several_patients, article, forum. illustrations: spans of strangers in figures.
    self_reports: spans of what a reader wrote of themselves. resumed: sentences
    that take up a story which a column's end had broken off. introduced: patients by number, with what the
    head of their part says of them."""

    kind: str
    owners: list[int]
    patients: int
    resumed: set[int] = field(default_factory=set)
    illustrations: list[tuple[int, int]] = field(default_factory=list)
    self_reports: list[tuple[int, int]] = field(default_factory=list)
    introduced: list[tuple[int, Step]] = field(default_factory=list)


class Surveyed(NamedTuple):
    """A text as ``document.survey`` sees it, sentence by sentence.

    stems, anchors, said: of each sentence, its words, whom it introduces, and the lists of which it holds a phrase.
    general: speaks of the disease. raws: the words for patients that stand in it, in lower case.
    """

    text: str
    tokens: list[Token]
    sentences: list[Sentence]
    stems: list[list[str]]
    anchors: list[Anchor | None]
    said: Sequence[Collection[str]]
    general: list[bool]
    raws: list[set[str]]
    words: DocumentWords

    def patient_word(self, n: int) -> bool:
        """Does sentence ``n`` hold a word for one patient?"""
        return not self.words.singular.isdisjoint(self.raws[n])


def article(seen: Surveyed) -> Document:  # noqa: PLR0912 - a state machine with one branch a rule
    """Each sentence is of the story told last, until a heading, a general statement or a column's end leaves it."""
    words, sentences = seen.words, seen.sentences
    settings = words.settings.article
    owners: list[int] = []
    current = GENERAL
    patients: list[Anchor] = []
    times = Counter(tuple(st) for st in seen.stems)
    before_now: set[tuple[str, ...]] = set()
    broken_off: int | None = None
    resumed: set[int] = set()
    series = any("series_cue" in told for told in seen.said)
    least_title, most_title = settings.title_words
    for n, sentence in enumerate(sentences):
        introduced, told, general = seen.anchors[n], seen.said[n], seen.general[n]
        title = tuple(seen.stems[n])
        before = current
        if "question_cue" in told:
            owners.append(GENERAL)
            continue
        if "first_person" in told and introduced is None and not patients:
            owners.append(SELF)
            continue
        if sentence.is_heading and (
            words.heading("article_headings", sentence.heading) or sentence.heading in words.titles
        ) or (
            least_title <= len(title) <= most_title and (title in before_now or times[title] >= settings.running_title)
        ):
            current = GENERAL
        elif introduced is not None and not general and introduced.position < settings.opening:
            same = next((k for k, p in enumerate(patients) if not differs(p, introduced)), None)
            if same is None:
                patients.append(introduced)
                current = len(patients) - 1
            else:
                current = same
        elif current >= 0 and _open_end(seen, n) and seen.text[sentence.start].isupper():
            current = GENERAL  # the column ended in the middle of the story
        elif general and not (seen.patient_word(n) and current >= 0):
            current = GENERAL
        elif current == GENERAL and broken_off is not None and _orphan(seen, n) and _speaks_of_side(seen, n):
            current, broken_off = broken_off, None
            resumed.add(n)
        elif current == GENERAL and len(patients) == 1 and not series and _caption(seen, n) and _speaks_of_side(seen, n):
            owners.append(0)
            continue
        if before >= 0 and current == GENERAL and _open_end(seen, n):
            broken_off = before
        before_now.add(title)
        owners.append(current)
    return _finished(Document("article", owners, len(patients), resumed), seen)


def _finished(document: Document, seen: Surveyed) -> Document:
    """Without strangers, with what readers wrote of themselves, and with its kind."""
    _set_illustrations(document, seen)
    set_self_reports(document, seen)
    if document.patients:
        document.kind = "several_patients" if document.patients > 1 else "patient"
    elif document.self_reports:
        document.kind = "forum"
    return document


def _open_end(seen: Surveyed, n: int) -> bool:
    """Was the last sentence of running text before this one broken off?"""
    body = next((s for s in reversed(seen.sentences[:n]) if not s.is_heading), None)
    return body is not None and _ends_open(seen, body)


def _ends_open(seen: Surveyed, sentence: Sentence) -> bool:
    """A sentence broken off by a column's end: no stop, and a word that wants a noun."""
    last = seen.tokens[sentence.last - 1]
    return not sentence.is_heading and last.raw.islower() and last.stem in seen.words.open_words and (
        len(last.raw) > 1 or last.raw == "à"  # not the unit of "75 mg/l"
    )


def _orphan(seen: Surveyed, n: int) -> bool:
    return seen.text[seen.sentences[n].start].islower()


def _speaks_of_side(seen: Surveyed, n: int) -> bool:
    return not seen.words.sides.isdisjoint(seen.stems[n])


def _caption(seen: Surveyed, n: int) -> bool:
    stems = seen.stems
    return any(stems[back] and stems[back][0] in seen.words.figures for back in range(n, max(n - CAPTION_REACH, -1), -1))


def _set_illustrations(document: Document, seen: Surveyed) -> None:
    """A "patient" with a line or two only is a stranger in a figure, unless it is the first and a sentence opens with it."""
    settings = seen.words.settings.article
    keep: dict[int, int] = {}
    for patient in range(document.patients):
        own = [n for n, owner in enumerate(document.owners) if owner == patient]
        told_first = not patient and any(a is not None and a.position < settings.at_once for a in (seen.anchors[n] for n in own))
        if not told_first and len(own) < settings.story_sentences:
            document.illustrations.append((seen.sentences[own[0]].start, seen.sentences[own[-1]].end))
            for n in own:
                document.owners[n] = GENERAL
        else:
            keep[patient] = len(keep)
    document.owners = [keep.get(o, o) for o in document.owners]
    document.patients = len(keep)


def set_self_reports(document: Document, seen: Surveyed) -> None:
    """Runs of first-person sentences that name a condition, with the lines between them."""
    sentences, gap = seen.sentences, seen.words.settings.article.report_gap
    runs: list[list[int]] = []
    for n, owner in enumerate(document.owners):
        if owner != SELF:
            continue
        if runs and n - runs[-1][-1] <= gap:
            runs[-1] += range(runs[-1][-1] + 1, n + 1)
        else:
            runs.append([n])
    for run in runs:
        if any("self_diagnosis" in seen.said[n] for n in run):
            document.self_reports.append((sentences[run[0]].start, sentences[run[-1]].end))
            for n in run:
                document.owners[n] = SELF
    reported = [range(a, b) for a, b in document.self_reports]
    document.owners = [
        GENERAL if owner == SELF and not any(sentences[n].start in r for r in reported) else owner
        for n, owner in enumerate(document.owners)
    ]
