"""The body from the front and from behind, with the parts where muscles are weak."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from myotome.case import Case
from myotome.knowledge.store import Knowledge
from myotome.reasoning.localise.evidence import observations
from myotome.report import ink
from myotome.report.drawing_settings import Part, drawing_settings
from myotome.report.limbs import COLUMNS, SPARED_CHANNELS
from myotome.report.metro import short_grade
from myotome.report.phrases import finding_phrase
from myotome.report.wording import Wording
from myotome.terms import Side

VIEWS = ("front", "back")
ORDER = ("weak", "abnormal", "unsure", "spared")  # the first of what was seen is shown
GAP, HEAD = 12.0, 24.0  # between the views; room for their names
SIDES = (Side.LEFT, Side.RIGHT)
SIGN = 0.62  # size of a sign against those of the map


class Shown(NamedTuple):
    """One part on one side. state: of ``ORDER`` or "" when nothing was seen there."""

    part: Part
    side: Side
    state: str
    grade: str
    hint: str


class Body(NamedTuple):
    """summary: the weak parts in a sentence."""

    title: str
    summary: str
    parts: tuple[Shown, ...]


def body(case: Case, words: Wording) -> Body | None:
    """The figure; None when no part of it is weak or otherwise abnormal."""
    settings = drawing_settings(words.knowledge).figure
    seen: dict[tuple[str, Side], dict[str, list[int]]] = {}
    for observation in observations(case, words.knowledge)[0]:
        if observation.channel not in COLUMNS or observation.target.kind != "muscle":
            continue
        if observation.present:
            state = "weak" if observation.channel == "strength" else "abnormal"
            state = state if len(observation.sides) == 1 else "unsure"
        elif observation.channel in SPARED_CHANNELS and len(observation.sides) == 1:
            state = "spared"
        else:
            continue
        for muscle in observation.target.members:
            for side in observation.sides:
                seen.setdefault((muscle, SIDES[side]), {}).setdefault(state, []).extend(observation.findings[:1])
    shown = tuple(_shown(part, side, seen, case, words) for part in settings.parts for side in SIDES)
    if not any(s.state in ORDER[:3] for s in shown):
        return None
    weak = dict.fromkeys(words.bracketed(words.text(s.part.names), words.side(s.side)) for s in shown if s.state == "weak")
    summary = words("drawing_part", state=words("state_weak"), names=", ".join(weak)) if weak else ""
    return Body(words("figure"), summary, shown)


def _shown(
    part: Part, side: Side, seen: dict[tuple[str, Side], dict[str, list[int]]], case: Case, words: Wording
) -> Shown:
    found: dict[str, dict[int, None]] = {}
    for muscle in _muscles(part, words.knowledge):
        for state, findings in seen.get((muscle, side), {}).items():
            found.setdefault(state, {}).update(dict.fromkeys(findings))
    name = words.upper(words.bracketed(words.text(part.names), words.side(side)))
    state = next((s for s in ORDER if s in found), "")
    if not state:
        return Shown(part, side, "", "", words("drawing_part", state=name, names=words("state_untested")))
    findings = list(found[state])
    worst = min((f for f in findings if case.findings[f].grade is not None), default=None, key=lambda f: case.findings[f].grade.low)  # type: ignore[union-attr]
    grade = short_grade(case.findings[worst], words) if state == "weak" and worst is not None else ""
    said = dict.fromkeys(finding_phrase(case.findings[f], words) for f in findings)
    hint = words("drawing_part", state=name, names=words(f"state_{state}"))
    return Shown(part, side, state, grade, "\n".join((hint, *said)))


@lru_cache(maxsize=128)
def _muscles(part: Part, knowledge: Knowledge) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m for site in part.muscles for m in knowledge.muscles_of(site)))


def size(words: Wording) -> tuple[float, float]:
    """Width and height of the figure."""
    settings = drawing_settings(words.knowledge).figure
    return 2 * settings.width + GAP, settings.height + HEAD


def content(figure: Body, words: Wording) -> str:
    """The SVG inside of the figure. From the front the patient's left is on the right."""
    width = drawing_settings(words.knowledge).figure.width
    out = []
    for place, view in enumerate(VIEWS):
        left = place * (width + GAP)
        out.append(f'<g transform="translate({left:g} {HEAD:g})">')
        out.append(ink.text(width / 2, -14, words(f"figure_{view}"), "head middle"))
        mine = [s for s in figure.parts if s.part.view == view]
        for shown in mine:
            mirrored = _mirrored(shown)
            turn = f' transform="matrix(-1 0 0 1 {width:g} 0)"' if mirrored else ""
            x, y = shown.part.sign
            x = width - x if mirrored else x
            sign = ""
            if shown.state:
                sign = f'<g transform="translate({x:g} {y:g}) scale({SIGN})">{ink.symbol(shown.state, 0, 0, shown.grade)}</g>'
            out.append(
                f'<g class="body {shown.state}">{ink.title(shown.hint)}<path{turn} d="{ink.smooth(shown.part.outline)}"/>{sign}</g>'
            )
        for side in SIDES:
            on_right = (side is Side.LEFT) == (view == "front")
            out.append(ink.text(width - 9 if on_right else 9, 34, words(f"side_letter_{side.value}"), "letter"))
        out.append("</g>")
    return "".join(out)


def _mirrored(shown: Shown) -> bool:
    """Outlines stand on the viewer's right: the left of a patient who faces us, the right of one who does not."""
    return (shown.side is Side.LEFT) != (shown.part.view == "front")
