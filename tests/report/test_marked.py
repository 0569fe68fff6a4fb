"""The note: nothing added, nothing lost, and the marks on the right words."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from myotome.case import Case, Source
from myotome.report.marked import Span, blocks_of, cut, marked_notes
from myotome.report.wording import Wording

from .sample import CASE, TEXT, place

TEXTS = st.text(alphabet="ab é\n", max_size=40)
SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=6)


@given(TEXTS, SPANS)
def test_the_pieces_are_the_text(text, raw):
    spans = [Span(a, min(a + n, len(text)), "present", "card", i) for i, (a, n) in enumerate(raw) if a < len(text)]
    pieces = list(cut(text, spans))
    assert "".join(p.text for p in pieces) == text
    for piece in pieces:
        assert piece.text
    anchors = [a for p in pieces for a in p.anchors]
    assert sorted(anchors) == sorted(s.finding for s in spans)


@given(TEXTS, SPANS)
def test_folding_loses_only_blank_lines(text, raw):
    spans = [Span(a, min(a + n, len(text)), "present", "card", i) for i, (a, n) in enumerate(raw) if a < len(text)]
    shown = "".join(p.text for b in blocks_of(list(cut(text, spans))) for p in b.pieces)
    assert shown.split() == text.split()


def marks(knowledge, case=CASE, language="fr"):
    (note,) = marked_notes(case, Wording(knowledge, language))
    return [(p.text, p.kinds, p.title) for b in note.blocks for p in b.pieces if p.kinds]


def test_marks_stand_on_the_right_words(knowledge):
    found = {text: kinds for text, kinds, _ in marks(knowledge)}
    assert found == {
        "la main droite faiblit": ("present",), "Deltoïde gauche coté M3-4": ("present",),
        "biceps brachial gauche à M5": ("absent",), "Pas de trouble sensitif": ("absent",),
        "Pied tombant possible": ("unsure",), "amyotrophie": ("kin",), "SLA": ("diagnosis",),
        "Immunoglobulines": ("treatment",),
    }


def test_a_mark_says_concept_presence_certainty_and_side(knowledge):
    title = next(t for text, _, t in marks(knowledge) if text.startswith("Deltoïde"))
    assert title == "Faiblesse musculaire · présent · certain · deltoïde · à gauche · M3-4"
    assert "chez la mère" in next(t for text, _, t in marks(knowledge) if text == "amyotrophie")


def test_overlapping_marks_keep_all_their_meanings(knowledge):
    one = msgspec.structs.replace(CASE.findings[0], concept="fasciculation", evidence=(place("gauche coté M3-4, biceps"),))
    case = msgspec.structs.replace(CASE, findings=(*CASE.findings, one))
    found = [(text, kinds, title.count("\n") + 1) for text, kinds, title in marks(knowledge, case)]
    assert ("gauche coté M3-4", ("present",), 2) in found
    assert ("biceps", ("present", "absent"), 2) in found
    assert (" brachial gauche à M5", ("absent",), 1) in found


def test_spans_outside_the_text_and_of_other_sources_are_left_out(knowledge):
    bad = msgspec.structs.replace(place("SLA"), start=10_000, end=10_003)
    other = msgspec.structs.replace(place("SLA"), source="s9")
    case = msgspec.structs.replace(
        CASE, findings=(msgspec.structs.replace(CASE.findings[0], evidence=(bad, other)),), diagnoses=(), treatments=(),
    )
    assert marks(knowledge, case) == []


def test_long_stretches_without_a_finding_are_folded(knowledge):
    text = "\n".join(f"ligne {n}" for n in range(40)) + "\n" + TEXT
    findings = tuple(
        msgspec.structs.replace(f, evidence=(place("Deltoïde gauche coté M3-4", text),)) for f in CASE.findings[:1]
    )
    case = Case(sources=(Source(id="s1", text=text),), findings=findings)
    (note,) = marked_notes(case, Wording(knowledge, "fr"))
    assert [b.folded for b in note.blocks] == [True, False]
    assert note.blocks[0].lines == 39
    assert "ligne 0" in note.blocks[0].pieces[0].text


def test_a_note_without_any_finding_stays_open(knowledge):
    case = Case(sources=(Source(id="s1", text="\n".join("rien" for _ in range(50))),))
    (note,) = marked_notes(case, Wording(knowledge, "fr"))
    assert [b.folded for b in note.blocks] == [False]
