"""``myotome leaflet``: one page for the patient, in plain words."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from myotome.cli.messages import locale_language
from myotome.cli.output import write
from myotome.errors import EXIT_DONE
from myotome.terms import LANGUAGES

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

    Prints the text. Exit codes: 0 done; 2 unknown disease.
    """
    from myotome.cli.patient import disease_named
    from myotome.knowledge import load
    from myotome.report.leaflet import leaflet, leaflet_page, leaflet_text, measured_text
    from myotome.report.numbers import decimal
    from myotome.report.readability import checklist, readability
    from myotome.report.wording import Wording

    knowledge, language = load(), language or locale_language()
    disease = disease_named(diagnosis, knowledge)
    page = leaflet(disease, status, knowledge, language, appointments, knowledge.diseases[disease].confirm)
    text = leaflet_text(page, knowledge)
    if html_path:
        write(html_path, leaflet_page(page, knowledge))
    click.echo(text)
    if measure:
        words, measured = knowledge.words["leaflets"], measured_text(page, knowledge)
        say = Wording(knowledge, language, plain=True)
        score = decimal(readability(measured, language, words), say)
        click.echo("\n" + say("readability_line", name=words["formulas"][language]["name"], score=score))
        for rule, sentence in checklist(measured, words):
            click.echo(say(f"leaflet_{rule}", text=sentence))
    sys.exit(EXIT_DONE)
