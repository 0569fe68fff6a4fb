"""``myotome wearoff``: from dated measurements and infusions to an individual wear-off and one next change."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from myotome.cli.messages import locale_language, show_problems
from myotome.errors import EXIT_DONE, EXIT_PARTIAL
from myotome.terms import LANGUAGES


@click.command("wearoff")
@click.argument("file")
@click.option("--table", metavar="FILE.csv", help="The site's own table from raw I-RODS to centiles: rows raw;centile.")
@click.option("--svg", "svg_path", type=click.Path(dir_okay=False, path_type=Path), help="Draw the record and the fitted course.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the answer (default: the locale's).")
def command(file: str, table: str | None, svg_path: Path | None, as_json: bool, language: str | None) -> None:
    """Read FILE (YAML or JSON: measure, measurements, infusions) and show how immunoglobulin wears off.

    Shows the longest interval and the lowest dose that the record supports, one change first, with a stop rule.

    Exit codes: 0 done; 1 refused: too few cycles, one phase, not stable, raw total (what is needed is listed); 2 nothing could be done.
    """
    import msgspec

    from myotome.care.optimise.history import read_history
    from myotome.care.optimise.propose import wear_off
    from myotome.care.optimise.settings import wear_off_settings
    from myotome.cli.output import spare_inputs, write
    from myotome.formats.forms import read_conversion, read_fields
    from myotome.knowledge import load
    from myotome.report.treatment.wear_off import wear_off_lines, wear_off_svg

    knowledge, language = load(), language or locale_language()
    settings = wear_off_settings(knowledge)
    raw, shown = read_fields(file)
    own = read_conversion(table) if table else None
    spare_inputs((svg_path,), (file,) if file != "-" else ())
    history, problems = read_history(raw, shown, knowledge, settings, own)
    found = wear_off(history, settings)
    if svg_path:
        write(svg_path, wear_off_svg(found, knowledge, language))
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found)).decode())
    else:
        click.echo("\n".join(wear_off_lines(found, knowledge, language)))
    show_problems(problems, language)
    sys.exit(EXIT_PARTIAL if found.refused or problems else EXIT_DONE)
