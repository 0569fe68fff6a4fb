"""``myotome leaflet``: one page for the patient, in plain words."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from myotome.cli.messages import locale_language
from myotome.cli.output import write
from myotome.errors import EXIT_DONE, MyotomeError, Problem
from myotome.terms import LANGUAGES, Level

STATUS = click.Choice(["established", "probable", "sought"])


@click.command("leaflet")
@click.argument("diagnosis", metavar="DISEASE")
@click.option("--status", type=STATUS, default="sought", show_default=True, help="How sure the diagnosis is: told in words, never as a number.")
@click.option("--next", "appointments", multiple=True, metavar="TEXT", help="What comes next and when, in a short sentence. May be repeated.")
@click.option("--html", "html_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the leaflet as one printable A4 page.")
@click.option("--measure", is_flag=True, help="Print the readability of the text, and what breaks the rules of a leaflet.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the leaflet (default: the locale's).")
def command(
    diagnosis: str, status: str, appointments: tuple[str, ...], html_path: Path | None, measure: bool,
    language: str | None,
) -> None:
    """A leaflet for the patient on DISEASE (id, name or abbreviation): what it is, what comes next, when to call.

    Prints the text. Exit codes: 0 done; 2 unknown disease, or a percentage in --next.
    """
    from myotome.cli.patient import disease_named
    from myotome.knowledge import load
    from myotome.report.leaflet import leaflet, leaflet_page, leaflet_text, measure_lines

    for text in appointments:
        if "%" in text:
            raise MyotomeError(Problem(level=Level.FATAL, code="leaflet.percentage", message=text, place="--next"))
    knowledge, language = load(), language or locale_language()
    disease = disease_named(diagnosis, knowledge)
    page = leaflet(disease, status, knowledge, language, appointments, knowledge.diseases[disease].confirm)
    text = leaflet_text(page, knowledge)
    if html_path:
        write(html_path, leaflet_page(page, knowledge))
    click.echo(text)
    if measure:
        click.echo("\n" + "\n".join(measure_lines(page, knowledge)))
    sys.exit(EXIT_DONE)
