"""Angles of joints and girths of limbs: "dorsiflexion -5°", "flexion de hanche limitée à 70°", "cuisse G : -6 cm / D"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from myotome.terms import Presence, Side
from myotome.text.results.numbers import NUMBER
from myotome.text.scope.item import Item
from myotome.text.scope.mention import Mention
from myotome.text.scope.scope import Scope
from myotome.text.scope.sides import Mark, Placed
from myotome.text.tokens.fold import Token
from myotome.text.tokens.layout import Sentence

if TYPE_CHECKING:
    from myotome.text.results.figures import FigureWords

MINUSES = frozenset("-–−")
SIDE_BEHIND = 5  # tokens between a figure and the side behind it
SITE_BEHIND = 4  # tokens between a figure and the joint behind it ("-20° d'extension du coude")
SITE_BEFORE = 10  # tokens between a joint and its angle
FURTHER = 3  # tokens between a figure and the side that shows that it is one more angle ("120 à gauche")


def _number(raw: str) -> float:
    parts = raw.replace(",", ".").split(".")
    return float(".".join(parts[:2]))


def _negative(tokens: list[Token], at: int, first: int, words: FigureWords) -> bool:
    """Does a minus stand right before a number, and no number before that ("0-5°")?"""
    if at <= first:
        return False
    before = tokens[at - 1]
    if before.stem in words.minus:
        return True
    joined = at - 2 >= first and tokens[at - 2].end == before.start and tokens[at - 2].raw[-1:].isalnum()
    return before.raw in MINUSES and not joined and before.end == tokens[at].start


def _side(tokens: list[Token], at: int, site: int, until: int, marks: list[Mark]) -> tuple[Side, Side | None]:
    """The side right behind a figure, else the one between its site and it, or right before the site."""
    behind = next((m for m in marks if at < m[0] <= at + SIDE_BEHIND and m[0] < until), None)
    if behind is not None and not any(t.raw in ",;./" or NUMBER.match(t.raw) for t in tokens[at + 1 : behind[0]]):
        return behind[2], behind[3]
    before = next((m for m in reversed(marks) if site - 2 <= m[0] < at), None)
    return (before[2], before[3]) if before is not None else (Side.UNSAID, None)


def _joint(site: str, joints: dict[str, Any]) -> str:
    """The joint that a site is, or that a group of muscles moves ("hip_flexors"); "" when it is none."""
    return next((joint for joint in joints if site == joint or site.startswith(f"{joint}_")), "")


def angles(tokens: list[Token], sentence: Sentence, items: list[Item], marks: list[Mark], words: FigureWords) -> list[Mention]:
    """What the angles of a sentence say of its joints."""
    made: list[Mention] = []
    joints: dict[str, Any] = words.limits["joints"]
    sites = [(i, joint) for i in items if i.kind == "site" and (joint := _joint(i.value, joints))]
    figures = [k for k in sentence.figures if NUMBER.match(tokens[k].raw)]
    start = sentence.first
    for n, k in enumerate(figures):
        until = figures[n + 1] if n + 1 < len(figures) else sentence.last
        measured = k + 1 < sentence.last and tokens[k + 1].stem in words.degrees
        further = bool(made) and made[-1].last + FURTHER + 2 >= k and any(k < m[0] <= k + FURTHER and m[0] < until for m in marks)
        if not measured and not further:
            continue
        walls = [j for j in range(start, k) if tokens[j].raw in ";." and tokens[j + 1].start > tokens[j].end]
        begin = walls[-1] + 1 if walls else start
        near = [(i, joint) for i, joint in sites if begin <= i.first < k and k - i.last <= SITE_BEFORE]
        near = near[-1:] or [(i, joint) for i, joint in sites if k < i.first <= k + SITE_BEHIND and i.first < until][:1]
        lifted = next((words.lifting[t.stem] for t in reversed(tokens[begin:k]) if t.stem in words.lifting), "") if not near else ""
        if not near and not lifted and not further:
            continue
        item, joint = near[0] if near else (None, lifted)
        at = item.first if item is not None else begin
        said = _said(tokens, k, begin, joint, item.value if item is not None else "", words) if near or lifted else (made[-1].concept, made[-1].scope.presence)
        if said is None:
            continue
        side, worse = _side(tokens, k + measured, min(at, k), until, marks)
        places = [Placed(joint, side, worse, at, item.last)] if item is not None and at < k else []
        made.append(Mention(said[0], min(at, k) if places else k, k + measured, Scope(said[1]), places, side=Side.UNSAID if places else side, rule="figure"))
    return made


def _said(tokens: list[Token], k: int, begin: int, joint: str, site: str, words: FigureWords) -> tuple[str, Presence] | None:
    """What an angle says: the concept, there or not; None when it says nothing."""
    limits = words.limits["joints"][joint]
    if _negative(tokens, k, begin, words):
        return (limits["negative"], Presence.PRESENT) if "negative" in limits else None
    stems = {t.stem for t in tokens[begin : k + 4]}
    motion = next((m for m in limits.get("motions", ()) if site.endswith(m["site"])), None) if site else None
    least = motion["least"] if motion else limits.get("least", 0)
    short = _number(tokens[k].raw) < least
    if not words.active.isdisjoint(stems) and "active" in limits:
        return (limits["active"], Presence.PRESENT) if short else None
    if not words.passive.isdisjoint(stems) or not words.limited.isdisjoint(stems) and site:
        return (limits.get("passive", words.limits["stiff"]), Presence.PRESENT) if short else None
    return None


def girths(tokens: list[Token], sentence: Sentence, items: list[Item], marks: list[Mark], words: FigureWords) -> list[Mention]:
    """A limb that is thinner than the other by a figure ("-6 cm / D"), or by two circumferences."""
    limits = words.limits["girth"]
    for item in items:
        if item.kind != "site" or item.value not in limits["sites"]:
            continue
        figures = [k for k in sentence.figures if item.last < k <= item.last + SITE_BEFORE + 4 and NUMBER.match(tokens[k].raw)]
        own = [m for m in marks if item.last < m[0] <= item.last + 3 or item.first - 2 <= m[0] < item.first]
        if figures and own and (tokens[figures[0] - 1].raw in MINUSES or tokens[figures[0] - 1].stem in words.minus) and _number(tokens[figures[0]].raw) >= limits["least"] \
                and own[0][0] < figures[0] and figures[0] + 1 < sentence.last and tokens[figures[0] + 1].stem == limits["unit"]:
            return [_thin(item, figures[0] + 1, own[0][2], limits)]
        if len(figures) < 2 or words.girth.isdisjoint(sentence.stem_set):
            continue
        sided: dict[Side, tuple[float, int]] = {}
        for n, k in enumerate(figures[:2]):
            before = next((m for m in reversed(marks) if (figures[n - 1] if n else item.last) < m[0] < k), None)
            after = next((m for m in marks if k < m[0] <= k + FURTHER and (n + 1 >= len(figures) or m[0] < figures[n + 1])), None)
            mark = before or after
            if mark is not None:
                sided[mark[2]] = (_number(tokens[k].raw), k)
        if len(sided) == 2 and Side.LEFT in sided and Side.RIGHT in sided:
            left, right = sided[Side.LEFT], sided[Side.RIGHT]
            if abs(left[0] - right[0]) >= limits["least"]:
                return [_thin(item, max(left[1], right[1]), Side.LEFT if left[0] < right[0] else Side.RIGHT, limits)]
    return []


def _thin(item: Item, last: int, side: Side, limits: dict[str, Any]) -> Mention:
    place = Placed(item.value, side, None, item.first, item.last)
    return Mention(limits["concept"], item.first, last, Scope(Presence.PRESENT), [place], rule="figure")
