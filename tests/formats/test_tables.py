from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.case import ConductionRow, LaboratoryRow, ValueRow
from myotome.errors import MyotomeError
from myotome.formats.tables import read_table, write_conduction, write_laboratory

CONDUCTION = "side,nerve,study,recording,stimulation,distance_mm,latency_ms,amplitude_mv,area_mvms,duration_ms\n"
LABORATORY = "date,test,value,unit,lower,upper,comparator\n"
WRITTEN = """\
side,nerve,study,recording,stimulation,distance_mm,latency_ms,amplitude_mv,area_mvms,duration_ms,amplitude_uv,date,supramaximal,response
right,median,motor,APB,wrist,,3.2,5.7,41.5,,,2021-03-05,yes,
right,median,motor,APB,elbow,220,7,1.2,8.2,,,2021-03-05,no,
right,median,motor,APB,axilla,,,,,,,2021-03-05,,absent
left,sural,sensory,,,,,,,,12.5,,,
"""
VALUES = """\
date,test,value,unit,lower,upper,comparator
2020-01-02,CK,840,U/L,,190,
2020,CRP,3.5,mg/L,,5,<
,anti-GM1,positive,,,,
,CK,12N,,,,
"""


def conduction(text: str) -> tuple[ConductionRow, ...]:
    document = read_table(text.encode(), "enmg.csv")
    assert document.problems == []
    return document.conduction


def test_golden_round_trips() -> None:
    assert write_conduction(conduction(WRITTEN)) == WRITTEN
    assert write_laboratory(read_table(VALUES.encode(), "labs.csv").laboratory) == VALUES


def test_separator_and_decimal_comma() -> None:
    rows = conduction(CONDUCTION + 'right,median,motor,APB,wrist,,"3,2","5,7",41.5,\n')
    for separator in ";\t":
        table = (CONDUCTION + "right,median,motor,APB,wrist,,3,2,5,7,41,5,\n")
        head, line, _ = table.split("\n")
        cells = ["right", "median", "motor", "APB", "wrist", "", "3,2", "5,7", "41,5", ""]
        text = head.replace(",", separator) + "\n" + separator.join(cells) + "\n"
        assert conduction(text) == rows


def test_french_table() -> None:
    (row,) = conduction("côté;nerf;étude;muscle;site;amplitude_mV;réponse\nD;SPE;moteur;pédieux;creux poplité;2,125;présente\n")
    assert (row.side, row.nerve, row.study, row.stimulation) == ("right", "common_fibular", "motor", "popliteal")
    assert (row.amplitude_mv, row.response) == (2.125, "present")


def test_an_empty_cell_is_not_documented_and_nr_is_absent() -> None:
    one, two = conduction(CONDUCTION + "left,ulnar,motor,ADM,wrist,,,,,\nleft,ulnar,motor,ADM,axilla,,,NR,,\n")
    assert (one.amplitude_mv, one.response) == (None, None)
    assert (two.amplitude_mv, two.response) == (None, "absent")


def test_bad_cells_are_named_and_the_rest_is_used() -> None:
    text = CONDUCTION + "\n".join([
        "right,median,motor,APB,wrist,,3.2,-3,41.5,",
        "right,médain,motor,APB,elbow,,7,1.2,8.2,",
        "both,median,motor,APB,elbow,,7,1.2,8.2,",
        "right,median,motor,APB,elbow,,soon,1.2,8.2,",
        "right,median,motor,APB,elbow,,7,1,2,8,2,",
        ",median,motor,APB,elbow,,7,1.2,8.2,",
    ])
    document = read_table(text.encode(), "enmg.csv")
    assert [(p.code, p.place) for p in document.problems] == [
        ("value.impossible", "enmg.csv, row 2, column amplitude_mv"),
        ("name.nerve", "enmg.csv, row 3, column nerve"),
        ("value.not_understood", "enmg.csv, row 4, column side"),
        ("value.not_understood", "enmg.csv, row 5, column latency_ms"),
        ("table.too_many_cells", "enmg.csv, row 6"),
        ("value.missing", "enmg.csv, row 7, column side"),
    ]
    assert [(r.row, r.amplitude_mv, r.latency_ms) for r in document.conduction] == [(2, None, 3.2), (5, 1.2, None)]
    assert "median" in document.problems[1].mend


@pytest.mark.parametrize(("value", "fields"), [
    ("<5", {"value": 5.0, "comparator": "<"}), ("≥ 12,5", {"value": 12.5, "comparator": ">="}),
    ("12N", {"times_upper": 12.0}), ("3 x N", {"times_upper": 3.0}), ("négatif", {"text": "négatif"}),
    ("12 000", {"value": 12000.0}), ("-2", {"value": -2.0}),
])
def test_laboratory_values(value: str, fields: dict) -> None:
    (row,) = read_table(f"test;value\nCK;{value}\n".encode(), "labs.csv").laboratory
    assert row == LaboratoryRow(test="CK", row=2, **fields)


def test_sodium_is_not_an_empty_cell() -> None:
    (row,) = read_table(b"test,value,unit\nNa,140,mmol/L\n", "labs.csv").laboratory
    assert row.test == "Na"


def test_twelve_or_thousands() -> None:
    text = LABORATORY + ',CK,"12,000",U/L,,190,\n,CRP,3,mg/L,,,\n'
    document = read_table(text.encode(), "labs.csv")
    assert [(p.code, p.mend) for p in document.problems] == [("value.not_understood", "12000, 12.000")]
    assert [r.test for r in document.laboratory] == ["CRP"]


@pytest.mark.parametrize(("text", "code"), [
    ("a,b,c\n1,2,3\n", "table.unknown_header"),
    ("Le patient se plaint de douleurs, depuis hier.\n", "table.unknown_header"),
    ("nerve,study,stimulation\nmedian,motor,wrist\n", "table.missing_column"),
    (CONDUCTION, "table.no_rows"),
    (CONDUCTION + "x,median,motor,,,,,,,\n", "table.no_rows"),
])
def test_a_table_of_which_nothing_can_be_used(text: str, code: str) -> None:
    with pytest.raises(MyotomeError) as error:
        read_table(text.encode(), "t.csv")
    assert error.value.problems[-1].code == code
    if code == "table.unknown_header":
        assert "side,nerve,study" in error.value.problems[-1].mend
        assert "date,test,value" in error.value.problems[-1].mend


def test_unknown_column_is_named_and_passed_over() -> None:
    document = read_table(b"test,value,method\nCK,3,x\n", "labs.csv")
    assert [p.code for p in document.problems] == ["table.unknown_column"]
    assert len(document.laboratory) == 1


numbers = st.none() | st.integers(0, 9999).map(lambda n: n / 100)
rows = st.builds(
    ConductionRow, side=st.sampled_from(["left", "right"]), nerve=st.sampled_from(["median", "tibial"]),
    study=st.just("motor"), recording=st.none() | st.sampled_from(["APB", "AH, hallux", 'a "b"']),
    stimulation=st.none() | st.sampled_from(["wrist", "ankle", "erb"]), distance_mm=numbers,
    latency_ms=numbers, amplitude_mv=numbers, area_mvms=numbers, duration_ms=numbers,
    supramaximal=st.none() | st.booleans(), response=st.none() | st.sampled_from(["present", "absent", "not_done"]),
    date=st.none() | st.sampled_from(["2020-02-03", "2019", "2018-05"]), f_persistence=numbers,
    amplitude_kind=st.none() | st.sampled_from(["base_to_peak", "peak_to_peak"]),
)


@given(st.lists(rows, min_size=1, max_size=5))
def test_conduction_is_read_as_written(given_rows: list[ConductionRow]) -> None:
    found = conduction(write_conduction(given_rows))
    assert [ConductionRow(**{f: getattr(r, f) for f in ConductionRow.__struct_fields__ if f != "row"}) for r in found] == given_rows


@given(st.text(max_size=200))
def test_any_text_is_a_table_or_a_problem(text: str) -> None:
    try:
        read_table((LABORATORY + text).encode("utf-8", "replace"), "t.csv")
    except MyotomeError as error:
        assert error.problems


OTHER = "test,quantity,side,site,value,unit,limit_low,limit_high\n"


def values(text: str) -> tuple[ValueRow, ...]:
    document = read_table(text.encode(), "autres.csv")
    assert document.problems == []
    return document.values


def test_other_studies_in_a_flat_table() -> None:
    rows = values(OTHER + (
        "blink,R1,right,,11.2,ms,,13\nblink reflex,R2 contra,left,,NR,ms,,\njitter,mean jitter,left,extensor digitorum,62,µs,,\n"
        "MEP,CMCT,right,tibialis anterior,19,ms,,\nMUNIX,MUNIX,left,APB,85,,,\nH reflex,latency,left,tibial,33.5,ms,,\n"
    ))
    assert [(r.test, r.quantity, r.side, r.site, r.value, r.unit) for r in rows] == [
        ("blink", "r1_ms", "right", "", 11.2, "ms"), ("blink", "r2_contra_ms", "left", "", None, "ms"),
        ("jitter", "mean_jitter_us", "left", "extensor_digitorum", 62, "µs"), ("mep", "cmct_ms", "right", "tibialis_anterior", 19, "ms"),
        ("munix", "munix", "left", "abductor_pollicis_brevis", 85, ""), ("h_reflex", "latency_ms", "left", "tibial", 33.5, "ms"),
    ]
    assert (rows[0].limit_high, rows[1].response, [r.row for r in rows]) == (13, "absent", [2, 3, 4, 5, 6, 7])


def test_other_studies_in_french_with_decimal_commas() -> None:
    rows = values("examen;mesure;côté;muscle;valeur;unité\nclignement;R2 ipsilatéral;D;;34,5;ms\nfibre unique;jitter moyen;G;extenseur commun des doigts;0,062;ms\nPEM;TCC;G;;9,4;ms\n")
    assert [(r.test, r.quantity, r.side, r.value, r.unit) for r in rows] == [
        ("blink", "r2_ipsi_ms", "right", 34.5, "ms"), ("jitter", "mean_jitter_us", "left", 62, "µs"), ("mep", "cmct_ms", "left", 9.4, "ms"),
    ]


@pytest.mark.parametrize(("line", "code", "place"), [
    ("VEP,P100,left,,110,ms,,", "value.not_understood", "row 2, column test"), ("blink,R1,up,,11,ms,,", "value.not_understood", "row 2, column side"),
    ("blink,R1,left,,11,kg,,", "value.not_understood", "row 2, column unit"), ("blink,R1,left,,much,ms,,", "value.not_understood", "row 2, column value"),
    ("blink,,left,,11,ms,,", "value.missing", "row 2, column quantity"), ("blink,R1,left,,-11,ms,,", "value.impossible", "row 2, column value"),
])
def test_a_row_of_another_study_that_cannot_be_used_is_named_and_the_others_are_read(line: str, code: str, place: str) -> None:
    document = read_table((OTHER + line + "\nblink,R1,right,,11,ms,,\n").encode(), "autres.csv")
    (problem,) = document.problems
    assert (problem.code, problem.place, bool(problem.mend) or code == "value.missing") == (code, f"autres.csv, {place}", True)
    assert [r.row for r in document.values] == [3]


def test_a_laboratory_table_stays_one() -> None:
    document = read_table(b"test,value,unit\nCK,840,U/L\n", "labs.csv")
    assert document.values == () and document.laboratory[0].test == "CK"
