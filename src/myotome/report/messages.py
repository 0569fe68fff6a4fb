"""Problems in the reader's language; templates stand in ``knowledge/words/problems.yaml``."""

from __future__ import annotations

from myotome.errors import Problem
from myotome.knowledge.store import Knowledge
from myotome.terms import LANGUAGES


def problem_line(problem: Problem, knowledge: Knowledge, language: str) -> str:
    """One line: place, what is wrong, what to do. Without a template, the problem's own words.

    A template may hold ``{message}`` and ``{place}``; what stands in them is put in as it is.
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
    parts = template.split("{message}")
    return problem.message.join(part.replace("{place}", problem.place) for part in parts)
