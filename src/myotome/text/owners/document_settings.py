"""``settings/documents.yaml``: counts and shares by which a text is told to be about a patient, several, or nobody."""

from __future__ import annotations

import msgspec

from myotome.knowledge.store import Knowledge


class GenreSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes a text a forum page, a course or a review."""

    phrases: int
    own_phrases: int
    body_mentions: int
    somewhat_general: float
    about_nobody: float
    least_sentences: int
    weights: dict[str, float]


class ArticleSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes a text an article, and which of its stories count."""

    general_sentences: int
    general_share: float
    teaching_headings: int
    citations: int
    general_without_patient: int
    running_title: int
    title_words: tuple[int, int]
    story_sentences: int
    opening: int
    at_once: int
    told_share: float
    report_gap: int


class DocumentSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: each number's reason stands beside it there."""

    source: str
    genre: GenreSettings
    article: ArticleSettings
    paragraph_general: float
    paragraph_sentences: int
    years_apart: int


def document_settings(knowledge: Knowledge) -> DocumentSettings:
    """The settings of ``knowledge``."""
    return msgspec.convert(knowledge.settings["documents"], DocumentSettings)
