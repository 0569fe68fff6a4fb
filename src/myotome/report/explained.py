"""``myotome explain`` in lines for a terminal: a disease, two side by side, a patient's waterfall."""

from __future__ import annotations

from collections.abc import Iterable

from myotome.answer import Candidate, Contrast, Explanation, Feature, Portrait, Reply
from myotome.case import Case
from myotome.knowledge.model import Accuracy
from myotome.report.numbers import frequency, percent, ratio
from myotome.report.phrases import finding_phrase
from myotome.report.wording import Wording, visible

SHOWN, CONTRASTED, BARS = 24, 24, 14
INDENT = "  "
READ = frozenset({"paper", "abstract", "fact_sheet", "document", "hpo_release"})


def explained_lines(answer: Explanation, case: Case | None, words: Wording) -> str:
    """The whole answer as text.

    answer: of one disease or two; with ``case`` its findings name the bars of each waterfall.
    """
    lines: list[str] = []
    for portrait in answer.portraits:
        lines += [*_head(portrait, words), ""]
    if answer.patient and case is not None:
        for candidate in answer.patient:
            lines += [*_waterfall(candidate, case, words), ""]
    if len(answer.portraits) == 1:
        lines += [*_portrait(answer.portraits[0], words), *_beside(answer.portraits[0].disease, answer.criteria, words)]
    else:
        lines += _contrasts(answer, words)
    return visible("\n".join(lines).rstrip())


def _head(portrait: Portrait, words: Wording) -> list[str]:
    """Name, summary, how deep the file goes, whether somebody signed it."""
    known = words.knowledge.diseases[portrait.disease]
    grade = words("explain_grade", grade=words.of("grade", portrait.grade))
    if portrait.lacking:
        lacking = words.all_of(words.of("aspect", a) for a in portrait.lacking)
        grade = words.bracketed(grade, words("explain_lacking", text=lacking))
    grade = f"{grade}, {words('explain_read', share=percent(portrait.read, words))}"
    signed = words("explain_reviewed", name=known.reviewed_by) if portrait.reviewed else words("explain_not_reviewed")
    lines = [words.bracketed(words.upper(words.disease(portrait.disease)), portrait.disease)]
    if known.summary:
        lines.append(INDENT + words.text(known.summary))
    lines += [INDENT + grade, INDENT + signed]
    common = words(
        "explain_prior", share=frequency(known.clinic_per_1000.value / 1000, words), source=source(known.clinic_per_1000.source, words),
    )
    age = words("explain_age", low=f"{known.age.low:g}", high=words.count("years", known.age.high, shown=f"{known.age.high:g}"), source=source(known.age.source, words))
    male = words("explain_male", share=percent(known.male.value, words), source=source(known.male.source, words))
    return [*lines, INDENT + common, INDENT + age, INDENT + male]


def source(reference: str, words: Wording) -> str:
    """A source as a reader needs it: its title, or that it is from memory."""
    known = words.knowledge.references.get(reference)
    if known is None:
        return words.of("source", reference)
    how = known.how_seen.name.casefold()
    return known.title if how in READ else words.bracketed(known.title, words.of("how", how))


def _portrait(portrait: Portrait, words: Wording) -> list[str]:
    lines = [words("explain_findings", n=len(portrait.features))]
    for feature in portrait.features[:SHOWN]:
        line = words(
            "explain_feature", name=words.concept(feature.concept), here=share(feature, words),
            elsewhere=frequency(feature.background, words), source=source(feature.reference, words),
        )
        lines.append(INDENT + line)
    if len(portrait.features) > SHOWN:
        lines.append(INDENT + words.count("more", len(portrait.features) - SHOWN))
    return lines


def share(feature: Feature | None, words: Wording) -> str:
    """"85 % (76–91)", or that nothing is said."""
    if feature is None:
        return words("explain_silent")
    low, high = (frequency(x, words) for x in feature.interval)
    return f"{frequency(feature.frequency, words)} ({low}–{high})"


def _beside(disease: str, criteria: Iterable[str], words: Wording) -> list[str]:
    """Mimics and what tells them apart, tests that establish it, criteria that classify it."""
    known = words.knowledge.diseases[disease]
    lines = []
    if known.mimics:
        lines.append(words("explain_mimics"))
        lines += [INDENT + words("named_line", name=words.disease(m.disease), value=words.text(m.tells_apart)) for m in known.mimics]
    if known.accuracy:
        lines.append(words("explain_accuracy"))
        lines += [INDENT + _accuracy(row, words) for row in known.accuracy]
    for gap in sorted(set(known.gaps.values())):
        aspects = [words.of("aspect", a) for a, why in known.gaps.items() if why == gap]
        lines.append(words(f"explain_gap_{gap}", text=words.all_of(aspects)))
    harm = known.harm.reason and words.text(known.harm.reason)
    if harm:
        lines.append(words("explain_harm", text=harm, source=source(known.harm.source, words)))
    if known.confirm:
        lines.append(words("explain_confirm", text=", ".join(words.test(t) for t in known.confirm)))
    sets = list(criteria)
    if sets:
        lines.append(words("explain_criteria", text=", ".join(sets)))
    return lines


def _accuracy(row: Accuracy, words: Wording) -> str:
    """"anti-GM1: sensitivity 45 %, specificity 92 %, against ALS; source"."""
    shares = {
        name: words("explain_no_figure") if value is None else percent(value, words)
        for name, value in (("sensitivity", row.sensitivity), ("specificity", row.specificity))
    }
    return words(
        "explain_accuracy_row", name=words.concept(row.concept), against=words.text(row.against),
        source=source(row.source, words), **shares,
    )


def _contrasts(answer: Explanation, words: Wording) -> list[str]:
    first, second = (words.short_disease(p.disease) for p in answer.portraits)
    lines = [*_questions(answer, words), "", words("explain_contrast", first=first, second=second)]
    for one in answer.contrasts[:CONTRASTED]:
        lines += _contrast(one, first, second, words)
    if len(answer.contrasts) > CONTRASTED:
        lines.append(INDENT + words.count("more", len(answer.contrasts) - CONTRASTED))
    return lines


def _questions(answer: Explanation, words: Wording) -> list[str]:
    """Each question in a line, with the answer of either disease."""
    lines = [words("explain_questions")]
    for question in words.knowledge.settings["questions"]["questions"]:
        said = [_reply(r, question, words) for r in answer.replies if r.question == question["id"]]
        lines.append(INDENT + words("named_line", name=words.upper(words.text(question["names"])), value=" / ".join(said)))
    return lines


def _reply(reply: Reply, question: dict, words: Wording) -> str:
    """"MMN rare 3 %", or the findings or treatments that are usual."""
    name, kind = words.short_disease(reply.disease), question["kind"]
    if kind in ("marks", "care") and "not_described" not in reply.values:
        said = ", ".join(words.named(v) for v in reply.values) or words("reply_none")
    elif kind == "balance" and reply.values[0] in ("first", "second"):
        said = words.concept(question[reply.values[0]][0])
    else:
        said = words.of("reply", reply.values[0])
    return f"{name} {words.bracketed(said, ', '.join(frequency(f.frequency, words) for f in reply.features))}"


def _contrast(one: Contrast, first: str, second: str, words: Wording) -> list[str]:
    sources = dict.fromkeys(source(f.reference, words) for f in (one.first, one.second) if f is not None)
    shares = f"{first} {share(one.first, words)}, {second} {share(one.second, words)}"
    return [
        INDENT + words("named_line", name=words.upper(words.concept(one.concept)), value=shares),
        2 * INDENT + words(
            "explain_tells", present=_towards(one.when_present, first, second, words),
            absent=_towards(one.when_absent, first, second, words), source="; ".join(sources),
        ),
    ]


def _towards(log_ratio: float, first: str, second: str, words: Wording) -> str:
    """"×7 MMN": the disease for which it speaks."""
    return f"{ratio(abs(log_ratio), words)} {first if log_ratio >= 0 else second}"


def _waterfall(candidate: Candidate, case: Case, words: Wording) -> list[str]:
    """From the prior to the posterior; each bar with its finding, frequencies and match."""
    name = words.upper(words.disease(candidate.disease))
    lines = [words("explain_patient", name=name, share=percent(candidate.probability, words))]
    lines.append(INDENT + words("explain_start", ratio=ratio(candidate.start, words)))
    bars = sorted((*candidate.evidence_for, *candidate.evidence_against), key=lambda i: (-abs(i.log_ratio), i.concept))
    for bar in bars[:BARS]:
        said = words.concept(bar.concept) if bar.finding is None else finding_phrase(case.findings[bar.finding], words)
        shares = ""
        if bar.frequency is not None and bar.background is not None:
            shares = words("shares", here=frequency(bar.frequency, words), elsewhere=frequency(bar.background, words))
        match = "" if bar.match == "exact" else words.of("match", bar.match)
        cite = "" if bar.finding is None else source(bar.reference, words)
        lines.append(f"{INDENT}{ratio(bar.log_ratio, words):>8}  {words.bracketed(said, shares, match, cite)}")
    if len(bars) > BARS:
        rest = sum(b.log_ratio for b in bars[BARS:])
        lines.append(f"{INDENT}{ratio(rest, words):>8}  {words.count('more', len(bars) - BARS)}")
    lines.append(INDENT + words("explain_end", ratio=ratio(candidate.log_odds, words)))
    for label, pairs in (("explain_lacking_here", candidate.lacking), ("explain_open", candidate.expected)):
        if pairs:
            text = ", ".join(f"{words.concept(c)} {frequency(p, words)}" for c, p in pairs)
            lines.append(INDENT + words(label, text=text))
    return lines
