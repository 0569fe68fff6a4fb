"""``myotome letter``: the letter to a colleague, from the documents of one patient."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from myotome.cli.messages import show_problems
from myotome.cli.output import spare_inputs, write
from myotome.errors import EXIT_DONE, EXIT_PARTIAL
from myotome.terms import LANGUAGES, Level


@click.command("letter")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--diagnosis", metavar="DISEASE", help="The diagnosis that the letter speaks of, with its plan (default: none, unless the documents state one).")
@click.option("--established", is_flag=True, help="Take the diagnosis as established.")
@click.option("--date", "date", default="", metavar="TEXT", help="Date of the letter (default: a blank to fill in).")
@click.option("--docx", "docx_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the letter as a Word document, editable and unsigned.")
@click.option("--pdf", "pdf_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the letter as PDF (needs the extra: pip install myotome[pdf]).")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the letter (default: the document's).")
@click.option("--input-language", type=click.Choice(LANGUAGES), help="Language of the documents (default: detected).")
@click.option("--patient", type=click.IntRange(min=1), help="Only this patient of a document with several.")
def command(
    files: tuple[str, ...], diagnosis: str | None, established: bool, date: str, docx_path: Path | None,
    pdf_path: Path | None, language: str | None, input_language: str | None, patient: int | None,
) -> None:
    """The letter to a colleague in the order of a French compte rendu: a draft that a physician edits and signs.

    Prints the text. Exit codes: 0 done; 1 done, something left out and listed; 2 nothing could be done.
    """
    from myotome.assess import assess
    from myotome.care import plan_for
    from myotome.cli.patient import disease_named, one_patient
    from myotome.knowledge import load
    from myotome.logic import CaseView
    from myotome.report.letter import letter
    from myotome.report.letter_files import letter_docx, letter_pdf
    from myotome.report.wording import Wording, visible

    spare_inputs((docx_path, pdf_path), files)
    knowledge = load()
    case, _, problems = one_patient(files, knowledge, patient, input_language)
    assessment = assess(case, knowledge, tuple(problems))
    case, language = assessment.case, language or case.language
    stated = [d.disease for d in case.diagnoses if d.established and d.disease in knowledge.diseases]
    disease = disease_named(diagnosis, knowledge) if diagnosis else next(iter(stated), "")
    plan = None
    if disease:
        plan = plan_for(
            knowledge.diseases[disease], case, CaseView(case, knowledge),
            established=established or disease in stated, settings=knowledge.settings["care"],
        )
    page = letter(assessment, plan, Wording(knowledge, language), date)
    if docx_path:
        write(docx_path, letter_docx(page))
    if pdf_path:
        write(pdf_path, letter_pdf(page))
    blocks = [page.title, page.date, *page.opening]
    blocks += ["\n".join([s.title, *(f"- {line}" for line in s.lines)]) for s in page.sections]
    click.echo(visible("\n\n".join([*blocks, *page.closing])))
    left_out = [p for p in dict.fromkeys((*problems, *assessment.limits.not_used)) if p.level is not Level.NOTE]
    show_problems(left_out, language)
    sys.exit(EXIT_PARTIAL if left_out else EXIT_DONE)
