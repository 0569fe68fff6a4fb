"""Which sentences of a patient's text are about the disease in general."""

from __future__ import annotations

from collections.abc import Iterator

from myotome.text.owners.article import Surveyed

GENERAL_LISTS = frozenset({"statement", "loose_statement", "tendency", "general_strong"})


def teaching_sentences(seen: Surveyed, *, teaches: bool) -> set[int]:
    """Numbers of the sentences about the disease in general.

    teaches: other marks of teaching stand in the text. Then what stands before the patient is introduced, parts that open with
    a weaker word ("Discussion") and looser statements ("est fréquente", "typically") count as well, unless they speak of one person.
    """
    opened = [seen.words.starts.of(st) for st in seen.stems]
    if not teaches and not any(opened) and all(GENERAL_LISTS.isdisjoint(told) for told in seen.said):
        return set()
    teaches = teaches or any(o & {"teaching_starts", "case_starts"} for o in opened)
    first = next((n for n, a in enumerate(seen.anchors) if a is not None), 0) if teaches else 0
    taught = {n for paragraph in _paragraphs(seen) if _is_general(seen, paragraph) for n in paragraph}
    teaching = False
    for n, told in enumerate(seen.said):
        introduces = seen.anchors[n] is not None
        if introduces or "story_starts" in opened[n] and seen.words.plural.isdisjoint(seen.raws[n]):
            teaching = False
        if "teaching_starts" in opened[n] or (teaches and ("weak_starts" in opened[n] or _heads_teaching(seen, n))):
            teaching = not introduces
        stated = "statement" in told or teaches and (
            "loose_statement" in told or not seen.patient_word(n) and (n < first or "tendency" in told)
        )
        if (teaching or stated) and "back" not in told and not introduces:
            taught.add(n)
    return taught


def _heads_teaching(seen: Surveyed, n: int) -> bool:
    """Is the sentence a heading like "Physiopathologie", that no story has?"""
    sentence = seen.sentences[n]
    return sentence.is_heading and seen.words.heading("teaching_headings", sentence.heading)


def _paragraphs(seen: Surveyed) -> Iterator[list[int]]:
    """Numbers of the sentences of each paragraph; a heading ends one."""
    paragraph: list[int] = []
    end = 0
    for n, sentence in enumerate(seen.sentences):
        if sentence.is_heading or seen.text.count("\n", end, sentence.start) > 1:
            yield paragraph
            paragraph = []
        if not sentence.is_heading:
            paragraph.append(n)
        end = sentence.end
    yield paragraph


def _is_general(seen: Surveyed, paragraph: list[int]) -> bool:
    """Does a paragraph speak of the disease often, and of nobody?"""
    settings = seen.words.settings
    if len(paragraph) < settings.paragraph_sentences or any(seen.anchors[n] is not None or seen.patient_word(n) for n in paragraph):
        return False
    general = sum(not GENERAL_LISTS.isdisjoint(seen.said[n]) for n in paragraph)
    return general >= max(settings.paragraph_sentences, settings.paragraph_general * len(paragraph))
