"""Findings in the vocabulary of the localisation sheet -> a Case: ``myotome localise``.

``{"id": ..., "findings": {"muscles": [...], "reflexes": [...], "ncs": [...], "sensory": [...],
"other": [...]}}``. Rules, each of which says so when it is applied:

- MRC 5 is a normal finding; what is not listed is unknown.
- A movement or a group stands for its muscles, mostly all of them when it is weak, none of them when
  it is normal; a compartment means at least one of its muscles.
- Of two statements of one thing, the later dated one is kept, else the worse.
- A side that is not said is refused, unless ``sides_unknown``; what has no side needs none.
- An unknown muscle is refused with the nearest names; an unknown study, reflex, territory or state is
  named and not used.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from myotome.case import Case, Evidence, Finding, Grade, Source
from myotome.errors import Problem
from myotome.formats.cells import Unusable
from myotome.formats.grades import mrc_grade
from myotome.formats.localise_settings import (
    InputSettings,
    Says,
    States,
    Study,
    input_settings,
    muscles_named,
)
from myotome.knowledge.names import find, nearest, plain
from myotome.knowledge.store import Knowledge
from myotome.terms import Level, Method, Presence, Side

SOURCE = "findings"
FIELDS = ("muscles", "reflexes", "ncs", "sensory", "other")
KEYS = {
    "muscles": ("muscle", "side", "mrc", "weak", "atrophy", "fasciculation", "emg", "mri", "date"),
    "reflexes": ("reflex", "side", "state", "date"),
    "ncs": ("study", "side", "state", "detail", "date"),
    "sensory": ("territory", "side", "state", "date"),
}
METHODS = {"emg": Method.ENMG, "mri": Method.MRI, "ncs": Method.ENMG}


class Read(msgspec.Struct, frozen=True):
    """case: with what could be used. other: free text, for a reader. problems: what could not be
    used (errors: refused), and by which rule the rest was expanded (notes)."""

    case: Case
    other: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


class Statement(msgspec.Struct, frozen=True):
    """What one entry says of one thing. key: field, site and side. rank: a grade, lower is worse."""

    key: tuple[str, str, Side]
    text: str
    abnormal: bool
    findings: tuple[Finding, ...]
    rank: float | None = None
    date: str = ""


def read_findings(raw: Any, knowledge: Knowledge, *, sides_unknown: bool = False) -> Read:
    """The case that one record of the sheet's form tells.

    >>> from myotome.knowledge import load
    >>> read = read_findings({"id": "a", "findings": {"muscles": [
    ...     {"muscle": "jambier antérieur", "side": "L", "mrc": "2"}]}}, load())
    >>> [(f.concept, f.site, f.side.value, f.grade.low) for f in read.case.findings]
    [('weakness', 'tibialis_anterior', 'left', 2.0)]
    """
    return _Reader(knowledge, sides_unknown).read(raw)


class _Reader:
    def __init__(self, knowledge: Knowledge, sides_unknown: bool) -> None:
        self.knowledge, self.sides_unknown = knowledge, sides_unknown
        self.settings: InputSettings = input_settings(knowledge)
        self.compartments = knowledge.settings["localisation"]["resolution"]["compartments"]
        self.problems: list[Problem] = []
        self.statements: list[Statement] = []

    def say(self, level: Level, code: str, message: Any, mend: str = "", place: str = "") -> None:
        self.problems.append(Problem(level=level, code=code, message=str(message), mend=mend, place=place))

    def read(self, raw: Any) -> Read:
        name = str(raw.get("id", "")) if isinstance(raw, dict) else ""
        findings = raw.get("findings", {}) if isinstance(raw, dict) else None
        if not isinstance(findings, dict):
            self.say(Level.ERROR, "case.shape", type(raw).__name__, '{"id", "findings": {...}}', name)
            return Read(Case(id=name), (), tuple(self.problems))
        for key in findings:
            if key not in FIELDS:
                self.say(Level.WARNING, "case.unknown_key", key, ", ".join(FIELDS))
        for field, one in (
            ("muscles", self.muscle), ("reflexes", self.reflex), ("ncs", self.study), ("sensory", self.skin),
        ):
            for entry, place in self.entries(findings.get(field), field):
                one(entry, place)
        other = findings.get("other") or ()
        other = [other] if isinstance(other, str) else other
        case = Case(
            id=name, sources=(Source(id=SOURCE, kind="structured", name=name),),
            findings=tuple(f for s in self.kept() for f in s.findings),
        )
        texts = tuple(str(t) for t in other if str(t).strip()) if isinstance(other, list | tuple) else ()
        return Read(case, texts, tuple(dict.fromkeys(self.problems)))

    def entries(self, raw: Any, field: str) -> Iterable[tuple[dict[str, Any], str]]:
        """Each entry that is a mapping, with its place; unknown keys are named."""
        for number, entry in enumerate(raw if isinstance(raw, list) else [raw] if raw else []):
            place = f"{field}[{number}]"
            if not isinstance(entry, dict):
                self.say(Level.ERROR, "case.shape", entry, ", ".join(KEYS[field]), place)
                continue
            for key in entry:
                if key not in KEYS[field]:
                    self.say(Level.WARNING, "case.unknown_key", key, ", ".join(KEYS[field]), place)
            yield entry, place

    # names ------------------------------------------------------------------------------------

    def side(self, entry: dict[str, Any], site: str, label: str, place: str) -> Side | None:
        """The side; None, and a problem, where it is needed and missing."""
        given = str(entry.get("side") or "").strip()
        side = self.settings.side(given) if given else None
        if side:
            return side
        if given and plain(given) not in ("unknown", "inconnu"):
            self.say(Level.ERROR, "value.not_understood", given, "L, R", place)
            return None
        if site in self.settings.sideless:
            return Side.BOTH
        if self.sides_unknown:
            return Side.UNSAID
        self.say(Level.ERROR, "localise.side_missing", label, "--side-unknown", place)
        return None

    def muscles(self, name: str, place: str) -> str | None:
        """The muscle, group or region of a name; expansions are said."""
        knowledge = self.knowledge
        site = muscles_named(knowledge, name)
        members = knowledge.muscles_of(site) if site else ()
        if not site or not members:
            self.say(Level.ERROR, "name.muscle", name, ", ".join(nearest(knowledge, "muscle", name)), place)
            return None
        if len(members) > 1 or site != members[0]:
            code = "at_least_one" if site in self.compartments or site in knowledge.regions else "group"
            self.say(Level.NOTE, f"localise.{code}", site, ", ".join(members), place)
        return site

    def named(self, kind: str, name: str, known: Iterable[str], place: str) -> str | None:
        site = find(self.knowledge, kind, name) or next((k for k in known if plain(k) == plain(name)), None)
        if site is None:
            self.say(Level.WARNING, f"localise.{kind}", name, ", ".join(nearest(self.knowledge, kind, name)), place)
        return site

    def state(self, raw: Any, known: States, place: str) -> str | None:
        state = self.settings.state(str(raw), known) if raw not in (None, "") else None
        if state is None:
            self.say(Level.WARNING, "localise.state", raw or "", ", ".join(known), place)
        return state

    # entries ----------------------------------------------------------------------------------

    def muscle(self, entry: dict[str, Any], place: str) -> None:
        name = str(entry.get("muscle") or "")
        site = self.muscles(name, place)
        side = self.side(entry, site, name, place) if site else None
        if site is None or side is None:
            return
        date = str(entry.get("date") or "")
        rules = self.settings.muscle
        if entry.get("mrc") not in (None, ""):
            self.strength(str(entry["mrc"]), site, side, date, place)
        elif entry.get("weak") is not None:
            self.flag("strength", {True: "weak", False: "normal"}, entry["weak"], site, side, date, place)
        for field in ("atrophy", "fasciculation"):
            if entry.get(field) is not None:
                self.flag(field, {True: "true", False: "false"}, entry[field], site, side, date, place)
        for field in ("emg", "mri"):
            given = entry.get(field)
            for raw in given if isinstance(given, list) else [given] if given is not None else []:
                state = self.state(raw, rules[field], place)
                if state:
                    self.add(field, site, side, state, rules[field][state], date, place)

    def strength(self, text: str, site: str, side: Side, date: str, place: str) -> None:
        """A grade, or a word for weak or normal."""
        rules = self.settings.muscle["strength"]
        if plain(text) in map(plain, self.settings.weak_words):
            self.add("strength", site, side, text, rules["weak"], date, place)
            return
        if self.settings.state(text, {"normal": ()}):
            self.add("strength", site, side, text, rules["normal"], date, place)
            return
        try:
            grade = mrc_grade(text)
        except Unusable as error:
            self.say(Level.ERROR, "value.not_understood", text, str(error), place)
            return
        normal = grade.low >= self.knowledge.settings["localisation"]["grades"]["normal_from"]
        self.add("strength", site, side, text, rules["normal" if normal else "weak"], date, place, grade)

    def flag(
        self, field: str, states: dict[bool, str], raw: Any, site: str, side: Side, date: str, place: str
    ) -> None:
        word = plain(str(raw))
        value = dict.fromkeys(self.settings.true_words, True) | dict.fromkeys(self.settings.false_words, False)
        if word not in value:
            self.say(Level.WARNING, "localise.state", raw, "true, false", place)
            return
        state = states[value[word]]
        self.add(field, site, side, state, self.settings.muscle[field][state], date, place)

    def reflex(self, entry: dict[str, Any], place: str) -> None:
        rules = self.settings.reflexes
        name = str(entry.get("reflex") or "")
        site = self.named("reflex", name, (), place)
        side = self.side(entry, site, name, place) if site else None
        states = rules.get(site or "", rules["*"])
        state = self.state(entry.get("state"), states, place) if side else None
        if site and side and state:
            self.add("reflex", site, side, state, states[state], str(entry.get("date") or ""), place)

    def skin(self, entry: dict[str, Any], place: str) -> None:
        rules = self.settings.sensory
        name = str(entry.get("territory") or "")
        site = self.named("territory", name, self.knowledge.settings["localisation"]["territory_sets"], place)
        side = self.side(entry, site, name, place) if site else None
        states = rules.get(site or "", rules["*"])
        state = self.state(entry.get("state"), states, place) if side else None
        if site and side and state:
            self.add("sensory", site, side, state, states[state], str(entry.get("date") or ""), place)

    def study(self, entry: dict[str, Any], place: str) -> None:
        name = str(entry.get("study") or "")
        study = self.settings.study(name) or self.stimulation(name)
        if study is None:
            self.say(Level.WARNING, "localise.study", name, "", place)
            return
        side = self.side(entry, study.muscle or study.territory or study.reflex, name, place)
        states = self.settings.conduction[study.kind]
        state = self.state(entry.get("state"), states, place) if side else None
        if not side or not state:
            return
        at, says = self.detail(study, str(entry.get("detail") or ""), state, states[state], place)
        date = str(entry.get("date") or "")
        for one in says:
            target = {
                "muscle": study.muscle, "territory": study.territory, "reflex": study.reflex,
                "nerve": study.nerve, "distal": study.distal or study.nerve, "place": at or study.nerve,
            }[one.at]
            if one.at == "reflex" and any(s.key[:2] == ("reflex", target) and s.key[2] is side for s in self.statements):
                continue  # the reflex itself was examined
            self.add(f"ncs {one.concept}", target, side, state, (one,), date, place)

    def stimulation(self, name: str) -> Study | None:
        """Repetitive stimulation of any muscle: ``rns.<muscle>``."""
        head, _, muscle = name.partition(".")
        found = find(self.knowledge, "muscle", muscle) if plain(head) == self.settings.any_muscle else None
        if found is None:
            return None
        return Study(id=name, kind="stimulation", names=self.knowledge.site_names(found), nerve="", muscle=found)

    def detail(
        self, study: Study, text: str, state: str, says: tuple[Says, ...], place: str
    ) -> tuple[str, tuple[Says, ...]]:
        """The segment that a detail names, and what the state says there."""
        words = f" {plain(text)} "
        for rule in self.settings.details.values():
            named = any(f" {plain(word)} " in words for word in rule.words)
            if named and getattr(rule, state, ()):
                return "", getattr(rule, state)
        hits = {
            len(plain(word)): segment for segment, names in study.places.items()
            for word in (segment, *names) if f" {plain(word)} " in words
        }
        at = hits[max(hits)] if hits else ""
        if text and not at and not any(c.isdigit() for c in text):
            self.say(Level.NOTE, "localise.detail", text, ", ".join(study.places), place)
        if at and state == "normal":
            says = (*says, *self.settings.place_normal)
        return at, says

    # statements -------------------------------------------------------------------------------

    def add(
        self, field: str, site: str, side: Side, text: str, says: tuple[Says, ...], date: str, place: str,
        grade: Grade | None = None,
    ) -> None:
        method = METHODS.get(field.split(maxsplit=1)[0], Method.EXAMINATION)
        self.statements.append(Statement(
            key=(field, site, side), text=text, abnormal=any(not s.absent for s in says), date=date,
            rank=grade.low if grade else None,
            findings=tuple(
                Finding(
                    concept=s.concept, presence=Presence.ABSENT if s.absent else Presence.PRESENT,
                    site=site, side=side, grade=grade, method=method, date=date or None,
                    evidence=(Evidence(source=SOURCE, field=place, text=text),),
                )
                for s in says
            ),
        ))

    def kept(self) -> list[Statement]:
        """All statements, of contradictory ones the later or the worse; both are named."""
        groups: dict[tuple, list[Statement]] = {}
        for statement in self.statements:
            groups.setdefault(statement.key, []).append(statement)
        found = []
        for (_, site, side), said in groups.items():
            clash = len({s.abnormal for s in said}) > 1 or len({s.rank for s in said if s.rank is not None}) > 1
            if not clash:
                found += [s for n, s in enumerate(said) if s.text not in {x.text for x in said[:n]}]
                continue
            dated = len({s.date for s in said}) == len(said) and all(s.date for s in said)
            best = max(said, key=lambda s: s.date) if dated else min(said, key=_worse)
            self.say(
                Level.WARNING, "localise.contradictory_dates" if dated else "localise.contradictory",
                f"{site} ({side.value}): " + ", ".join(f"{s.date} {s.text}".strip() for s in said), best.text,
            )
            found.append(best)
        return found


def _worse(statement: Statement) -> tuple[bool, float]:
    """Abnormal before normal, then the lower grade; a weakness without a grade tells least."""
    return not statement.abnormal, statement.rank if statement.rank is not None else float("inf")
