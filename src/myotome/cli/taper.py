"""``myotome taper``: a steroid scheme day by day, with what is stated and what is interpolated."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from myotome.cli.messages import locale_language
from myotome.terms import LANGUAGES


@click.command("taper")
@click.argument("scheme")
@click.option("--weight", type=float, metavar="KG", help="Weight in kg, where the scheme goes by it.")
@click.option("--age", type=float, metavar="YEARS", help="Age in years.")
@click.option("--drug", metavar="STEROID", default="", help="Another steroid, by equivalent dose: prednisone, methylprednisolone ...")
@click.option("--start", type=click.DateTime(formats=["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="First day: levels get dates.")
@click.option("--daily", is_flag=True, help="Print one line a day.")
@click.option("--ics", "ics_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the levels as a calendar; needs --start.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the answer (default: the locale's).")
def command(
    scheme: str, weight: float | None, age: float | None, drug: str, start: datetime | None, daily: bool,
    ics_path: Path | None, as_json: bool, language: str | None,
) -> None:
    """Write out the steroid SCHEME of a disease (id or name), or a scheme id, day by day.

    What the source states and what is interpolated are told apart. Adults only.

    Exit codes: 0 done; 2 nothing could be done.
    """
    import msgspec

    from myotome.care.doses import Body, taper
    from myotome.cli.output import write
    from myotome.knowledge import load
    from myotome.report.treatment.calendar import calendar
    from myotome.report.treatment.tapers import daily_lines, taper_events, taper_lines

    if ics_path and not start:
        raise click.UsageError("--ics + --start")
    knowledge, language = load(), language or locale_language()
    first = start.date() if start else None
    done = taper(scheme, Body(weight_kg=weight, age=age), knowledge, steroid=drug, start=first.isoformat() if first else "")
    if ics_path and first:
        write(ics_path, calendar(taper_events(done, first, knowledge, language), done.names[language]))
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(done)).decode())
    else:
        click.echo("\n".join((daily_lines if daily else taper_lines)(done, knowledge, language)))
