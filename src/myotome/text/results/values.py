"""Laboratory values in prose: "CPK à 12 000 UI/L (N < 190)", "CRP 75 mg/L", "LDH 6 N", "CK passées de 5000 à 800".

A number is a value of the measure named before it when it stands close and has one of the measure's units, or none. A dose, a
duration, a count is none. A further value behind the first ("puis 800") is a row of its own. Values of kin keep their owner.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from myotome.case import LaboratoryRow
from myotome.knowledge.store import Knowledge
from myotome.terms import Experiencer
from myotome.text.results.numbers import (
    COMPARATORS,
    LONGEST_UNIT,
    NUMBER,
    NumberWords,
    grouped,
    multiple,
    number,
    number_words,
    spelled,
    stated_range,
    titre,
)
from myotome.text.results.quantities import Amount, Quantity, quantities
from myotome.text.scope.item import Item
from myotome.text.scope.scope import Scope
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence
from myotome.units import unit_key

REACH = 9  # tokens between a measure and its value
CLOSE_WORDS = 2  # long words between a measure and a value that may lack its unit
OWNER_REACH = 3  # tokens between a measure and the relative whose value it is ("CPK du père")
COUNT_REACH = 3  # tokens between a number and what it counts ("2 éléments", "white cells 1")
FLAGS = frozenset({"H", "HH", "L", "LL", "B", "↑", "↓", "*", "▲", "▼"})  # of a laboratory, between a value and its unit
TIMES = frozenset("xX×*")
TIMES_FORM = re.compile(r"[xX](\d+)N?")
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
UNDER_REACH = 4  # tokens of "sous 3 L"
GROUPED_REACH = 24  # tokens behind a value in which further ones are looked for
YEAR = re.compile(r"(?:19|20)\d\d")
RANGES = frozenset("-–")  # "7-10"
LEAST_COUNT = 20  # less than this behind a comma is hardly one more count
THOUSAND = frozenset("kK")  # right behind a number
LITRE = "L"
MEASURE = "measure"
COUNT = "count"  # words that mean a measure in a certain context only ("cellules" beside "LCR")


class ValueReader:
    """Reads the values of one text's sentences."""

    def __init__(self, tokens: list[Token], knowledge: Knowledge, language: str, source: str) -> None:
        self.tokens, self.source = tokens, source
        self.words: NumberWords = number_words(knowledge, language)
        self.quantities = quantities(knowledge, language)

    def rows(self, sentence: Sentence, items: list[Item], reach: dict[int, Scope]) -> list[LaboratoryRow]:
        """The values of a sentence, with their spans as offsets in the text. reach: scopes by first token position."""
        counts = self._counts(sentence, items)
        counted = {i.first for i, _, _ in counts}
        measures = [i for n, i in enumerate(items) if i.kind == MEASURE and i.first not in counted]
        measures = [i for n, i in enumerate(measures) if not n or measures[n - 1].first != i.first]
        led = [(i, a) for i in measures if (a := self._before(i, sentence)) is not None]
        counts += [(i, a, begin) for i, (a, begin) in led]
        measures = [i for i in measures if all(i is not taken for taken, _ in led)]
        starts = sorted({i.first for i in measures} | counted | {i.first for i, _ in led})
        found: list[LaboratoryRow] = []
        for n, item in enumerate(measures):
            following = next((s for s in starts if s > item.first), sentence.last)
            shared = n and self._shares(measures[n - 1], item)
            owner = self._owner(item, items, reach)
            amounts = self._amounts(item, min(following, item.last + REACH, sentence.last), sentence.last, items)
            if shared and len(amounts) == 1:
                amounts = self._pair(amounts[0], item, sentence.last)
                if len(amounts) == 2:
                    found.append(self._row(measures[n - 1], amounts[0][1], amounts[0][0], owner))
                    amounts = amounts[1:]
            found += [self._row(item, amount, comparator, owner) for comparator, amount in amounts]
        for item, amount, first in counts:
            row = self._row(item, amount, "", self._owner(item, items, reach))
            found.append(replace(row, start=self.tokens[min(first, item.first)].start))
        return found

    def of_age(self, rows: list[LaboratoryRow], age: float | None) -> list[LaboratoryRow]:
        """The rows that say something at the patient's age (a breath of 0.9 L is none of a child's troubles)."""
        return rows if age is None else [row for row in rows if age >= self.quantities[row.test].adult]

    def antibodies(self, items: list[Item], rows: list[LaboratoryRow]) -> set[int]:
        """Positions of antibodies, and of others whose bare name is a finding, whose level was read: it says more than the name."""
        valued = {row.start for row in rows if self.quantities[row.test].titre or self.quantities[row.test].named}
        return {i.first for i in items if i.kind == MEASURE and self.tokens[i.first].start in valued}

    def _row(self, item: Item, amount: Amount, comparator: str, owner: Experiencer) -> LaboratoryRow:
        tokens = self.tokens
        quantity = self.quantities[item.value]
        unit = amount.unit
        if not unit and amount.times is None and amount.lower is amount.upper is None:
            unit = quantity.meant(amount.value)
        return LaboratoryRow(
            test=quantity.others.get(unit_key(unit), item.value), value=None if amount.times is not None and not amount.unit else amount.value, unit=unit,
            comparator=comparator, lower=self._lower(quantity, amount), upper=amount.upper, times_upper=amount.times, source=self.source,
            start=tokens[item.first].start, end=tokens[max(amount.last - 1, item.last)].end, experiencer=owner,
        )

    def _lower(self, quantity: Quantity, amount: Amount) -> float | None:
        """The lower limit given, else the one that holds under what is given besides ("91 % sous 3 L" of oxygen)."""
        behind = self.tokens[amount.last : amount.last + UNDER_REACH]
        if amount.lower is None and quantity.under and behind and behind[0].stem in quantity.under and any(t.raw[-1:] == LITRE or t.raw[:1] == "O" for t in behind[1:]):
            return quantity.under_lower
        return amount.lower

    def _owner(self, item: Item, items: list[Item], reach: dict[int, Scope]) -> Experiencer:
        """Whose value it is: of the scope around it, or of kin named right behind the measure ("CPK du père : 150")."""
        behind = next((i for i in items if i.kind == "kin" and 0 < i.first - item.last <= OWNER_REACH), None)
        if behind is not None:
            return Experiencer(behind.value)
        scope = reach.get(item.first)
        return scope.experiencer if scope is not None else Experiencer.PATIENT

    def _shares(self, before: Item, item: Item) -> bool:
        """Do two measures stand side by side, as "ASAT/ALAT : 120/95"?"""
        return item.first - before.last == 2 and self.tokens[before.last + 1].raw == "/"

    def _pair(self, first: tuple[str, Amount], item: Item, last: int) -> list[tuple[str, Amount]]:
        """Two values with a stroke between them ("120/95 UI/L"), which share the unit."""
        comparator, amount = first
        if amount.unit or amount.last + 1 >= last or self.tokens[amount.last].raw != "/":
            return [first]
        second = self._amount(amount.last + 1, last, self.quantities[item.value], close=True)
        return [first] if second is None else [(comparator, replace(amount, unit=second.unit)), (comparator, second)]

    def _amounts(self, item: Item, end: int, last: int, items: list[Item]) -> list[tuple[str, Amount]]:
        """The value behind a measure, and those that follow it ("puis 800", "de 5000 à 800"), each with its comparator."""
        tokens, quantity = self.tokens, self.quantities[item.value]
        results = {i.first for i in items if i.kind == "result"}
        comparator, long_words, told = "", 0, False
        limits: tuple[float | None, float | None, int] = (None, None, -1)
        at = item.last + 1
        while at < end:
            token = tokens[at]
            if token.raw == ";" or token.raw == "." and (at > item.last + 1 or len(tokens[item.last].raw) == 1) or token.raw == "," and (told or quantity.named):
                return []
            told = told or at in results
            if token.raw in COMPARATORS:
                comparator = COMPARATORS[token.raw]
            elif token.stem in self.words.below or token.stem in self.words.above:
                never = any(t.stem in self.words.never for t in tokens[item.last + 1 : at])
                comparator = "<" if (token.stem in self.words.below) is not never else ">"
            elif NUMBER.match(token.raw):
                amount = self._amount(at, last, quantity, close=long_words <= CLOSE_WORDS)
                if amount is not None and comparator and (quantity.bound or self._leads(amount.last, last)):
                    return []
                if amount is not None:
                    amount = replace(amount, lower=limits[0], upper=limits[1]) if amount.lower is amount.upper is None else amount
                    found = self._followed((comparator, amount), last, quantity)
                    if quantity.whole and self.words.decimal == "." and amount.times is None:
                        found += self._grouped_behind(found[-1][1].last, min([i.first for i in items if i.kind == MEASURE and i.first > item.last] + [last]))
                    return found
                at, comparator = grouped(tokens, at, last)[1], ""
                continue
            elif token.raw[0] in TIMES and (many_times := TIMES_FORM.fullmatch(token.raw)) and not self._counted(at + 1, last):
                return [(comparator, Amount(float(many_times[1]), at + 1, times=float(many_times[1])))]  # "CPK x10"
            elif token.raw == "(" and at == item.last + 1 and (limits := self._limits_first(at, last))[2] > at:
                at = limits[2]  # "CPK (N < 190) 8700"
                continue
            elif token.stem in self.words.words and (worded := self._spelled(at, last, quantity)) is not None:
                return [(comparator, worded)] if worded.times else self._followed((comparator, worded), last, quantity)
            elif token.raw.isalpha() and len(token.raw) > 2:
                long_words += 1
            at += 1
        return []

    def _spelled(self, at: int, last: int, quantity: Quantity) -> Amount | None:
        """A value in words with one of the measure's units ("quatre-vingt-onze pour cent"), or as a multiple ("dix fois la normale")."""
        value, close = spelled(self.tokens, at, last, self.words)
        unit, end = self._unit(close, last, quantity)
        if unit and unit_key(unit) in quantity.units:
            return Amount(value, end, unit=unit)
        many = multiple(self.tokens, at + 1, last, self.words)
        value = self.words.words[self.tokens[at].stem]
        return None if many is None else Amount(value, many, times=value)

    def _limits_first(self, at: int, last: int) -> tuple[float | None, float | None, int]:
        """The limits of normal in the bracket at ``at``, said before the value, and where it ends; ``at`` when it gives none."""
        lower, upper, end = stated_range(self.tokens, at, last, self.words)
        announced = lower is not None and upper is not None or any(t.raw == "N" or len(t.raw) > 1 and t.stem in self.words.limit for t in self.tokens[at:end])
        return (lower, upper, end) if announced else (None, None, at)

    def _counted(self, at: int, last: int) -> bool:
        """Does the token at ``at`` say that a number counted something ("CRP x2/j")?"""
        return at < last and (self.tokens[at].raw == "/" or self.tokens[at].stem in self.words.counted)

    def _leads(self, at: int, last: int) -> bool:
        """Does an arrow stand here? The limit before it is what an act waits for ("sat < 90 -> réa")."""
        tokens = self.tokens
        return at < last and (tokens[at].raw in "→⇒" or at + 1 < last and tokens[at].raw in "-=" and tokens[at + 1].raw == ">")

    def _followed(self, first: tuple[str, Amount], last: int, quantity: Quantity) -> list[tuple[str, Amount]]:
        """The first value with those that it changes to."""
        found = [first]
        at = first[1].last
        while at < last:
            comma = self.tokens[at].raw == "," and at + 1 < last
            lead = at + comma
            later = self._later(at, last, quantity, found[-1][1].unit) if found[-1][1].unit else self._dated(self._timed(at, last), last, quantity)
            if later is not None:
                found.append(("", later))
                at = later.last
                continue
            ranged = self.tokens[lead].raw in RANGES and lead + 1 < last and self.tokens[lead].end == self.tokens[lead + 1].start
            if not ranged and self.tokens[lead].stem not in self.words.then and self.tokens[lead].raw not in self.words.then:
                break
            amount = self._amount(lead + 1, last, quantity, close=ranged) if lead + 1 < last and NUMBER.match(self.tokens[lead + 1].raw) else None
            if amount is None:
                break
            found[-1:] = [("", amount)] if ranged else [found[-1], ("", amount)]
            at = amount.last
        unit = next((a.unit for _, a in found if a.unit), "")
        return [(sign, a if a.unit or a.times is not None else replace(a, unit=unit)) for sign, a in found]

    def _grouped_behind(self, at: int, last: int) -> list[tuple[str, Amount]]:
        """Further values with their thousands apart: "CK 2,340 in September and 1,870 after a week's rest", "140 (peak 1,150)"."""
        found: list[tuple[str, Amount]] = []
        for k in range(at, min(last, at + GROUPED_REACH)):
            token = self.tokens[k]
            if token.raw == ".":
                break
            follows = self.tokens[k + 1] if k + 1 < last else None
            if GROUPED.fullmatch(token.raw) and not (follows is not None and (follows.stem in self.words.counted or follows.stem in self.words.doses)):
                found.append(("", Amount(number(token.raw), k + 1)))
        return found

    def _later(self, at: int, last: int, quantity: Quantity, found_unit: str) -> Amount | None:
        """A value with its unit further on in the sentence, behind words of time, change and posture only ("en 2019, sont à 1 250 UI/l le 3 mai"); one
        behind a posture or a year may lack it ("couché 1,10", "2024 : 47")."""
        tokens, words = self.tokens, self.words
        for k in range(at, min(last, at + REACH)):
            token = tokens[k]
            if token.raw in ";." or token.raw.isalpha() and token.stem not in words.later and token.stem not in words.postures:
                return None
            if (k > at or found_unit != "%") and NUMBER.match(token.raw) and not NUMBER.match(tokens[k - 1].raw):
                amount = self._amount(k, last, quantity, close=False)
                if amount is not None and (amount.unit and (k > at or amount.unit == "%") or self._placed(k)):
                    return amount
        return None

    def _timed(self, at: int, last: int) -> int:
        """Where the time behind a value ends ("le 1er février")."""
        while at < last and (self.tokens[at].stem in self.words.later or self.tokens[at].raw[:1].isdecimal()):
            at += 1
        return at

    def _placed(self, at: int) -> bool:
        """Does a posture, or a year with its colon, stand right before a number?"""
        tokens = self.tokens
        return tokens[at - 1].stem in self.words.postures or at > 1 and tokens[at - 1].raw == ":" and bool(YEAR.fullmatch(tokens[at - 2].raw))

    def _dated(self, at: int, last: int, quantity: Quantity) -> Amount | None:
        """A further count right behind a comma or bracket, with its time behind it ("4 870 le 1er février, 6 120 le 15 mars")."""
        if not quantity.whole or at + 1 >= last or self.tokens[at].raw not in ",(" or not NUMBER.match(self.tokens[at + 1].raw):
            return None
        amount = self._amount(at + 1, last, quantity, close=True)
        if amount is None or amount.value < LEAST_COUNT:
            return None
        return amount if amount.unit or amount.last < last and self.tokens[amount.last].stem in self.words.when else None

    def _amount(self, at: int, last: int, quantity: Quantity, *, close: bool) -> Amount | None:
        """The number at a position as a value of the quantity; None when it is something else. close: may it lack its unit?"""
        tokens, words = self.tokens, self.words
        if at and _no_value(tokens, at, last, words):
            return None
        dilution = titre(tokens, at, last)
        if dilution is not None and quantity.titre:
            lower, upper, end = stated_range(tokens, dilution[1], last, words)
            return Amount(dilution[0], end, lower=lower, upper=upper)
        text, end = grouped(tokens, at, last)
        value = number(text, whole=quantity.whole, decimal=words.decimal)
        if end < last and tokens[end].raw in THOUSAND and tokens[end].start == tokens[end - 1].end:
            value, end = number(text, whole=False, decimal=words.decimal) * 1000, end + 1  # "CK 12k"
        if at > 1 and tokens[at - 1].raw in TIMES and not NUMBER.match(tokens[at - 2].raw):
            return Amount(value, end, times=value)  # "CPK x 20"
        many = multiple(tokens, end, last, words)
        if many is not None:
            return Amount(value, many, times=value)
        unit, end = self._unit(end + _flagged(tokens, end, last, quantity, words), last, quantity)
        end += bool(unit) and _flagged(tokens, end, last, quantity, words)
        if not self._fits(unit, tokens[end] if end < last else None, quantity, close=close):
            return None
        lower, upper, end = stated_range(tokens, end, last, words, whole=quantity.whole)
        times = None
        if end + 2 < last and tokens[end].raw == "(" and NUMBER.match(tokens[end + 1].raw):
            inner = multiple(tokens, end + 2, last, words)
            times, end = (number(tokens[end + 1].raw), inner + 1) if inner is not None else (None, end)
        if unit_key(unit) == quantity.head and unit_key(unit) not in quantity.units:
            unit = ""  # "CPK 450 UI"
        return Amount(value, end, unit=unit, times=times, lower=lower, upper=upper)

    def _fits(self, unit: str, following: Token | None, quantity: Quantity, *, close: bool) -> bool:
        """May a number with this unit be a value? Not a dose, a volume, a count, nor a number without unit far off."""
        if not unit:
            counts = following is not None and following.stem in self.words.counted
            bare = following is None or not following.raw.isalpha()
            return not quantity.titre and not counts and (close or bare)
        key = unit_key(unit)
        return key in quantity.units or key == quantity.head or "/" in unit or unit == "%"

    def _unit(self, at: int, last: int, quantity: Quantity) -> tuple[str, int]:
        """The unit behind a number, and where it ends: one of the quantity's own, else one with a stroke, else a single known one."""
        tokens = self.tokens
        for end in range(min(last, at + LONGEST_UNIT), at, -1):
            text = "".join(t.raw for t in tokens[at:end])
            if unit_key(text) in quantity.units:
                return text, end
        if at >= last:
            return "", at
        if tokens[at].raw in FLAGS:
            unit, end = self._unit(at + 1, last, quantity)  # "1250 H UI/L"
            closed = at + 1 >= last or tokens[at + 1].raw in ",;.\n"
            if unit and unit_key(unit) in quantity.units or not tokens[at].raw.isalpha() or closed and tokens[at].raw != LITRE:
                return unit, end
        if at + 2 < last and tokens[at + 1].raw == "/" and tokens[at].raw.isalpha() and tokens[at + 2].raw[0].isalpha():
            return "".join(t.raw for t in tokens[at : at + 3]), at + 3
        if tokens[at].raw == "%" or tokens[at].stem in self.words.doses:
            return tokens[at].raw, at + 1
        return "", at

    def _before(self, item: Item, sentence: Sentence) -> tuple[Amount, int] | None:
        """A count said before its name, with the unit behind it ("12 000 leucocytes/mm3"), and where it begins."""
        quantity = self.quantities[item.value]
        unit, end = self._unit(item.last + 1, sentence.last, quantity)
        begin = item.first - 1
        if not quantity.ahead and (not unit or unit_key(unit) not in quantity.units) or begin < sentence.first or not NUMBER.match(self.tokens[begin].raw):
            return None
        if begin > sentence.first and grouped(self.tokens, begin - 1, begin + 1)[1] == begin + 1 and NUMBER.match(self.tokens[begin - 1].raw):
            begin -= 1
        text = grouped(self.tokens, begin, item.first)[0]
        return Amount(number(text, whole=quantity.whole, decimal=self.words.decimal), end, unit=unit), begin

    def _counts(self, sentence: Sentence, items: list[Item]) -> list[tuple[Item, Amount, int]]:
        """Counts in a context that gives them their meaning: "LCR : 2 éléments", "CSF ... white cells 1"."""
        tokens = self.tokens
        found: list[tuple[Item, Amount, int]] = []
        for item in items:
            if item.kind != COUNT or any(item.first == i.first for i, _, _ in found):
                continue
            quantity = self.quantities[item.value]
            if quantity.context.isdisjoint(sentence.stem_set) and quantity.context.isdisjoint(sentence.heading):
                continue
            before = item.first - 1
            if before >= sentence.first and NUMBER.match(tokens[before].raw):
                while before > sentence.first and grouped(tokens, before - 1, before + 1)[1] == before + 1 and NUMBER.match(tokens[before - 1].raw):
                    before -= 1
                value = number(grouped(tokens, before, item.first)[0], whole=quantity.whole, decimal=self.words.decimal)
                unit, end = self._unit(item.last + 1, sentence.last, quantity)
                found.append((item, Amount(value, end, unit=unit), before))
                continue
            amounts = self._amounts(item, min(sentence.last, item.last + COUNT_REACH + 1), sentence.last, items)
            found += [(item, amount, item.first) for _, amount in amounts[:1]]
        return found


def _flagged(tokens: list[Token], at: int, last: int, quantity: Quantity, words: NumberWords) -> bool:
    """Is the token the flag of a laboratory ("CK 2145 H 30-200"): in capitals, at the end or before a number or bracket? Not the litre of a breath."""
    if at >= last or tokens[at].stem not in words.flags or not tokens[at].raw.isupper() or "%" in quantity.units:
        return False
    return at + 1 >= last or tokens[at + 1].raw != "/" and not tokens[at + 1].raw[:1].isalpha()


def _no_value(tokens: list[Token], at: int, last: int, words: NumberWords) -> bool:
    """Is the number behind a word like "since", or part of a duration written as a fraction ("in 4/52")?"""
    if tokens[at - 1].stem in words.not_after or tokens[at - 1].raw in words.not_after:
        return True
    if at + 1 < last and tokens[at + 1].raw == ":" and YEAR.fullmatch(tokens[at].raw):
        return True  # "2023 : 88 %"
    whole = at + 2 < last and tokens[at + 1].raw == "/" and tokens[at + 2].raw in words.fractions
    return whole or tokens[at].raw in words.fractions and tokens[at - 1].raw == "/"
