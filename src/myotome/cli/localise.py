"""``myotome localise``: where is the lesion, from findings by muscle, reflex, nerve and skin."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import click

from myotome.cli.messages import locale_language, problem_lines, show_problems
from myotome.cli.output import spare_inputs, write
from myotome.errors import EXIT_DONE, EXIT_NOTHING, EXIT_PARTIAL, Problem
from myotome.terms import LANGUAGES, Level

WORDS = ("weak", "normal", "atrophy", "fasciculation", "emg", "mri", "reflex", "sensory", "ncs", "other")
STDOUT = "-"


@click.command("localise")
@click.option("--weak", multiple=True, metavar='"MUSCLE SIDE [MRC]"', help='A weak muscle, movement or group: "jambier antérieur G 2". May be repeated, as all of these.')
@click.option("--normal", multiple=True, metavar='"NAME SIDE"', help="A muscle of full strength; also a normal reflex, territory or study.")
@click.option("--atrophy", multiple=True, metavar='"MUSCLE SIDE [no]"', help="A wasted muscle.")
@click.option("--fasciculation", multiple=True, metavar='"MUSCLE SIDE [no]"', help="A fasciculating muscle.")
@click.option("--emg", multiple=True, metavar='"MUSCLE SIDE STATE"', help="normal, active_denervation, chronic_neurogenic, myopathic, mixed.")
@click.option("--mri", multiple=True, metavar='"MUSCLE SIDE STATE"', help="normal, oedema, fat, abnormal.")
@click.option("--reflex", multiple=True, metavar='"REFLEX SIDE STATE"', help="normal, reduced, absent, brisk, clonus; plantar: flexor, extensor.")
@click.option("--sensory", multiple=True, metavar='"TERRITORY SIDE STATE"', help="normal, reduced, absent; a nerve's skin, dermatome.L5, stocking, glove.")
@click.option("--ncs", multiple=True, metavar='"STUDY SIDE STATE [DETAIL]"', help='"snap.sural L normal", "cmap.ulnar_adm L conduction_block forearm".')
@click.option("--other", multiple=True, metavar="TEXT", help='Anything else, in words: "Babinski absent".')
@click.option("--side-unknown", is_flag=True, help="Take findings whose side is not said; else they are refused.")
@click.option("--cases", "cases_path", metavar="FILE.json", help='Many cases: a list of {"id", "findings"}, of the vocabulary in docs/localise-format.md; - reads the standard input.')
@click.option("--json", "json_path", metavar="OUT.json", help="Write the answers as JSON; - prints them.")
@click.option("--svg", "svg_path", type=click.Path(dir_okay=False, path_type=Path), help="Draw the nerve map of one case.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the answer (default: the locale's).")
def command(
    cases_path: str | None, json_path: str | None, svg_path: Path | None, language: str | None,
    side_unknown: bool, **words: tuple[str, ...],
) -> None:
    """Where is the lesion? Ranked places with what each explains, contradicts and leaves untested, and what to examine next.

    Names in French or English, or ids. L, R (G, D). Exit codes: 0 done; 1 done, something left out and listed; 2 nothing could be done.
    """
    from myotome.formats.localise_records import read_records
    from myotome.formats.localise_words import findings_of
    from myotome.knowledge import load

    knowledge, language = load(), language or locale_language()
    said = [(option, text) for option in WORDS for text in words[option]]
    if bool(said) == bool(cases_path) or (cases_path and svg_path):
        raise click.UsageError("--weak, --normal ... / --cases FILE.json")
    if cases_path:
        outputs = (Path(json_path) if json_path and json_path != STDOUT else None,)
        spare_inputs(outputs, () if cases_path == STDOUT else (cases_path,))
        records = read_records(cases_path)
    else:
        records = [{"id": "", "findings": findings_of(said, knowledge)}]
    done = [_answer(record, knowledge, side_unknown) for record in records]
    refused = [p for d in done for p in d.problems if p.level is Level.ERROR]
    if refused and not cases_path:
        show_problems(refused, language)
        sys.exit(EXIT_NOTHING)
    if svg_path:
        from myotome.report.drawing import nerve_map

        write(svg_path, nerve_map(done[0].case, done[0].where, knowledge, language))
    _write(done, json_path, bool(cases_path), language, knowledge)
    problems = [_named(p, d.case.id) for d in done for p in d.problems]
    if json_path:
        show_problems([p for p in problems if not cases_path or p.level is not Level.NOTE], language)
    sys.exit(EXIT_PARTIAL if any(p.level is not Level.NOTE for p in problems) else EXIT_DONE)


class Answered:
    """One case, with where the lesion is, what to examine next, what could not be used."""

    def __init__(self, case: Any, where: Any, tests: tuple, problems: tuple[Problem, ...], seconds: float) -> None:
        self.case, self.where, self.tests = case, where, tests
        self.problems, self.seconds = problems, seconds


def _answer(record: Any, knowledge: Any, side_unknown: bool) -> Answered:
    from myotome.assess import complete
    from myotome.formats.localise_input import read_findings
    from myotome.intake import read_remarks
    from myotome.reasoning.localise import localise
    from myotome.reasoning.localise_next import next_examinations

    given = read_findings(record, knowledge, sides_unknown=side_unknown)
    case, unread = read_remarks(given.case, given.other, knowledge)
    case, _, problems = complete(case, knowledge)
    start = time.perf_counter()
    where = localise(case, knowledge)
    tests = next_examinations(case, where, knowledge)
    seconds = time.perf_counter() - start
    left = [Problem(level=Level.WARNING, code="localise.other", message=text, place="other") for text in unread]
    if not case.findings:
        left.append(Problem(level=Level.WARNING, code="localise.no_findings", message=""))
    return Answered(case, where, tests, (*given.problems, *left, *problems), seconds)


def _write(
    done: list[Answered], json_path: str | None, many: bool, language: str, knowledge: Any
) -> None:
    """The answers as JSON or as lines."""
    import msgspec

    from myotome.report.localised import localised_json, localised_lines
    from myotome.report.wording import Wording, visible

    words = Wording(knowledge, language, plain=True)
    if json_path:
        answers = [
            localised_json(d.case, d.where, d.tests, problem_lines(list(d.problems), language), d.seconds, knowledge)
            for d in done
        ]
        text = msgspec.json.format(msgspec.json.encode(answers if many else answers[0])) + b"\n"
        if json_path == STDOUT:
            click.echo(text, nl=False)
        else:
            write(Path(json_path), text)
        return
    for d in done:
        lines = [f"# {d.case.id}"] if many else []
        lines += localised_lines(d.case, d.where, d.tests, words)
        notes = problem_lines(list(d.problems), language)
        if notes:
            lines += [words("localise_rules"), *(f"    {line}" for line in notes)]
        click.echo(visible("\n".join(lines)))


def _named(problem: Problem, case_id: str) -> Problem:
    """The problem with the case that it is of."""
    from msgspec.structs import replace

    return replace(problem, place=" ".join(filter(None, (case_id, problem.place))))
