"""Compiled forms in the user's cache folder, each named by the hash of what it was made from.

A folder that cannot be read or written costs time, not correctness.
"""

from __future__ import annotations

import os
from pathlib import Path


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
    except OSError:
        pass  # no cache on a read-only machine: slower, same answer
