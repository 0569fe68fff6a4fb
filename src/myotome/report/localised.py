"""The answer to "where" alone: lines for a terminal, and the published form of ``localise --cases``."""

from __future__ import annotations

from typing import Any

from myotome.answer import Lesion, Localisation, SiteEvidence
from myotome.case import Case, Finding
from myotome.knowledge.store import Knowledge
from myotome.reasoning.localise_next import Examination, Sites, tied_sets
from myotome.report.numbers import percent
from myotome.report.phrases import finding_phrase
from myotome.report.sections.where import bounds, note, sentence, tied, worse
from myotome.report.wording import Wording
from myotome.terms import Side

LISTED, NAMED = 5, 6  # lesions listed; findings, sites named in a line
LETTERS = {Side.LEFT: "L", Side.RIGHT: "R"}
INSUFFICIENT = "insufficient"
LEAST = 0.005


def localised_lines(case: Case, where: Localisation, tests: tuple[Examination, ...], words: Wording) -> list[str]:
    """Ranked places, their ties; what the first explains, contradicts, leaves untested; what next."""
    if not where.lesions:
        return [words("where_unknown")]
    lines = [words("localise_where")]
    for number, lesion in enumerate(where.lesions[:LISTED], 1):
        lines.append(f"{number}. {percent(lesion.probability, words):>6}  {sentence(lesion, words)}")
        ties = tied(lesion, words)
        if ties:
            lines.append(_line(words("tied_with"), ties, words))
        if number == 1:
            lines += _reasons(case, lesion, words)
            if worse(where, words):
                lines.append(f"    {worse(where, words)}")
    left = [_said(case.findings[n], words) for n in where.unexplained]
    if left:
        lines.append(f"{words('localise_unexplained')} {'; '.join(dict.fromkeys(left))}")
    lines += [*(note(n, words) for n in where.notes), *bounds(where, words)]
    for bedside, label in ((True, "localise_bedside"), (False, "localise_study")):
        chosen = [t for t in tests if t.bedside is bedside]
        if chosen:
            lines.append(words(label))
            lines += [f"    {_examination(t, words)}" for t in chosen]
    return lines


def _reasons(case: Case, lesion: Lesion, words: Wording) -> list[str]:
    lines = []
    for label, evidence in (("explains", lesion.explained), ("contradicts", lesion.contradicted)):
        said = [_said(case.findings[e.finding], words) for e in evidence if e.finding is not None]
        if said:
            lines.append(_line(words(label), tuple(dict.fromkeys(said)), words))
    open_ = tuple(words.sided(e.site, e.side) for e in lesion.untested)
    if open_:
        lines.append(_line(words("leaves_untested"), open_, words))
    return lines


def _line(label: str, parts: tuple[str, ...], words: Wording) -> str:
    more = len(parts) - NAMED
    tail = f"; {words.count('more', more)}" if more > 0 else ""
    return f"    {label} {'; '.join(parts[:NAMED])}{tail}"


def _said(finding: Finding, words: Wording) -> str:
    return finding_phrase(finding, words)


def _examination(test: Examination, words: Wording) -> str:
    """Channel, place, how, whether a needle can go there, and what the first places expect."""
    place = words.sided(test.site, test.side)
    text = words("line_named", kind=words(f"channel_{test.channel}"), text=place)
    how = words.text(test.how)
    if how and how != words.site(test.site):
        text += f" - {how.rstrip('.')}"
    if test.channel == "strength" and test.needle is False:
        text += f" ({words('localise_no_needle')})"
    if len(test.expected) < 2:
        return text
    first, second = (percent(p, words) for p in test.expected[:2])
    return f"{text} [{words('localise_expected', first=first, second=second)}]"


def localised_json(
    case: Case, where: Localisation, tests: tuple[Examination, ...], not_used: list[str], seconds: float,
    knowledge: Knowledge,
) -> dict[str, Any]:
    """One answer in the published form. ``evidence`` stands beside ``answers``, entry for entry."""
    lesions = where.lesions
    answers = [
        {
            "class": lesion.lesion_class, "sites": site_list(lesion.sites),
            "probability": round(lesion.probability, 6),
            "ties": [site_list(t) for t in tied_sets(lesion, knowledge)],
        }
        for lesion in lesions
    ]
    evidence = [
        {
            "explained": [_evidence(e, case) for e in lesion.explained],
            "contradicted": [_evidence(e, case) for e in lesion.contradicted],
            "untested": [_evidence(e, case) for e in lesion.untested],
        }
        for lesion in lesions
    ]
    nothing = where.classes.get(INSUFFICIENT, 0.0)
    if nothing >= LEAST or not lesions:
        place = sum(1 for a in answers if a["probability"] >= nothing)
        answers.insert(place, {"class": INSUFFICIENT, "sites": [], "probability": round(nothing, 6), "ties": []})
        evidence.insert(place, {"explained": [], "contradicted": [], "untested": []})
    return {
        "id": case.id, "answers": answers,
        "unexplained": [_finding(case.findings[n]) for n in where.unexplained],
        "next": [_next(t) for t in tests],
        "seconds": round(seconds, 6), "classes": {k: round(v, 6) for k, v in where.classes.items()},
        "evidence": evidence, "exact": where.exact, "notes": list(where.notes), "not_used": not_used,
        "most": where.most, "at_most": where.at_most, "level": where.level or None,
        "by_rate": [{"factor": f, "class": name, "probability": p} for f, name, p in where.by_rate],
    }


def site_list(entries: Sites) -> list[dict[str, str | None]]:
    """``[{"site", "side"}]``; a side that the findings leave open is null."""
    return [{"site": site, "side": LETTERS.get(side)} for site, side in entries]


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "finding": finding.concept, "present": finding.present, "site": finding.site,
        "side": LETTERS.get(finding.side, finding.side.value if finding.side is Side.BOTH else None),
        "entry": finding.evidence[0].field if finding.evidence else "",
    }


def _evidence(seen: SiteEvidence, case: Case) -> dict[str, Any]:
    own = _finding(case.findings[seen.finding]) if seen.finding is not None else {"site": seen.site, "side": LETTERS.get(seen.side)}
    return own | {"expected": seen.expected}


def _next(test: Examination) -> dict[str, Any]:
    return {
        "kind": test.channel, "site": test.site, "side": LETTERS.get(test.side), "study": test.study or None,
        "bedside": test.bedside, "needle": test.needle, "information": test.information, "cost": test.cost,
        "expected": list(test.expected), "how": {"fr": test.how.fr, "en": test.how.en},
    }
