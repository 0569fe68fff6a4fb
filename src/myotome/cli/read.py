"""``myotome read``: the findings of a note, with the place that each came from."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from myotome.cli.messages import show_problems
from myotome.errors import EXIT_DONE, EXIT_PARTIAL, Problem
from myotome.terms import LANGUAGES, Level


@click.command("read")
@click.argument("file")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the names shown (default: the document's).")
@click.option("--input-language", type=click.Choice(LANGUAGES), help="Language of the document (default: detected).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table: a list of findings for each patient.")
@second_reader_options
def command(file: str, language: str | None, input_language: str | None, as_json: bool) -> None:
    """Print the findings of FILE (or - ) only, as a table: concept, presence, site, side, words, span.

    Exit codes: 0 done; 1 done, something left out and listed, or no patient; 2 nothing could be done.
    """
    import msgspec

    from myotome.answer import Assessment, Result
    from myotome.assess import complete
    from myotome.formats import open_document
    from myotome.intake import take_in
    from myotome.knowledge import load
    from myotome.report import findings_table

    knowledge = load()
    intake = take_in([open_document(file)], knowledge, input_language, second=second)
    completed = [complete(case, knowledge) for case in intake.cases]
    cases = [case for case, _, _ in completed]
    language = language or (cases[0].language if cases else intake.language)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode([list(c.findings) for c in cases])).decode())
    elif cases:
        table = Result(language=language, assessments=tuple(Assessment(case=case) for case in cases))
        click.echo(findings_table(table, knowledge), nl=False)
    problems = [p for p in (*intake.problems, *(p for c in completed for p in c[2])) if p.level is not Level.NOTE]
    if not cases:
        problems.append(Problem(level=Level.WARNING, code="read.no_patient", message=intake.kind, place=Path(file).name))
    show_problems(dict.fromkeys(problems), language)
    sys.exit(EXIT_PARTIAL if problems else EXIT_DONE)
