"""Compiled forms in the user's cache folder, each named by the hash of what it was made from.

A folder that cannot be read or written costs time, not correctness.
"""

from __future__ import annotations

import os
from pathlib import Path

KEPT = 12  # forms of a kind; older ones are of knowledge or code that has changed since


def compiled_file(name: str) -> Path:
    """Where the compiled form of this name lies, or would."""
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("myotome")) / name


def read_compiled(path: Path) -> bytes | None:
    """What was written there; None when nothing was, or it cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def write_compiled(path: Path, content: bytes) -> None:
    """Put a form in its place in one step, so that nobody reads half of it."""
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        temporary.replace(path)
        _clear(path)
    except OSError:
        pass  # no cache on a read-only machine: slower, same answer


def _clear(written: Path) -> None:
    """Remove the oldest forms of this one's kind ("knowledge-", "vocabulary-") beyond the number that is kept."""
    kind = written.name.partition("-")[0]
    forms = sorted(written.parent.glob(f"{kind}-*{written.suffix}"), key=lambda path: path.stat().st_mtime)
    for path in forms[:-KEPT]:
        path.unlink(missing_ok=True)
