"""Which rows are compared, and what is left out."""

from __future__ import annotations

import pytest

MMN = "efns_pns_mmn_2010"


def test_order_sides_dates_and_recordings_are_kept_apart(judged, motor) -> None:
    table = judged(
        motor("elbow", amplitude_mv=5.0), motor("axilla", amplitude_mv=4.0), motor("wrist", amplitude_mv=6.0),
        motor("elbow", amplitude_mv=1.0, side="left"), motor("elbow", amplitude_mv=1.0, date="2020-01-01"),
        motor("elbow", amplitude_mv=1.0, recording="FPL"), motor("elbow", amplitude_mv=1.0, recording="APB"),
    )
    assert [(s.distal, s.proximal, s.rows) for s in table.segments] == [("wrist", "elbow", (2, 0)), ("elbow", "axilla", (0, 1))]


def test_a_recording_written_once_holds_for_its_nerve(judged, motor) -> None:
    table = judged(motor("wrist", amplitude_mv=6.0, recording="APB"), motor("elbow", amplitude_mv=5.0))
    assert len(table.segments) == 1


def test_not_done_and_not_documented_say_nothing(judged, motor) -> None:
    table = judged(
        motor("wrist", amplitude_mv=6.0, area_mvms=20.0), motor("forearm"),
        motor("elbow", response="not_done"), motor("axilla", amplitude_mv=5.8, area_mvms=19.0),
    )
    assert [(s.distal, s.proximal) for s in table.segments] == [("wrist", "axilla")]


def test_absent_proximally_is_a_full_drop(judged, motor) -> None:
    rows = motor("wrist", amplitude_mv=6.0, area_mvms=20.0), motor("elbow", response="absent")
    table = judged(*rows)
    assert (table.segments[0].amplitude_drop, table.segments[0].area_drop) == (100, 100)
    assert table.levels()[MMN] == table.levels()["aaem_1999"] == "definite"
    assert "duration_known" not in dict(table.verdict(MMN).checklist)
    assert table.stated()["conduction_block_definite", "median"] == ("present", "certain")
    zero = judged(rows[0], motor("elbow", amplitude_mv=0.0))
    assert zero.levels() == table.levels()


def test_absent_everywhere_is_no_block(judged, motor) -> None:
    table = judged(motor("wrist", response="absent"), motor("elbow", response="absent"))
    assert table.segments == ()
    assert table.stated() == {("inexcitable_nerve", "median"): ("present", "certain")}


def test_kinds_are_never_mixed(judged, motor) -> None:
    table = judged(
        motor("wrist", amplitude_mv=6.0, area_mvms=20.0, amplitude_kind="base_to_peak", area_kind="total"),
        motor("elbow", amplitude_mv=1.0, area_mvms=2.0, amplitude_kind="peak_to_peak", area_kind="total"),
    )
    assert (table.segments[0].amplitude_drop, table.segments[0].area_drop) == (None, 90)
    assert [p.code for p in table.problems] == ["conduction.mixed_kinds"]
    assert table.levels()[MMN] == "not_assessable"  # it asks for the negative area


def test_a_peak_to_peak_amplitude_serves_only_the_sets_that_ask_for_it(judged, drops) -> None:
    levels = judged(*drops(60, 60, 0, amplitude_kind="peak_to_peak")).levels()
    assert levels["aan_cidp_1991"] == "probable"
    assert levels["efns_pns_cidp_2010"] == "not_assessable"


def test_velocity(judged, motor) -> None:
    table = judged(motor("wrist", amplitude_mv=6.0, latency_ms=3.5), motor("elbow", amplitude_mv=6.0, latency_ms=7.5, distance_mm=220.0))
    assert table.segments[0].velocity_ms == 55.0
    backwards = judged(motor("wrist", amplitude_mv=6.0, latency_ms=8.0), motor("elbow", amplitude_mv=6.0, latency_ms=7.5, distance_mm=220.0))
    assert backwards.segments[0].velocity_ms is None


@pytest.mark.parametrize(("nerve", "distal", "proximal", "entrapment", "status"), [
    ("ulnar", "wrist", "below_elbow", False, "yes"), ("ulnar", "below_elbow", "above_elbow", True, "no"),
    ("ulnar", "wrist", "above_elbow", True, "no"), ("ulnar", "wrist", "elbow", True, "not_documented"),
    ("ulnar", "above_elbow", "axilla", False, "yes"), ("median", "palm", "wrist", True, "no"),
    ("median", "wrist", "elbow", False, "yes"), ("fibulaire commun", "ankle", "below_fibular_head", False, "yes"),
    ("SPE", "col du péroné", "creux poplité", True, "no"), ("SPE", "cheville", "creux poplité", True, "no"),
    ("fibulaire profond", "cheville", "col du péroné", False, "yes"), ("radial", "elbow", "axilla", True, "no"),
])
def test_entrapment_sites(judged, drops, nerve, distal, proximal, entrapment, status) -> None:
    table = judged(*drops(80, 80, 0, nerve=nerve, distal=distal, proximal=proximal))
    assert table.segments[0].entrapment is entrapment
    assert dict(table.verdict("utrecht").checklist)["not_entrapment"] == status
    concepts = {concept for concept, _ in table.stated()}
    assert ("conduction_block_at_entrapment" in concepts) is entrapment
    assert ("conduction_block_outside_entrapment" in concepts) is not entrapment
    assert ("conduction_block_definite" in concepts) is not entrapment


@pytest.mark.parametrize(("rows", "status", "level"), [
    ([], "not_documented", "definite"),
    ([{"response": "absent"}], "yes", "definite"),
    ([{"amplitude_mv": 0.5}], "yes", "definite"),
    ([{"amplitude_mv": 6.0}], "no", "not_assessable"),
])
def test_martin_gruber(judged, drops, motor, rows, status, level) -> None:
    ulnar = drops(60, 60, 0, nerve="ulnar", proximal="below_elbow", recording="ADM")
    crossing = [motor("elbow", nerve="median", recording="adm", **r) for r in rows]
    verdict = judged(*ulnar, *crossing).verdict(MMN)
    assert (dict(verdict.checklist)["martin_gruber_excluded"], verdict.level) == (status, level)


@pytest.mark.parametrize(("temperature", "status"), [(33.0, "yes"), (32.0, "yes"), (28.0, "no"), (None, "not_documented")])
def test_temperature(judged, drops, temperature, status) -> None:
    checklist = dict(judged(*drops(60, 60, 0, temperature_c=temperature)).verdict(MMN).checklist)
    assert checklist["temperature"] == status


def test_rows_that_cannot_be_used(judged, motor) -> None:
    table = judged(
        motor("wrist", nerve="medain", amplitude_mv=6.0, source="s1", row=2), motor("knee", amplitude_mv=6.0),
        motor("wrist", amplitude_mv=6.0), motor("wrist", amplitude_mv=4.0), motor("elbow", amplitude_mv=-1.0),
        motor("axilla", amplitude_mv=float("nan")), motor("arm", amplitude_mv=3.0, response="absent"),
    )
    assert sorted(p.code for p in table.problems) == [
        "conduction.contradiction", "conduction.duplicate", "conduction.impossible", "conduction.impossible",
        "conduction.unknown_nerve", "conduction.unknown_site",
    ]
    assert table.segments == ()
    (nerve,) = [p for p in table.problems if p.code == "conduction.unknown_nerve"]
    assert nerve.place == "s1, row 2"
    assert nerve.mend.startswith("median")


def test_a_motor_row_without_its_site_is_said(judged, motor) -> None:
    table = judged(motor(None, amplitude_mv=6.0))
    (problem,) = table.problems
    assert problem.code == "conduction.missing_site"
    assert "wrist" in problem.mend


def test_sites_are_whole(knowledge) -> None:
    sites = knowledge.settings["conduction_sites"]
    known = {s["id"] for s in sites["stations"]}
    for nerve, path in sites["nerves"].items():
        assert nerve in knowledge.nerves
        assert set(path["stations"]) <= known
        for span in [*path.get("classes", []), *filter(None, [path.get("whole")])]:
            assert path["stations"].index(span["from"]) < path["stations"].index(span["to"])
    for entrapment in sites["entrapments"]:
        order = sites["nerves"][entrapment["nerve"]]["stations"]
        assert order.index(entrapment["between"][0]) < order.index(entrapment["between"][1])
