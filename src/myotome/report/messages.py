"""Problems in the reader's language; templates stand in ``knowledge/words/problems.yaml``."""

from __future__ import annotations

import re

from myotome.errors import Problem
from myotome.knowledge.store import Knowledge
from myotome.terms import LANGUAGES

_FIELD = re.compile(r"\{(message|mend|place)\}")


def problem_line(problem: Problem, knowledge: Knowledge, language: str) -> str:
    """One line: place, what is wrong, what to do. Without a template, the problem's own words.

    A template may hold ``{message}``, ``{mend}`` and ``{place}``, put in as they are; a mend that
    has nothing to fill in is left out.
    """
    language = language if language in LANGUAGES else LANGUAGES[0]
    for template in knowledge.words.get("problems") or ():
        if template["code"] == problem.code:
            text, mend = template[language], template.get(f"mend_{language}") or "{mend}"
            place = "" if "{place}" in text else problem.place
            if "{mend}" in mend and not problem.mend:
                mend = ""
            return Problem(
                level=problem.level, code=problem.code, message=_filled(text, problem),
                mend=_filled(mend, problem), place=place,
            ).line()
    return problem.line()


def _filled(template: str, problem: Problem) -> str:
    """One pass, so that braces in what is put in are never read as a template."""
    return _FIELD.sub(lambda m: getattr(problem, m[1]), template).strip()
