"""``myotome read``: the findings of a note, with the place that each came from."""

from __future__ import annotations

import sys

import click

from myotome.cli.messages import show_problems
from myotome.errors import EXIT_DONE, EXIT_PARTIAL
from myotome.terms import LANGUAGES, Level


@click.command("read")
@click.argument("file")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the names shown (default: the document's).")
@click.option("--input-language", type=click.Choice(LANGUAGES), help="Language of the document (default: detected).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def command(file: str, language: str | None, input_language: str | None, as_json: bool) -> None:
    """Print the findings of FILE (or - ) only: concept, presence, certainty, site, side, words, span."""
    import msgspec

    from myotome.assess import complete
    from myotome.formats import open_document
    from myotome.intake import take_in
    from myotome.knowledge import load
    from myotome.report import findings_rows

    knowledge = load()
    intake = take_in([open_document(file)], knowledge, input_language)
    cases = [complete(case, knowledge)[0] for case in intake.cases]
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode([list(c.findings) for c in cases])).decode())
    else:
        for case in cases:
            for row in findings_rows(case, knowledge, language or case.language):
                click.echo("\t".join(row))
    problems = [p for p in intake.problems if p.level is not Level.NOTE]
    show_problems(problems, language)
    sys.exit(EXIT_DONE if cases and not problems else EXIT_PARTIAL)
