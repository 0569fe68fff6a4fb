"""Findings of a table: presence, certainty, site, side, and what stays unsaid."""

from __future__ import annotations

import pytest

OUTSIDE, DEFINITE, PROBABLE = "conduction_block_outside_entrapment", "conduction_block_definite", "conduction_block_probable"


@pytest.mark.parametrize(("amplitude", "area", "duration", "expected"), [
    (80, 80, 10, {DEFINITE: "certain", OUTSIDE: "certain"}),
    (80, 80, 45, {PROBABLE: "certain", OUTSIDE: "certain"}),
    (80, 80, None, {OUTSIDE: "probable"}),
    (42, 35, 10, {PROBABLE: "certain", OUTSIDE: "certain"}),
    (42, 35, None, {PROBABLE: "possible", OUTSIDE: "possible"}),
    (20, 10, 10, {}),
])
def test_grade_and_certainty(judged, drops, amplitude, area, duration, expected) -> None:
    table = judged(*drops(amplitude, area, duration))
    blocks = {f.concept: f.certainty.value for f in table.findings if f.present and "block" in f.concept and "longer" not in f.concept}
    blocks.pop("cmap_duration_increased_over_block", None)
    assert blocks == expected
    assert all((f.site, f.side.value, f.method.value) == ("median", "right", "enmg") for f in table.findings)


def test_thirty_five_percent_is_no_definite_block(judged, drops) -> None:
    for duration in (0, None):
        table = judged(*drops(35, 35, duration))
        assert DEFINITE not in {f.concept for f in table.findings}
        assert "definite" not in table.levels().values()


@pytest.mark.parametrize(("duration", "presence"), [(10, "absent"), (30, "absent"), (45, "present")])
def test_duration_over_a_block(judged, drops, duration, presence) -> None:
    stated = judged(*drops(80, 80, duration)).stated()
    assert stated["cmap_duration_increased_over_block", "median"] == (presence, "certain")


def test_dispersion_without_block(judged, drops) -> None:
    stated = judged(*drops(20, 10, 50)).stated()
    assert stated["temporal_dispersion", "median"] == ("present", "certain")
    tibial = judged(*drops(20, 10, 50, nerve="tibial", distal="ankle", proximal="popliteal"))
    assert not [f for f in tibial.findings if f.concept == "temporal_dispersion"]


def test_no_block_is_stated_only_of_a_nerve_judged_over_its_distal_part(judged, drops) -> None:
    assert judged(*drops(10, 5, 0)).stated()["conduction_block", "median"] == ("absent", "certain")
    upper = judged(*drops(10, 5, 0, distal="elbow", proximal="axilla"))
    assert not [f for f in upper.findings if f.concept == "conduction_block"]
    unknown = judged(*drops(10, 5, 0)[:1])
    assert unknown.findings == []


def test_a_definite_block_of_one_segment_hides_no_other(judged, motor) -> None:
    table = judged(
        motor("wrist", amplitude_mv=10.0, area_mvms=40.0, duration_ms=5.0),
        motor("elbow", amplitude_mv=5.5, area_mvms=26.0, duration_ms=5.0),
        motor("axilla", amplitude_mv=1.0, area_mvms=4.0, duration_ms=5.0),
    )
    concepts = [f.concept for f in table.findings if f.present]
    assert sorted(concepts) == [DEFINITE, OUTSIDE]
    assert table.findings[0].measure.value == 84.6


def test_evidence_names_rows_and_columns(judged, motor) -> None:
    table = judged(
        motor("wrist", amplitude_mv=10.0, area_mvms=40.0, source="s1", row=2),
        motor("elbow", amplitude_mv=1.0, area_mvms=4.0, source="s1", row=3),
    )
    assert [(e.source, e.cell) for e in table.findings[0].evidence] == [
        ("s1", "row 2, column area_mvms"), ("s1", "row 3, column area_mvms"),
    ]


def test_motor_values_against_the_limits_of_their_row(judged, motor) -> None:
    rows = [
        motor("wrist", amplitude_mv=3.0, latency_ms=5.0, limit_low=4.0, limit_high=4.5),
        motor("elbow", amplitude_mv=2.9, latency_ms=11.0, distance_mm=220.0, limit_low=49.0),
    ]
    stated = judged(*rows).stated()
    assert stated["low_cmap", "median"] == ("present", "certain")
    assert stated["median_distal_latency_prolonged", "median"] == ("present", "certain")
    assert stated["slow_motor_conduction", "median"] == ("present", "certain")
    normal = judged(motor("wrist", amplitude_mv=4.0, latency_ms=4.5, limit_low=4.0, limit_high=4.5)).stated()
    assert normal == {("low_cmap", "median"): ("absent", "certain"), ("median_distal_latency_prolonged", "median"): ("absent", "certain")}
    assert judged(motor("wrist", amplitude_mv=3.0, latency_ms=9.0)).findings == []


def test_slowing_at_a_compression_site_is_named_so(judged, motor) -> None:
    table = judged(
        motor("below_elbow", nerve="ulnar", amplitude_mv=8.0, latency_ms=6.0),
        motor("above_elbow", nerve="ulnar", amplitude_mv=8.0, latency_ms=9.0, distance_mm=100.0, limit_low=45.0),
    )
    assert ("ulnar_slowing_at_elbow", "ulnar") in table.stated()


@pytest.mark.parametrize(("values", "presence"), [
    ({"f_min_ms": 36.0, "limit_high": 31.0}, "present"), ({"f_min_ms": 29.0, "limit_high": 31.0}, "absent"),
    ({"f_persistence": 0.0}, "present"), ({"f_min_ms": 36.0}, None),
    ({"f_persistence": 0.0, "nerve": "peroneal", "stimulation": "ankle"}, None),
    ({"f_min_ms": 36.0, "limit_high": 31.0, "latency_ms": 3.0}, None),
])
def test_f_waves(judged, motor, values, presence) -> None:
    given = {"stimulation": "wrist", **values}
    found = [f.presence.value for f in judged(motor(**given)).findings if f.concept == "f_wave_abnormal"]
    assert found == ([presence] if presence else [])


def test_sensory_values_against_their_limits(judged, sensory) -> None:
    table = judged(
        sensory("median", amplitude_uv=4.0, limit_low=11.0), sensory("ulnar", amplitude_uv=12.0, latency_ms=4.0, limit_low=10.0, limit_high=3.1),
        sensory("sural", response="absent"), sensory("radial", amplitude_uv=9.0, limit_low=7.0), sensory("saphenous", amplitude_uv=9.0),
    )
    assert table.stated() == {
        ("low_snap", "median"): ("present", "certain"), ("sensory_conduction_abnormal", "ulnar"): ("present", "certain"),
        ("low_snap", "sural"): ("present", "certain"), ("sensory_conduction_abnormal", "radial"): ("absent", "certain"),
    }


def test_three_normal_sensory_nerves_are_normal_sensory_conduction(judged, sensory) -> None:
    normal = [sensory(n, amplitude_uv=20.0, limit_low=10.0) for n in ("median", "ulnar", "sural")]
    key = ("sensory_conduction_abnormal", None)
    assert judged(*normal).stated()[key] == ("absent", "certain")
    assert key not in judged(*normal[:2], sensory("ulnar", side="left", amplitude_uv=20.0, limit_low=10.0)).stated()
    assert key not in judged(*normal, sensory("radial", amplitude_uv=1.0, limit_low=10.0)).stated()


def test_sensory_conduction_over_the_blocked_segment(judged, drops, sensory) -> None:
    key = ("sensory_conduction_abnormal_over_block", "median")
    block = drops(80, 80, 0)
    over = sensory("median", stimulation="elbow", amplitude_uv=9.0, limit_low=5.0)
    digit = sensory("median", stimulation="wrist", amplitude_uv=20.0, limit_low=10.0)
    assert judged(*block, over).stated()[key] == ("absent", "certain")
    assert key not in judged(*block, digit).stated()
    low = sensory("median", stimulation="elbow", amplitude_uv=2.0, limit_low=5.0)
    assert judged(*block, low).stated()[key] == ("present", "certain")
    other = sensory("median", stimulation="elbow", side="left", amplitude_uv=9.0, limit_low=5.0)
    assert key not in judged(*block, other).stated()


def test_every_concept_exists(knowledge) -> None:
    settings = knowledge.settings["conduction_block"]
    concepts = [*settings["findings"].values(), *(n["becomes"] for n in settings["narrower"])]
    assert [c for c in concepts if c not in knowledge.concepts] == []


def test_an_empty_table() -> None:
    from myotome.electrodiagnosis import judge_segments
    from myotome.knowledge import load

    assert judge_segments([], load()) == ((), [], [])
