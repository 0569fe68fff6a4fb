"""Open one file, whatever its kind: text, HTML, RTF, e-mail, PDF, DOCX, table, traces, structured case, or "-"."""

from __future__ import annotations

import sys
from pathlib import Path

from myotome.formats.document import Document
from myotome.formats.kinds import read_bytes
from myotome.formats.settings import limits as standard_limits
from myotome.formats.trouble import refuse

STDIN = "-"


def open_document(name: str, limits: dict[str, int] | None = None) -> Document:
    """Read the file ``name`` ("-": standard input) into text, rows, traces or a case.

    limits: kind -> bytes, over those of ``settings/formats.yaml``. Raises MyotomeError with the
    fatal problem (and those found before) when nothing of the file can be used; what can be used
    in part comes back with its problems.
    """
    allowed = standard_limits()
    for kind in limits or {}:
        if kind not in allowed:
            raise refuse("format.limit_unknown", "--limit", kind, ", ".join(allowed))
    allowed |= limits or {}
    shown = (Path(name).name or name) if name != STDIN else STDIN
    data = _read(name, shown, max(allowed.values()) + 1)
    return read_bytes(data, shown, allowed, lambda other, limit: _beside(name, other, limit))


def _beside(name: str, other: str, limit: int) -> bytes:
    """The file ``other`` of the same folder. Raises FileNotFoundError, or MyotomeError above the limit."""
    path = Path(name).parent / other
    if name == STDIN or Path(other).name != other or not path.is_file():
        raise FileNotFoundError(other)
    data = _read(str(path), other, limit + 1)
    if len(data) > limit:
        raise refuse("format.too_large", other, f"> {limit}", f"--limit KIND={limit}")
    return data


def read_file(name: str) -> bytes:
    """A file that is no document of a patient, at most as large as the largest kind may be.

    Raises MyotomeError when it cannot be read or is larger.
    """
    most = max(standard_limits().values())
    shown = Path(name).name or name
    data = _read(name, shown, most + 1)
    if len(data) > most:
        raise refuse("format.too_large", shown, f"> {most}", "")
    return data


def _read(name: str, shown: str, most: int) -> bytes:
    """At most ``most`` bytes: enough to know that a file is above every limit."""
    if name == STDIN:
        stream = getattr(sys.stdin, "buffer", None)
        return stream.read(most) if stream else sys.stdin.read(most).encode()
    path = Path(name)
    try:
        if path.is_dir():
            raise refuse("format.directory", shown)
        with path.open("rb") as stream:
            return stream.read(most)
    except FileNotFoundError as error:
        raise refuse("format.missing", name) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise refuse("format.unreadable", shown, getattr(error, "strerror", None) or str(error)) from error
