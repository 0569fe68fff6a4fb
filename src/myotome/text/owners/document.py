"""Who is each sentence about: a patient (which one), nobody, a figure's stranger, the writer?

A note is about its patient throughout. An article, a course or a forum page speaks of the disease
in general, tells one or more stories, and shows strangers in its figures: only the stories count.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from myotome.terms import Sex
from myotome.text.owners.article import SELF, Document, Surveyed, article, set_self_reports
from myotome.text.owners.document_words import DocumentWords
from myotome.text.owners.families import HEAD as FAMILY_HEAD
from myotome.text.owners.genre import GENERAL as GENERAL_TALK
from myotome.text.owners.genre import Genre, Told, genre_of, own_body
from myotome.text.owners.notes import GENERAL, listed_owners, note_owners, numbers_of
from myotome.text.owners.persons import Anchor, Step, anchor
from myotome.text.owners.teaching import teaching_sentences
from myotome.text.owners.traits import generality
from myotome.text.times.times import TimeWords
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence

BESIDE_VALUE = 14  # letters between a value and its limits in brackets ("812   UI/l   (135 - 225)"), which are no citation
VALUED = re.compile(r"\d[^\n]*\Z")
CITATION = re.compile(r"\(\d{1,2}(?:\s?[-–,]\s?\d{1,2})*\)|\[\d{1,2}(?:[-–,]\s?\d{1,2})*\]")
PUBLISHED = "published:"
AT_ONCE = 6  # tokens before the noun in "A previously healthy 62-year-old man"
LINE_MARKS = 8  # letters before a paragraph: a blank line, spaces and a bullet


def survey(
    text: str, tokens: list[Token], sentences: list[Sentence], entries: list[Step], words: DocumentWords, time: TimeWords,
) -> Document:
    """Give each sentence its owner. entries: lines that each open with a person (``text/owners/entries.py``)."""
    seen, titled = look(text, tokens, sentences, words, time)
    starts = [s.start for s in sentences]
    taught_form = _taught_by_form(seen)
    is_article = taught_form or _is_article(seen)
    genre = _genre(seen, listed=bool(entries))
    anchored = any(a is not None for a in seen.anchors)
    teaches = genre is not Genre.NOTE or _published(seen)
    if genre is Genre.FORUM and not taught_form and not (is_article and anchored):
        return _forum(seen)
    steps = _steps(seen, titled, starts, entries if genre is Genre.NOTE and not taught_form else [])
    if steps and (not taught_form or _introducing(seen, steps, starts) > 1):
        owners = listed_owners(sentences, seen.said, steps)
        taught = teaching_sentences(seen, teaches=teaches or taught_form)
        return _listed(sentences, [GENERAL if n in taught else owner for n, owner in enumerate(owners)], steps)
    story = any(s.is_heading and words.heading("story_headings", s.heading) for s in sentences) or any(
        a and not g and GENERAL_TALK not in told for a, g, told in zip(seen.anchors, seen.general, seen.said, strict=True)
    )  # "a man typically notices it at 33" is nobody
    if genre is Genre.FICTION or (genre in (Genre.COURSE, Genre.REVIEW) and not story and not is_article):
        return Document("article", [GENERAL] * len(sentences), 0)
    if is_article and (anchored or not _tells_of_one(seen)):
        return article(seen)
    taught = teaching_sentences(seen, teaches=teaches or is_article)
    apart = {n for n, a in enumerate(seen.anchors) if a and a.position < AT_ONCE and _after_blank_line(text, starts[n])}
    numbered = ["new_patient" in told for told in seen.said]
    return _listed(sentences, note_owners(sentences, seen.anchors, numbered, apart, taught))


def look(
    text: str, tokens: list[Token], sentences: list[Sentence], words: DocumentWords, time: TimeWords,
) -> tuple[Surveyed, list[tuple[Step, float]]]:
    """What is told sentence by sentence, and the persons with a title and an age."""
    starts = [s.start for s in sentences]
    stems = [[stem for stem in s.stems if stem] if "" in s.stem_set else list(s.stems) for s in sentences]
    said = words.told(stems)
    anchors = [anchor(tokens, s, time) for s in sentences]
    titled = words.lists.titled(text)
    for step, age in titled:
        n = bisect_right(starts, step.at) - 1
        anchors[n] = anchors[n] or Anchor(age, Sex.UNKNOWN, 0)
    raws = [
        set() if words.patient_stems.isdisjoint(s.stem_set)
        else {t.raw.lower() for t in tokens[s.first : s.last] if t.stem in words.patient_stems} for s in sentences
    ]
    general = [
        ("general_strong" in told or not words.plural.isdisjoint(raw))
        and not (s.is_heading and words.heading("story_headings", s.heading))
        for s, told, raw in zip(sentences, said, raws, strict=True)
    ]
    return Surveyed(text, tokens, sentences, stems, anchors, said, general, raws, words), titled


def _taught_by_form(seen: Surveyed) -> bool:
    """Headings of teaching, or numbers of references in brackets."""
    settings, words = seen.words.settings.article, seen.words
    headings = {
        tuple(st) for s, st in zip(seen.sentences, seen.stems, strict=True)
        if s.is_heading and words.heading("teaching_headings", s.heading)
    }
    if len(headings) >= settings.teaching_headings:
        return True
    return sum(map(seen.text.count, "([")) >= settings.citations and sum(
        m[0][1:-1].isdecimal() or VALUED.search(seen.text, max(0, m.start() - BESIDE_VALUE), m.start()) is None for m in CITATION.finditer(seen.text)
    ) >= settings.citations


def _is_article(seen: Surveyed) -> bool:
    """Does so much of the text speak of the disease that only its stories can be about a patient?"""
    settings = seen.words.settings.article
    count = sum(general or "general_weak" in told for general, told in zip(seen.general, seen.said, strict=True))
    substantial = sum(not s.is_heading for s in seen.sentences) or 1
    if count >= settings.general_sentences and count / substantial >= settings.general_share:
        return True
    return count >= settings.general_without_patient and not any(seen.anchors) and not any(
        seen.patient_word(n) and not told for n, told in enumerate(seen.general)
    )


def _published(seen: Surveyed) -> bool:
    """Does the text carry the marks of a printed page ("doi", "Keywords", "et al")?"""
    marks = {name for told in seen.said for name in told if name.startswith(PUBLISHED)}
    return len(marks) >= seen.words.settings.genre.phrases


def _genre(seen: Surveyed, *, listed: bool) -> Genre:
    """listed: lines open with persons, which introduces them."""
    words, settings = seen.words, seen.words.settings.genre
    introduced = listed or any(a is not None for a in seen.anchors)
    return genre_of(Told(
        seen.said, sum([own_body(st, words.mine, words.body) for s, st in zip(seen.sentences, seen.stems, strict=True) if not words.mine.isdisjoint(s.stem_set)]), introduced,
        0.0 if introduced else generality(seen, settings.weights),
    ), settings)


def _steps(seen: Surveyed, titled: list[tuple[Step, float]], starts: list[int], entries: list[Step]) -> list[Step]:
    """Where the text goes from one of its patients to the next: pasted letters, lines that open with a person, numbered cases."""
    words, text = seen.words, seen.text
    introduced = [(start, a) for start, a in zip(starts, seen.anchors, strict=True) if a is not None]
    stems = set().union(*[s.stem_set for s in seen.sentences])
    steps = words.letters.steps(text, stems, introduced)
    if not steps and entries and not _somebody_before(seen, bisect_right(starts, entries[0].at) - 1, kin=entries[0].kin):
        steps = entries  # else whoever was introduced before the list has these relatives
    return (
        steps or words.lists.steps(text, seen.tokens, seen.sentences, stems, [step for step, _ in titled])
        or words.families.steps(text, set().union(*[s.stem_set for s in seen.sentences[: bisect_right(starts, FAMILY_HEAD)]]))
    )


def _introducing(seen: Surveyed, steps: list[Step], starts: list[int]) -> int:
    """At how many of the steps is a patient introduced?"""
    return len({step.key for step in steps if seen.anchors[max(bisect_right(starts, step.at) - 1, 0)] is not None})


def _tells_of_one(seen: Surveyed) -> bool:
    """Is one person, whom nobody introduced, spoken of through the text?"""
    settings, persons = seen.words.settings.article, seen.words.persons | seen.words.nouns
    told = [
        not persons.isdisjoint(seen.raws[n]) for n, s in enumerate(seen.sentences)
        if not s.is_heading and not seen.general[n] and GENERAL_TALK not in seen.said[n]
    ]
    return sum(told) >= settings.story_sentences and sum(told) >= settings.told_share * len(told)


def _somebody_before(seen: Surveyed, n: int, *, kin: bool) -> bool:
    """Is a patient introduced before sentence ``n``, or, before a list of relatives, spoken of?"""
    persons = seen.words.persons | seen.words.nouns
    return any(a is not None for a in seen.anchors[:n]) or kin and any(not persons.isdisjoint(raw) for raw in seen.raws[:n])


def _after_blank_line(text: str, start: int) -> bool:
    """Does a paragraph begin at ``start``, but for a bullet? (Members of a family are rather listed on lines that follow each other.)"""
    before = text[max(start - LINE_MARKS, 0) : start]
    return before.count("\n") > 1 and not any(c.isalnum() for c in before.rpartition("\n")[2])


def _listed(sentences: list[Sentence], owners: list[int], steps: Sequence[Step] = ()) -> Document:
    patients = max(owners, default=GENERAL) + 1
    if sentences and not patients:
        return Document("article", owners, 0)
    numbers = numbers_of(steps)
    patients = len(numbers) or patients
    document = Document("several_patients" if patients > 1 else "patient", owners, patients)
    document.introduced = [(numbers[step.key], step) for step in steps if step.key]
    return document


def _forum(seen: Surveyed) -> Document:
    """Nobody's note; what readers wrote of themselves is kept apart."""
    document = Document("forum", [SELF if "first_person" in told else GENERAL for told in seen.said], 0)
    set_self_reports(document, seen)
    return document
