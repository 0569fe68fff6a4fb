"""A made motor study, and files of it as a laboratory would export them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import edfio
import numpy as np
import pytest

from myotome.simulate.cmap import CmapStudy, Lesion, Noise, cmap_study

SITES = ("wrist", "elbow", "arm")
MM = ("", "220", "130")
GAP = 2.0  # seconds between stimuli of a continuous recording


class Made(NamedTuple):
    study: CmapStudy
    folder: Path

    def continuous(self) -> np.ndarray:
        """One channel in mV, the first stimulus at 1 s."""
        rate = int(self.study.rate_hz)
        whole = np.random.default_rng(0).normal(0, 0.01, int(rate * (GAP * len(SITES) + 1)))
        for n, trace in enumerate(self.study.traces):
            start = int(rate * (1 + GAP * n)) - self.study.stimulus
            whole[start : start + len(trace)] = trace
        return whole

    def notes(self) -> list[tuple[float, str]]:
        return [
            (1 + GAP * n, f"stim; side=right; nerve=median; stimulation={site}" + (f"; distance_mm={mm}" if mm else ""))
            for n, (site, mm) in enumerate(zip(SITES, MM, strict=True))
        ]

    def edf(self, name: str = "study.edf", **signal) -> Path:
        given = {"label": "EMG APB", "physical_dimension": "mV", "physical_range": (-20, 20), "prefiltering": "HP:2Hz LP:10kHz", **signal}
        factor = {"mV": 1, "uV": 1000}.get(given["physical_dimension"], 1)
        data = np.clip(self.continuous() * factor, *given["physical_range"])
        made = edfio.Edf(
            [edfio.EdfSignal(data, self.study.rate_hz, **given)],
            annotations=[edfio.EdfAnnotation(at, None, text) for at, text in self.notes()],
        )
        path = self.folder / name
        made.write(path)
        return path

    def csv(self, name: str = "study.csv", separator: str = ",", comma: bool = False, rows: dict[str, str] | None = None) -> Path:
        head = {
            "side": "right", "nerve": "median", "recording": "APB", "unit": "mV",
            "stimulation": separator.join(SITES), "distance_mm": separator.join(MM), **(rows or {}),
        }
        lines = [f"{k}{separator}{v}" for k, v in head.items()]
        lines.append(separator.join(["time_ms", *SITES]))
        times = (np.arange(self.study.traces.shape[1]) - self.study.stimulus) / self.study.rate_hz * 1000
        for time, values in zip(times, self.study.traces.T, strict=True):
            line = separator.join([f"{time:.3f}", *(f"{v:.5f}" for v in values)])
            lines.append(line.replace(".", ",") if comma else line)
        path = self.folder / name
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    def labels(self) -> dict:
        return {
            "rate_hz": self.study.rate_hz, "unit": "mV", "stimulus_ms": 5.0, "side": "right", "nerve": "median", "recording": "APB",
            "stimulation": list(SITES), "distance_mm": list(MM),
        }

    def npz(self, name: str = "study.npz", **more) -> Path:
        path = self.folder / name
        np.savez(path, **{"samples": self.study.traces, **self.labels(), **more})
        return path

    def npy(self) -> Path:
        path = self.folder / "study.npy"
        np.save(path, self.study.traces.astype(np.float32))
        (self.folder / "study.json").write_text(json.dumps(self.labels()), encoding="utf-8")
        return path

    def wfdb(self, kind: str = "16", unit: str = "mV", gain: float = 1500.0, low: int = -(2**15)) -> Path:
        values = np.clip(np.round(self.continuous() * gain * {"mV": 1, "uV": 1000}[unit]), low, -low - 1).astype(np.int64)
        (self.folder / "study.dat").write_bytes(packed(values, kind))
        header = f"study 1 {self.study.rate_hz:g} {len(values)}\nstudy.dat {kind} {gain}(0)/{unit} 16 0 {values[0]} 0 0 EMG APB\n# side=right; nerve=median\n"
        (self.folder / "study.hea").write_text(header, encoding="utf-8")
        (self.folder / "study.atr").write_bytes(annotations(self.notes(), self.study.rate_hz))
        return self.folder / "study.hea"


def packed(values: np.ndarray, kind: str) -> bytes:
    """Samples in a WFDB format, written as signal(5) says."""
    if kind in ("16", "61", "32"):
        return values.astype({"16": "<i2", "61": ">i2", "32": "<i4"}[kind]).tobytes()
    if kind == "80":
        return (values + 128).astype(np.uint8).tobytes()
    if kind == "24":
        return b"".join(int(v).to_bytes(3, "little", signed=True) for v in values)
    pairs = np.append(values, 0)[: len(values) // 2 * 2 + 2 * (len(values) % 2)].reshape(-1, 2) & 0xFFF
    return b"".join(bytes([a & 0xFF, (a >> 8) | ((b >> 8) << 4), b & 0xFF]) for a, b in pairs.tolist())


def annotations(notes: list[tuple[float, str]], rate: float) -> bytes:
    """An annotation file as annot(5) says: SKIP to each, a note (22) and its text."""
    out, last = bytearray(), 0
    for at, text in notes:
        step = round(at * rate) - last
        last += step
        high, low = step >> 16, step & 0xFFFF
        raw = text.encode()
        out += (59 << 10).to_bytes(2, "little") + high.to_bytes(2, "little") + low.to_bytes(2, "little") + (22 << 10).to_bytes(2, "little")
        out += (63 << 10 | len(raw)).to_bytes(2, "little") + raw + b"\0" * (len(raw) % 2)
    return bytes(out + b"\0\0")


@pytest.fixture
def made(knowledge, tmp_path) -> Made:
    return Made(cmap_study(knowledge, Lesion(block=0.7), Noise(white_uv=5, artefact_mv=2), seed=1), tmp_path)


@pytest.fixture(scope="module")
def small(knowledge, tmp_path_factory) -> Made:
    """The same for tests that spoil it many times."""
    return Made(cmap_study(knowledge, Lesion(block=0.7), Noise(white_uv=5), seed=1), tmp_path_factory.mktemp("small"))
