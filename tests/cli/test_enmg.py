"""``myotome enmg`` as a user calls it."""

from __future__ import annotations

import json

from .conftest import DATA, EXAMPLES

TABLE = "nerf;côté;site;latence (ms);amplitude (mV);vitesse (m/s)\nulnaire;G;poignet;2,8;9,0;\nulnaire;G;sous-coude;6,4;8,8;58\n"


def test_a_table_is_judged_and_a_conclusion_drafted(myotome):
    done = myotome("enmg", EXAMPLES / "3-median-droit.csv")
    assert (done.code, done.err) == (0, "")
    assert "à relire et corriger par le médecin" in done.out
    assert "−78,9 %" in done.out and "−80,2 %" in done.out
    assert "durées" in next(line for line in done.out.splitlines() if "documenter" in line)


def test_json_holds_what_was_judged(myotome, tmp_path):
    out = tmp_path / "a.json"
    myotome("enmg", DATA / "enmg" / "keypoint_fr.txt", "--json", out, "--language", "en")
    answer = json.loads(out.read_text(encoding="utf-8"))
    assert {n["nerve"]: n["pattern"] for n in answer["judged"]["nerves"] if n["study"] == "motor"}["ulnar"] == "focal"
    assert answer["judged"]["limits"][0] == "aanem_norms_2016"
    assert {v["criteria"] for v in answer["criteria"]} >= {"cidp_edx_ean_pns_2021", "mmn_efns_pns_2010"}


def test_the_page_marks_abnormal_cells_by_sign_and_colour(myotome, tmp_path):
    out = tmp_path / "a.html"
    myotome("enmg", DATA / "enmg" / "segments_fr.csv", DATA / "enmg" / "needle_fr.txt", "--html", out)
    page = out.read_text(encoding="utf-8")
    assert '<td class="v-low"' in page and "27 ↓" in page
    assert "http://" not in page and "https://" not in page


def test_the_laboratory_s_limits_are_used_and_named(myotome, tmp_path):
    table, lab = tmp_path / "a.csv", tmp_path / "lab.yaml"
    table.write_text(TABLE, encoding="utf-8")
    lab.write_text("schema: 1\nlaboratory: CHU de Ville\nlimits:\n  - {nerve: ulnaire, study: motor, quantity: amplitude_mv, low: 9.5}\n", encoding="utf-8")
    done = myotome("enmg", table, "--limits", lab)
    assert done.code == 0
    assert "9 ↓" in done.out and "CHU de Ville" in done.out


def test_what_cannot_be_right_is_listed_and_the_rest_is_judged(myotome, tmp_path):
    table = tmp_path / "a.csv"
    table.write_text(TABLE + "médian;D;poignet;3,5;5700;\nmédian;D;coude;7,5;7,0;300\n", encoding="utf-8")
    done = myotome("enmg", table)
    assert done.code == 1
    assert "[value.unit_misfit]" in done.err and "a.csv, row 4" in done.err
    assert "[value.impossible]" in done.err
    assert "Conduction motrice normale : nerf ulnaire" in done.out


def test_nothing_to_judge(myotome, tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("Homme de 56 ans. Pied tombant.\n", encoding="utf-8")
    assert (myotome("enmg", note).code, "[enmg.no_table]" in myotome("enmg", note).err) == (2, True)
    assert myotome("enmg", tmp_path / "none.csv").code == 2


def test_the_same_findings_reach_assess(myotome, tmp_path):
    out = tmp_path / "a.json"
    myotome("assess", DATA / "enmg" / "nicolet_en.csv", "--json", out)
    (answer,) = json.loads(out.read_text(encoding="utf-8"))["assessments"]
    stated = {(f["concept"], f.get("site")) for f in answer["case"]["findings"] if f.get("presence", "present") == "present"}
    assert ("conduction_block_definite", "ulnar") in stated
    assert answer["electrodiagnosis"]["nerves"][0]["nerve"] == "ulnar"


def test_a_flat_table_of_other_studies_is_judged_and_concluded(myotome, tmp_path):
    path = tmp_path / "autres.csv"
    path.write_text("examen;mesure;côté;muscle;valeur;unité\nclignement;R1;D;;14,5;ms\nMUNIX;MUNIX;G;APB;85;\nPEV;P100;D;;110;ms\n", encoding="utf-8")
    done = myotome("enmg", path, "--language", "fr")
    assert done.code == 1 and "autres.csv, row 4, column test" in done.err
    assert "Réflexe de clignement (à droite) : R1 14,5 ms, au-dessus de la limite." in done.out and "MUNIX 85" in done.out
