"""``myotome schema``: the published JSON Schema of the case and of the answer."""

from __future__ import annotations

import click


@click.command("schema")
@click.argument("name", type=click.Choice(["case", "result"]))
def command(name: str) -> None:
    """Print the JSON Schema of a structured case or of the answer of ``assess --json``."""
    import msgspec

    from myotome.answer import Result
    from myotome.formats.case_schema import case_schema

    schema = case_schema() if name == "case" else msgspec.json.schema(Result)
    click.echo(msgspec.json.format(msgspec.json.encode(schema)).decode())
