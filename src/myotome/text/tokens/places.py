"""The places in a sentence of the words that a rule looks for: each different word is tested once a process, not once a place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import compress

REMEMBERED = 50_000  # words


class Places:
    """Finds the words that pass a test.

    >>> Places(str.isdecimal).among(["il", "y", "a", "3", "ans"], 10)
    [13]
    """

    def __init__(self, test: Callable[[str], bool]) -> None:
        self._passes = _Passes(test)

    def among(self, stems: Sequence[str], first: int = 0) -> list[int]:
        """Positions of those that pass, where ``first`` is the position of the first stem."""
        return list(compress(range(first, first + len(stems)), map(self._passes.__getitem__, stems)))


class _Passes(dict[str, bool]):
    def __init__(self, test: Callable[[str], bool]) -> None:
        super().__init__()
        self._test = test

    def __missing__(self, stem: str) -> bool:
        passes = self._test(stem)
        if len(self) < REMEMBERED:
            self[stem] = passes
        return passes
