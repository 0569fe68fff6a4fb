"""The error catalogue: problems are data, gathered and shown; only a fatal one stops the run.

Exit codes (DESIGN.md): 0 done; 1 done, something left out and listed; 2 nothing could be done,
or wrong usage; 3 a check failed.
"""

from __future__ import annotations

import msgspec

from myotome.terms import Level

EXIT_DONE = 0
EXIT_PARTIAL = 1
EXIT_NOTHING = 2
EXIT_CHECK_FAILED = 3


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that went wrong or could not be used.

    level: severity. code: stable id, ``area.what`` (``format.empty``). message: what is wrong, in
    the reader's language. mend: what to do about it. place: file, and row, page or field in it.
    """

    level: Level
    code: str
    message: str
    mend: str = ""
    place: str = ""

    def line(self) -> str:
        """One line for a terminal or a log; holds no patient text.

        >>> Problem(level=Level.ERROR, code="format.empty", message="empty file",
        ...         mend="give a file with text", place="note.txt").line()
        'note.txt: empty file (give a file with text) [format.empty]'
        """
        head = f"{self.place}: " if self.place else ""
        mend = f" ({self.mend})" if self.mend else ""
        return f"{head}{self.message}{mend} [{self.code}]"


class MyotomeError(Exception):
    """Carries the fatal :class:`Problem` (and others found before it) to a door."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(p.line() for p in problems))
        self.problems = problems
