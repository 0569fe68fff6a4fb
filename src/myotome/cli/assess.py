"""``myotome assess``: documents of one patient in, report out."""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path

import click

from myotome.cli.messages import locale_language, show_problems
from myotome.errors import EXIT_DONE, EXIT_NOTHING, EXIT_PARTIAL, MyotomeError, Problem
from myotome.terms import LANGUAGES, Level


@click.command("assess")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--html", "html_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the report as one self-contained HTML page.")
@click.option("--json", "json_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the whole answer as JSON (docs/schema).")
@click.option("--tsv", "tsv_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the findings as a table.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the report (default: the document's).")
@click.option("--input-language", type=click.Choice(LANGUAGES), help="Language of the documents (default: detected).")
@click.option("--patient", type=click.IntRange(min=1), help="Only this patient of a document with several.")
@click.option("--self-reports", is_flag=True, help="Assess what a reader wrote of themselves, too (unverified).")
@click.option("--limit", "limit", multiple=True, metavar="KIND=BYTES", help="Raise or lower the size limit of a kind of file.")
@click.option("--open", "open_page", is_flag=True, help="Open the report in the browser.")
def command(
    files: tuple[str, ...], html_path: Path | None, json_path: Path | None, tsv_path: Path | None,
    language: str | None, input_language: str | None, patient: int | None, self_reports: bool,
    limit: tuple[str, ...], open_page: bool,
) -> None:
    """Assess the documents of one patient: text, PDF, DOCX, Markdown, YAML or JSON case, CSV tables, or - .

    Exit codes: 0 done; 1 done, something left out and listed; 2 nothing could be done.
    """
    from myotome.answer import Result
    from myotome.assess import assess
    from myotome.intake import take_in
    from myotome.knowledge import load
    from myotome.report import findings_table, html_report, result_json, short_answer
    from myotome.version import __version__

    knowledge = load()
    documents, problems = _open_all(files, limit)
    if not documents:
        show_problems(problems, language)
        sys.exit(EXIT_NOTHING)
    intake = take_in(documents, knowledge, input_language, self_reports=self_reports)
    problems += intake.problems
    cases = intake.cases
    if patient is not None:
        if patient > len(cases):
            raise MyotomeError(Problem(
                level=Level.FATAL, code="assess.no_such_patient", message=str(len(cases)), place=files[0],
            ))
        cases = [cases[patient - 1]]
    shown_language = language or (cases[0].language if cases else intake.language) or locale_language()
    result = Result(
        version=__version__, knowledge=knowledge.version, language=shown_language,
        document_kind=intake.kind if not cases or intake.kind != "none" else "patient",
        assessments=tuple(assess(case, knowledge, tuple(problems)) for case in cases),
        named=intake.named if not cases else (), self_reports=intake.self_reports,
        problems=tuple(problems),
    )
    click.echo(short_answer(result, knowledge))
    if open_page and html_path is None:
        html_path = Path("myotome-report.html")
    if html_path:
        html_path.write_text(html_report(result, knowledge), encoding="utf-8")
    if json_path:
        json_path.write_bytes(result_json(result))
    if tsv_path:
        tsv_path.write_text(findings_table(result, knowledge), encoding="utf-8")
    show_problems([p for p in problems if p.level is not Level.NOTE], shown_language)
    if open_page and html_path:
        webbrowser.open(html_path.resolve().as_uri())
    left_out = any(p.level in (Level.ERROR, Level.WARNING, Level.FATAL) for p in problems)
    sys.exit(EXIT_PARTIAL if left_out or not cases else EXIT_DONE)


def _open_all(files: tuple[str, ...], limit: tuple[str, ...]) -> tuple[list, list[Problem]]:
    """Every document that can be read, and a problem for each that cannot."""
    from myotome.formats import open_document

    limits = _limits(limit)
    documents, problems = [], []
    for name in files:
        try:
            documents.append(open_document(name, limits=limits))
        except MyotomeError as error:
            problems += error.problems
    return documents, problems


def _limits(given: tuple[str, ...]) -> dict[str, int]:
    limits = {}
    for entry in given:
        kind, _, size = entry.partition("=")
        if not size.isdigit():
            raise click.BadParameter(f"{entry}: KIND=BYTES", param_hint="--limit")
        limits[kind] = int(size)
    return limits
