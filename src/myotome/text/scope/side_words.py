"""The words that decide which side a place or a finding has, folded once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from myotome.knowledge.store import Knowledge
from myotome.terms import Side
from myotome.text.scope.scope_words import single
from myotome.text.tokens.fold import Token, fold

LIST = 8  # tokens from a part to the plural noun of its list
MIN_PLURAL = 4  # "bras" and "dos" end in s in the singular
LATIN_SINGULARS = ("us", "is", "ss", "ps")


class SideWords(msgspec.Struct, eq=False, frozen=True):
    """pairs: sites that one has two of, whose plural means both. paired: folded nouns and adjectives of such parts. invariable:
    words with one form for one and for two, which a plural determiner tells apart. determiners, singular: plural and singular
    ones. heads: plural nouns of which the part itself stays singular ("knee jerks"). several: words that mean several of what
    follows ("aréflexie achilléenne"). irregular: plurals without an ending. short: capitals that mean one limb or both ("MI").
    sided: capitals that hold their side ("MSD"). enders: what may follow an English side that closes its noun. leads: small words
    that make of a side a place of its own ("à gauche", "on the left"). belonging: "of", before the part that places are of, where a side
    stands before its noun. joins: "et", "puis"."""

    pairs: frozenset[str]
    paired: frozenset[str]
    invariable: frozenset[str]
    determiners: frozenset[str]
    singular: frozenset[str]
    heads: frozenset[str]
    several: frozenset[str]
    irregular: frozenset[str]
    short: frozenset[str]
    sided: dict[str, Side]
    enders: frozenset[str]
    leads: frozenset[str]
    belonging: frozenset[str]
    joins: frozenset[str]

    def plural_place(self, tokens: list[Token], first: int, last: int, *, follows: bool) -> bool:
        """Do tokens first..last name a part in the plural? follows: does a plural stand before it in the same list?"""
        word = tokens[first].raw
        before = tokens[first - 1].raw if first else ""
        if word in self.short:
            return before.lower() not in self.singular
        if last > first and tokens[last].raw.lower() not in self.invariable and _plural(tokens[last]):
            return True  # "triceps suraux"
        if word.lower() in self.invariable or tokens[last].raw.lower() in self.invariable:
            return follows or before in self.determiners or self._headed(tokens, last + 1, min(last + LIST, len(tokens) - 1))
        headed = last + 1 < len(tokens) and tokens[last + 1].raw.lower() in self.heads  # "leg reflexes"
        return headed or _plural(tokens[first]) or _plural(tokens[last]) or word.lower() in self.irregular

    def plural_inside(self, tokens: list[Token], first: int, last: int) -> bool:
        """Do tokens first..last name a part that one has two of, in the plural ("pieds creux", "achilléens abolis", "knee jerks lost")?"""
        for k in range(first, last + 1):
            if tokens[k].stem not in self.paired:
                continue
            raw, before = tokens[k].raw.lower(), tokens[k - 1] if k else None
            if raw in self.invariable:
                if before is not None and before.raw in self.determiners:
                    return True
            elif _plural(tokens[k]) or raw in self.irregular:
                return True
            if self._headed(tokens, k + 1, last) or before is not None and k > first and before.stem in self.several:
                return True
        return False

    def _headed(self, tokens: list[Token], k: int, last: int) -> bool:
        """Does a plural noun of several parts stand at ``k``, or behind the others of a list ("biceps, knee and ankle jerks")?"""
        while k < last and (tokens[k].raw == "," or tokens[k].stem in self.joins or tokens[k].stem in self.paired):
            k += 1
        return k <= last and tokens[k].raw.lower() in self.heads

    def plural_result(self, tokens: list[Token], result: int) -> bool:
        """Is the result right behind a part in the plural ("psoas respectés", "quadriceps normaux")?"""
        return result < len(tokens) and _plural(tokens[result])

    def singular_beside(self, tokens: list[Token], last: int) -> bool:
        """Is the word that ends a place, or its side, in the singular?"""
        word = tokens[min(last, len(tokens) - 1)].raw
        return len(word) > 1 and not word.lower().endswith("s")


def _plural(token: Token) -> bool:
    """By its ending; the Latin names of muscles ("infraspinatus", "tibialis") end so in the singular."""
    raw = token.raw.lower()
    return raw[-1:] in ("s", "x") and len(raw) > MIN_PLURAL and not raw.endswith(LATIN_SINGULARS)


def side_words(cues: Mapping[str, Any], knowledge: Knowledge) -> SideWords:
    """The words of one language. cues: its file in ``knowledge/words``."""
    reader = knowledge.words["reader"]
    invariable = frozenset(reader["invariable"])
    return SideWords(
        pairs=frozenset(reader["plural_is_both"]) | _single_muscles(knowledge, invariable) | frozenset(knowledge.nerves),
        paired=single(cues["paired_parts"]), invariable=invariable,
        determiners=frozenset(cues["plural_determiners"]), singular=frozenset(cues["singular_determiners"]),
        heads=frozenset(cues["plural_heads"]), several=single(cues["several_words"]),
        irregular=frozenset(cues["irregular_plurals"]), short=frozenset(cues["short_limbs"]),
        sided={word: Side(side) for side, words in cues["sided_limbs"].items() for word in words},
        enders=frozenset(reader["side_enders"]), leads=frozenset(map(fold, cues["side_leads"])),
        belonging=single(cues["side_of"]), joins=single(cues["coordination"]),
    )


def _single_muscles(knowledge: Knowledge, invariable: frozenset[str]) -> frozenset[str]:
    """Muscles that one has one of on each side, so that their plural means both."""
    first = {m.id: m.names.fr.split()[0] for m in knowledge.muscles.values()}
    return frozenset(m for m, word in first.items() if word[-1] not in "sx" or word in invariable)
