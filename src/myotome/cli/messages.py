"""Problems on the terminal, in the reader's language; no patient text goes to the error stream."""

from __future__ import annotations

import locale
import os
from collections.abc import Iterable

import click
import msgspec

from myotome.errors import MyotomeError, Problem
from myotome.terms import LANGUAGES

QUOTING = ("case.shape", "case.unknown_key", "conduction.", "enmg.", "laboratory.", "limits.", "localise.", "name.", "table.", "text.", "value.")
LONGEST = 40  # characters of a name or value; what is longer is text of the file


def locale_language() -> str:
    """The locale's language if it is one of ours, else French (DESIGN.md, "Languages")."""
    said = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    code = next(filter(None, said), "") or locale.getlocale()[0] or ""
    return code[:2] if code[:2] in LANGUAGES else LANGUAGES[0]


def discreet(problem: Problem) -> Problem:
    """The problem without what it quotes, where that is longer than a name or a value."""
    if problem.code.startswith(QUOTING) and len(problem.message) > LONGEST:
        return msgspec.structs.replace(problem, message="…")
    return problem


def show_problems(problems: Iterable[Problem], language: str | None = None) -> None:
    """One line each, on the error stream; the words come from ``knowledge/words/problems.yaml``.

    Where the knowledge itself is what is broken, each problem speaks in its own words.
    """
    for line in problem_lines([discreet(p) for p in problems], language or locale_language()):
        click.echo(line, err=True)


def problem_lines(problems: list[Problem], language: str) -> list[str]:
    if not problems:
        return []
    from myotome.knowledge import load
    from myotome.report.messages import problem_line

    try:
        knowledge = load()
    except MyotomeError:
        return [problem.line() for problem in problems]
    return [problem_line(problem, knowledge, language) for problem in problems]
