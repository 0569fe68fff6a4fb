"""Tables in the layouts of machines and reports: what should be read was written first (expected.yaml)."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import docx
import openpyxl
import pytest
import yaml

from myotome.assess import complete
from myotome.case import Case
from myotome.formats import Document, open_document
from myotome.formats.pdf import read_pdf
from myotome.formats.sheet import read_sheet
from myotome.terms import Level

FOLDER = Path(__file__).parents[1] / "data" / "enmg"
EXPECTED = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))
TABLES = sorted(EXPECTED)
TEXTS = [name for name in TABLES if name.endswith(".txt")]
DELIMITED = [name for name in TABLES if name.endswith(".csv")]


def missing(document: Document, name: str) -> list:
    """Expected rows that were not read as expected, and rows too many."""
    left = list(document.conduction)
    lost: list = []
    for side, nerve, study, stimulation, values in EXPECTED[name].get("rows", []):
        fit = [
            r for r in left if (r.side, r.nerve, r.study) == (side, nerve, study)
            and (stimulation is None or r.stimulation == stimulation)
            and all(getattr(r, column) == value for column, value in values.items())
        ]
        if fit:
            left.remove(fit[0])
        else:
            lost.append((side, nerve, study, stimulation, values))
    muscles = list(document.needle)
    for side, muscle, values, _ in EXPECTED[name].get("needle", []):
        fit_muscles = [r for r in muscles if (r.side, r.muscle) == (side, muscle) and all(getattr(r, c) == v for c, v in values.items())]
        if fit_muscles:
            muscles.remove(fit_muscles[0])
        else:
            lost.append((side, muscle, values))
    return [*lost, *left, *muscles]


@pytest.mark.parametrize("name", TABLES)
def test_rows_are_read(name: str) -> None:
    document = open_document(str(FOLDER / name))
    assert missing(document, name) == []
    assert [p for p in document.problems if p.level is not Level.NOTE] == []


@pytest.mark.parametrize("name", TABLES)
def test_what_is_concluded(name: str, knowledge) -> None:
    document = open_document(str(FOLDER / name))
    case = Case(conduction=document.conduction, needle=document.needle)
    _, studied, _ = complete(case, knowledge)
    patterns = {f"{n.side} {n.nerve} {n.study}": n.pattern for n in studied.judged.nerves}
    for nerve, pattern in EXPECTED[name].get("patterns", {}).items():
        assert (nerve, patterns.get(nerve)) == (nerve, pattern)
    segments = {f"{s.side} {s.nerve} {s.distal} {s.proximal}": {v.definition: v.level for v in s.verdicts} for s in studied.segments}
    for segment, levels in EXPECTED[name].get("blocks", {}).items():
        assert {d: segments[segment][d] for d in levels} == levels
    muscles = {(m.side, m.muscle): m.pattern for m in studied.judged.muscles}
    assert [(s, m, muscles.get((s, m))) for s, m, _, _ in EXPECTED[name].get("needle", [])] == [
        (s, m, p) for s, m, _, p in EXPECTED[name].get("needle", [])
    ]


@pytest.mark.parametrize("name", TEXTS)
def test_the_same_table_in_a_pdf(name: str, make_pdf) -> None:
    """Text placed by its columns; a heading may be wider than its column."""
    placed = []
    for number, line in enumerate((FOLDER / name).read_text(encoding="utf-8").splitlines()):
        start = 0
        for word in line.split("  "):
            if word.strip():
                placed.append((20 + 4.6 * (start + len(word) - len(word.lstrip())), 800 - 14 * number, word.strip()))
            start += len(word) + 2
    document = read_pdf(make_pdf(placed, size=6), "report.pdf")
    assert missing(document, name) == []


@pytest.mark.parametrize("name", DELIMITED)
def test_the_same_table_in_a_workbook(name: str) -> None:
    """Typed as a person types: numbers as numbers; the cells of a group heading merged."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    separator = ";" if ";" in text else ","
    book = openpyxl.Workbook()
    sheet = book.active
    for row in csv.reader(io.StringIO(text), delimiter=separator):
        sheet.append([_typed(cell) for cell in row])
    if name == "sides_fr.csv":
        sheet.merge_cells("B1:D1")
        sheet.merge_cells("E1:G1")
    out = io.BytesIO()
    book.save(out)
    assert missing(read_sheet(out.getvalue(), "book.xlsx"), name) == []


def _typed(cell: str) -> object:
    try:
        return float(cell.replace(",", "") if cell.count(",") and len(cell.rsplit(",", maxsplit=1)[-1]) == 3 else cell.replace(",", "."))
    except ValueError:
        return cell or None


def test_the_same_table_in_a_word_document(tmp_path: Path) -> None:
    written = docx.Document()
    rows = [line.split(";") for line in (FOLDER / "segments_fr.csv").read_text(encoding="utf-8").splitlines()]
    table = written.add_table(rows=len(rows), cols=len(rows[0]))
    for cells, row in zip(rows, table.rows, strict=True):
        for text, cell in zip(cells, row.cells, strict=True):
            cell.text = text
    written.save(str(tmp_path / "report.docx"))
    assert missing(open_document(str(tmp_path / "report.docx")), "segments_fr.csv") == []
