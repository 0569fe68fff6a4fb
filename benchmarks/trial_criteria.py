"""How many lines of trials are read, and how many wrongly: ``python benchmarks/trial_criteria.py``.

The twenty records of ``benchmarks/trials/records.yaml`` were written for this measurement, in the
forms that the registries publish; they are no registry's text.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path

import yaml

from myotome.care.trials import find_trials
from myotome.case import Case, Diagnosis, Finding, LaboratoryRow, Patient, Treatment
from myotome.formats.registry import TrialRecord, read_registry
from myotome.knowledge import Knowledge, load
from myotome.laboratory import judge
from myotome.terms import Presence, Sex, Truth

RECORDS = Path(__file__).parent / "trials" / "records.yaml"
ABSENT = ("hepatitis_b", "hepatitis_c", "hiv_infection", "cancer", "iga_deficiency", "heart_failure", "renal_failure")
WORDS = {Truth.YES: "yes", Truth.NO: "no", Truth.UNKNOWN: "?"}


def patient(knowledge: Knowledge) -> Case:
    """The man of 62 whom the head of the records describes."""
    rows = (
        LaboratoryRow(test="creatinine", value=80, unit="µmol/L", upper=106), LaboratoryRow(test="gfr", value=85, unit="mL/min", lower=60),
        LaboratoryRow(test="alt", value=30, unit="U/L", upper=45), LaboratoryRow(test="ck", value=400, unit="U/L", upper=200),
    )
    found, _ = judge(rows, knowledge, Sex.MALE)
    return Case(
        patient=Patient(age=62, sex=Sex.MALE), diagnoses=(Diagnosis(disease="mmn"), Diagnosis(disease="deep_vein_thrombosis")),
        findings=(
            Finding(concept="previous_venous_thrombosis"), Finding(concept="diabetes"),
            *(Finding(concept=c, presence=Presence.ABSENT) for c in ABSENT), *found,
        ),
        treatments=(Treatment(drug="ivig", ongoing=True), Treatment(drug="rituximab", ongoing=False)),
    )


def exports(raw: list[dict]) -> dict[str, bytes]:
    """The records as files of three registries."""
    studies = [_study(r) for r in raw if r["form"] == "ctgov"]
    ictrp = [["TrialID", "Public title", "Recruitment Status", "Inclusion agemin", "Inclusion agemax", "Inclusion gender", "Inclusion Criteria", "Exclusion Criteria", "Condition", "Last Refreshed on", "Export date"]]
    ctis = [["Trial number", "Overall trial status", "Title of the trial", "Medical conditions", "Age group", "Gender"]]
    for r in raw:
        if r["form"] == "ictrp":
            by_kind = {k: "<br>".join(t for kind, t, _ in r["lines"] if kind == k) for k in ("inclusion", "exclusion")}
            ictrp.append([r["id"], r["title"], r["status"], str(r["min"]), str(r["max"]), r["sex"], "Inclusion criteria: " + by_kind["inclusion"], "Exclusion criteria: " + by_kind["exclusion"], "; ".join(r["conditions"]), "4 May 2026", "11/28/2026 8:00:00 AM"])
        elif r["form"] == "ctis":
            ctis.append([r["id"], r["status"], r["title"], "; ".join(r["conditions"]), r["group"], r["sex"]])
    return {"ctgov.json": json.dumps({"studies": studies}).encode(), "ictrp.csv": _table(ictrp, ","), "ctis.csv": _table(ctis, ";")}


def _study(r: dict) -> dict:
    text = "\n\n".join(
        f"{k.title()} Criteria:\n\n" + "\n".join(f"* {t}" for kind, t, _ in r["lines"] if kind == k)
        for k in ("inclusion", "exclusion")
    )
    return {"protocolSection": {
        "identificationModule": {"nctId": r["id"], "briefTitle": r["title"]},
        "statusModule": {"overallStatus": r["status"], "lastUpdatePostDateStruct": {"date": "2026-05-04"}},
        "conditionsModule": {"conditions": r["conditions"]}, "designModule": {"phases": ["PHASE3"]},
        "eligibilityModule": {"eligibilityCriteria": text, "sex": r["sex"], "minimumAge": r["min"], "maximumAge": r["max"]},
    }}


def _table(rows: list[list[str]], delimiter: str) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode()


def measure(knowledge: Knowledge) -> dict[str, object]:
    """Shares of lines read and decided, and every line judged otherwise than by hand."""
    raw = yaml.safe_load(RECORDS.read_text(encoding="utf-8"))
    gold = {(r["id"], kind, text): truth for r in raw for kind, text, truth in r["lines"]}
    records: list[TrialRecord] = []
    for name, data in exports(raw).items():
        records += read_registry(data, name, knowledge)[0]
    counts: Counter[str] = Counter()
    wrong = []
    for trial in find_trials(records, patient(knowledge), "mmn", knowledge):
        counts["trials about the diagnosis"] += 1
        for line in trial.criteria:
            key = (trial.id, line.kind, line.text)
            if key not in gold:
                continue
            counts["lines"] += 1
            counts["read"] += line.read
            counts["decidable by hand"] += gold[key] != "?"
            counts["decided"] += line.truth is not Truth.UNKNOWN
            if line.truth is not Truth.UNKNOWN and WORDS[line.truth] != gold[key]:
                wrong.append((*key, WORDS[line.truth], gold[key]))
    return {"counts": dict(counts), "records": len(records), "gold lines": len(gold), "wrong": wrong}


if __name__ == "__main__":
    print(json.dumps(measure(load()), indent=2, ensure_ascii=False))
