"""``myotome explain``: what is known of a disease, two side by side, and why it stands where it stands."""

from __future__ import annotations

import sys

import click

from myotome.cli.documents import cases_of
from myotome.cli.messages import locale_language, show_problems
from myotome.errors import EXIT_DONE, EXIT_PARTIAL, MyotomeError, Problem
from myotome.terms import LANGUAGES, Level


@click.command("explain")
@click.argument("disease", metavar="DISEASE")
@click.argument("files", nargs=-1, metavar="[FILE...]")
@click.option("--versus", "other", metavar="OTHER", help="A second disease: what tells the two apart.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the answer (default: the document's, else the locale's).")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def command(disease: str, files: tuple[str, ...], other: str | None, language: str | None, as_json: bool) -> None:
    """What is known of DISEASE, with sources; with FILE, why it stands where it stands for that patient.

    DISEASE and OTHER are ids or names in either language. FILE: a note or a structured case, as for `assess`.

    Exit codes: 0 done; 1 done, something of FILE left out and listed; 2 unknown disease, or FILE could not be read.
    """
    import msgspec

    from myotome.assess import complete
    from myotome.knowledge import load
    from myotome.reasoning.differential import explain
    from myotome.reasoning.localise import localise
    from myotome.reasoning.questions import explanation
    from myotome.report.explained import explained_lines
    from myotome.report.wording import Wording

    knowledge = load()
    names = [known_id("disease", name, knowledge) for name in filter(None, (disease, other))]
    cases, problems = cases_of(files, knowledge) if files else ([], [])
    case = complete(cases[0], knowledge)[0] if cases else None
    candidates = ()
    if case is not None:
        where = localise(case, knowledge)
        candidates = tuple(explain(name, case, where, knowledge) for name in names)
    answer = explanation(names, knowledge, candidates)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(answer)).decode())
    else:
        words = Wording(knowledge, language or (case.language if case else locale_language()), plain=True)
        click.echo(explained_lines(answer, case, words))
    show_problems(problems, language)
    sys.exit(EXIT_PARTIAL if problems else EXIT_DONE)


def known_id(kind: str, name: str, knowledge) -> str:
    """The id that a name means. Raises MyotomeError with the nearest names."""
    from myotome.knowledge.names import find, nearest

    found = find(knowledge, kind, name)
    if found is None:
        near = ", ".join(nearest(knowledge, kind, name))
        raise MyotomeError(Problem(level=Level.FATAL, code="knowledge.unknown_id", message=name, mend=near))
    return found
