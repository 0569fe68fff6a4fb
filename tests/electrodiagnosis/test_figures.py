"""One block alone: definite multifocal motor neuropathy for EFNS/PNS 2010, not for the 2003 consensus."""

from __future__ import annotations

import pytest

from myotome.assess import complete
from myotome.case import Case, ConductionRow, Finding, Grade, Patient
from myotome.reasoning.criteria import check_criteria
from myotome.terms import Presence, Side


def row(stimulation, **values):
    return ConductionRow(side="right", nerve=values.pop("nerve", "median"), study=values.pop("study", "motor"), stimulation=stimulation, **values)


def strength(muscle, side, grade):
    weak = Presence.PRESENT if grade < 5 else Presence.ABSENT
    return Finding(concept="weakness", site=muscle, side=side, presence=weak, grade=Grade(scale="mrc", low=grade, high=grade))


CLINIC = (
    strength("abductor_pollicis_brevis", Side.RIGHT, 3), strength("extensor_digitorum", Side.RIGHT, 3),
    strength("abductor_pollicis_brevis", Side.LEFT, 5), strength("extensor_digitorum", Side.LEFT, 5),
    Finding(concept="slowly_progressive_course"),
    *(Finding(concept=c, presence=Presence.ABSENT) for c in ("sensory_loss", "upper_motor_neuron_sign", "bulbar_symptom")),
)
SENSORY = (
    row("elbow", study="sensory", amplitude_uv=14, limit_low=5), row("wrist", nerve="ulnar", study="sensory", amplitude_uv=20),
    row("calf", nerve="sural", study="sensory", amplitude_uv=12),
)


@pytest.fixture
def verdicts(knowledge):
    def judge(duration):
        block = (
            row("wrist", latency_ms=3.6, amplitude_mv=8.0, area_mvms=28.0, duration_ms=5.5),
            row("elbow", latency_ms=7.9, amplitude_mv=2.4, area_mvms=8.0, duration_ms=duration, supramaximal=True),
        )
        case = Case(patient=Patient(age=45, duration_months=30), findings=CLINIC, conduction=(*block, *SENSORY))
        case, _, _ = complete(case, knowledge)
        return {v.criteria: (v.level or v.held, v.truth.value) for v in check_criteria(case, knowledge)}

    return judge


def test_one_block_with_a_short_duration(verdicts):
    got = verdicts(6.0)
    assert got["mmn_efns_pns_2010"] == ("definite", "yes")
    assert got["mmn_aaem_2003"] == ("", "no")


def test_one_block_whose_duration_is_not_documented_is_not_yet_definite(verdicts):
    assert verdicts(None)["mmn_efns_pns_2010"][0] != "definite"


def test_one_block_whose_duration_grows_by_half_is_not_definite(verdicts):
    assert verdicts(8.3)["mmn_efns_pns_2010"][0] != "definite"
