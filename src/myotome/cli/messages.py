"""Problems on the terminal, in the reader's language; no patient text goes to the error stream."""

from __future__ import annotations

import locale
import os
from collections.abc import Iterable

import click

from myotome.errors import Problem
from myotome.terms import LANGUAGES


def locale_language() -> str:
    """The locale's language if it is one of ours, else French (DESIGN.md, "Languages")."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value[:2] in LANGUAGES:
            return value[:2]
    code = locale.getlocale()[0] or ""
    return code[:2] if code[:2] in LANGUAGES else "fr"


def show_problems(problems: Iterable[Problem], language: str | None = None) -> None:
    """One line each, on the error stream; messages come from ``knowledge/words/problems.yaml``."""
    from myotome.knowledge import load
    from myotome.report.messages import problem_line

    language = language or locale_language()
    knowledge = load()
    for problem in problems:
        click.echo(problem_line(problem, knowledge, language), err=True)
