"""Truncated and bit-flipped trace files: a document or a refusal in words, within bounds, never a crash."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.electrodiagnosis.traces import measure
from myotome.errors import MyotomeError
from myotome.formats.kinds import read_bytes
from myotome.formats.settings import limits
from myotome.knowledge import load

MOST_MEMORY = 200_000_000  # bytes; the files hold under 600 kB
OPENED = {  # file that is spoilt -> file that is opened
    "study.edf": "study.edf", "study.csv": "study.csv", "study.npz": "study.npz", "study.npy": "study.npy",
    "study.json": "study.npy", "study.hea": "study.hea", "study.dat": "study.hea", "study.atr": "study.hea",
}


class Files(dict):
    """Name -> bytes, told short when a test fails."""

    def __repr__(self) -> str:
        return str({name: len(data) for name, data in self.items()})


@pytest.fixture(scope="module")
def files(small) -> Files:
    for path in (small.edf(), small.csv(), small.npz(), small.npy(), small.wfdb("212", gain=120.0, low=-(2**11))):
        assert path.exists()
    return Files({name: (small.folder / name).read_bytes() for name in OPENED})


def spoil(data: bytes, cut: float, flips: list[tuple[float, int]]) -> bytes:
    """The first part of the data, some of its bits turned over."""
    out = bytearray(data[: max(int(cut * len(data)), 1)])
    for where, bit in flips:
        out[int(where * (len(out) - 1))] ^= 1 << bit
    return bytes(out)


def read(files: Files, name: str) -> None:
    def beside(other: str, limit: int) -> bytes:
        if other not in files:
            raise FileNotFoundError(other)
        return files[other][: limit + 1]

    try:
        document = read_bytes(files[name], name, limits(), beside)
    except MyotomeError as error:
        assert all(p.code and p.place for p in error.problems)
        return
    for row in measure(document.traces, load()).rows:
        assert row.response in ("present", "absent")


HEADS = {"study.edf": 768, "study.hea": 200, "study.npy": 128, "study.atr": 300, "study.json": 300, "study.csv": 400}


@pytest.mark.parametrize("name", OPENED)
@settings(max_examples=40, derandomize=True)
@given(
    cut=st.one_of(st.just(1.0), st.floats(0, 1)), in_head=st.booleans(),
    flips=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 7)), max_size=6),
)
def test_a_spoilt_file_is_read_or_refused(files, name, cut, in_head, flips):
    share = min(HEADS.get(name, len(files[name])) / len(files[name]), 1.0) if in_head else 1.0
    spoilt = spoil(files[name], cut, [(where * share, bit) for where, bit in flips])
    read(Files({**files, name: spoilt}), OPENED[name])


@pytest.mark.parametrize(("name", "old", "new"), [
    ("study.hea", b"20000 14", b"20000 99999999999 14"), ("study.edf", b"20000   ", b"99999999"), ("study.hea", b" 1 20000", b" 250 20000"),
])
def test_lengths_that_a_header_invents_take_no_memory(files, name, old, new):
    assert old in files[name]
    tracemalloc.start()
    read(Files({**files, name: files[name].replace(old, new, 1)}), OPENED[name])
    assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    tracemalloc.stop()
