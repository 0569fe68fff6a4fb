"""The leaflet for a patient: one page, plain words, the status in words and never as a number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from myotome.knowledge.store import Knowledge
from myotome.report.html import TEMPLATES, environment
from myotome.report.numbers import decimal
from myotome.report.readability import checklist, readability
from myotome.report.wording import Wording, visible

STATUSES = ("established", "probable", "sought")
TESTS = 4  # planned tests named on the page


class Leaflet(NamedTuple):
    """own: the explanation is written for this disease, not only for its group."""

    language: str
    title: str
    status: str
    what: tuple[str, ...]
    care: tuple[str, ...]
    next: tuple[str, ...]
    warning: tuple[str, ...]
    organisations: tuple[str, ...]
    questions: tuple[str, ...]
    own: bool


def leaflet(
    disease: str, status: str, knowledge: Knowledge, language: str,
    appointments: Iterable[str] = (), tests: Iterable[str] = (),
) -> Leaflet:
    """The leaflet of a disease of the knowledge.

    status: one of ``STATUSES``. appointments: what comes next and when, in the user's words.
    tests: ids of planned tests, told in plain words.
    """
    words: dict[str, Any] = knowledge.words["leaflets"]
    entry = knowledge.diseases[disease]
    own = words["diseases"].get(disease, {})
    group = words["groups"][entry.group]
    planned = plain_tests(tests, knowledge, language)
    steps = [*appointments, *words["next"][status][language]]
    if planned and status != "established":
        steps += [words["test_next"][language].format(test=name) for name in planned[:TESTS]]
    say = Wording(knowledge, language)
    return Leaflet(
        language=language, title=say.upper(say.disease(disease)), status=words["status"][status][language],
        what=tuple(own.get("what", group["what"])[language]),
        care=tuple(own.get("care", group["care"])[language]),
        next=tuple(steps), warning=tuple(group["warning"][language]),
        organisations=tuple(group["organisations"][language]),
        questions=tuple(group["questions"][language]), own=bool(own),
    )


def plain_tests(tests: Iterable[str], knowledge: Knowledge, language: str) -> list[str]:
    """Tests without abbreviations, each kind once.

    >>> from myotome.knowledge import load
    >>> plain_tests(["mri_muscle", "mri_plexus"], load(), "en")
    ['magnet scan']
    """
    plain = knowledge.words["leaflets"]["plain_tests"]
    found = {}
    for test in tests:
        kind = test if test in plain else next((k for k in plain if test.startswith(k) or test.endswith(k)), "other")
        found[plain[kind][language]] = None
    return list(found)


def leaflet_text(page: Leaflet, knowledge: Knowledge) -> str:
    """The leaflet as plain text."""
    words = knowledge.words["leaflets"]
    blocks = [page.title, page.status]
    for name, lines in _blocks(page):
        blocks.append("\n".join([words["titles"][name][page.language], *lines]))
    blocks += [words["titles"]["emergency"][page.language], words["titles"]["footer"][page.language]]
    return visible("\n\n".join(blocks))


def measured_text(page: Leaflet, knowledge: Knowledge) -> str:
    """What readability is measured on: without proper names, those of the disease and of associations."""
    return leaflet_text(page._replace(title="", organisations=()), knowledge)


def measure_lines(page: Leaflet, knowledge: Knowledge) -> list[str]:
    """The readability of the text, by the formula of its language, and what breaks the rules of a leaflet."""
    words, say = knowledge.words["leaflets"], Wording(knowledge, page.language, plain=True)
    text = measured_text(page, knowledge)
    score = decimal(readability(text, page.language, words), say)
    return [
        say("named_line", name=words["formulas"][page.language]["name"], value=score),
        *(say(f"leaflet_{rule}", text=sentence) for rule, sentence in checklist(text, words)),
    ]


def leaflet_page(page: Leaflet, knowledge: Knowledge) -> str:
    """The leaflet as one printable A4 page of HTML."""
    titles = {name: text[page.language] for name, text in knowledge.words["leaflets"]["titles"].items()}
    template = environment().get_template("leaflet.html.j2")
    return visible(template.render(
        page=page, blocks=_blocks(page), titles=titles, t=Wording(knowledge, page.language),
        style=(TEMPLATES / "leaflet.css").read_text(encoding="utf-8"),
    ))


def _blocks(page: Leaflet) -> list[tuple[str, tuple[str, ...]]]:
    return [
        ("about", page.what), ("care", page.care), ("next", page.next), ("warning", page.warning),
        ("questions", page.questions), ("organisations", page.organisations),
    ]
