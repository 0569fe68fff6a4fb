"""A draft conclusion, one sentence a statement, that the physician corrects and signs."""

from __future__ import annotations

from myotome.answer import EnmgResult, SegmentStudy
from myotome.report.numbers import change
from myotome.report.sections.conduction import definition_name, place, side, verdict_words
from myotome.report.sections.nerves import (
    limits_name,
    nerve_name,
    reason_text,
    test_name,
    test_value,
)
from myotome.report.wording import Wording

NORMAL, UNJUDGED = "normal", "not_assessable"
BLOCKS = ("definite", "probable", "conditional")
LEFT = ("duration_known", "supramaximal", "temperature")


def conclusion(result: EnmgResult, words: Wording) -> tuple[str, ...]:
    """Nerves, segments, muscles, criteria sets, what is missing; normal ones together."""
    return tuple(
        words.sentence(text) for text in (
            *_nerves(result, words), *_segments(result, words), *_muscles(result, words),
            *_tests(result, words), *_criteria(result, words), *_missing(result, words), *_limits(result, words),
        )
    )


def _nerves(result: EnmgResult, words: Wording) -> list[str]:
    lines = []
    for study in ("motor", "sensory"):
        mine = [n for n in result.judged.nerves if n.study == study]
        for one in mine:
            if one.pattern in (NORMAL, UNJUDGED):
                continue
            reasons = "; ".join(reason_text(r, words) for r in one.reasons)
            lines.append(words("conclude_nerve", nerve=nerve_name(one, words), pattern=words.of("pattern", one.pattern), reasons=reasons))
        plain = [_short(n, words) for n in mine if n.pattern == NORMAL]
        if plain:
            lines.append(words(f"conclude_normal_{study}", nerves=words.all_of(plain)))
        left = [_short(n, words) for n in mine if n.pattern == UNJUDGED]
        if left:
            lines.append(words(f"conclude_unjudged_{study}", nerves=words.all_of(left)))
    return lines


def _short(one, words: Wording) -> str:
    return words.bracketed(words.site(one.nerve), side(one.side, words))


def _segments(result: EnmgResult, words: Wording) -> list[str]:
    lines = []
    for segment in result.segments:
        said = [v for v in segment.verdicts if v.level in BLOCKS]
        if not said:
            continue
        drops = [change(-d, words) for d in (segment.amplitude_drop, segment.area_drop) if d is not None]
        by_verdict: dict[str, list[str]] = {}
        for verdict in said:
            by_verdict.setdefault(verdict_words(verdict, words), []).append(definition_name(verdict.definition, words))
        verdicts = "; ".join(f"{verdict} ({', '.join(names)})" for verdict, names in by_verdict.items())
        label = "conclude_compression" if segment.entrapment else "conclude_block"
        lines.append(words(label, nerve=_where(segment, words), drops=" / ".join(drops), verdicts=verdicts))
    return lines


def _where(segment: SegmentStudy, words: Wording) -> str:
    stretch = words("stretch", distal=place(segment.distal, words), proximal=place(segment.proximal, words))
    return words.bracketed(words.site(segment.nerve), side(segment.side, words), stretch)


def _muscles(result: EnmgResult, words: Wording) -> list[str]:
    lines = []
    patterns = dict.fromkeys(m.pattern for m in result.judged.muscles)
    for pattern in sorted(patterns, key=lambda p: p == NORMAL):
        names = [words.bracketed(words.site(m.muscle), side(m.side, words)) for m in result.judged.muscles if m.pattern == pattern]
        lines.append(words("conclude_muscles", pattern=words.of("pattern", pattern), muscles=words.all_of(names)))
    return lines


def _tests(result: EnmgResult, words: Wording) -> list[str]:
    abnormal = [t for t in result.judged.tests if t.state not in (NORMAL, "no_limit", UNJUDGED)]
    return [
        words("conclude_test", name=test_name(t, words), value=test_value(t, words), state=words.of("state", t.state))
        for t in abnormal
    ]


def _criteria(result: EnmgResult, words: Wording) -> list[str]:
    lines = []
    for verdict in result.criteria:
        known = words.knowledge.criteria.get(verdict.criteria)
        reached = verdict.held or verdict.level
        if known is None or not reached:
            continue
        level = next((words.text(o.names) for o in known.outcomes if o.id == reached), reached)
        text = words("conclude_set", name=words.text(known.names), level=level)
        marks = [words("by_memory")] if verdict.held else [words("set_unverified").rstrip(".")] if verdict.unverified else []
        lines.append(words.bracketed(text, *marks))
    return lines


def _missing(result: EnmgResult, words: Wording) -> list[str]:
    open_items = {
        item for s in result.segments for v in s.verdicts if v.level in BLOCKS
        for item, status in v.checklist if status == "not_documented" and item in LEFT
    }
    if not open_items:
        return []
    return [words("conclude_missing", items=words.all_of([words.of("check", i) for i in LEFT if i in open_items]))]


def _limits(result: EnmgResult, words: Wording) -> list[str]:
    names = [result.laboratory] if result.laboratory else []
    names += [limits_name(source, words) for source in result.judged.limits if source != result.laboratory]
    return [words("conclude_limits", names="; ".join(dict.fromkeys(names)))] if names else []
