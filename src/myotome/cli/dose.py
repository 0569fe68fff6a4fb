"""``myotome dose``: an amount from a published rule, with its formula, rounding, sources and checks."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from myotome.cli.messages import locale_language
from myotome.terms import LANGUAGES, Sex

SEXES = (Sex.MALE.value, Sex.FEMALE.value)
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command("dose")
@click.argument("drug")
@click.option("--weight", type=float, metavar="KG", help="Weight in kg.")
@click.option("--height", type=float, metavar="CM", help="Height in cm.")
@click.option("--age", type=float, metavar="YEARS", help="Age in years.")
@click.option("--sex", type=click.Choice(SEXES), help="Sex, for ideal weight and filtration.")
@click.option("--disease", metavar="NAME", help="What it is given for: id or name.")
@click.option("--course", type=click.Choice(("induction", "maintenance", "single")), help="Which course.")
@click.option("--regimen", metavar="ID", help="One regimen of the drug's sheet.")
@click.option("--rate", type=float, metavar="AMOUNT", help="Amount per kg or per m² (or fixed), within the published range.")
@click.option("--days", type=int, metavar="N", help="Days of a course.")
@click.option("--weeks", type=float, metavar="N", help="Weeks between courses.")
@click.option("--risk", "risks", multiple=True, metavar="ID", help="A risk of thrombosis, or renal, cardiac. May be repeated.")
@click.option("--creatinine", metavar='"VALUE UNIT"', help='Creatinine with its unit: "85 µmol/L".')
@click.option("--start", type=DAY, metavar="YYYY-MM-DD", help="First dose: checks get dates.")
@click.option("--ics", "ics_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the checks as a calendar; needs --start.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the answer (default: the locale's).")
def command(
    drug: str, weight: float | None, height: float | None, age: float | None, sex: str | None,
    disease: str | None, course: str | None, regimen: str | None, rate: float | None, days: int | None,
    weeks: float | None, risks: tuple[str, ...], creatinine: str | None, start: datetime | None,
    ics_path: Path | None, as_json: bool, language: str | None,
) -> None:
    """Compute a dose of DRUG (ivig, methotrexate, azathioprine ...) from a published rule.

    Prints formula, inputs, rounding and source; decides nothing. Under 18 only where a rule for children is known.

    Exit codes: 0 done; 2 nothing could be done.
    """
    import msgspec

    from myotome.care.doses import (
        Body,
        Wanted,
        compute,
        creatinine_mg_dl,
        dose_settings,
        find_disease,
        find_sheet,
    )
    from myotome.knowledge import load
    from myotome.report.treatment.doses import dose_lines

    if ics_path and not start:
        raise click.UsageError("--ics + --start")
    knowledge, language = load(), language or locale_language()
    body = Body(
        weight_kg=weight, height_cm=height, age=age, sex=Sex(sex) if sex else Sex.UNKNOWN,
        creatinine_mg_dl=creatinine_mg_dl(creatinine, dose_settings(knowledge)) if creatinine else None,
    )
    first = start.date() if start else None
    wanted = Wanted(
        disease=find_disease(disease, knowledge) if disease else None, course=course, regimen=regimen, rate=rate,
        days=days, weeks=weeks, risks=risks, start=first.isoformat() if first else "",
    )
    dose = compute(find_sheet(drug, knowledge), body, wanted, knowledge)
    if ics_path and first:
        _write_calendar(dose, first, ics_path, knowledge, language)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(dose)).decode())
    else:
        click.echo("\n".join(dose_lines(dose, knowledge, language)))


def _write_calendar(dose: Any, first: date, path: Path, knowledge: Any, language: str) -> None:
    from myotome.cli.output import write
    from myotome.report.treatment.calendar import calendar
    from myotome.report.treatment.doses import dose_events

    name = knowledge.doses[dose.drug].names[language]
    write(path, calendar(dose_events(dose, first, knowledge, language), name))
