"""The file of ``myotome localise --cases``: a JSON list of ``{"id", "findings": {...}}``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec

from myotome.formats.trouble import refuse

STDIN = "-"
SHAPE = '[{"id": ..., "findings": {"muscles": [], "reflexes": [], "ncs": [], "sensory": [], "other": []}}]'


def read_records(name: str) -> list[Any]:
    """The records of a file ("-": standard input), each still to be read by ``localise_input``.

    One record alone, and ``{"cases": [...]}``, are taken as well. Raises MyotomeError naming the file.
    """
    shown = Path(name).name if name != STDIN else STDIN
    try:
        data = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
    except FileNotFoundError as error:
        raise refuse("format.missing", shown) from error
    except IsADirectoryError as error:
        raise refuse("format.directory", shown) from error
    except OSError as error:
        raise refuse("format.unreadable", shown, error.strerror or "") from error
    if not data.strip():
        raise refuse("format.empty", shown)
    try:
        raw = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise refuse("case.malformed", shown, str(error)) from error
    except RecursionError as error:
        raise refuse("case.malformed", shown, "[[[[ ...") from error
    if isinstance(raw, dict):
        raw = raw.get("cases", [raw])
    if not isinstance(raw, list):
        raise refuse("case.shape", shown, type(raw).__name__, SHAPE)
    return raw
