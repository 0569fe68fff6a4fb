"""Shared fixtures: the shipped knowledge, and the shared folder when it is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from myotome.knowledge import Knowledge, load

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of documents and cases; the test skips without it."""
    folder = Path(os.environ.get("MYOTOME_SHARED", ROOT.parent / "shared"))
    if not (folder / "documents").is_dir():
        pytest.skip("no shared folder (set MYOTOME_SHARED)")
    return folder


def document(shared: Path, number: int) -> str:
    """Text of one of the five starting documents."""
    (path,) = (shared / "documents").glob(f"{number}-*.txt")
    return path.read_text(encoding="utf-8")


# Examples are run on busy machines: what is checked is behaviour, never time.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
