"""The letter: the French order, from the case only, unsigned; nothing of a note becomes markup."""

from __future__ import annotations

import io

import docx
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.assess import assess
from myotome.care import plan_for
from myotome.case import Case, Finding, Patient, Treatment
from myotome.logic import CaseView
from myotome.report.letter import Letter, LetterSection, letter
from myotome.report.letter_files import letter_docx, letter_pdf, letter_typst
from myotome.report.wording import Wording
from myotome.terms import Presence, Sex, Side

CASE = Case(
    patient=Patient(age=56, sex=Sex.MALE, onset_age=40),
    findings=(
        Finding(concept="manual_work"), Finding(concept="muscle_cramp", side=Side.LEFT), Finding(concept="foot_drop", side=Side.LEFT),
        Finding(concept="sensory_loss", presence=Presence.ABSENT), Finding(concept="conduction_block", site="median", side=Side.RIGHT),
        Finding(concept="disc_herniation", presence=Presence.ABSENT),
    ),
    treatments=(Treatment(drug="orthosis"),),
)


@pytest.fixture(scope="module")
def page(knowledge):
    done = assess(CASE, knowledge)
    plan = plan_for(knowledge.diseases["mmn"], done.case, CaseView(done.case, knowledge), established=False, settings=knowledge.settings["care"])
    return letter(done, plan, Wording(knowledge, "fr"))


def test_the_french_order(page):
    assert [s.title for s in page.sections] == [
        "Antécédents", "Traitements", "Histoire de la maladie", "Examen clinique", "Électroneuromyographie", "Imagerie", "Localisation",
        "Discussion", "Conclusion", "Examens proposés", "Conduite à tenir",
    ]
    lines = {s.title: s.lines for s in page.sections}
    assert lines["Imagerie"] == ("Pas de hernie discale.",)
    assert "à confirmer" in lines["Conclusion"][-1]
    assert any("corticoïdes" in line for line in lines["Conduite à tenir"])
    assert page.closing[1] == "[Nom et signature du médecin]"


def test_what_nobody_said_has_no_section(knowledge):
    bare = letter(assess(Case(patient=Patient(age=30)), knowledge), None, Wording(knowledge, "fr"))
    assert not {"Examen clinique", "Imagerie", "Biologie", "Conduite à tenir", "Conclusion"} & {s.title for s in bare.sections}


def test_a_narrower_finding_says_it_all(knowledge):
    case = Case(findings=(Finding(concept="weakness", site="deltoid", side=Side.LEFT), Finding(concept="shoulder_weakness", site="deltoid", side=Side.LEFT)))
    made = letter(assess(case, knowledge), None, Wording(knowledge, "en"))
    (examined,) = [s for s in made.sections if s.title == "Examination"]
    assert len(examined.lines) == 1


def test_the_word_document_can_be_edited_and_names_no_author(page):
    document = docx.Document(io.BytesIO(letter_docx(page)))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [page.title, *(s.title for s in page.sections)]
    assert document.core_properties.author == ""


def test_the_pdf_holds_the_letter(page):
    pytest.importorskip("typst")
    text = "".join(p.get_textpage().get_text_bounded() for p in pypdfium2.PdfDocument(letter_pdf(page)))
    assert "Conduite à tenir" in text
    assert "pied tombant" in text.casefold()


HOSTILE = '#eval("1") $x$ *gras* _i_ `code` <a> @b [c] ~ // /* = titre\n+ x\n- y\\'


def test_nothing_of_a_note_becomes_typst():
    pytest.importorskip("typst")
    data = letter_pdf(Letter("fr", HOSTILE, "", (HOSTILE,), (LetterSection(HOSTILE, (HOSTILE,)),), ()))
    text = "".join(p.get_textpage().get_text_bounded() for p in pypdfium2.PdfDocument(data))
    assert '#eval("1")' in text.replace("“", '"').replace("”", '"')
    assert "*gras*" in text


@settings(max_examples=30)
@given(st.text(max_size=60))
def test_any_text_compiles(text):
    typst = pytest.importorskip("typst")
    typst.compile(letter_typst(Letter("en", text, text, (text,), (LetterSection(text, (text,)),), ())).encode())
