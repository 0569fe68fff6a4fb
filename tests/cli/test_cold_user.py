"""What a first user meets: the language asked for, doubts said first, one name for each result."""

from __future__ import annotations

import pytest

from tests.cli.conftest import EXAMPLES

CASE = "schema: 1\nlanguage: fr\n"
HEADER = "side,nerve,study,recording,stimulation,distance_mm,latency_ms,amplitude_mv,area_mvms,duration_ms\n"


def test_a_failure_speaks_the_language_asked_for(myotome):
    asked = ("dose", "ivig", "--weight", "800", "--age", "57", "--disease", "mmn")
    assert "impossible weight" in myotome(*asked, "--language", "en").err
    assert "impossible weight" in myotome(*asked, "--language=en").err
    assert "poids impossible" in myotome(*asked).err


def test_two_results_do_not_share_a_file(myotome, note, tmp_path):
    out = tmp_path / "out"
    done = myotome("assess", note, "--tsv", out, "--json", out)
    assert done.code == 2
    assert "output.twice" in done.err
    assert not out.exists()


def test_an_empty_case_says_too_little_to_rank(myotome, tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    assert "Too little to rank" in myotome("assess", path, "--language", "en").out


@pytest.mark.parametrize(("text", "said"), [
    ("findings:\n - {concept: foot_drop, side: left}\n - {concept: foot_drop, side: left, presence: absent}\n", "Dit présent et absent"),
    ("patient: {age: 5, onset_age: 60}\nfindings: [foot_drop]\n", "Le début est dit après l'âge actuel"),
    ("patient: {age: 45, sex: male, pregnant: true}\nfindings: [foot_drop]\n", "Grossesse chez un homme"),
])
def test_what_contradicts_itself_stands_in_the_short_answer(myotome, tmp_path, text, said):
    path = tmp_path / "case.yaml"
    path.write_text(CASE + text, encoding="utf-8")
    assert said in myotome("assess", path, "--language", "fr").out


def test_a_rule_that_could_not_be_read_asks_for_nothing(myotome):
    done = myotome("criteria", "ibm_enmc_2024", "--language", "fr")
    assert done.code == 0
    assert "unset" not in done.out


@pytest.mark.parametrize("rows", [
    "left,median,motor,APB,wrist,,5.7,3.5,40,6\nleft,median,motor,APB,elbow,220,5.5,8,39,6.2\n",  # columns exchanged
    "left,median,motor,APB,wrist,,3.5,-5.7,40,6\n",  # the amplitude is left out
    "left,median,motor,APB,wrist,,nan,inf,40,6\n",
])
def test_a_nerve_is_not_normal_without_its_amplitude(myotome, tmp_path, rows):
    path = tmp_path / "enmg.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    done = myotome("enmg", path, "--language", "en")
    assert done.code == 1
    assert "normal" not in done.out.casefold()
    assert "not assessable" in done.out


def test_a_missing_file_is_told_once(myotome, tmp_path):
    done = myotome("enmg", tmp_path / "none.csv")
    assert done.code == 2
    assert "format.missing" in done.err
    assert "enmg.no_table" not in done.err


def test_a_value_that_no_patient_has_is_not_used(myotome, tmp_path):
    path = tmp_path / "labs.csv"
    path.write_text("test,value,unit\nCK,-5,U/L\ncreatinine,0.9,µmol/L\ncreatinine,85,mg/dL\nkaliémie,4.1,mmol/L\n", encoding="utf-8")
    done = myotome("assess", path, "--language", "fr")
    assert done.code == 1
    assert done.err.count("value.impossible") == 3
    assert "15..3000 µmol/L" in done.err


@pytest.mark.parametrize("arguments", [
    ("localise", "--cases", "DEEP"), ("trials", "DEEP", "NOTE", "--diagnosis", "mmn"), ("evaluate", "DEEP"), ("assess", "DEEP"),
    ("followup", "DEEP"), ("wearoff", "DEEP"), ("score", "incat", "DEEP"),
])
def test_a_file_nested_too_deep_is_malformed(myotome, tmp_path, note, arguments):
    deep = tmp_path / "deep.json"
    deep.write_text("[" * 100_000, encoding="utf-8")
    done = myotome(*({"DEEP": deep, "NOTE": note}.get(a, a) for a in arguments))
    assert done.code == 2
    assert "deep.json" in done.err
    assert "internal.defect" not in done.err


def test_the_measure_of_a_leaflet_is_in_its_language(myotome):
    done = myotome("leaflet", "als", "--measure", "--next", "Une IRM lundi.", "--language", "fr")
    assert "abréviation : Une IRM lundi" in done.out
    assert "Kandel-Moles : 8" in done.out


def test_a_leaflet_takes_no_percentage(myotome):
    done = myotome("leaflet", "als", "--next", "Risque de 5 %", "--language", "fr")
    assert done.code == 2
    assert "leaflet.percentage" in done.err
    assert done.out == ""


def test_a_plan_grades_its_evidence_in_its_language(myotome, note):
    shown = myotome("plan", note, "--diagnosis", "mmn", "--language", "fr").out
    assert "quatre essais contre placebo" in shown
    assert "petits essais croisés" in shown
    assert "small crossover" not in shown
    assert "four placebo-controlled trials" in myotome("plan", note, "--diagnosis", "mmn", "--language", "en").out


def test_a_rate_outside_names_its_unit(myotome):
    done = myotome("dose", "ivig", "--weight", "82", "--age", "57", "--disease", "mmn", "--rate", "50", "--language", "en")
    assert done.code == 2
    assert "50 g/kg" in done.err


def test_follow_up_names_the_side_in_its_language(myotome):
    asked = ("followup", EXAMPLES / "care" / "followup.yaml", "--today", "2026-05-04", "--language")
    assert "(à droite, Martin)" in myotome(*asked, "fr").out
    shown = myotome(*asked, "en").out
    assert "(right, Martin)" in shown
    assert " ; " not in shown


@pytest.mark.parametrize("items", ["{}", "{arms: 9, legs: -1}"])
def test_a_form_without_a_value_says_so(myotome, tmp_path, items):
    path = tmp_path / "form.yaml"
    path.write_text(f"score: incat\ndate: 2026-01-01\nitems: {items}\n", encoding="utf-8")
    done = myotome("score", "incat", path)
    assert done.code == 2
    assert "score.no_value" in done.err


def test_scores_are_listed_in_french(myotome):
    shown = myotome("score", "--list", "--language", "fr").out
    assert "côté dominant et cou" in shown
    for english in ("measures", "raw", "with aids", "form)", "day 7", "attempts", "metres", " and "):
        assert english not in shown


@pytest.mark.parametrize(("old", "new"), [("value: 7", "value: 97"), ("grams: 55", "grams: 55000")])
def test_wear_off_refuses_what_nobody_has(myotome, tmp_path, old, new):
    text = (EXAMPLES / "care" / "grip-year.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "record.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    done = myotome("wearoff", path)
    assert done.code == 2
    assert "wearoff.value" in done.err


@pytest.mark.parametrize(("other", "read", "code"), [("3.5", "5,700 = 5700", 1), ("3,5", "5,700 = 5.7", 0)])
def test_a_comma_between_semicolons_is_decided_by_the_other_numbers(myotome, tmp_path, other, read, code):
    path = tmp_path / "enmg.csv"
    path.write_text(f"{HEADER}left,median,motor,APB,wrist,,{{}},{{}},40,6\n".replace(",", ";").format(other, "5,700"), encoding="utf-8")
    done = myotome("enmg", path, "--language", "en")
    assert read in done.err
    assert done.code == code


def test_a_rate_chosen_within_a_range_is_told(myotome):
    asked = ("dose", "ivig", "--weight", "82", "--age", "57", "--language", "en")
    assert "usual value of the range" in myotome(*asked).out
    assert "usual value of the range" not in myotome(*asked, "--rate", "1").out
