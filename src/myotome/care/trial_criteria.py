"""One line of a trial's eligibility -> an expression of the house's grammar, or None: then it is quoted.

A line is read only when its words are covered whole; what is left over could change its meaning.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from myotome.knowledge.expression import Expression
from myotome.knowledge.names import find, plain
from myotome.knowledge.store import Knowledge

NUMBER = r"(\d+(?:[.,]\d+)?)"
COMPARED = re.compile(rf"^(.+?)\s*(≥|>=|≤|<=|>|<)\s*{NUMBER}\s*(?:x|×|times)?\s*(.*)$")


def read_line(line: str, knowledge: Knowledge) -> Expression | None:
    """The expression that the line states of a patient.

    >>> from myotome.knowledge import load
    >>> read_line("Age 18 to 75 years", load()).low
    18.0
    >>> read_line("Clinically significant disease that may interfere with the study", load())
    """
    words = knowledge.words["trials"]
    text = re.sub(r"\([^)]*\)", " ", line).strip(" .;:")
    return _age(text, words) or _sex(text, words) or _value(text, knowledge, words) or _any(text, knowledge, words)


@lru_cache(maxsize=4)
def _age_forms(patterns: tuple[tuple[str, str], ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(f"^{pattern.replace('#', NUMBER)}$"), form) for form, pattern in patterns)


def _age(text: str, words: Mapping[str, Any]) -> Expression | None:
    """Ages; an upper limit said as "to 75" takes in those of 75, and the grammar's is exclusive."""
    bare = text.casefold()
    for phrase in words["beside_age"]:
        bare = bare.replace(phrase, " ")
    stripped = bare
    for word in sorted(words["year_words"], key=len, reverse=True):
        stripped = re.sub(rf"(?<=[\d\s]){re.escape(word)}\b", " ", stripped)
    if stripped == bare and not any(w in bare.split() for w in words["age_words"]):
        return None
    bare = " ".join(w for w in stripped.replace(",", " ").replace("≥ ", "≥").split() if w not in words["age_words"])
    for pattern, form in _age_forms(tuple((f["form"], f["pattern"]) for f in words["ages"])):
        match = pattern.match(bare)
        if match:
            return _age_span(form, [float(g.replace(",", ".")) for g in match.groups()])
    return None


def _age_span(form: str, given: list[float]) -> Expression:
    if form == "between":
        return Expression(op="age", low=given[0], high=given[1] + 1)
    if form == "to":
        return Expression(op="age", high=given[0] + 1)
    if form == "under":
        return Expression(op="age", high=given[0])
    return Expression(op="age", low=math.nextafter(given[0], math.inf) if form == "over" else given[0])


def _sex(text: str, words: Mapping[str, Any]) -> Expression | None:
    key = plain(text).removesuffix(" only")
    sexes = {plain(k): v for k, v in words["sexes"].items()}
    return Expression(op="sex", name=sexes[key]) if sexes.get(key) else None


def _value(text: str, knowledge: Knowledge, words: Mapping[str, Any]) -> Expression | None:
    """"eGFR < 30 mL/min", "ALT > 3 x ULN": a laboratory test, a comparison, a number, a unit."""
    match = COMPARED.match(text)
    if match is None:
        return None
    test = _test(plain(_bare(match[1], words)), knowledge)
    if test is None:
        return None
    number, unit = float(match[3].replace(",", ".")), match[4].strip()
    relative = "upper" if plain(unit) in words["times_upper"] else ""
    above = match[2] in (">", "≥", ">=")
    if not relative and unit not in (test["unit"], *test.get("units", {})):
        return None
    if not relative and unit != test["unit"]:
        number *= test["units"][unit]
    concept = test.get("concept_high" if above else "concept_low") or test.get("concept_high") or test.get("concept_low")
    if concept is None:
        return None
    strict = match[2] in (">", "<")
    edge = math.nextafter(number, math.inf if above else -math.inf) if strict else number
    return Expression(
        op="value", name=concept, low=edge if above else None, high=None if above else edge,
        unit="" if relative else test["unit"], relative_to=relative,
    )


def _test(name: str, knowledge: Knowledge) -> dict[str, Any] | None:
    for entry in knowledge.settings["laboratory"]:
        wordings = (*entry.get("words", {}).values(), *entry.get("counts", {}).values())  # a pressure has only the second
        said = (*entry["names"].values(), *(w for of in wordings for w in of))
        if any(plain(w) == name for w in said):
            return entry
    return None


def _any(text: str, knowledge: Knowledge, words: Mapping[str, Any]) -> Expression | None:
    """One condition, or several joined by "or", each covered whole."""
    for denied in words["denied"]:
        if text.casefold().startswith(denied):
            inner = _any(text[len(denied):], knowledge, words)
            return Expression(op="not", parts=(inner,)) if inner else None
    whole = _one(text, knowledge, words)
    if whole is not None:
        return whole
    parts = _split(text, words["either"])
    if len(parts) < 2:
        return None
    read = [_one(part, knowledge, words) for part in parts]
    if any(r is None for r in read):
        return None
    return Expression(op="any", parts=tuple(r for r in read if r is not None))


def _split(text: str, joiners: Iterable[str]) -> list[str]:
    parts = [text]
    for joiner in joiners:
        parts = [p for part in parts for p in re.split(re.escape(joiner), part, flags=re.IGNORECASE)]
    return [p.strip() for p in parts if p.strip()]


def _one(text: str, knowledge: Knowledge, words: Mapping[str, Any]) -> Expression | None:
    """A disease, a finding or a drug that the words name whole."""
    text, defined = _cut(text, words["according"])
    bare, window = _cut(text, words["window"])
    drug = find(knowledge, "drug", _bare(bare, words, words["given"]))
    if drug is not None and knowledge.acts[drug].kind in ("drug", "drug_class", "procedure"):
        return _given(drug, bool(window))
    if window:
        return None
    name = _bare(text, words)
    for concept, names in words["whole"].items():
        if plain(name) in names:
            said = Expression(op="finding", name=concept)
            return Expression(op="all", parts=(Expression(op="sex", name="female"), said))
    disease, concept = _disease(name, knowledge, words), find(knowledge, "concept", name)
    found = [Expression(op="disease", name=d) for d in disease]
    if concept is not None:
        found.append(Expression(op="finding", name=concept))
    if not found:
        return None
    made = found[0] if len(found) == 1 else Expression(op="any", parts=tuple(found))
    # "according to ..." asks more than the name: it can be denied by the name, not granted by it
    return Expression(op="all", parts=(made, Expression(op="unset", name="criteria"))) if defined else made


def _given(drug: str, window: bool) -> Expression:
    """A drug; within a window only a use that goes on is sure, one that is over may lie within it."""
    if not window:
        return Expression(op="treated", name=drug)
    past = Expression(op="all", parts=(Expression(op="treated", name=drug), Expression(op="unset", name="dates")))
    return Expression(op="any", parts=(Expression(op="treated", name=drug, ongoing=True), past))


def _disease(name: str, knowledge: Knowledge, words: Mapping[str, Any]) -> tuple[str, ...]:
    family = next((f for f in words["families"].values() if plain(name) in f["words"]), None)
    if family:
        return tuple(family["diseases"])
    disease = find(knowledge, "disease", name)
    return (disease,) if disease else ()


def _cut(text: str, marks: Iterable[str]) -> tuple[str, str]:
    """The text before the first of ``marks``, and from it on."""
    low = text.casefold()
    places = [m.start() for mark in marks for m in [re.search(rf"(?<![a-z]){re.escape(mark)}(?![a-z])", low)] if m and m.start() > 0]
    return (text[: min(places)].strip(" ,"), text[min(places):]) if places else (text, "")


def _bare(text: str, words: Mapping[str, Any], more: Iterable[str] = ()) -> str:
    """Without neutral words before and after."""
    text = text.strip(" ,.;:").casefold()
    changed = True
    while changed:
        changed = False
        for lead in (*more, *words["lead"]):
            if text.startswith(f"{lead} "):
                text, changed = text[len(lead):].strip(), True
        for tail in words["tail"]:
            if text.endswith(f" {tail}"):
                text, changed = text[: -len(tail)].strip(" ,"), True
    return text
