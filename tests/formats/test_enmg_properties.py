"""The same numbers however written; damaged tables never crash; what cannot be right is said."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.case import Case, ConductionRow
from myotome.electrodiagnosis import judge_study
from myotome.errors import MyotomeError
from myotome.formats import open_document
from myotome.formats.enmg import read_lines
from myotome.formats.enmg.grid import text_lines
from myotome.formats.sheet import read_sheet
from myotome.formats.tables import read_table
from myotome.knowledge import load

FOLDER = Path(__file__).parents[1] / "data" / "enmg"
TIME = {"ms": 1.0, "s": 0.001, "µs": 1000.0}
VOLTAGE = {"mV": 1.0, "µV": 1000.0, "V": 0.001}
DISTANCE = {"mm": 1.0, "cm": 0.1}


def written(value: float, factor: float, comma: bool) -> str:
    text = f"{value * factor:.10g}"
    return text.replace(".", ",") if comma else text


def table(values: list[float], time: str, voltage: str, distance: str, comma: bool, in_cells: bool) -> bytes:
    """Median, wrist and elbow, as a person would write it in these units."""
    t1, a1, d1, t2, a2, d2, far = values
    unit = ""
    head = ["Nerf", "Côté", "Site", f"Latence {unit if in_cells else f'({time})'}", f"Amplitude {unit if in_cells else f'({voltage})'}",
            f"Durée {unit if in_cells else f'({time})'}", f"Distance {unit if in_cells else f'({distance})'}"]

    def cell(value: float, factor: float, name: str) -> str:
        return written(value, factor, comma) + (f" {name}" if in_cells else "")

    rows = [head, ["Médian", "D", "poignet", cell(t1, TIME[time], time), cell(a1, VOLTAGE[voltage], voltage), cell(d1, TIME[time], time), ""],
            ["Médian", "D", "coude", cell(t2, TIME[time], time), cell(a2, VOLTAGE[voltage], voltage), cell(d2, TIME[time], time), cell(far, DISTANCE[distance], distance)]]
    return "\n".join(";".join(r) for r in rows).encode()


def tenths(low: int, high: int) -> st.SearchStrategy[float]:
    return st.integers(low, high).map(lambda n: n / 10)


@settings(max_examples=40)
@given(
    st.tuples(tenths(25, 60), tenths(45, 150), tenths(40, 80), tenths(65, 120), tenths(3, 150), tenths(40, 160), st.integers(180, 260).map(float)),
    st.sampled_from(sorted(TIME)), st.sampled_from(sorted(VOLTAGE)), st.sampled_from(sorted(DISTANCE)), st.booleans(), st.booleans(),
)
def test_the_same_numbers_in_any_unit_give_the_same_verdict(values, time, voltage, distance, comma, in_cells):
    plain = read_table(table(list(values), "ms", "mV", "mm", False, False), "a.csv")
    other = read_table(table(list(values), time, voltage, distance, comma, in_cells), "b.csv")
    assert other.conduction == plain.conduction
    assert [s.verdicts for s in judge_study(Case(conduction=other.conduction), load()).segments] == [
        s.verdicts for s in judge_study(Case(conduction=plain.conduction), load()).segments
    ]


@pytest.mark.parametrize("name", ["keypoint_fr.txt", "sierra_en.txt", "needle_en.txt", "natus_en.txt"])
@settings(max_examples=25)
@given(st.data())
def test_damaged_text_never_crashes(name, data):
    text = (FOLDER / name).read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(text) - 1))
        text = text[:at] + data.draw(st.sampled_from(["", " ", "  ", "\t", "\n", ",", "-", "9", "NR", "µ", "\x00", "(", "é"])) + text[at + data.draw(st.integers(0, 9)):]
    found = read_lines(text_lines(text), name)
    judge_study(Case(conduction=tuple(found.conduction), needle=tuple(found.needle)), load())


@settings(max_examples=30)
@given(st.integers(0, 6000), st.integers(0, 255))
def test_a_damaged_workbook_is_refused_or_read(at, byte):
    book = openpyxl.Workbook()
    for row in (["Nerf", "Côté", "Site", "Latence (ms)", "Amplitude (mV)"], ["Médian", "D", "poignet", 3.4, 8.1]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    data = bytearray(out.getvalue())
    at %= len(data)
    data[at] = byte
    for damaged in (bytes(data), bytes(data[:at])):
        try:
            read_sheet(damaged, "x.xlsx")
        except MyotomeError as error:
            assert error.problems[0].place.startswith("x.xlsx")


BAD = {
    "médian;D;poignet;3,5;5700;": "value.unit_misfit",
    "médian;D;poignet;3,5;-8,1;": "value.reversed",
    "médian;D;poignet;3,5;8,1;300": "value.impossible",
    "médian;D;poignet;huit;8,1;": "value.not_understood",
    "médain;D;poignet;3,5;8,1;": "name.nerve",
    "médian;;poignet;3,5;8,1;": "value.missing",
    "médian;D;orteil;3,5;8,1;": "name.stimulation",
}


@pytest.mark.parametrize("row", BAD)
def test_what_cannot_be_read_is_named_by_its_row(row):
    text = f"nerf;côté;site;latence (ms);amplitude (mV);vitesse (m/s)\nulnaire;G;poignet;2,8;9,0;\n{row}\n"
    document = read_table(text.encode(), "a.csv")
    assert [(p.code, p.place.split(",")[1].strip()) for p in document.problems] == [(BAD[row], "row 3")]
    assert document.conduction[0].amplitude_mv == 9.0


@pytest.mark.parametrize(("others", "read"), [(["3,4", "7,6"], [5.7, 1.2]), (["3.4", "7.6"], [5700, 1200])])
def test_a_doubtful_mark_is_decided_by_the_other_numbers_and_said(others, read):
    text = f"Nerf;Côté;Site;Latence (ms);Amplitude (µV)\nSural;D;mollet;{others[0]};5,700\nSural;G;mollet;{others[1]};1,200\n"
    document = read_table(text.encode(), "a.csv")
    assert [r.amplitude_uv for r in document.conduction] == [v if v < 2000 else None for v in read]
    assert {p.code for p in document.problems} >= {"enmg.mark_decided"}


def test_a_mark_that_nothing_decides_is_not_used():
    text = "Nerf;Côté;Site;Latence (ms);Amplitude (µV)\nSural;D;mollet;3;1,700\n"
    document = read_table(text.encode(), "a.csv")
    assert (document.conduction[0].amplitude_uv, [p.code for p in document.problems]) == (None, ["enmg.mark_unclear"])


@pytest.mark.parametrize(("cell", "read"), [("5700", 5.7), ("5.7", 0.0057)])
def test_a_motor_amplitude_in_microvolts_becomes_millivolts(cell, read):
    text = f"side,nerve,study,stimulation,amplitude_uv\nright,median,motor,wrist,{cell}\n"
    assert read_table(text.encode(), "a.csv").conduction[0].amplitude_mv == read


def test_absent_not_stimulable_and_empty_are_three_things():
    text = "Nerf;Côté;Site;Latence (ms);Amplitude (mV)\nMédian;D;poignet;3,5;8,0\nMédian;D;coude;;{}\n"
    seen = [read_table(text.format(cell).encode(), "a.csv").conduction[1].response for cell in ("abs", "non stimulable", "")]
    assert seen == ["absent", "not_stimulable", None]


def test_an_unknown_nerve_is_never_taken_for_the_one_above():
    text = "Nerf;Côté;Site;Latence (ms);Amplitude (mV)\nMédian;D;poignet;3,5;8,0\nMédain;D;coude;7,6;2,0\n"
    document = read_table(text.encode(), "a.csv")
    assert len(document.conduction) == 1
    assert [p.code for p in document.problems] == ["name.nerve"]


def test_prose_is_no_table(tmp_path):
    path = tmp_path / "note.txt"
    path.write_text("Homme de 56 ans.  Traitement :  prednisone 1 mg/kg  pendant 4 semaines.\nCRP 5 mg/L   VS 12 mm   Na 140 mmol/L\n", encoding="utf-8")
    document = open_document(str(path))
    assert (document.conduction, document.needle, document.problems) == ((), (), [])


def test_the_canonical_table_reads_as_before():
    text = "side,nerve,study,recording,stimulation,distance_mm,latency_ms,amplitude_mv,area_mvms,duration_ms\nright,median,motor,APB,wrist,,3.5,5.7,41.5,\n"
    (row,) = read_table(text.encode(), "a.csv").conduction
    assert row == ConductionRow(side="right", nerve="median", study="motor", recording="APB", stimulation="wrist", latency_ms=3.5, amplitude_mv=5.7, area_mvms=41.5, row=2)
