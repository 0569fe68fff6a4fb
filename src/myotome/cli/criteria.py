"""``myotome criteria``: one published set checked on a case, item by item."""

from __future__ import annotations

import difflib
import sys

import click

from myotome.cli.documents import cases_of
from myotome.cli.messages import locale_language, show_problems
from myotome.errors import EXIT_DONE, EXIT_PARTIAL, MyotomeError, Problem
from myotome.terms import LANGUAGES, Level


@click.command("criteria")
@click.argument("name", metavar="SET")
@click.argument("files", nargs=-1, metavar="[FILE...]")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the answer (default: the document's, else the locale's).")
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
def command(name: str, files: tuple[str, ...], language: str | None, as_json: bool) -> None:
    """Check the criteria SET on FILE, item by item: met, not met, cannot be said, and what is missing.

    FILE: a structured case (YAML, JSON) or a note. Without FILE every item is open: the list of what to look for. SET: an id of `myotome knowledge show`.

    Exit codes: 0 done; 1 done, something of FILE left out and listed; 2 unknown SET, or FILE could not be read.
    """
    import msgspec

    from myotome.assess import complete
    from myotome.case import Case
    from myotome.knowledge import load
    from myotome.logic import CaseView
    from myotome.reasoning.criteria import check_set
    from myotome.report.checked import checked_lines
    from myotome.report.wording import Wording

    knowledge = load()
    entry = knowledge.criteria.get(name)
    if entry is None:
        near = difflib.get_close_matches(name, knowledge.criteria, n=4, cutoff=0.3) or sorted(knowledge.criteria)
        raise MyotomeError(Problem(level=Level.FATAL, code="knowledge.unknown_id", message=name, mend=", ".join(near)))
    cases, problems = cases_of(files, knowledge) if files else ([], [])
    case = complete(cases[0], knowledge)[0] if cases else Case(language=language or locale_language())
    verdict = check_set(entry, CaseView(case, knowledge))
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(verdict)).decode())
    else:
        click.echo(checked_lines(verdict, case, Wording(knowledge, language or case.language, plain=True)))
    show_problems(problems, language)
    sys.exit(EXIT_PARTIAL if problems else EXIT_DONE)
