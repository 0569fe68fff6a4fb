"""Compiled forms in the cache folder: written whole, the oldest cleared."""

from __future__ import annotations

import os
from pathlib import Path

from myotome.knowledge.compiled import KEPT, read_compiled, write_compiled


def test_the_oldest_forms_of_a_kind_are_cleared_and_others_stay(tmp_path: Path) -> None:
    other = tmp_path / "knowledge-a.msgpack"
    write_compiled(other, b"k")
    for n in range(KEPT + 3):
        path = tmp_path / f"vocabulary-fr-{n:02}.msgpack"
        write_compiled(path, b"v")
        os.utime(path, (n, n))
    write_compiled(tmp_path / "vocabulary-fr-last.msgpack", b"v")
    left = {path.name for path in tmp_path.iterdir()}
    assert {"knowledge-a.msgpack", "vocabulary-fr-last.msgpack"} <= left and len(left) == KEPT + 1
    assert "vocabulary-fr-00.msgpack" not in left and f"vocabulary-fr-{KEPT + 2:02}.msgpack" in left


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    write_compiled(blocked / "knowledge-a.msgpack", b"k")
    assert read_compiled(blocked / "knowledge-a.msgpack") is None
