"""Problems in the reader's language; templates stand in ``knowledge/words/problems.yaml``."""

from __future__ import annotations

import re

from myotome.errors import Problem
from myotome.knowledge.store import Knowledge
from myotome.terms import LANGUAGES

FIELD = re.compile(r"\{(message|place|mend)\}")


def problem_line(problem: Problem, knowledge: Knowledge, language: str) -> str:
    """One line: place, what is wrong, what to do. Without a template, the problem's own words.

    A template may hold ``{message}``, ``{place}`` and ``{mend}``; what stands in them is put in as
    it is. A mend that names ``{mend}`` is left out when the problem proposes nothing.
    """
    language = language if language in LANGUAGES else LANGUAGES[0]
    for template in knowledge.words.get("problems") or ():
        if template["code"] == problem.code:
            text = _filled(template[language], problem)
            mend = _filled(template.get(f"mend_{language}") or "", problem) or problem.mend
            place = "" if "{place}" in template[language] else problem.place
            return Problem(
                level=problem.level, code=problem.code, message=text, mend=mend, place=place
            ).line()
    return problem.line()


def _filled(template: str, problem: Problem) -> str:
    """One pass, so that braces in a message are never read as a template."""
    if "{mend}" in template and not problem.mend:
        return ""
    return FIELD.sub(lambda found: getattr(problem, found[1]), template)
