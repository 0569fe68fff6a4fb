"""``myotome score``: values, changes, responses and empty forms."""

from __future__ import annotations

import json

import pytest
import yaml

from myotome.care.scores import keys, read_form

from .conftest import EXAMPLES

CARE = EXAMPLES / "care"


def write(path, text: str):
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("language", "said"), [("fr", "Réponse majeure"), ("en", "Major response")])
def test_total_improvement_score_of_two_files(myotome, language, said):
    done = myotome("score", "tis", CARE / "core-set-before.yaml", CARE / "core-set-after.yaml", "--language", language)
    assert (done.code, done.err) == (0, "") and said in done.out
    # by hand: physician 35 % 17.5; patient 30 % 7.5; haq 20.8 % 7.5; ck (16 - 2.1) / 15 = 92.7 % 7.5; extramuscular 20 % 12.5; mmt 14.7 % 20
    assert "72,5" in done.out.replace(".", ",")


def test_a_change_and_its_limit(myotome):
    done = myotome("score", "grip_kpa", CARE / "grip-january.yaml", CARE / "grip-april.yaml", "--language", "en")
    assert done.code == 0 and "Change: +11.5 kPa" in done.out and "Improved" in done.out and "more than 8 kPa" in done.out


def test_every_empty_form_is_a_form_of_its_score(myotome, knowledge):
    for score in [*knowledge.scores.values()]:
        done = myotome("score", score.id, "--form")
        raw = yaml.safe_load(done.out)
        assert done.code == 0 and raw["score"] == score.id
        filled, problems = read_form(raw, score, "form")
        assert problems == [] and filled.values == {}
        asked = {f"{k}.{p}" if p else k for k, v in (raw.get("items") or {}).items() for p in (v or {"": None})}
        assert asked == {key for key, _ in keys(score)}


def test_list_names_every_score(myotome, knowledge):
    out = myotome("score", "--list", "--language", "en").out
    assert all(i in out for i in [*knowledge.scores, *knowledge.responses])


def test_what_is_missing_gives_exit_code_1(myotome, tmp_path):
    path = write(tmp_path / "incat.yaml", "items: {arms: 2, legs: 6}")
    done = myotome("score", "incat", path)
    assert done.code == 1 and "Ne peut pas être calculé" in done.out and "[score.value]" in done.err


def test_json(myotome, tmp_path):
    path = write(tmp_path / "f.json", json.dumps({"score": "rankin", "items": {"grade": 3}}))
    assert json.loads(myotome("score", "rankin", path, "--json").out)["total"] == 3


def test_a_site_table_converts(myotome, tmp_path):
    form = write(tmp_path / "f.yaml", "total: 20")
    table = write(tmp_path / "t.csv", "raw;centile\n" + "\n".join(f"{n};{n * 2},5" for n in range(49)))
    assert "40.5 centiles" in myotome("score", "irods", form, "--table", table, "--language", "en").out
    falling = write(tmp_path / "falling.csv", "1;5\n2;4\n")
    assert "[score.table]" in myotome("score", "irods", form, "--table", falling).err
    assert "[score.table]" in myotome("score", "irods", form, "--table", write(tmp_path / "x.csv", "raw;centile\na;b\n")).err


@pytest.mark.parametrize(("text", "code"), [("", "format.empty"), ("- 1", "score.shape"), ("score: odss\nitems: {arms: 1}", "score.other"), ("items: {arms: 1, arms: 2}", "case.malformed")])
def test_bad_files(myotome, tmp_path, text, code):
    done = myotome("score", "incat", write(tmp_path / "f.yaml", text))
    assert done.code == 2 and f"[{code}]" in done.err and done.out == ""


def test_wrong_usage(myotome, tmp_path):
    assert "[score.unknown]" in myotome("score", "apgar").err
    assert "[score.files]" in myotome("score", "tis", CARE / "core-set-before.yaml").err
    assert "[format.missing]" in myotome("score", "incat", tmp_path / "none.yaml").err
    done = myotome("score", "tis", CARE / "core-set-after.yaml", CARE / "core-set-before.yaml")
    assert done.code == 2 and "[score.dates]" in done.err


@pytest.mark.parametrize(("score", "items", "language", "said"), [
    ("incat", {"arms": 2}, "fr", "Il manque : jambes"),
    ("mrc_sum", {"shoulder_abduction": {"left": 4}}, "fr", "abduction d'épaule (à droite), flexion du coude (à gauche, à droite)"),
    ("mrc_sum", {"shoulder_abduction": {"left": 4}}, "en", "shoulder abduction (right), elbow flexion (left, right)"),
    ("haq_di", {"q": {"1": 2}}, "fr", "se lever"),
    ("cdasi_activity", {"erythema": {"scalp": 1}}, "en", "erythema (malar, periorbital"),
])
def test_what_is_missing_is_named_in_words(myotome, tmp_path, knowledge, score, items, language, said):
    done = myotome("score", score, write(tmp_path / "f.json", json.dumps({"items": items})), "--language", language)
    (line,) = [x for x in done.out.splitlines() if x.startswith(("Il manque", "Missing"))]
    assert done.code == 1 and said in line and "_" not in line


def test_the_least_item_names_of_every_score_have_words(knowledge):
    """Places at which an item is asked are sides, numbers, or words of both languages."""
    labels = knowledge.words["labels"] | knowledge.words["care"]
    places = {p for s in knowledge.scores.values() for i in s.items for p in i.places if not p.isdigit()}
    assert [p for p in places if f"side_{p}" not in labels and f"score_place_{p}" not in labels] == []
