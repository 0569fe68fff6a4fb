"""A laboratory's own limits: read with the words people use; what cannot be used is named, the rest is used."""

from __future__ import annotations

import pytest

from myotome.case import ConductionRow, Patient
from myotome.electrodiagnosis.norms import Norms
from myotome.errors import MyotomeError
from myotome.formats.limits_file import read_limits
from myotome.knowledge import load

LAB = """\
schema: 1
laboratory: CHU de Ville
limits:
  - {nerve: médian, study: moteur, quantity: amplitude_mv, recording: APB, low: "5,0", age: [18, 60]}
  - {nerve: médian, study: motor, quantity: velocity_ms, segment: [poignet, coude], low: 50}
  - {nerve: SPE, study: motor, quantity: f_min_ms, high: 52, per_cm: 0.3, at_cm: 170}
"""


def limits(tmp_path, text):
    path = tmp_path / "lab.yaml"
    path.write_text(text, encoding="utf-8")
    return read_limits(path)


def test_limits_are_read_with_their_conditions(tmp_path):
    name, own, problems = limits(tmp_path, LAB)
    assert (name, problems, len(own)) == ("CHU de Ville", [], 3)
    row = ConductionRow(side="left", nerve="median", study="motor", recording="APB")
    norms = Norms(load(), Patient(age=40, height_cm=180), own)
    bound = norms.bound(row, "median", "amplitude_mv")
    assert (bound.low, bound.source, bound.unverified) == (5.0, "CHU de Ville", False)
    assert norms.bound(row, "median", "velocity_ms", ("wrist", "elbow")).low == 50
    assert norms.bound(row, "median", "velocity_ms", ("elbow", "axilla")).source != "CHU de Ville"
    fibular = ConductionRow(side="left", nerve="common_fibular", study="motor")
    assert norms.bound(fibular, "common_fibular", "f_min_ms").high == 55.0
    assert Norms(load(), Patient(age=70), own).bound(row, "median", "amplitude_mv").source != "CHU de Ville"


@pytest.mark.parametrize("entry", [
    "{nerve: médain, study: motor, quantity: amplitude_mv, low: 5}", "{nerve: médian, study: motor, quantity: size, low: 5}",
    "{nerve: médian, study: motor, quantity: amplitude_mv}", "{nerve: médian, study: motor, quantity: amplitude_mv, low: five}",
    "{nerve: médian, study: motor, quantity: velocity_ms, low: 50, segment: [poignet]}", "{nerve: médian, low: 5, colour: red}", "five",
])
def test_a_bad_entry_is_named_and_the_others_are_used(tmp_path, entry):
    _, own, problems = limits(tmp_path, f"{LAB}  - {entry}\n")
    assert len(own) == 3
    assert [(p.code, p.place) for p in problems] == [("limits.entry", "lab.yaml, limits[3]")]


@pytest.mark.parametrize("text", ["", "schema: 2\nlimits: []", "limits: []", "- a", "schema: 1\nlimits: {a: 1}", "schema: [1"])
def test_what_is_no_limits_file_is_refused(tmp_path, text):
    with pytest.raises(MyotomeError) as error:
        limits(tmp_path, text)
    assert error.value.problems[0].code == "limits.malformed"
