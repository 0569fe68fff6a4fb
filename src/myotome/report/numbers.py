"""Numbers as people read them: shares, ratios, spans of time, measured values."""

from __future__ import annotations

from math import exp

from myotome.report.wording import Wording

LEAST, MOST = 0.01, 0.99  # a probability is never shown as 0 % or 100 %
DAYS, WEEKS, MONTHS = 30.44, 4.348, 12  # in a month, in a month, in a year


def decimal(value: float, words: Wording, digits: int = 3) -> str:
    """At most ``digits`` significant digits, no trailing zero, the language's decimal sign.

    >>> from myotome.knowledge import load
    >>> decimal(41.5, Wording(load(), "fr")), decimal(0.5, Wording(load(), "en"))
    ('41,5', '0.5')
    """
    text = f"{value:.{digits}g}"
    if "e" in text:
        text = f"{value:.0f}"
    text = text.replace("-", "\u2212")
    return text.replace(".", ",") if words.language == "fr" else text


def percent(share: float, words: Wording) -> str:
    """A probability or frequency in per cent, never 0 % nor 100 %.

    >>> from myotome.knowledge import load
    >>> [percent(p, Wording(load(), "fr", plain=True)) for p in (0.0004, 0.384, 0.9996)]
    ['< 1 %', '38 %', '> 99 %']
    """
    if share < LEAST:
        return words("below_percent", n=1)
    if share > MOST:
        return words("above_percent", n=99)
    return words("percent", n=round(share * 100))


def frequency(share: float, words: Wording) -> str:
    """How often a finding is seen: rare and near-constant ones keep their digits.

    >>> from myotome.knowledge import load
    >>> [frequency(p, Wording(load(), "fr", plain=True)) for p in (0.004, 0.17, 0.996)]
    ['0,4 %', '17 %', '99,6 %']
    """
    if LEAST <= share <= MOST:
        return words("percent", n=round(share * 100))
    return words("percent", n=decimal(share * 100, words, 2 if share < LEAST else 3))


def change(value: float, words: Wording) -> str:
    """A change in per cent, with its sign: a fall is negative."""
    sign = "+" if value > 0 else "\u2212" if value < 0 else ""
    return words("percent", n=f"{sign}{decimal(abs(value), words)}")


def ratio(log_ratio: float, words: Wording) -> str:
    """A likelihood ratio: "×7,5" or, when it speaks against, "÷3"."""
    value = exp(abs(log_ratio))
    return f"{'×' if log_ratio >= 0 else '÷'}{decimal(value, words, 2)}"


def age(years: float | None, words: Wording) -> str:
    """An age: in months for the smallest children."""
    if years is None:
        return words("age_unsaid")
    if years < 2:
        return words.count("months", round(years * MONTHS))
    return words.count("years", int(years))


def span(months: float, words: Wording) -> str:
    """A length of time in the unit that one would say.

    >>> from myotome.knowledge import load
    >>> [span(m, Wording(load(), "fr")) for m in (0.23, 1, 8, 192)]
    ['1 semaine', '1 mois', '8 mois', '16 ans']
    """
    if months < 0.2:
        return words.count("days", max(1, round(months * DAYS)))
    if months < 0.95:
        return words.count("weeks", max(1, round(months * WEEKS)))
    if months < 2 * MONTHS:
        return words.count("months", round(months))
    return words.count("years", int(months / MONTHS + 0.01))
