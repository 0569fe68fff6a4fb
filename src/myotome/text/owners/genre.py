"""Is the text a forum page, a course, a review, or none of these? Told by its turns of phrase."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from typing import Any, NamedTuple

from myotome.text.owners.document_settings import GenreSettings

GENRES = ("forum", "course", "review")
GENERAL = "general_talk"
GENERAL_LISTS = frozenset({GENERAL, "statement", "tendency", "general_strong"})
OTHERS = ("own_words", "letter", "note_words", "fictitious", "published")


class Genre(Enum):
    """NOTE: nothing says that it is anything but a clinician's note. FICTION: a course about a patient who is none."""

    NOTE = "note"
    FORUM = "forum"
    COURSE = "course"
    REVIEW = "review"
    FICTION = "fiction"


def genre_lists(words: Mapping[str, Any]) -> dict[str, list[str]]:
    """A list for each phrase, so that different phrases can be counted: "forum:3"."""
    return {f"{name}:{n}": [phrase] for name in (*GENRES, *OTHERS) for n, phrase in enumerate(words[name])}


class Told(NamedTuple):
    """said: names of lists (``genre_lists``) for each sentence. own_body: times that a writer speaks of their own body.
    introduced: is a patient? generality: log odds that the text is about nobody, for one that introduces nobody (``traits.py``)."""

    said: Sequence[Collection[str]]
    own_body: int = 0
    introduced: bool = False
    generality: float = 0.0


def genre_of(told: Told, settings: GenreSettings) -> Genre:
    """The genre by what is told; a note when little is."""
    counts = dict.fromkeys((*GENRES, *OTHERS), 0)
    for name in {name for names in told.said for name in names if ":" in name}:
        counts[name.split(":")[0]] += 1
    if counts["letter"]:
        return Genre.NOTE
    general = sum(GENERAL in names for names in told.said) / max(len(told.said), 1)
    if _is_forum(counts, told.own_body, general, settings):
        return Genre.FORUM
    if counts["fictitious"] and counts["course"]:
        return Genre.FICTION
    course, review, against = counts["course"], counts["review"], counts["note_words"]
    if told.introduced or len(told.said) < settings.least_sentences:
        taught = max(course, review) - against >= settings.phrases
    else:
        taught = told.generality > settings.about_nobody
    if not taught:
        return Genre.NOTE
    if counts["forum"] + counts["own_words"] > course + review:
        return Genre.FORUM
    return Genre.COURSE if course > review else Genre.REVIEW


def _is_forum(counts: Mapping[str, int], own_body: int, general: float, settings: GenreSettings) -> bool:
    forum, own, against = counts["forum"], counts["own_words"], counts["note_words"]
    return (
        forum - against >= settings.phrases or (forum > against and own > 0) or own >= settings.own_phrases
        or own_body >= settings.body_mentions
        or (own_body > 0 and (forum + own > 0 or general >= settings.somewhat_general))
    )


def own_body(stems: list[str], mine: frozenset[str], body: frozenset[str]) -> int:
    """Times that "my" stands one or two words before a part of the body."""
    return sum(stem in mine and not body.isdisjoint(stems[i + 1 : i + 3]) for i, stem in enumerate(stems))
