"""``myotome enmg``: tables of nerve conduction and needle EMG in, judged study and draft conclusion out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from myotome.cli.messages import locale_language, show_problems
from myotome.cli.output import spare_inputs, write
from myotome.errors import EXIT_DONE, EXIT_NOTHING, EXIT_PARTIAL, MyotomeError, Problem
from myotome.terms import LANGUAGES, Level


@click.command("enmg")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--limits", "limits_path", type=click.Path(dir_okay=False, path_type=Path), help="The laboratory's own limits of normal, a YAML file (docs/enmg.md).")
@click.option("--html", "html_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the judged study as one self-contained HTML page.")
@click.option("--json", "json_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the judged study as JSON.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the answer (default: the locale's).")
def command(
    files: tuple[str, ...], limits_path: Path | None, html_path: Path | None, json_path: Path | None,
    language: str | None,
) -> None:
    """Judge the tables of one examination: CSV, Excel, the tables in PDF, DOCX and text reports.

    Every value against its limit (the laboratory's own first), every segment by each published
    definition of a conduction block, a pattern with its reason for each nerve and muscle, and a draft
    conclusion.

    Exit codes: 0 done; 1 done, something left out or flagged, and listed; 2 nothing could be done.
    """
    from myotome.knowledge import load
    from myotome.report import enmg_html, enmg_text, result_json

    spare_inputs((html_path, json_path), (*files, *((limits_path,) if limits_path else ())))
    knowledge = load()
    result = _examined(files, limits_path, language or locale_language(), knowledge)
    if html_path:
        write(html_path, enmg_html(result, knowledge))
    if json_path:
        write(json_path, result_json(result))
    click.echo(enmg_text(result, knowledge))
    told = [p for p in dict.fromkeys(result.problems) if p.level is not Level.NOTE]
    show_problems(dict.fromkeys(result.problems), result.language)
    sys.exit(EXIT_PARTIAL if told else EXIT_DONE)


def _examined(files: tuple[str, ...], limits_path: Path | None, language: str, knowledge):
    from myotome.answer import EnmgResult
    from myotome.assess import complete
    from myotome.formats import open_document
    from myotome.formats.limits_file import read_limits
    from myotome.intake import tables_of
    from myotome.reasoning.criteria import check_criteria
    from myotome.version import __version__

    laboratory, own, problems = read_limits(limits_path) if limits_path else ("", (), [])
    documents = []
    for name in files:
        try:
            documents.append(open_document(name))
        except MyotomeError as error:
            problems += error.problems
    case, found = tables_of(documents, knowledge)
    problems += found
    if not (case.conduction or case.needle or case.trains or case.values):
        if documents:
            problems.append(Problem(level=Level.FATAL, code="enmg.no_table", message="", place=", ".join(Path(f).name for f in files)))
        show_problems(problems, language)
        sys.exit(EXIT_NOTHING)
    case, studied, more = complete(case, knowledge, own)
    verdicts = [v for v in check_criteria(case, knowledge) if knowledge.criteria[v.criteria].electrodiagnostic]
    return EnmgResult(
        version=__version__, knowledge=knowledge.version, language=language, case=case,
        segments=studied.segments, judged=studied.judged, criteria=tuple(verdicts), laboratory=laboratory,
        problems=tuple(dict.fromkeys((*problems, *more))),
    )
