"""Traces in the pages: stacked by site, one gain, marks, drops between them, flags in words."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from myotome.answer import SegmentStudy
from myotome.case import Case, ConductionRow, MarkedTrace
from myotome.electrodiagnosis.traces import doubts
from myotome.report.sections.traces import traces
from myotome.report.wording import Wording
from myotome.terms import LANGUAGES


def wave(size: float, start: float, length: float = 5.0) -> tuple[float, ...]:
    """0.1 ms steps from -2 ms: a triangle up, half as deep a triangle down."""
    out = [0.0] * 300
    for n in range(int(length * 10)):
        height = size * (1 - abs(2 * n / (length * 10) - 1))
        out[int((start + 2) * 10) + n] = height
        out[int((start + 2 + length) * 10) + n] = -height / 2
    return tuple(out)


def trace(stimulation: str, size: float, start: float, row: int | None, **more) -> MarkedTrace:
    given = {"side": "right", "nerve": "median", "study": "motor", "recording": "APB", "source": "s1"}
    marks = {"onset_ms": start, "peak_ms": start + 2.5, "crossing_ms": start + 5, "end_ms": start + 5}
    return MarkedTrace(**{**given, "stimulation": stimulation, "row": row, "start_ms": -2.0, "step_ms": 0.1, "samples": wave(size, start), "noise_uv": 8.0, **marks, **more})


def row(stimulation: str, amplitude: float | None) -> ConductionRow:
    return ConductionRow(side="right", nerve="median", study="motor", stimulation=stimulation, amplitude_mv=amplitude, response="present" if amplitude else "absent")


CASE = Case(
    traces=(trace("wrist", 10, 3, 0), trace("elbow", 2.5, 7, 1, flags=("split",)), trace("axilla", 0, 0, 2, samples=(0.0,) * 300, onset_ms=None, peak_ms=None, crossing_ms=None, end_ms=None)),
    conduction=(row("wrist", 10.0), row("elbow", 2.5), row("axilla", None)),
)
SEGMENTS = (SegmentStudy(side="right", nerve="median", distal="wrist", proximal="elbow", amplitude_drop=75.0, area_drop=72.0, duration_change=9.0, rows=(0, 1)),)


def picture(knowledge, language: str, case: Case = CASE) -> ElementTree.Element:
    (one,) = traces(case, SEGMENTS, Wording(knowledge, language)).pictures
    return ElementTree.fromstring(one.svg)


def texts(svg: ElementTree.Element, kind: str) -> list[str]:
    return ["".join(e.itertext()) for e in svg.iter("text") if kind in e.get("class", "").split()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sites_from_distal_to_proximal_with_what_fell_between(knowledge, language):
    svg = picture(knowledge, language)
    assert [t.casefold() for t in texts(svg, "site")] == {"fr": ["poignet", "coude", "aisselle"], "en": ["wrist", "elbow", "axilla"]}[language]
    assert [re.sub(r"\D", "", t) for t in texts(svg, "drop")] == ["75", "72", "9"]
    assert all("−" in t for t in texts(svg, "drop")[:2])
    assert svg.find("title").text and svg.find("desc").text


def test_one_gain_for_all_traces(knowledge):
    svg = picture(knowledge, "fr")
    heights = []
    for path in [e for e in svg.iter("path") if e.get("class") == "curve"][:2]:
        ys = [float(y) for y in re.findall(r"[\d.]+ (-?[\d.]+)", path.get("d"))]
        heights.append(max(ys) - min(ys))
    assert heights[0] == pytest.approx(4 * heights[1], rel=0.05)


def test_marks_have_shapes_of_their_own_and_values(knowledge):
    svg = picture(knowledge, "en")
    marks = {e.get("class").split()[1]: e for e in svg.iter("path") if e.get("class", "").startswith("mark")}
    assert set(marks) == {"onset", "peak", "end"}  # the crossing stands where the end stands
    assert len({e.get("d") for e in marks.values()}) == 3
    assert any("onset 3 ms" in (e.find("title").text or "") for e in svg.iter("path") if e.get("class") == "mark onset")


def test_absent_says_its_noise_and_flags_have_words(knowledge):
    svg = picture(knowledge, "fr")
    assert any("8" in t and "µV" in t for t in texts(svg, "small"))
    assert texts(svg, "flag") == ["réponse dédoublée"]


def test_every_flag_of_a_trace_has_words(knowledge):
    flags = set(re.findall(r'doubt\("([a-z_]+)"', Path(doubts.__file__).read_text(encoding="utf-8")))
    labels = knowledge.words["labels"]
    assert {f"trace_flag_{f}" for f in flags - {"absent"}} <= set(labels)


def test_words_of_a_file_cannot_become_markup(knowledge):
    case = Case(traces=(trace('<script>alert("x")</script>', 5, 3, None, recording="<b>APB</b>", nerve=""),))
    svg = traces(case, (), Wording(knowledge, "fr")).pictures[0].svg
    assert "<script" not in svg
    assert "<b>" not in svg


def test_studies_part_by_nerve_side_and_recording(knowledge):
    case = Case(traces=(trace("wrist", 5, 3, None), trace("wrist", 5, 3, None, side="left"), trace("wrist", 5, 3, None, recording="FDI"), trace("wrist", 5, 3, None, samples=())))
    assert len(traces(case, (), Wording(knowledge, "en")).pictures) == 3
