"""Names in two languages, and references."""

from __future__ import annotations

import msgspec

from myotome.terms import HowSeen


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """fr, en: display names, lower case unless a proper name. la: Latin, for anatomy."""

    fr: str
    en: str
    la: str = ""

    def __getitem__(self, language: str) -> str:
        return self.fr if language == "fr" else self.en


class Reference(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A source. how_seen: what of it somebody read; "memory" is shown as unverified."""

    id: str
    title: str
    how_seen: HowSeen
    authors: str = ""
    year: int | None = None
    locator: str = ""
    note: str = ""
