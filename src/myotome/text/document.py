"""Who is each sentence about: a patient (which one), nobody, a figure's stranger, the writer?

A note is about its patient throughout. An article, a course or a forum page speaks of the disease
in general, tells one or more stories, and shows strangers in its figures: only the stories count.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from myotome.terms import Sex
from myotome.text.fold import Token, fold
from myotome.text.genre import GENERAL as GENERAL_TALK
from myotome.text.genre import Genre, Told, genre_lists, genre_of, own_body
from myotome.text.layout import Sentence
from myotome.text.letters import LetterWords
from myotome.text.notes import GENERAL, Starts, listed_owners, note_owners, teaching_sentences
from myotome.text.persons import Anchor, ListWords, anchor, differs
from myotome.text.phrases import Phrases, folded
from myotome.text.times import TimeWords

SELF = -2
MIN_GENERAL = 5
GENERAL_SHARE = 0.2
MIN_TEACHING_HEADINGS = 2
MIN_CITATIONS = 3
MIN_GENERAL_WITHOUT_PATIENT = 2
CITATION = re.compile(r"\(\d{1,2}(?:\s?[-–,]\s?\d{1,2})*\)|\[\d{1,2}(?:[-–,]\s?\d{1,2})*\]")
RUNNING_TITLE = 3  # a line that stands so often is a slide's title
TITLE_WORDS = range(3, 16)
STORY_MIN_SENTENCES = 3
OPENING = 8
AT_ONCE = 6  # tokens before the noun in "A previously healthy 62-year-old man"
LINE_MARKS = 8  # letters before a paragraph: a blank line, spaces and a bullet
LONGEST_TITLE = 8  # words of a disease's name


@dataclass
class Document:
    """owners: for each sentence, a patient's number from 0, GENERAL or SELF.
    kind: patient, several_patients, article, forum. illustrations: spans of strangers in figures.
    self_reports: spans of what a reader wrote of themselves. resumed: sentences
    that take up a story which a column's end had broken off."""

    kind: str
    owners: list[int]
    patients: int
    resumed: set[int] = field(default_factory=set)
    illustrations: list[tuple[int, int]] = field(default_factory=list)
    self_reports: list[tuple[int, int]] = field(default_factory=list)


CUE_LISTS = (
    "general_strong", "general_weak", "first_person", "new_patient", "series_cue", "question_cue", "self_diagnosis",
    "story_headings", "teaching_headings", "article_headings", "figure_heading",
)


DOCUMENT_LISTS = ("statement", "loose_statement", "back", "of_all", GENERAL_TALK)
START_LISTS = ("teaching_starts", "weak_starts", "case_starts", "story_starts")


class DocumentWords:
    """What one language says of documents: cue phrases, headings, words on side and on patients.

    cues: ``words/cues_*.yaml``. kinds: ``words/documents.yaml``, the language's part.
    """

    def __init__(self, cues: Mapping[str, Any], kinds: Mapping[str, Any]) -> None:
        self.small = frozenset(fold(w) for w in cues["small_words"])
        self.open_words = self.small | {
            fold(w) for w in (*cues["determiners"], *cues["coordination"]) if " " not in w
        }
        self.phrases = Phrases(
            {name: cues[name] for name in CUE_LISTS if "heading" not in name}
            | {name: kinds[name] for name in DOCUMENT_LISTS} | genre_lists(kinds)
        )
        self.starts = Starts({name: [folded(p) for p in kinds[name]] for name in START_LISTS})
        self.lists, self.letters = ListWords(kinds), LetterWords(kinds)
        self.disease_openers = frozenset(map(fold, kinds["disease_openers"]))
        self.mine, self.body = frozenset(map(fold, kinds["mine"])), frozenset(map(fold, kinds["body"]))
        self.headings = {name: [folded(p) for p in cues[name]] for name in CUE_LISTS if "heading" in name}
        self._bare = {name: {self._without_small(p) for p in ps} for name, ps in self.headings.items()}
        self.singular = frozenset(w.lower() for w in cues["patient_words"])
        self.nouns = frozenset(kinds["case_nouns"])
        self.persons = self.singular - frozenset(kinds["loose_persons"]) - self.nouns
        self.plural = frozenset(w.lower() for w in cues["plural_patients"])
        self.patient_stems = frozenset(map(fold, self.singular | self.plural))
        self.sides = frozenset(
            fold(w) for side in ("left", "right", "both") for w in cues["side"][side] if " " not in w and len(w) > 1
        )

    def _without_small(self, phrase: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(w for w in phrase if w not in self.small)

    def heading(self, name: str, heading: tuple[str, ...]) -> bool:
        """Is the heading, but for small words, one of the list?"""
        return self._without_small(heading) in self._bare[name]


def _stems(tokens: list[Token], sentence: Sentence) -> list[str]:
    return [t.stem for t in tokens[sentence.first : sentence.last] if t.stem]


def _opens_with(
    stems: list[str], openers: frozenset[str], titles: frozenset[tuple[str, ...]], small: frozenset[str],
) -> bool:
    """Does the sentence begin with "in" and a disease ("Dans la maladie de Pompe, ...")?"""
    if not stems or stems[0] not in openers:
        return False
    first = next((k for k in range(1, len(stems)) if stems[k] not in small), len(stems))
    return any(tuple(stems[first:last]) in titles for last in range(first + 1, min(first + LONGEST_TITLE, len(stems)) + 1))


def survey(
    text: str, tokens: list[Token], sentences: list[Sentence], phrases: DocumentWords, words: TimeWords,
    titles: frozenset[tuple[str, ...]] = frozenset(),
) -> Document:
    """Give each sentence its owner.

    titles: folded names of diseases. A heading that is one opens the teaching part of an article.
    """
    starts = [s.start for s in sentences]
    stems = [_stems(tokens, s) for s in sentences]
    said = [
        told | {"loose_statement"} if _opens_with(st, phrases.disease_openers, titles, phrases.open_words) else told
        for st, told in ((st, phrases.phrases.said(st)) for st in stems)
    ]
    anchors = [anchor(tokens, s, words) for s in sentences]
    titled = phrases.lists.titled(text)
    for step, age in titled:
        n = bisect_right(starts, step.at) - 1
        anchors[n] = anchors[n] or Anchor(age, Sex.UNKNOWN, 0)
    general = [
        "general_strong" in told and not (s.is_heading and phrases.heading("story_headings", s.heading))
        for s, told in zip(sentences, said, strict=True)
    ]
    raws = [
        {t.raw.lower() for t in tokens[s.first : s.last] if t.stem in phrases.patient_stems} for s in sentences
    ]
    patient_word = [not phrases.singular.isdisjoint(raw) for raw in raws]
    numbered = ["new_patient" in told for told in said]
    weak = [
        "general_weak" in told or not phrases.plural.isdisjoint(raw) for told, raw in zip(said, raws, strict=True)
    ]
    count = sum(a or b for a, b in zip(general, weak, strict=True))
    substantial = sum(not s.is_heading for s in sentences) or 1
    teaching = {
        tuple(st) for s, st in zip(sentences, stems, strict=True)
        if s.is_heading and phrases.heading("teaching_headings", s.heading)
    }
    article = (
        (count >= MIN_GENERAL and count / substantial >= GENERAL_SHARE)
        or len(teaching) >= MIN_TEACHING_HEADINGS
        or len(CITATION.findall(text)) >= MIN_CITATIONS
        or (count >= MIN_GENERAL_WITHOUT_PATIENT and not any(anchors) and not any(
            word and not told for word, told in zip(patient_word, general, strict=True)
        ))
    )
    mine = sum(own_body(st, phrases.mine, phrases.body) for st in stems)
    person = any(anchors) or any(not phrases.persons.isdisjoint(raw) for raw in raws)
    genre = genre_of(Told(said, mine, person, any(not phrases.nouns.isdisjoint(raw) for raw in raws)))
    by_form = len(teaching) >= MIN_TEACHING_HEADINGS or len(CITATION.findall(text)) >= MIN_CITATIONS
    if genre is Genre.FORUM and not by_form and not (article and any(anchors)):
        return _forum(sentences, said)
    introduced = [(start, a) for start, a in zip(starts, anchors, strict=True) if a is not None]
    steps = phrases.letters.steps(text, introduced)
    if not steps and genre is Genre.NOTE:
        steps = phrases.lists.items(text)
        if steps and introduced and introduced[0][0] < starts[bisect_right(starts, steps[0].at) - 1]:
            steps = []  # whoever was introduced before the list has these relatives
    steps = steps or phrases.lists.steps(text, tokens, [step for step, _ in titled])
    if steps and not by_form:
        return _listed(sentences, listed_owners(sentences, said, steps))
    story = any(s.is_heading and phrases.heading("story_headings", s.heading) for s in sentences) or any(
        a and not g and GENERAL_TALK not in told for a, g, told in zip(anchors, general, said, strict=True)
    )  # "a man typically notices it at 33" is nobody
    if genre is Genre.FICTION or (genre in (Genre.COURSE, Genre.REVIEW) and not story and not article):
        return Document("article", [GENERAL] * len(sentences), 0)
    if not article:
        taught = teaching_sentences(stems, said, anchors, phrases.starts, teaches=genre is not Genre.NOTE)
        apart = {n for n, a in enumerate(anchors) if a and a.position < AT_ONCE and _after_blank_line(text, starts[n])}
        return _listed(sentences, note_owners(sentences, anchors, numbered, apart, taught))
    return _article(text, tokens, sentences, stems, anchors, general, patient_word, said, phrases, titles)


def _after_blank_line(text: str, start: int) -> bool:
    """Does a paragraph begin at ``start``, but for a bullet? (Members of a family are rather listed on lines that follow each other.)"""
    before = text[max(start - LINE_MARKS, 0) : start]
    return before.count("\n") > 1 and not any(c.isalnum() for c in before.rpartition("\n")[2])


def _listed(sentences: list[Sentence], owners: list[int]) -> Document:
    patients = max(owners, default=GENERAL) + 1
    if sentences and not patients:
        return Document("article", owners, 0)
    return Document("several_patients" if patients > 1 else "patient", owners, patients)


def _forum(sentences: list[Sentence], said: list[set[str]]) -> Document:
    """Nobody's note; what readers wrote of themselves is kept apart."""
    owners = [SELF if "first_person" in told else GENERAL for told in said]
    document = Document("forum", owners, 0)
    _set_self_reports(document, sentences, said)
    return document


def _article(  # noqa: PLR0912 - a state machine with one branch a rule
    text: str, tokens: list[Token], sentences: list[Sentence], stems: list[list[str]],
    anchors: list[Anchor | None], general: list[bool], patient_word: list[bool],
    said: list[set[str]], phrases: DocumentWords,
    titles: frozenset[tuple[str, ...]],
) -> Document:
    owners: list[int] = []
    current = GENERAL
    patients: list[Anchor] = []
    told = Counter(tuple(st) for st in stems)
    seen: set[tuple[str, ...]] = set()
    broken_off: int | None = None
    resumed: set[int] = set()
    series = any("series_cue" in told for told in said)
    for n, sentence in enumerate(sentences):
        anchor = anchors[n]
        title = tuple(stems[n])
        before = current
        if "question_cue" in said[n]:
            owners.append(GENERAL)
            continue
        if "first_person" in said[n] and anchor is None and not patients:
            owners.append(SELF)
            continue
        if sentence.is_heading and (
            phrases.heading("article_headings", sentence.heading) or sentence.heading in titles
        ) or (
            len(title) in TITLE_WORDS and (title in seen or told[title] >= RUNNING_TITLE)
        ):
            current = GENERAL
        elif anchor is not None and not general[n] and anchor.position < OPENING:
            same = next((k for k, p in enumerate(patients) if not differs(p, anchor)), None)
            if same is None:
                patients.append(anchor)
                current = len(patients) - 1
            else:
                current = same
        elif current >= 0 and _open_end(tokens, sentences, n, phrases) and text[sentence.start].isupper():
            current = GENERAL  # the column ended in the middle of the story
        elif general[n] and not (patient_word[n] and current >= 0):
            current = GENERAL
        elif current == GENERAL and broken_off is not None and _orphan(text, sentence) and _speaks_of_side(stems[n], phrases):
            current, broken_off = broken_off, None
            resumed.add(n)
        elif current == GENERAL and len(patients) == 1 and not series and _caption(sentences, stems, n, phrases) and (
            _speaks_of_side(stems[n], phrases)
        ):
            owners.append(0)
            continue
        if before >= 0 and current == GENERAL and _open_end(tokens, sentences, n, phrases):
            broken_off = before
        seen.add(title)
        owners.append(current)
    document = Document("article", owners, len(patients), resumed)
    _set_illustrations(document, sentences)
    _set_self_reports(document, sentences, said)
    if document.patients:
        document.kind = "several_patients" if document.patients > 1 else "patient"
    elif document.self_reports:
        document.kind = "forum"
    return document


def _open_end(tokens: list[Token], sentences: list[Sentence], n: int, phrases: DocumentWords) -> bool:
    """Was the last sentence of running text before this one broken off?"""
    body = next((s for s in reversed(sentences[:n]) if not s.is_heading), None)
    return body is not None and _ends_open(tokens, body, phrases)


def _ends_open(tokens: list[Token], sentence: Sentence, phrases: DocumentWords) -> bool:
    """A sentence broken off by a column's end: no stop, and a word that wants a noun."""
    last = tokens[sentence.last - 1]
    return not sentence.is_heading and last.raw.islower() and last.stem in phrases.open_words and (
        len(last.raw) > 1 or last.raw == "à"  # not the unit of "75 mg/l"
    )


def _orphan(text: str, sentence: Sentence) -> bool:
    return text[sentence.start].islower()


def _speaks_of_side(stems: list[str], phrases: DocumentWords) -> bool:
    return not phrases.sides.isdisjoint(stems)


def _caption(sentences: list[Sentence], stems: list[list[str]], n: int, phrases: DocumentWords) -> bool:
    heads = {p[0] for p in phrases.headings["figure_heading"]}
    return any(stems[back] and stems[back][0] in heads for back in range(n, max(n - 3, -1), -1))


def _set_illustrations(document: Document, sentences: list[Sentence]) -> None:
    """A later "patient" with a line or two only is a stranger in a figure."""
    keep: dict[int, int] = {}
    for patient in range(document.patients):
        own = [n for n, owner in enumerate(document.owners) if owner == patient]
        if patient and len(own) < STORY_MIN_SENTENCES:
            document.illustrations.append((sentences[own[0]].start, sentences[own[-1]].end))
            for n in own:
                document.owners[n] = GENERAL
        else:
            keep[patient] = len(keep)
    document.owners = [keep.get(o, o) for o in document.owners]
    document.patients = len(keep)


def _set_self_reports(
    document: Document, sentences: list[Sentence], said: list[set[str]],
) -> None:
    """Runs of first-person sentences that name a condition, with the lines between them."""
    runs: list[list[int]] = []
    for n, owner in enumerate(document.owners):
        if owner != SELF:
            continue
        if runs and n - runs[-1][-1] <= 3:
            runs[-1] += range(runs[-1][-1] + 1, n + 1)
        else:
            runs.append([n])
    for run in runs:
        if any("self_diagnosis" in said[n] for n in run):
            document.self_reports.append((sentences[run[0]].start, sentences[run[-1]].end))
            for n in run:
                document.owners[n] = SELF
    reported = [range(a, b) for a, b in document.self_reports]
    document.owners = [
        GENERAL if owner == SELF and not any(sentences[n].start in r for r in reported) else owner
        for n, owner in enumerate(document.owners)
    ]
