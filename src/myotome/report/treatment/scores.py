"""Scores as lines: the value with its reference and licence, a change, a response; and empty forms."""

from __future__ import annotations

from myotome.answer import ResponseValue, ScoreChange, ScoreValue
from myotome.knowledge.model import Band, Response, Score, ScoreItem
from myotome.knowledge.store import Knowledge
from myotome.report.context import Citations
from myotome.report.numbers import decimal
from myotome.report.treatment.lines import INDENT, amount, cited, localised, sources
from myotome.report.wording import Wording

SHOWN_ITEMS = 12  # of those missing; a form of 30 would bury the rest


def value_lines(value: ScoreValue, knowledge: Knowledge, language: str) -> list[str]:
    """One value, with what it means and from where."""
    words = Wording(knowledge, language, plain=True)
    cite = Citations(words)
    score = knowledge.scores[value.score]
    lines = [_title(score, value.date, words, cite), *_value(value, score, words, cite)]
    return [*lines, *_foot(score, words, cite)]


def change_lines(change: ScoreChange, knowledge: Knowledge, language: str) -> list[str]:
    """Two values, the change, and whether it counts."""
    words = Wording(knowledge, language, plain=True)
    cite = Citations(words)
    score = knowledge.scores[change.before.score]
    lines = [_title(score, "", words, cite)]
    for label, value in (("score_before", change.before), ("score_after", change.after)):
        lines.append(words(label, date=value.date or words("score_no_date")))
        lines += [INDENT + line for line in _value(value, score, words, cite)]
    if change.change is not None:
        unit = score.convertible if change.of == "converted" else score.unit
        lines.append(words("score_change", change=_signed(change.change, words), unit=words.unit(unit, change.change)).rstrip())
    if change.adjusted is not None and score.adjusted:
        lines.append(cited(words("score_adjusted", change=_signed(change.adjusted, words)), score.adjusted.source, cite))
    verdict = words(f"score_{change.verdict}")
    if change.differing:
        verdict += f" {_items(change.differing, score, words)}"
    lines.append(verdict)
    if score.change:
        lines.append(cited(_limit(score, words), score.change.source, cite))
    return [*lines, *_foot(score, words, cite)]


def response_lines(value: ResponseValue, knowledge: Knowledge, language: str) -> list[str]:
    """Each core measure with its change and points; the total or its range; what it is called."""
    words = Wording(knowledge, language, plain=True)
    cite = Citations(words)
    response = knowledge.responses[value.response]
    lines = [cited(words.upper(words.text(response.names)), response.source, cite)]
    counted = response.kind != "points"
    for measure, found in zip(response.measures, value.measures, strict=True):
        name = words.text(measure.names)
        if found.change is None:
            text = words("response_absent", name=name) if counted else words("response_missing", name=name, most=amount(found.high, "points", words))
        else:
            text = words(
                "response_counted" if counted else "response_measure", name=name, item=found.item,
                before=decimal(found.before or 0, words, 4), after=decimal(found.after or 0, words, 4),
                change=_signed(round(found.change, 1), words), points=amount(found.low, "points", words),
            )
        lines.append(INDENT + cited(text, measure.range_source, cite))
    if counted:
        lines.append(f"{words.count('response_improvements', value.improved)}, {words.count('response_declines', value.worsened)}")
        lines.append(words(f"response_{value.outcome or 'open'}"))
    else:
        lines += _points(value, response, words)
    if response.note:
        lines.append(words.text(response.note))
    return [*lines, words.text(knowledge.scores[response.form].licence), *sources(cite, words)]


def _points(value: ResponseValue, response: Response, words: Wording) -> list[str]:
    names = {o.id: words.text(o.names) for o in response.outcomes}
    limits = ", ".join(f"{names[o.id]} {decimal(o.from_, words)}" for o in response.outcomes if o.from_)
    if value.low == value.high:
        total = words("response_total", total=decimal(value.low, words, 4))
    else:
        total = words("response_range", low=decimal(value.low, words, 4), high=decimal(value.high, words, 4))
    called = names[value.outcome] if value.outcome else words("response_open")
    return [total, words.upper(called), words("response_limits", text=limits)]


def _title(score: Score, date: str, words: Wording, cite: Citations) -> str:
    return cited(words.bracketed(words.upper(words.text(score.names)), words.translated("score_versions", score.version), date), score.source, cite)


def _value(value: ScoreValue, score: Score, words: Wording, cite: Citations) -> list[str]:
    if value.missing:
        return [words("score_not_computed"), words("score_missing", text=_items(value.missing, score, words))]
    if score.method == "stages":
        lost = {d.id: words.text(d.names) for d in score.domains}
        return [words("score_stage", stage=value.stage), words("score_lost", text=", ".join(lost[d] for d in value.lost) or words("score_none_lost"))]
    if value.total is None:
        return []
    total = localised(f"{value.total:.4g}", words)
    lines = [words("score_total", total=total, low=decimal(score.low, words), high=decimal(score.high, words, 4), unit=words.unit(score.unit, score.high)).rstrip()]
    if value.typed and score.items:
        lines.append(words("score_typed"))
    if value.left_out:
        groups = {g.id: words.text(g.names) for g in score.groups}
        lines.append(words("score_left_out", text=", ".join(groups[g] for g in value.left_out)))
    lines += [words(a) for a in value.assumed]
    if value.band:
        lines.append(cited(words.upper(words.text(value.band)), value.band_source, cite))
    if value.converted is not None:
        lines.append(words("score_converted", value=decimal(value.converted, words, 4), unit=words.unit(score.convertible, value.converted)))
    elif score.convertible:
        lines.append(words("score_raw_only"))
    if value.slope is not None and score.slope:
        text = words("score_slope", maximum=decimal(score.slope.maximum, words), value=decimal(value.slope, words), text=words.text(value.slope_band))
        lines.append(cited(text, score.slope.source, cite))
    if value.predicted is not None and score.predicted:
        share = 100 * value.total / value.predicted if value.predicted > 0 else 0
        lines.append(cited(words("score_predicted", value=amount(round(value.predicted), score.unit, words), share=round(share)), score.predicted.source, cite))
    return lines


def _items(found: tuple[str, ...], score: Score, words: Wording) -> str:
    """Items of the form in words; one that is asked at several places with each of these."""
    places: dict[str, list[str]] = {}
    for key in found:
        item, _, place = key.partition(".")
        places.setdefault(item, []).extend([_place(place, words)] if place else [])
    names = {i.id: i.names for i in (*score.items, *score.groups)}
    named = [words.bracketed(words.text(names[item]), *at) for item, at in places.items()]
    return words.some(named, SHOWN_ITEMS)


def _place(place: str, words: Wording) -> str:
    """Where an item is asked: a side, a region of the skin, an activity; a number stays."""
    return words(f"side_{place}") if words.has(f"side_{place}") else words.of("score_place", place)


def _limit(score: Score, words: Wording) -> str:
    assert score.change is not None
    limit = score.change
    label, number = ("score_limit_above", limit.above) if limit.above is not None else ("score_limit_from", limit.from_)
    unit = score.convertible if limit.of == "converted" else score.unit
    text = words(label, limit=decimal(number or 0, words), unit=words.unit(unit, number or 0)).rstrip()
    return words.bracketed(text, words.text(limit.note))


def _foot(score: Score, words: Wording, cite: Citations) -> list[str]:
    lines = [words.text(score.note)] if score.note else []
    return [*lines, words("score_licence", text=words.text(score.licence)), *sources(cite, words)]


def _signed(value: float, words: Wording) -> str:
    return f"{'+' if value > 0 else ''}{decimal(value, words, 4)}"


# --- empty forms -----------------------------------------------------------------------------------


def form_text(score: Score, knowledge: Knowledge, language: str) -> str:
    """The empty form as YAML, with what each item is and takes as comments."""
    words = Wording(knowledge, language, plain=True)
    lines = [f"# {words.upper(words.text(score.names))} ({words.translated('score_versions', score.version)})", f"# {words.text(score.licence)}"]
    if score.note:
        lines.append(f"# {words.text(score.note)}")
    lines += [f"score: {score.id}", "date:    # 2026-01-31"]
    if score.method != "none":
        lines.append(f"total:    # {words('form_total', low=decimal(score.low, words), high=decimal(score.high, words, 4))}")
    if score.items:
        lines.append("items:")
    for item in score.items:
        lines += _item_lines(item, words)
    return "\n".join(lines) + "\n"


def _item_lines(item: ScoreItem, words: Wording) -> list[str]:
    takes = _takes(item, words)
    if item.optional:
        takes += f"; {words('form_optional')}"
    lines = [f"  # {words.text(item.names)}: {takes}"]
    lines += [f"  #   {grade}: {words.text(names)}" for grade, names in item.anchors.items()]
    if item.bands:
        lines.append(f"  #   {words('form_points', text=_bands(item.bands, words))}")
    for word, bands in item.bands_of.items():
        lines.append(f"  #   {word}: {words('form_points', text=_bands(bands, words))}")
    if not item.places:
        return [*lines, f"  {item.id}:"]
    return [*lines, f"  {item.id}:", *(f"    {_key(place)}:" for place in item.places)]


def _key(place: str) -> str:
    return f'"{place}"' if place.isdigit() else place


def _takes(item: ScoreItem, words: Wording) -> str:
    if item.kind == "yes_no":
        return words("form_yes_no")
    if item.kind == "word":
        return ", ".join(item.words)
    if item.kind == "text":
        return words("form_text")
    if item.kind == "list":
        return f"[{words('form_list')}] {item.low:g}..{item.high:g} {item.unit}"
    return localised(f"{item.low:g}..{item.high:g} {words.unit(item.unit, item.high)}".rstrip(), words)


def _bands(bands: tuple[Band, ...], words: Wording) -> str:
    parts = []
    for band in bands:
        points = decimal(band.points or 0, words)
        parts.append(words("form_band", limit=decimal(band.from_, words), points=points) if band.from_ is not None else words("form_rest", points=points))
    return ", ".join(parts)


def list_lines(knowledge: Knowledge, language: str) -> list[str]:
    """Every score and response definition: id, name, range."""
    words = Wording(knowledge, language, plain=True)
    lines = [f"{s.id:18} {words.bracketed(words.text(s.names), words.translated('score_versions', s.version))}" for s in knowledge.scores.values()]
    return [*lines, *(f"{r.id:18} {words.text(r.names)} - {words('score_two_forms', form=r.form)}" for r in knowledge.responses.values())]
