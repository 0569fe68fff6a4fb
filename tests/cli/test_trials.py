"""``myotome trials``: an export and a patient in, trials with their lines out."""

from __future__ import annotations

import json

PATIENT = "schema: 1\nlanguage: fr\npatient: {age: 60, sex: male}\nfindings: [conduction_block, {concept: hepatitis_b}]\n"


def export(tmp_path, condition: str = "Multifocal Motor Neuropathy", status: str = "RECRUITING"):
    path = tmp_path / "export.json"
    path.write_text(json.dumps({"studies": [{"protocolSection": {
        "identificationModule": {"nctId": "NCT99990001", "briefTitle": "A trial"}, "conditionsModule": {"conditions": [condition]},
        "statusModule": {"overallStatus": status, "lastUpdatePostDateStruct": {"date": "2026-05-04"}},
        "eligibilityModule": {"eligibilityCriteria": "Inclusion Criteria:\n\n* Able to consent\n\nExclusion Criteria:\n\n* Hepatitis B"},
    }}]}), encoding="utf-8")
    return path


def patient(tmp_path):
    path = tmp_path / "cas.yaml"
    path.write_text(PATIENT, encoding="utf-8")
    return path


def test_what_keeps_out_and_what_is_quoted_with_the_date(myotome, tmp_path):
    out = tmp_path / "out.json"
    done = myotome("trials", export(tmp_path), patient(tmp_path), "--diagnosis", "NMM", "--json", out)
    assert done.code == 0, done.err
    assert "fiche mise à jour : 2026-05-04" in done.out
    assert done.out.index("Exclut :") < done.out.index("Hepatitis B") < done.out.index("Non lu, cité :") < done.out.index("Able to consent")
    (trial,) = json.loads(out.read_text(encoding="utf-8"))
    assert (trial["verdict"], trial["takes_patients"]) == ("barred", "yes")


def test_closed_trials_are_counted_and_shown_on_demand(myotome, tmp_path):
    path = export(tmp_path, status="COMPLETED")
    assert "NCT99990001" not in myotome("trials", path, patient(tmp_path), "--diagnosis", "mmn").out
    assert "NCT99990001" in myotome("trials", path, patient(tmp_path), "--diagnosis", "mmn", "--closed").out


def test_nothing_found_and_no_export(myotome, tmp_path):
    none = myotome("trials", export(tmp_path, "Asthma"), patient(tmp_path), "--diagnosis", "mmn")
    assert none.code == 1
    assert "neuropathie motrice multifocale" in none.err
    wrong = myotome("trials", patient(tmp_path), patient(tmp_path), "--diagnosis", "mmn")
    assert (wrong.code, wrong.out) == (2, "")
    missing = myotome("trials", tmp_path / "absent.json", patient(tmp_path), "--diagnosis", "mmn")
    assert missing.code == 2
    assert "Traceback" not in missing.err
