"""``myotome read``: the findings of a note, with the place that each came from."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from myotome.cli.messages import show_problems
from myotome.cli.output import spare_inputs, write
from myotome.cli.second_reader import second_reader_of, second_reader_options
from myotome.errors import EXIT_DONE, EXIT_PARTIAL, Problem
from myotome.terms import LANGUAGES, Level


@click.command("read")
@click.argument("files", nargs=-1, required=True, metavar="FILES...")
@click.option("--tsv", "form", flag_value="tsv", default=True, help="Print the findings as a table (the default).")
@click.option("--json", "form", flag_value="json", help="Print JSON: a list of findings for each patient.")
@click.option("--show", "form", flag_value="show", help="Print the text with its findings marked, in colour on a terminal.")
@click.option("--html", "html_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the marked text as one self-contained HTML page.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the names shown (default: the document's).")
@click.option("--input-language", type=click.Choice(LANGUAGES), help="Language of the document (default: detected).")
@second_reader_options
def command(
    files: tuple[str, ...], form: str, html_path: Path | None, language: str | None, input_language: str | None,
    second_reader: str | None, second_model: str, second_seconds: float,
) -> None:
    """Print the findings of FILES (or - ) only: concept, presence, site, side, words, span. Several files are documents of one patient.

    Exit codes: 0 done; 1 done, something left out and listed, or no patient; 2 nothing could be done.
    """
    from myotome.assess import complete
    from myotome.formats import open_document
    from myotome.intake import take_in
    from myotome.knowledge import load
    from myotome.report import read_html
    from myotome.report.wording import Wording
    from myotome.version import __version__

    spare_inputs((html_path,), files)
    second = second_reader_of(second_reader, second_model, second_seconds)
    knowledge = load()
    intake = take_in([open_document(name) for name in files], knowledge, input_language, second=second)
    completed = [complete(case, knowledge) for case in intake.cases]
    cases = [case for case, _, _ in completed]
    language = language or (cases[0].language if cases else intake.language)
    if html_path:
        write(html_path, read_html(cases, knowledge, language, __version__))
    printed = _printed(form, cases, knowledge, language)
    if printed:
        click.echo(printed)
    problems = [p for p in (*intake.problems, *(p for c in completed for p in c[2])) if p.level is not Level.NOTE]
    if not cases:
        kind = Wording(knowledge, language)(f"document_{intake.kind}")
        place = ", ".join(Path(name).name for name in files)
        problems.append(Problem(level=Level.WARNING, code="read.no_patient", message=kind, place=place))
    show_problems(dict.fromkeys(problems), language)
    sys.exit(EXIT_PARTIAL if problems else EXIT_DONE)


def _printed(form: str, cases: list, knowledge, language: str) -> str:
    """What goes to the standard output; nothing for a text without a patient, but for JSON."""
    import os

    import msgspec

    from myotome.answer import Assessment, Result
    from myotome.report import coloured_notes, findings_table, signed_notes

    if form == "json":
        return msgspec.json.format(msgspec.json.encode([list(c.findings) for c in cases])).decode()
    if not cases:
        return ""
    if form == "show":
        coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        return (coloured_notes if coloured else signed_notes)(cases, knowledge, language)
    table = Result(language=language, assessments=tuple(Assessment(case=case) for case in cases))
    return findings_table(table, knowledge).removesuffix("\n")
