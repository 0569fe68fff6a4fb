"""``myotome assess``: documents of one patient in, report out."""

from __future__ import annotations

import difflib
import sys
import webbrowser
from pathlib import Path

import click

from myotome.cli.messages import locale_language, show_problems
from myotome.cli.output import spare_inputs, write
from myotome.cli.second_reader import second_reader_of, second_reader_options
from myotome.errors import EXIT_DONE, EXIT_NOTHING, EXIT_PARTIAL, Problem
from myotome.terms import LANGUAGES, Level, Setting

OPENED = Path("myotome-report.html")


@click.command("assess")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--html", "html_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the report as one self-contained HTML page.")
@click.option("--json", "json_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the whole answer as JSON (docs/schema).")
@click.option("--tsv", "tsv_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the findings as a table.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the report (default: the document's).")
@click.option("--input-language", type=click.Choice(LANGUAGES), help="Language of the documents (default: detected).")
@click.option("--setting", type=click.Choice([s.value for s in Setting]), help="Where the patient is seen: changes how common diseases are (default: not said, a neuromuscular clinic).")
@click.option("--patient", type=click.IntRange(min=1), help="Only this patient of a document with several.")
@click.option("--self-reports", is_flag=True, help="Assess what a reader wrote of themselves, too (unverified).")
@click.option("--dismiss", "dismiss", multiple=True, metavar="FLAG=REASON", help="Set a red flag aside; the reason stays in the report.")
@click.option("--limit", "limit", multiple=True, metavar="KIND=BYTES", help="Raise or lower the size limit of a kind of file.")
@click.option("--open", "open_page", is_flag=True, help=f"Open the report in the browser (without --html: {OPENED}).")
@second_reader_options
def command(
    files: tuple[str, ...], html_path: Path | None, json_path: Path | None, tsv_path: Path | None,
    language: str | None, input_language: str | None, setting: str | None, patient: int | None, self_reports: bool,
    dismiss: tuple[str, ...], limit: tuple[str, ...], open_page: bool, second_reader: str | None, second_model: str, second_seconds: float,
) -> None:
    """Assess the documents of one patient: text, PDF, DOCX, HTML, RTF, e-mail, YAML or JSON case, CSV tables, or - .

    Prints a short answer; --html, --json and --tsv write the rest from the same run.

    Exit codes: 0 done; 1 done, something left out and listed, or no patient; 2 nothing could be done.
    """
    from myotome.answer import Result
    from myotome.assess import assess
    from myotome.cli.patient import chosen, open_all
    from myotome.intake import take_in
    from myotome.knowledge import load
    from myotome.report import findings_table, html_report, result_json, short_answer
    from myotome.version import __version__

    html_path = html_path or (OPENED if open_page else None)
    spare_inputs((html_path, json_path, tsv_path), files)
    second = second_reader_of(second_reader, second_model, second_seconds)
    knowledge = load()
    set_aside = _reasons(dismiss, knowledge)
    documents, problems = open_all(files, _limits(limit))
    if not documents:
        show_problems(problems, language)
        sys.exit(EXIT_NOTHING)
    intake = take_in(documents, knowledge, input_language, self_reports=self_reports, second=second)
    problems += intake.problems
    cases = intake.cases if patient is None else [chosen(patient, intake.cases, files)]
    cases = [_seen_at(case, setting) for case in cases]
    told = any(source.kind != "table" for case in cases for source in case.sources)
    result = Result(
        version=__version__, knowledge=knowledge.version,
        language=language or (cases[0].language if told else intake.language if not cases else locale_language()),
        document_kind=intake.kind if not cases or intake.kind != "none" else "patient",
        assessments=tuple(assess(_dismissing(case, set_aside), knowledge, tuple(problems)) for case in cases),
        named=intake.named if not cases else (), self_reports=intake.self_reports,
        problems=tuple(problems),
    )
    if html_path:
        write(html_path, html_report(result, knowledge))
    if json_path:
        write(json_path, result_json(result))
    if tsv_path:
        write(tsv_path, findings_table(result, knowledge))
    click.echo(short_answer(result, knowledge))
    left_out = _left_out(result)
    if not sys.stdout.isatty():  # on a terminal they stand in the answer itself
        show_problems(left_out, result.language)
    if open_page and html_path:
        webbrowser.open(html_path.resolve().as_uri())
    sys.exit(EXIT_PARTIAL if left_out or not cases else EXIT_DONE)


def _left_out(result) -> list[Problem]:
    """What the doors and the rooms could not use, once each; notes leave nothing out."""
    every = (*result.problems, *(p for a in result.assessments for p in a.limits.not_used))
    return [p for p in dict.fromkeys(every) if p.level is not Level.NOTE]


def _limits(given: tuple[str, ...]) -> dict[str, int]:
    limits = {}
    for entry in given:
        kind, _, size = entry.partition("=")
        if not (size.isascii() and size.isdigit()):
            raise click.BadParameter(f"{entry}: KIND=BYTES", param_hint="--limit")
        limits[kind] = int(size)
    return limits


def _reasons(given: tuple[str, ...], knowledge) -> dict[str, str]:
    """Red flag -> why it is set aside. A flag without a reason, or unknown, is wrong usage."""
    reasons = {}
    for entry in given:
        flag, _, reason = entry.partition("=")
        if not reason.strip() or flag not in knowledge.red_flags:
            near = difflib.get_close_matches(flag, knowledge.red_flags, n=3, cutoff=0.3)
            raise click.BadParameter(f"{entry}: FLAG=REASON ({', '.join(near) or '...'})", param_hint="--dismiss")
        reasons[flag] = reason.strip()
    return reasons


def _seen_at(case, setting: str | None):
    import msgspec

    return msgspec.structs.replace(case, setting=Setting(setting)) if setting else case


def _dismissing(case, reasons: dict[str, str]):
    import msgspec

    return msgspec.structs.replace(case, dismissed=case.dismissed | reasons) if reasons else case
