"""Writing results to files: never over what was read, and a refusal of the disk in words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from myotome.errors import MyotomeError, Problem
from myotome.terms import Level


def spare_inputs(outputs: Iterable[Path | None], inputs: Iterable[str | Path]) -> None:
    """Raise MyotomeError when an output would overwrite one of the files to read, or another output."""
    read = {Path(name).resolve() for name in inputs}
    written: set[Path] = set()
    for path in filter(None, outputs):
        place = path.resolve()
        if place in read:
            raise MyotomeError(Problem(level=Level.FATAL, code="output.is_input", message="", place=str(path)))
        if place in written:
            raise MyotomeError(Problem(level=Level.FATAL, code="output.twice", message="", place=str(path)))
        written.add(place)


def write(path: Path, content: str | bytes) -> None:
    """Write a result, text as UTF-8. Raises MyotomeError naming the file that cannot be written."""
    try:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise MyotomeError(Problem(
            level=Level.FATAL, code="output.unwritable", message=error.strerror or type(error).__name__, place=str(path),
        )) from error
