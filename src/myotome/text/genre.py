"""Is the text a forum page, a course, a review, or none of these? Told by its turns of phrase."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from typing import Any

GENRES = ("forum", "course", "review")
OTHERS = ("own_words", "letter", "fictitious")
ENOUGH = 2
OWN_ENOUGH = 3


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


def genre_of(said: Iterable[Collection[str]]) -> Genre:
    """The genre by the names of lists said in each sentence (``genre_lists``)."""
    told = dict.fromkeys((*GENRES, *OTHERS), 0)
    for name in {name for names in said for name in names if ":" in name}:
        told[name.split(":")[0]] += 1
    own = told["own_words"]
    if not told["letter"] and (
        told["forum"] >= ENOUGH or (told["forum"] and own) or own >= OWN_ENOUGH
    ):
        return Genre.FORUM
    if told["letter"]:
        return Genre.NOTE
    if told["fictitious"] and told["course"]:
        return Genre.FICTION
    course, review = told["course"], told["review"]
    if max(course, review) < ENOUGH:
        return Genre.NOTE
    return Genre.COURSE if course >= review else Genre.REVIEW
