"""The same made study through every format: the same traces, labels and values; and refusals in words."""

from __future__ import annotations

import json

import edfio
import numpy as np
import pytest

from myotome.electrodiagnosis.traces import measure
from myotome.errors import MyotomeError
from myotome.formats import Document, open_document


def refused(path) -> str:
    with pytest.raises(MyotomeError) as caught:
        open_document(str(path))
    assert all(p.place for p in caught.value.problems)
    return caught.value.problems[-1].code


def codes(document: Document) -> list[str]:
    return [p.code for p in document.problems]


WRITTEN = {
    "edf": lambda m: m.edf(), "edf in µV": lambda m: m.edf(physical_dimension="uV", physical_range=(-20000, 20000)),
    "csv": lambda m: m.csv(), "csv with decimal comma": lambda m: m.csv(separator=";", comma=True), "csv with tabs": lambda m: m.csv(separator="\t"),
    "npz": lambda m: m.npz(), "npz in V": lambda m: m.npz(samples=m.study.traces / 1000, unit="V"), "npy": lambda m: m.npy(),
    "wfdb 16": lambda m: m.wfdb(), "wfdb 61": lambda m: m.wfdb("61"), "wfdb 24": lambda m: m.wfdb("24", gain=300000.0, low=-(2**23)),
    "wfdb 32": lambda m: m.wfdb("32", gain=300000.0, low=-(2**31)), "wfdb 212": lambda m: m.wfdb("212", gain=120.0, low=-(2**11)),
    "wfdb in µV": lambda m: m.wfdb("16", unit="uV", gain=1.5),
}


@pytest.mark.parametrize("kind", WRITTEN)
def test_every_format_gives_the_same_study(made, knowledge, kind):
    document = open_document(str(WRITTEN[kind](made)))
    assert document.kind == "traces"
    assert document.problems == []
    assert [t.labels.stimulation for t in document.traces] == ["wrist", "elbow", "arm"]
    assert {(t.labels.side, t.labels.nerve, t.labels.recording) for t in document.traces} == {("right", "median", "APB")}
    assert [t.labels.distance_mm for t in document.traces] == [None, 220, 130]
    reading = measure(document.traces, knowledge)
    for row, truth_onset, truth_area in zip(reading.rows, made.study.truth.onset_ms, made.study.truth.area_mvms, strict=True):
        assert row.latency_ms == pytest.approx(truth_onset, abs=0.25)
        assert row.area_mvms == pytest.approx(truth_area, rel=0.04)


def test_filters_and_date_of_an_edf_are_kept(made):
    document = open_document(str(made.edf()))
    assert {(t.labels.lff_hz, t.labels.hff_hz) for t in document.traces} == {(2.0, 10000.0)}


def test_names_in_the_header_are_not_read(made, tmp_path):
    path = made.edf()
    data = bytearray(path.read_bytes())
    data[8:88] = b"X F 01-JAN-1950 Madame_Personne".ljust(80)
    path.write_bytes(data)
    assert "Personne" not in repr(open_document(str(path)))


def test_a_negative_down_file_is_turned_because_it_says_so(made, knowledge):
    document = open_document(str(made.npz(samples=-made.study.traces, polarity="negative_down")))
    reading = measure(document.traces, knowledge)
    assert reading.problems == ()
    assert reading.rows[0].amplitude_mv == pytest.approx(made.study.truth.amplitude_mv[0], rel=0.02)


def test_several_channels_and_a_marker_that_names_one(made, tmp_path):
    signal = made.continuous()
    both = [edfio.EdfSignal(signal, 20_000, label=f"EMG {m}", physical_dimension="mV", physical_range=(-20, 20)) for m in ("APB", "ADM")]
    path = tmp_path / "two.edf"
    notes = [edfio.EdfAnnotation(1, None, "stim; side=right; nerve=median; stimulation=wrist; recording=APB"),
             edfio.EdfAnnotation(3, None, "stim; side=right; nerve=ulnar; stimulation=wrist"), edfio.EdfAnnotation(3.5, None, "patient coughs")]
    edfio.Edf(both, annotations=notes).write(path)
    traces = open_document(str(path)).traces
    assert [(t.labels.nerve, t.labels.recording) for t in traces] == [("median", "APB"), ("ulnar", "APB"), ("ulnar", "ADM")]


def test_bdf_is_read_with_its_24_bits(made, knowledge, tmp_path):
    path = tmp_path / "study.bdf"
    edfio.Bdf(
        [edfio.BdfSignal(made.continuous() * 1000, 20_000, label="EMG APB", physical_dimension="uV", physical_range=(-20000, 20000))],
        annotations=[edfio.EdfAnnotation(at, None, text) for at, text in made.notes()],
    ).write(path)
    reading = measure(open_document(str(path)).traces, knowledge)
    assert [r.area_mvms for r in reading.rows] == pytest.approx(made.study.truth.area_mvms, rel=0.04)


# --- what cannot be relied on


def test_an_edf_without_gain_or_unit_gives_nothing_and_says_which_channel(made):
    for change, code in ((("physical_max", slice(256 + 112, 256 + 120), b"-20     "), "traces.flat_range"), (("unit", slice(256 + 96, 256 + 104), b"        "), "traces.unknown_unit")):
        path = made.edf()
        data = bytearray(path.read_bytes())
        signals = int(data[252:256])
        start = 256 + signals * {"physical_max": 112, "unit": 96}[change[0]]
        data[start : start + 8] = change[2]
        path.write_bytes(data)
        with pytest.raises(MyotomeError) as caught:
            open_document(str(path))
        assert [p.code for p in caught.value.problems] == [code, "traces.no_channel"]
        assert "EMG APB" in caught.value.problems[0].place


def test_a_truncated_file_says_so(made):
    for path in (made.edf(), made.wfdb()):
        target = path if path.suffix == ".edf" else path.with_suffix(".dat")
        target.write_bytes(target.read_bytes()[: -target.stat().st_size // 3])
        assert refused(path) == "traces.truncated"


def test_a_damaged_header_says_so(made):
    path = made.edf()
    path.write_bytes(path.read_bytes()[:300])
    assert refused(path) == "format.damaged"
    (path.parent / "x.hea").write_text("x 3 1000 10\nx.dat 16", encoding="utf-8")
    assert refused(path.parent / "x.hea") == "format.damaged"


def test_a_long_recording_without_stimuli_is_not_cut(made, tmp_path):
    path = tmp_path / "needle.edf"
    edfio.Edf([edfio.EdfSignal(made.continuous(), 20_000, label="EMG APB", physical_dimension="mV")]).write(path)
    document = open_document(str(path))
    assert document.traces == ()
    assert codes(document) == ["traces.no_markers"]


def test_a_marker_behind_the_end_is_told(made, tmp_path):
    path = tmp_path / "late.edf"
    edfio.Edf(
        [edfio.EdfSignal(made.continuous(), 20_000, label="EMG APB", physical_dimension="mV")],
        annotations=[edfio.EdfAnnotation(600, None, "stim; side=left; nerve=ulnar")],
    ).write(path)
    assert codes(open_document(str(path))) == ["traces.marker_outside"]


def test_wfdb_without_its_signals_or_calibration(made):
    path = made.wfdb()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("1500.0(0)/mV", "0"), encoding="utf-8")
    assert refused(path) == "traces.no_channel"
    path.write_text(text.replace(" 16 1500", " 310 1500"), encoding="utf-8")
    assert refused(path) == "traces.format_unknown"
    path.write_text(text.replace("study.dat", "../study.dat"), encoding="utf-8")
    assert refused(path) == "format.missing"
    path.write_text(text, encoding="utf-8")
    path.with_suffix(".dat").unlink()
    assert refused(path) == "format.missing"


@pytest.mark.parametrize(("spoil", "code"), [
    (lambda t: t.replace("unit,mV\n", ""), "traces.no_channel"),
    (lambda t: t.replace("unit,mV", "unit,5 mV/div"), "traces.no_channel"),
    (lambda t: t.replace("-4.950,", "-4.900,"), "traces.uneven_time"),
    (lambda t: t.replace("-4.950,", "x,"), "traces.not_numeric"),
    (lambda t: t.replace("side,right", "side,right\nrate_hz,10000"), "traces.rate_mismatch"),
    (lambda t: "\n".join(t.split("\n")[:12]), "traces.too_short"),
    (lambda t: t.replace("-4.950,", "-4,950,"), "table.too_many_cells"),
])
def test_a_csv_that_cannot_be_relied_on_is_refused(made, spoil, code):
    path = made.csv()
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert refused(path) == code


def test_swapped_columns_are_seen(made):
    path = made.csv()
    lines = path.read_text(encoding="utf-8").split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith("time_ms"))
    swapped = [",".join([c[1], c[0], *c[2:]]) for c in (line.split(",") for line in lines[start + 1 :])]
    path.write_text("\n".join([*lines[: start + 1], *swapped]), encoding="utf-8")
    with pytest.raises(MyotomeError) as caught:
        open_document(str(path))
    assert caught.value.problems[-1].code == "traces.swapped_columns"
    assert caught.value.problems[-1].message == "2"


def test_a_gap_in_a_csv_is_a_flagged_trace(made, knowledge):
    path = made.csv()
    text = path.read_text(encoding="utf-8").split("\n")
    cells = text[200].split(",")
    text[200] = ",".join([cells[0], "", *cells[2:]])
    path.write_text("\n".join(text), encoding="utf-8")
    reading = measure(open_document(str(path)).traces, knowledge)
    assert [p.code for p in reading.problems] == ["traces.not_a_number"]
    assert [r.stimulation for r in reading.rows] == ["elbow", "arm"]


@pytest.mark.parametrize(("arrays", "code"), [
    ({"unit": "mm"}, "traces.no_channel"), ({"samples": np.zeros((2, 3, 4))}, "traces.shape"), ({"samples": np.array(["a"])}, "traces.shape"),
    ({"side": ["left", "right"]}, "traces.shape"), ({"rate_hz": -5.0}, "traces.no_channel"),
])
def test_arrays_that_cannot_be_relied_on(made, arrays, code):
    assert refused(made.npz(**arrays)) == code


def test_objects_in_arrays_are_never_unpacked(made, tmp_path):
    np.savez(tmp_path / "evil.npz", samples=np.array([{"a": 1}], dtype=object))
    assert refused(tmp_path / "evil.npz") == "format.damaged"


def test_an_npy_needs_its_labels(made):
    path = made.npy()
    path.with_suffix(".json").write_text("[1]", encoding="utf-8")
    assert refused(path) == "case.malformed"
    path.with_suffix(".json").unlink()
    assert refused(path) == "traces.no_labels"


def test_a_word_not_understood_is_named_and_the_rest_used(made):
    document = open_document(str(made.npz(side="rihgt", supramaximal="perhaps")))
    assert set(codes(document)) == {"value.not_understood"}
    assert document.traces[0].labels.side is None
    assert document.traces[0].labels.nerve == "median"


def test_sidecar_is_json_of_any_depth(made):
    path = made.npy()
    path.with_suffix(".json").write_text("[" * 100_000, encoding="utf-8")
    assert refused(path) == "case.malformed"
    path.with_suffix(".json").write_text(json.dumps({**made.labels(), "nerve": {"a": 1}}), encoding="utf-8")
    assert open_document(str(path)).kind == "traces"
