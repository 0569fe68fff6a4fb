"""``myotome plan``: what to do for one diagnosis and one patient."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from myotome.cli.messages import show_problems
from myotome.cli.output import spare_inputs, write
from myotome.errors import EXIT_DONE, EXIT_PARTIAL, MyotomeError, Problem
from myotome.terms import LANGUAGES, Level


@click.command("plan")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--diagnosis", metavar="DISEASE", help="Id, name or abbreviation (default: the one stated as established, else the most likely).")
@click.option("--established", is_flag=True, help="Take the diagnosis as established (default: a working diagnosis, unless the documents state it).")
@click.option("--html", "html_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the plan as one self-contained HTML page.")
@click.option("--json", "json_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the plan as JSON.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day for which label lines are checked (default: today).")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the plan (default: the document's).")
@click.option("--input-language", type=click.Choice(LANGUAGES), help="Language of the documents (default: detected).")
@click.option("--patient", type=click.IntRange(min=1), help="Only this patient of a document with several.")
def command(
    files: tuple[str, ...], diagnosis: str | None, established: bool, html_path: Path | None,
    json_path: Path | None, on: date | None, language: str | None, input_language: str | None,
    patient: int | None,
) -> None:
    """What to do for a diagnosis and this patient: what to exclude, what harms, what to know, what to do first.

    Prints the plan. Exit codes: 0 done; 1 done, something left out and listed; 2 nothing could be done.
    """
    import msgspec

    from myotome.assess import assess
    from myotome.care import plan_for, plausible
    from myotome.cli.patient import disease_named, one_patient
    from myotome.knowledge import load
    from myotome.logic import CaseView
    from myotome.report.planned import plan_lines, plan_page
    from myotome.report.wording import Wording

    spare_inputs((html_path, json_path), files)
    knowledge = load()
    case, _, problems = one_patient(files, knowledge, patient, input_language)
    settings = knowledge.settings["care"]
    case, doubtful = plausible(case, settings)
    problems += doubtful
    assessment = assess(case, knowledge, tuple(problems))
    case = assessment.case
    language = language or case.language
    stated = [d.disease for d in case.diagnoses if d.established and d.disease in knowledge.diseases]
    if diagnosis:
        disease = disease_named(diagnosis, knowledge)
    else:
        ranked = [c.disease for c in assessment.differential.candidates if c.disease in knowledge.diseases]
        likely = ranked if case.findings else []
        disease = next(iter([*stated, *likely]), "")
        if not disease:
            raise MyotomeError(Problem(level=Level.FATAL, code="plan.no_diagnosis", message="", place=Path(files[0]).name))
    plan = plan_for(
        knowledge.diseases[disease], case, CaseView(case, knowledge),
        established=established or disease in stated, settings=settings,
    )
    least = settings["doubt_probability"]
    if html_path:
        write(html_path, plan_page(plan, assessment, least, knowledge, language))
    if json_path:
        write(json_path, msgspec.json.format(msgspec.json.encode(plan)) + b"\n")
    day = (on or date.today()).strftime("%Y-%m-%d")
    click.echo("\n".join(plan_lines(plan, assessment, least, Wording(knowledge, language, plain=True), day)))
    left_out = [p for p in dict.fromkeys((*problems, *assessment.limits.not_used)) if p.level is not Level.NOTE]
    show_problems(left_out, language)
    sys.exit(EXIT_PARTIAL if left_out else EXIT_DONE)
