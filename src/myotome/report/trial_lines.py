"""Trials for a patient, as lines: what keeps out, what must be asked, and the dates of the entries."""

from __future__ import annotations

from myotome.answer import TrialCriterion, TrialMatch
from myotome.case import Case
from myotome.report.phrases import finding_phrase
from myotome.report.wording import Wording, visible
from myotome.terms import Truth

INDENT = "    "


def trial_lines(trials: tuple[TrialMatch, ...], case: Case, words: Wording) -> list[str]:
    """Each trial with its verdict, then its lines: barring ones first, then what is not known."""
    lines: list[str] = []
    for trial in trials:
        lines.append(f"{trial.id}  {trial.title}")
        facts = [words.of("takes", trial.takes_patients), trial.phases, ", ".join(trial.countries)]
        lines.append(INDENT + "; ".join(f for f in facts if f))
        dates = [words("trial_updated", date=trial.updated or words("unsaid"))]
        if trial.exported:
            dates.append(words("trial_exported", date=trial.exported))
        lines.append(INDENT + "; ".join(dates))
        lines.append(INDENT + words.of("trial", trial.verdict))
        for title, chosen in _grouped(trial.criteria):
            if chosen:
                lines.append(INDENT + words(title))
                lines += [f"{INDENT}{INDENT}{_criterion(c, case, words)}" for c in chosen]
    if trials:
        lines.append(words("trials_footer"))
    return [visible(line) for line in lines]


def closed_line(n: int, words: Wording) -> str:
    """How many trials take no patients any more."""
    return words.count("trials_closed", n)


def _grouped(criteria: tuple[TrialCriterion, ...]) -> tuple[tuple[str, list[TrialCriterion]], ...]:
    bars = [c for c in criteria if c.bars]
    known = [c for c in criteria if c.read and not c.bars and c.truth is not Truth.UNKNOWN]
    asked = [c for c in criteria if c.read and c.truth is Truth.UNKNOWN]
    return (
        ("trial_bars", bars), ("trial_ask", asked), ("trial_known", known),
        ("trial_quoted", [c for c in criteria if not c.read]),
    )


def _criterion(criterion: TrialCriterion, case: Case, words: Wording) -> str:
    """The line as the registry has it, with its kind and the findings that decided it."""
    text = f"[{words(f'criterion_{criterion.kind}')}] {criterion.text}"
    shown = [finding_phrase(case.findings[i], words) for i in criterion.findings[:3]]
    return words.bracketed(text, *shown)
