"""What every page of care shares: numbers in the language, citations, the list of sources."""

from __future__ import annotations

import re

from myotome.report.context import Citations
from myotome.report.wording import Wording

INDENT = "    "
_POINT = re.compile(r"(?<=\d)\.(?=\d)")


def localised(text: str, words: Wording) -> str:
    """Decimal signs of a formula in the language: "0.4 g/kg" is "0,4 g/kg" in French."""
    return _POINT.sub(",", text) if words.language == "fr" else text


def amount(value: float, unit: str, words: Wording) -> str:
    """A value with its unit, at most four significant digits below a thousand."""
    number = f"{value:.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return localised(f"{number} {words.unit(unit, float(number))}".strip(), words)


def cited(text: str, source: str, cite: Citations) -> str:
    """The text with the number of its source, or "memory" or "choice"."""
    if not source:
        return text
    label = cite(source).label
    return f"{text} {label}" if label.startswith("[") else f"{text} [{label}]"


def sources(cite: Citations, words: Wording) -> list[str]:
    """The list of references, in the order of their numbers, each with how it was read."""
    if not cite.numbers:
        return []
    lines = [words("care_sources")]
    for source, number in cite.numbers.items():
        reference = words.knowledge.references.get(source)
        how = words.of("how", reference.how_seen.name.casefold()) if reference else ""
        lines.append(f"{INDENT}[{number}] {words.bracketed(cite(source).title, how)}")
    return lines
