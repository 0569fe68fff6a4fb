"""``myotome followup``: one time line of scores, laboratory, images, treatments; responses, alarms, tests due."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click

from myotome.cli.messages import locale_language, show_problems
from myotome.errors import EXIT_DONE, EXIT_PARTIAL
from myotome.terms import LANGUAGES


@click.command("followup")
@click.argument("file")
@click.option("--today", type=click.DateTime(formats=["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Day of the follow-up: what is dated later does not count (default: the computer's).")
@click.option("--table", metavar="FILE.csv", help="The site's own table from raw I-RODS to centiles: rows raw;centile.")
@click.option("--svg", "svg_path", type=click.Path(dir_okay=False, path_type=Path), help="Draw the time line.")
@click.option("--ics", "ics_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the tests ahead as a calendar.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the answer (default: the locale's).")
def command(
    file: str, today: datetime | None, table: str | None, svg_path: Path | None, ics_path: Path | None, as_json: bool, language: str | None,
) -> None:
    """Read FILE (YAML or JSON: scores, laboratory, images, treatments) and show where the patient stands.

    Exit codes: 0 done; 1 done, something left out and listed; 2 nothing could be done.
    """
    import msgspec

    from myotome.care.followup import follow_up, followup_settings, read_record, until
    from myotome.cli.output import spare_inputs, write
    from myotome.formats.forms import read_conversion, read_fields
    from myotome.knowledge import load
    from myotome.report.treatment.calendar import calendar
    from myotome.report.treatment.followup import due_events, followup_lines
    from myotome.report.treatment.timeline import timeline_svg

    knowledge, language = load(), language or locale_language()
    spare_inputs((svg_path, ics_path), (file,) if file != "-" else ())
    raw, name = read_fields(file)
    day = (today.date() if today else date.today()).isoformat()
    record, problems = read_record(raw, name, knowledge)
    record, later = until(record, day, name)
    problems += later
    found = follow_up(record, day, knowledge, followup_settings(knowledge), read_conversion(table) if table else None)
    if svg_path:
        write(svg_path, timeline_svg(found, knowledge, language))
    if ics_path:
        write(ics_path, calendar(due_events(found, knowledge, language), "Myotome"))
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found)).decode())
    else:
        click.echo("\n".join(followup_lines(found, knowledge, language)))
    show_problems(problems, language)
    sys.exit(EXIT_PARTIAL if problems else EXIT_DONE)
