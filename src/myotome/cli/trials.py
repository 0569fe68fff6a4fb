"""``myotome trials``: trials of a registry export for one patient."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from myotome.cli.messages import show_problems
from myotome.cli.output import spare_inputs, write
from myotome.errors import EXIT_DONE, EXIT_PARTIAL, Problem
from myotome.terms import LANGUAGES, Level


@click.command("trials")
@click.argument("export", type=click.Path(dir_okay=False, path_type=Path), metavar="EXPORT")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--diagnosis", required=True, metavar="DISEASE", help="Id, name or abbreviation of the diagnosis.")
@click.option("--closed", is_flag=True, help="Show trials that take no patients any more, too.")
@click.option("--json", "json_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the trials as JSON.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the answer (default: the document's).")
@click.option("--input-language", type=click.Choice(LANGUAGES), help="Language of the documents (default: detected).")
@click.option("--patient", type=click.IntRange(min=1), help="Only this patient of a document with several.")
def command(
    export: Path, files: tuple[str, ...], diagnosis: str, closed: bool, json_path: Path | None,
    language: str | None, input_language: str | None, patient: int | None,
) -> None:
    """Search EXPORT (ClinicalTrials.gov JSON, or CSV of WHO ICTRP or CTIS) for the patient of FILE.

    Lines that can be read are judged; the others are quoted. Nothing is fetched. Exit codes: 0 done; 1 done, something left out and listed; 2 nothing could be done.
    """
    import msgspec

    from myotome.assess import complete
    from myotome.care.trials import find_trials
    from myotome.cli.patient import disease_named, one_patient
    from myotome.formats.open import read_file
    from myotome.formats.registry import read_registry
    from myotome.knowledge import load
    from myotome.report.trial_lines import closed_line, trial_lines
    from myotome.report.wording import Wording

    spare_inputs((json_path,), (export, *files))
    knowledge = load()
    disease = disease_named(diagnosis, knowledge)
    records, problems = read_registry(read_file(str(export)), export.name, knowledge)
    case, _, more = one_patient(files, knowledge, patient, input_language)
    case, _, judged = complete(case, knowledge)
    language = language or case.language
    found = find_trials(records, case, disease, knowledge)
    shown = tuple(t for t in found if closed or t.takes_patients != "no")
    problems = [*problems, *more, *judged]
    words = Wording(knowledge, language, plain=True)
    if not found:
        problems.append(Problem(
            level=Level.WARNING, code="trials.no_match", message=words.disease(disease), place=export.name,
        ))
    if json_path:
        write(json_path, msgspec.json.format(msgspec.json.encode(shown)) + b"\n")
    click.echo("\n".join([words.count("trials_head", len(shown), of=len(records), name=words.disease(disease)), *trial_lines(shown, case, words)]))
    if len(found) > len(shown):
        click.echo(closed_line(len(found) - len(shown), words))
    left_out = [p for p in dict.fromkeys(problems) if p.level is not Level.NOTE]
    show_problems(left_out, language)
    sys.exit(EXIT_PARTIAL if left_out else EXIT_DONE)
