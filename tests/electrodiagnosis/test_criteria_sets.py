"""Electrodiagnostic criteria sets on whole studies: expectations follow the fact sheet, sections 3 to 6."""

from __future__ import annotations

import pytest

from myotome.assess import complete
from myotome.case import Case, ConductionRow, TrainRow
from myotome.reasoning.criteria import check_criteria


def motor(nerve: str, side: str, *sites: tuple, **values) -> list[ConductionRow]:
    """(station, latency, amplitude, duration, velocity) of each site."""
    return [
        ConductionRow(side=side, nerve=nerve, study="motor", stimulation=s, latency_ms=t, amplitude_mv=a, duration_ms=d, velocity_ms=v, **values)
        for s, t, a, d, v in sites
    ]


def f_wave(nerve: str, side: str, latency: float | None, persistence: float = 80) -> ConductionRow:
    return ConductionRow(side=side, nerve=nerve, study="motor", f_min_ms=latency, f_persistence=persistence)


def sensory(nerve: str, side: str, amplitude: float | None, velocity: float | None = None, **values) -> ConductionRow:
    response = "absent" if amplitude is None else None
    return ConductionRow(side=side, nerve=nerve, study="sensory", amplitude_uv=amplitude, velocity_ms=velocity, response=response, **values)


NORMAL_MEDIAN = (("wrist", 3.5, 8.0, None, None), ("elbow", 7.6, 7.6, None, 55))
NORMAL_ULNAR = (("wrist", 2.8, 10.0, None, None), ("below_elbow", 6.4, 9.6, None, 60))


@pytest.fixture
def levels(knowledge):
    def judge(*rows, trains=(), values=()):
        flat = [r for row in rows for r in (row if isinstance(row, list) else [row])]
        case, _, _ = complete(Case(conduction=tuple(flat), trains=trains, values=values), knowledge)
        return {v.criteria: v.held or v.level for v in check_criteria(case, knowledge)}

    return judge


def test_slow_velocity_in_two_nerves_is_strong_and_definite(levels):
    got = levels(
        motor("ulnar", "right", ("wrist", 4.2, 8.5, None, None), ("below_elbow", 12.0, 8.0, None, 28)),
        motor("tibial", "left", ("ankle", 6.0, 5.0, None, None), ("popliteal", 20.0, 4.5, None, 25)),
    )
    assert (got["cidp_edx_ean_pns_2021"], got["cidp_edx_efns_pns_2010"]) == ("strong", "definite")


def test_one_nerve_alone_is_weak_and_possible(levels):
    got = levels(motor("ulnar", "right", ("wrist", 4.2, 8.5, None, None), ("below_elbow", 12.0, 8.0, None, 28)), motor("median", "right", *NORMAL_MEDIAN))
    assert (got["cidp_edx_ean_pns_2021"], got["cidp_edx_efns_pns_2010"]) == ("weak", "possible")


def test_a_late_median_response_at_the_wrist_is_no_parameter(levels):
    late = (("wrist", 7.0, 8.0, None, None), ("elbow", 11.1, 7.6, None, 55))
    got = levels(motor("median", "right", *late), motor("median", "left", *late))
    assert got["cidp_edx_ean_pns_2021"] == ""


def test_absent_f_waves_need_another_parameter_in_another_nerve(levels):
    two = [motor("median", "right", *NORMAL_MEDIAN), f_wave("median", "right", None, 0), motor("ulnar", "right", *NORMAL_ULNAR), f_wave("ulnar", "right", None, 0)]
    assert levels(*two)["cidp_edx_ean_pns_2021"] == "weak"
    slow = motor("tibial", "left", ("ankle", 6.0, 5.0, None, None), ("popliteal", 20.0, 4.5, None, 25))
    assert levels(*two, slow)["cidp_edx_ean_pns_2021"] == "strong"
    in_the_same = motor("median", "right", NORMAL_MEDIAN[0], ("elbow", 11.0, 7.6, None, 30))
    assert levels(in_the_same, *two[1:])["cidp_edx_ean_pns_2021"] == "weak"


def test_a_drop_counts_with_another_parameter_in_another_nerve(levels):
    drop = motor("median", "right", NORMAL_MEDIAN[0], ("elbow", 7.6, 4.0, None, 55))
    assert levels(drop, motor("ulnar", "right", *NORMAL_ULNAR))["cidp_edx_ean_pns_2021"] == "weak"
    slow = motor("tibial", "left", ("ankle", 6.0, 5.0, None, None), ("popliteal", 20.0, 4.5, None, 25))
    assert levels(drop, slow)["cidp_edx_ean_pns_2021"] == "strong"
    tibial = motor("tibial", "left", ("ankle", 5.0, 8.0, None, None), ("popliteal", 13.0, 4.0, None, 44))
    assert levels(drop, tibial)["cidp_edx_ean_pns_2021"] == "weak"  # a normal tibial drop


def test_distal_durations_of_2010_and_2021_are_kept_apart(levels):
    """7.0 ms in the median exceeds the 2010 limit (6.6) and no limit of 2021 (7.4 at the least)."""
    long = motor("median", "right", ("wrist", 3.5, 8.0, 7.0, None), ("elbow", 7.6, 7.6, 7.4, 55))
    slow = motor("tibial", "left", ("ankle", 6.0, 5.0, None, None), ("popliteal", 20.0, 4.5, None, 25))
    got = levels(long, slow)
    assert (got["cidp_edx_ean_pns_2021"], got["cidp_edx_efns_pns_2010"]) == ("weak", "definite")


def test_an_unknown_filter_leaves_a_duration_between_the_limits_open(levels):
    def with_filter(**values):
        long = motor("median", "right", ("wrist", 3.5, 8.0, 7.9, None), ("elbow", 7.6, 7.6, 8.2, 55), **values)
        slow = motor("tibial", "left", ("ankle", 6.0, 5.0, None, None), ("popliteal", 20.0, 4.5, None, 25))
        return levels(long, slow)["cidp_edx_ean_pns_2021"]

    assert with_filter() == "weak"
    assert with_filter(lff_hz=10.0) == "strong"
    assert with_filter(lff_hz=2.0) == "weak"


def test_cold_decides_nothing(levels):
    cold = {"temperature_c": 27.0}
    got = levels(
        motor("ulnar", "right", ("wrist", 4.2, 8.5, None, None), ("below_elbow", 12.0, 8.0, None, 28), **cold),
        motor("tibial", "left", ("ankle", 6.0, 5.0, None, None), ("popliteal", 20.0, 4.5, None, 25), **cold),
    )
    assert got["cidp_edx_ean_pns_2021"] == ""


def test_guillain_barre_subtypes(levels):
    axonal = [
        motor("ulnar", "right", ("wrist", 3.0, 2.0, None, None), ("below_elbow", 6.7, 1.9, None, 56)),
        motor("tibial", "left", ("ankle", 5.0, 1.0, None, None), ("popliteal", 13.5, 0.9, None, 42)),
    ]
    normal = [sensory("sural", "left", 12), sensory("median", "right", 30), sensory("ulnar", "right", 25)]
    assert levels(*axonal, *normal)["gbs_edx_hadden_1998"] == "axonal_motor"
    assert levels(*axonal, sensory("sural", "left", 1))["gbs_edx_hadden_1998"] == "axonal_sensorimotor"
    late = [
        motor("ulnar", "right", ("wrist", 4.6, 9.0, None, None), ("below_elbow", 9.0, 8.8, None, 50)),
        motor("tibial", "left", ("ankle", 7.4, 6.0, None, None), ("popliteal", 16.0, 5.0, None, 42)),
    ]
    got = levels(*late)
    assert (got["gbs_edx_hadden_1998"], got["gbs_edx_rajabally_2015"]) == ("demyelinating", "")
    silent = [ConductionRow(side="right", nerve=n, study="motor", stimulation=s, response="absent") for n, s in (("ulnar", "wrist"), ("median", "wrist"), ("tibial", "ankle"))]
    assert levels(*silent)["gbs_edx_hadden_1998"] == "inexcitable"


def test_two_parameters_in_the_one_nerve_that_answers(levels):
    """Hadden 1998: slow and late in the ulnar nerve, nothing from the others. One parameter, or another nerve that
    answers, is equivocal."""
    silent = [ConductionRow(side="right", nerve=n, study="motor", stimulation=s, response="absent") for n, s in (("median", "wrist"), ("tibial", "ankle"))]
    both = motor("ulnar", "right", ("wrist", 4.6, 3.0, None, None), ("below_elbow", 11.0, 2.8, None, 30))
    slow = motor("ulnar", "right", ("wrist", 2.8, 3.0, None, None), ("below_elbow", 9.2, 2.8, None, 30))
    tiny = motor("ulnar", "right", ("wrist", 4.6, 0.3, None, None), ("below_elbow", 11.0, 0.28, None, 30))
    name = "gbs_edx_hadden_1998"
    assert levels(*silent, both)[name] == "demyelinating"
    assert levels(*silent, slow)[name] == "equivocal"
    assert levels(*silent, tiny)[name] == "inexcitable"
    assert levels(*silent, both, motor("fibular", "left", ("ankle", 4.5, 4.0, None, None), ("below_fibular_head", 11.0, 3.8, None, 46)))[name] == "equivocal"
    assert levels(both)[name] == "equivocal"


def test_reversible_failure_is_axonal_for_rajabally_and_demyelinating_for_hadden(levels):
    drops = [
        motor("ulnar", "right", ("wrist", 3.0, 9.0, None, None), ("below_elbow", 6.7, 3.0, None, 56)),
        motor("median", "left", ("wrist", 3.6, 8.0, None, None), ("elbow", 7.8, 3.0, None, 54)),
    ]
    got = levels(*drops)
    assert (got["gbs_edx_hadden_1998"], got["gbs_edx_rajabally_2015"]) == ("demyelinating", "axonal")


def test_carpal_tunnel_grades(levels):
    ulnar = sensory("ulnar", "right", 25, 58)
    slow = sensory("median", "right", 14, 40)
    assert levels(slow, motor("median", "right", *NORMAL_MEDIAN), ulnar)["cts_edx_padua"] == "mild"
    late = motor("median", "right", ("wrist", 5.8, 6.0, None, None), ("elbow", 9.9, 5.8, None, 55))
    assert levels(slow, late, ulnar)["cts_edx_padua"] == "moderate"
    assert levels(sensory("median", "right", None), late, ulnar)["cts_edx_padua"] == "severe"
    ring = [sensory(n, "right", 15, None, recording="digit 4", peak_latency_ms=t) for n, t in (("median", 3.6), ("ulnar", 3.0))]
    assert levels(*ring, motor("median", "right", *NORMAL_MEDIAN))["cts_edx_padua"] == "minimal"


def test_entrapments(levels):
    elbow = motor("ulnar", "left", ("wrist", 2.8, 9.0, None, None), ("below_elbow", 6.4, 8.8, None, 58), ("above_elbow", 9.4, 5.0, None, 33))
    assert levels(elbow)["ulnar_elbow_edx_1999"] == "several"
    head = motor("common_fibular", "left", ("ankle", 4.8, 4.0, None, None), ("below_fibular_head", 11.5, 3.8, None, 46), ("above_fibular_head", 15.0, 1.2, None, 28))
    assert levels(head)["fibular_head_edx"] == "both"
    assert levels(elbow)["cidp_edx_ean_pns_2021"] == ""


def test_axonal_polyneuropathy_and_ganglionopathy(levels):
    legs = [sensory("sural", s, 1.5, 42) for s in ("left", "right")]
    motors = [motor("common_fibular", s, ("ankle", 5.2, 0.6, None, None), ("below_fibular_head", 12.5, 0.5, None, 39)) for s in ("left", "right")]
    arms = [motor("median", "right", *NORMAL_MEDIAN), motor("ulnar", "right", *NORMAL_ULNAR), sensory("median", "right", 20, 55)]
    assert levels(*legs, *motors, *arms)["length_dependent_axonal_edx"] == "sensorimotor"
    ganglion = [sensory(n, "right", None) for n in ("median", "ulnar", "superficial_radial", "sural")]
    got = levels(*ganglion, *arms[:2], motor("tibial", "right", ("ankle", 4.5, 9.0, None, None), ("popliteal", 13.0, 8.0, None, 45)))
    assert got["ganglionopathy_edx_2009"] == "compatible"


def test_junction(levels):
    def train(muscle, **values):
        return TrainRow(side="left", nerve="", muscle=muscle, rate_hz=3.0, **values)

    assert levels(trains=(train("abductor_digiti_minimi_hand", decrement_percent=9.9),))["junction_edx"] == ""
    assert levels(trains=(train("nasalis", decrement_percent=9.0),))["junction_edx"] == "defect"
    assert levels(trains=(train("nasalis", decrement_percent=14), train("trapezius", decrement_percent=18)))["junction_edx"] == "postsynaptic"
    assert levels(trains=(train("abductor_digiti_minimi_hand", increment_percent=150),))["junction_edx"] == "presynaptic"


def test_a_block_forbids_gold_coast(levels, knowledge):
    case, _, _ = complete(Case(conduction=tuple(motor("ulnar", "right", ("wrist", 2.8, 10.0, 5.0, None), ("below_elbow", 6.4, 3.0, 5.4, 58)))), knowledge)
    (verdict,) = [v for v in check_criteria(case, knowledge) if v.criteria == "als_gold_coast_2020"]
    assert verdict.truth.value == "no"
