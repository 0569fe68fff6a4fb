"""``myotome score``: the value of a score, the change between two, a response definition; empty forms."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from myotome.cli.messages import locale_language, show_problems
from myotome.errors import EXIT_DONE, EXIT_PARTIAL, MyotomeError, Problem
from myotome.terms import LANGUAGES, Level


@click.command("score")
@click.argument("name", required=False)
@click.argument("files", nargs=-1, metavar="[FILE [FILE]]")
@click.option("--form", "form", is_flag=True, help="Print the empty form as YAML.")
@click.option("--list", "listed", is_flag=True, help="List every score and response definition.")
@click.option("--table", metavar="FILE.csv", help="The site's own table from raw totals to centiles: rows raw;centile.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the answer (default: the locale's).")
def command(
    name: str | None, files: tuple[str, ...], form: bool, listed: bool, table: str | None, as_json: bool, language: str | None,
) -> None:
    """Compute the score NAME of one filled-in form FILE, or the change between two, the earlier first.

    Response definitions (tis, tis_juvenile, imacs_2003) take two forms. --form prints the empty one.

    Exit codes: 0 done; 1 done, something left out and listed, or the total cannot be computed; 2 nothing could be done.
    """
    from myotome.care.scores import find_response, find_score
    from myotome.knowledge import load
    from myotome.report.treatment.scores import form_text, list_lines

    knowledge, language = load(), language or locale_language()
    if listed:
        click.echo("\n".join(list_lines(knowledge, language)))
        sys.exit(EXIT_DONE)
    response = find_response(name or "", knowledge)
    score = knowledge.scores[response.form] if response else find_score(name or "", knowledge)
    if score is None:
        known = ", ".join([*knowledge.scores, *knowledge.responses])
        raise MyotomeError(Problem(level=Level.FATAL, code="score.unknown", message=name or "-", mend=known, place="NAME"))
    if form:
        click.echo(form_text(score, knowledge, language), nl=False)
        sys.exit(EXIT_DONE)
    if len(files) not in ((2,) if response or score.method == "none" else (1, 2)):
        raise MyotomeError(Problem(level=Level.FATAL, code="score.files", message=str(len(files)), mend=score.id, place=name or ""))
    filled, problems = _read(files, score)
    answer, lines, done = _answer(response, score, filled, table, knowledge, language)
    _print(answer, lines, as_json)
    show_problems(problems, language)
    sys.exit(EXIT_DONE if done and not problems else EXIT_PARTIAL)


def _read(files: tuple[str, ...], score: Any) -> tuple[list[Any], list[Problem]]:
    from myotome.care.scores import read_form
    from myotome.formats.forms import read_fields

    filled, problems = [], []
    for file in files:
        one, found = read_form(*_with_score(read_fields(file), score))
        filled.append(one)
        problems += found
    if not any(f.values or f.typed is not None for f in filled):
        place = ", ".join(Path(f).name for f in files)
        raise MyotomeError(*problems, Problem(level=Level.FATAL, code="score.no_value", message="", place=place))
    return filled, problems


def _with_score(read: tuple[Any, str], score: Any) -> tuple[Any, Any, str]:
    raw, shown = read
    return raw, score, shown


def _answer(response: Any, score: Any, filled: list[Any], table: str | None, knowledge: Any, language: str) -> tuple[Any, list[str], bool]:
    """The answer, its lines, and whether all of it could be computed."""
    from myotome.care.scores import compare, respond, value_of
    from myotome.formats.forms import read_conversion
    from myotome.report.treatment.scores import change_lines, response_lines, value_lines

    if response:
        found = respond(response, *filled)
        return found, response_lines(found, knowledge, language), not found.missing
    own = read_conversion(table) if table else None
    if len(filled) == 1:
        value = value_of(score, filled[0], own)
        return value, value_lines(value, knowledge, language), not value.missing
    change = compare(score, *filled, own)
    return change, change_lines(change, knowledge, language), change.verdict not in ("not_computed", "not_comparable", "no_table")


def _print(answer: Any, lines: list[str], as_json: bool) -> None:
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(answer)).decode() if as_json else "\n".join(lines))
