"""The answer of ``enmg``: lines for a terminal, and a page; the draft conclusion stands first."""

from __future__ import annotations

from typing import NamedTuple

from myotome.answer import EnmgResult
from myotome.knowledge.store import Knowledge
from myotome.report.context import Citations, Context
from myotome.report.html import environment, style
from myotome.report.sections.closing import Cited, cited, problem_lines
from myotome.report.sections.conduction import Segment, segments
from myotome.report.sections.enmg_conclusion import conclusion
from myotome.report.sections.nerves import (
    Cell,
    MuscleView,
    NerveView,
    muscles,
    needle_columns,
    nerves,
    tests,
)
from myotome.report.sections.traces import TracesView, traces
from myotome.report.wording import Wording, visible

INDENT = "  "


class EnmgPage(NamedTuple):
    conclusion: tuple[str, ...]
    nerves: tuple[NerveView, ...]
    traces: TracesView
    segments: tuple[Segment, ...]
    needle_columns: tuple[str, ...]
    muscles: tuple[MuscleView, ...]
    electric_tests: tuple[tuple[str, Cell], ...]
    not_used: tuple[str, ...]
    references: tuple[Cited, ...]
    version: str
    knowledge: str


def _page(result: EnmgResult, words: Wording) -> EnmgPage:
    cite = Citations(words)
    context = Context(words, result.case, cite, "")
    drawn = segments(result.segments, result.case, context)
    return EnmgPage(
        conclusion(result, words), nerves(result.judged, result.case, words),
        traces(result.case, result.segments, words), drawn,
        needle_columns(words), muscles(result.judged, result.case, words), tests(result.judged, words),
        problem_lines(result.problems, words.knowledge, words.language), cited(cite),
        result.version, result.knowledge,
    )


def enmg_html(result: EnmgResult, knowledge: Knowledge) -> str:
    """The page, self-contained; abnormal cells by sign and colour.

    >>> from myotome.knowledge import load
    >>> enmg_html(EnmgResult(), load()).startswith("<!doctype html>")
    True
    """
    words = Wording(knowledge, result.language)
    template = environment().get_template("enmg.html.j2")
    return visible(template.render(p=_page(result, words), t=words, style=style()))


def enmg_text(result: EnmgResult, knowledge: Knowledge) -> str:
    """The draft conclusion, then the tables in columns."""
    words = Wording(knowledge, result.language, plain=True)
    page = _page(result, words)
    lines = [words("enmg_conclusion")]
    lines += [f"- {text}" for text in page.conclusion] or [INDENT + words("enmg_nothing")]
    for one in page.nerves:
        lines += ["", words("named_line", name=one.title, value=one.pattern)]
        table = [("", *one.columns), *((row.place, *(c.text for c in row.cells)) for row in one.lines)]
        lines += [INDENT + text for text in _columns(table)]
        lines += [INDENT + cell.text for cell in one.values]
        lines += [f"{INDENT}{words('because')} {reason}" for reason in one.reasons]
    if page.muscles:
        lines += ["", words("needle_emg")]
        table = [("", *page.needle_columns, ""), *((m.name, *(c.text for c in m.cells), m.pattern) for m in page.muscles)]
        lines += [INDENT + text for text in _columns(table)]
    lines += [words("named_line", name=name, value=cell.text) for name, cell in page.electric_tests]
    return visible("\n".join(lines))


def _columns(table: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[n]) for row in table if n < len(row)) for n in range(max(map(len, table)))]
    return ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=False)).rstrip() for row in table]
