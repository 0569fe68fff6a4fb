"""Where the lesion is, in words: ranked places, what each explains, what cannot be told apart."""

from __future__ import annotations

from typing import NamedTuple

from myotome.answer import Lesion, Localisation, SiteEvidence
from myotome.report.context import Context, FindingRef
from myotome.report.numbers import percent
from myotome.report.phrases import finding_phrase
from myotome.report.wording import Wording
from myotome.terms import Side

OPEN, LISTED = 3, 6  # places shown open; in all
LEAST_OPEN = 0.05  # the first stands open, the others from this probability
MOST_UNTESTED = 8
MANY = 4  # sites that a summary names in full
LEAST_CLASS = 0.01  # a class less probable is not listed
PATTERN = "myopathy_pattern:"
NERVES = ("nerve_focal", "nerves_multiple")     # classes that the rate of lesions per nerve bears on


class Seen(NamedTuple):
    """What was seen at one site; the site is empty for a finding that has none."""

    site: str
    findings: tuple[FindingRef, ...]


class Place(NamedTuple):
    """title: the kind of lesion. brief: its sites for a summary, and what these are tied with."""

    title: str
    sites: tuple[str, ...]
    brief: tuple[tuple[str, ...], tuple[str, ...]]
    percent: str
    share: float
    tie_set: tuple[str, ...]
    explained: tuple[Seen, ...]
    contradicted: tuple[Seen, ...]
    untested: tuple[str, ...]


class Where(NamedTuple):
    """classes: (name, per cent, share), the likeliest first. headline: the first place in a line."""

    headline: str
    percent: str
    worse: str
    places: tuple[Place, ...]
    rest: tuple[Place, ...]
    classes: tuple[tuple[str, str, float], ...]
    unexplained: tuple[FindingRef, ...]
    notes: tuple[str, ...]


def where(localisation: Localisation, context: Context) -> Where:
    """The section of one patient; a headline says so when nothing can be localised."""
    words = context.words
    places = tuple(_place(lesion, context) for lesion in localisation.lesions[:LISTED])
    classes = sorted(localisation.classes.items(), key=lambda c: (-c[1], c[0]))
    shown = sum(1 for n, p in enumerate(places[:OPEN]) if n == 0 or p.share >= LEAST_OPEN)
    if places:
        headline, share = sentence(localisation.lesions[0], words), places[0].percent
    else:
        headline, share = words("where_unknown"), ""
    return Where(
        headline=headline, percent=share, worse=worse(localisation, words),
        places=places[:shown], rest=places[shown:],
        classes=tuple(
            (lesion_class(name, words), percent(p, words), p) for name, p in classes if p >= LEAST_CLASS
        ),
        unexplained=context.refs(localisation.unexplained),
        notes=tuple(dict.fromkeys((*(note(n, words) for n in localisation.notes), *bounds(localisation, words)))),
    )


def lesion_class(name: str, words: Wording) -> str:
    """A class of lesion; patterns of muscle disease carry the name of theirs."""
    if name.startswith(PATTERN):
        pattern = name.removeprefix(PATTERN)
        known = pattern in words.knowledge.diseases
        return words("class_myopathy_pattern", name=words.short_disease(pattern) if known else words.of("pattern", pattern))
    return words.of("class", name)


def sites(entries: tuple[tuple[str, Side], ...], words: Wording) -> tuple[str, ...]:
    """Sites in words; the same site of both sides stands once."""
    sides: dict[str, list[Side]] = {}
    for site, side in entries:
        sides.setdefault(site, []).append(side)
    return tuple(
        words.sided(site, _together(its)) for site, its in sides.items()
    )


def sentence(lesion: Lesion, words: Wording) -> str:
    """Kind and places of a lesion in one line."""
    title = words.upper(lesion_class(lesion.lesion_class, words))
    named, _ = brief(lesion, words)
    return words("where_line", kind=title, sites=words.all_of(named)) if named else title


def worse(localisation: Localisation, words: Wording) -> str:
    return words(f"more_{localisation.worse.value}") if localisation.worse else ""


def tied(lesion: Lesion, words: Wording) -> tuple[str, ...]:
    """Other sites that the evidence does not tell apart from those of the lesion."""
    own = set(lesion.sites)
    return sites(tuple(s for s in lesion.tie_set if s not in own), words)


def brief(lesion: Lesion, words: Wording) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sites and ties for a summary: where many nerves are hit, the nerves without the places on them."""
    if len(lesion.sites) <= MANY:
        return sites(lesion.sites, words), tied(lesion, words)
    nerve_of = words.knowledge.nerve_of_segment
    own = dict.fromkeys((nerve_of.get(site, site), side) for site, side in lesion.sites)
    ties = dict.fromkeys((nerve_of.get(site, site), side) for site, side in lesion.tie_set)
    return sites(tuple(own), words), sites(tuple(t for t in ties if t not in own), words)


def note(code: str, words: Wording) -> str:
    """A note of the localisation: a message id, with a site or side behind a colon."""
    name, _, value = code.partition(":")
    label = f"note_{name}"
    if not words.has(label):
        return code
    if value in {s.value for s in Side}:
        return words(label, value=words(f"side_{value}"))
    return words(label, value=words.site(value) if value else "")


def bounds(localisation: Localisation, words: Wording) -> tuple[str, ...]:
    """How far the answer goes: the level of a central lesion, where the search stopped, and what it owes
    to the rate of lesions per nerve."""
    found = []
    if localisation.level:
        level = localisation.level
        place = words.site(level) if level in words.knowledge.roots else words.of("level", level)
        found.append(words("where_level_exact" if level in words.knowledge.roots else "where_level", level=place))
    if localisation.at_most >= LEAST_OPEN:
        found.append(words.count("where_at_most", localisation.most, share=percent(localisation.at_most, words)))
    first = max(localisation.classes.items(), key=lambda c: (c[1], c[0]))[0] if localisation.classes else ""
    of_nerves = first in NERVES and localisation.classes[first] >= LEAST_OPEN
    if any(name != first or of_nerves for _, name, _ in localisation.by_rate):
        said = [
            words(
                "where_rate_low" if factor < 1 else "where_rate_high",
                kind=lesion_class(name, words), share=percent(p, words),
            )
            for factor, name, p in localisation.by_rate
        ]
        found.append(words("where_by_rate", said="; ".join(said)))
    return tuple(found)


def _place(lesion: Lesion, context: Context) -> Place:
    words = context.words
    return Place(
        title=words.upper(lesion_class(lesion.lesion_class, words)),
        sites=sites(lesion.sites, words), brief=brief(lesion, words),
        percent=percent(lesion.probability, words), share=lesion.probability,
        tie_set=tied(lesion, words),
        explained=_seen(lesion.explained, context), contradicted=_seen(lesion.contradicted, context),
        untested=_untested(lesion.untested, words)[:MOST_UNTESTED],
    )


def _seen(evidence: tuple[SiteEvidence, ...], context: Context) -> tuple[Seen, ...]:
    """Findings by their site and side; where a broader one stands, the narrower adds nothing."""
    case, words = context.case, context.words
    groups: dict[str, dict[int, None]] = {}
    for index in dict.fromkeys(e.finding for e in evidence if e.finding is not None):
        finding = case.findings[index]
        place = words.sided(finding.site, finding.side, finding.worse) if finding.site else ""
        groups.setdefault(place, {})[index] = None
    found = []
    for place, indices in groups.items():
        kept = [i for i in indices if not place or not _narrower(i, indices, context)]
        refs = [
            context.ref(i)._replace(text=finding_phrase(case.findings[i], words, where=not place))
            for i in kept
        ]
        found.append(Seen(words.upper(place), tuple({r.text: r for r in refs}.values())))
    return tuple(found)


def _narrower(index: int, others: dict[int, None], context: Context) -> bool:
    """Does one of the others say the same of this site in a broader word?"""
    case, known = context.case, context.words.knowledge
    mine = case.findings[index]
    return any(
        o != index and case.findings[o].present == mine.present
        and case.findings[o].concept != mine.concept and known.is_a(mine.concept, case.findings[o].concept)
        for o in others
    )


def _untested(evidence: tuple[SiteEvidence, ...], words: Wording) -> tuple[str, ...]:
    """Sites left to test; both sides of one in one entry where as much is expected of them."""
    sides: dict[tuple[str, str], list[Side]] = {}
    for e in evidence:
        share = "" if e.expected is None else words("expected_share", share=percent(e.expected, words))
        sides.setdefault((e.site, share), []).append(e.side)
    return tuple(
        words.bracketed(words.site(site), words.side(_together(its)), share)
        for (site, share), its in sides.items()
    )


def _together(its: list[Side]) -> Side:
    return Side.BOTH if {Side.LEFT, Side.RIGHT} <= set(its) else its[0]
