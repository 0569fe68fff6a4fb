"""``myotome knowledge``: prove it whole, or show what it says of an id."""

from __future__ import annotations

import sys

import click

from myotome.cli.messages import locale_language
from myotome.errors import EXIT_CHECK_FAILED, EXIT_DONE, EXIT_NOTHING


@click.group("knowledge")
def command() -> None:
    """Is the knowledge whole? What does it say of an id, and from where?"""


@command.command("check")
def check_command() -> None:
    """Every id resolves, every number has a source, every criterion names its paper."""
    from myotome.knowledge.check import check

    problems, counts = check()
    for problem in problems:
        click.echo(problem.line(), err=True)
    for name, number in counts.items():
        click.echo(f"{number:6} {name}")
    sys.exit(EXIT_CHECK_FAILED if problems else EXIT_DONE)


@command.command("show")
@click.argument("entry_id", metavar="ID")
@click.option("--language", type=click.Choice(["fr", "en"]), help="Language of the names shown.")
def show_command(entry_id: str, language: str | None) -> None:
    """Print everything that the knowledge says of ID, with the source of each number."""
    import difflib

    import msgspec

    from myotome.knowledge import load
    from myotome.knowledge.store import Content

    knowledge = load()
    language = language or locale_language()
    tables = [
        name for name in Content.__struct_fields__
        if isinstance(getattr(knowledge.content, name), dict) and name not in ("settings", "words")
    ]
    found = [(name, getattr(knowledge, name)[entry_id]) for name in tables if entry_id in getattr(knowledge, name)]
    if not found:
        every = [i for name in tables for i in getattr(knowledge, name)]
        near = difflib.get_close_matches(entry_id, every, n=3)
        click.echo(f"{entry_id}: ? {', '.join(near)}", err=True)
        sys.exit(EXIT_NOTHING)
    import yaml

    for name, entry in found:
        click.echo(f"# {name}")
        click.echo(yaml.safe_dump(msgspec.to_builtins(entry), allow_unicode=True, sort_keys=False, width=110), nl=False)
        if name == "concepts":
            _show_users(entry_id, knowledge, language)
        for source in sorted(_sources(msgspec.to_builtins(entry))):
            reference = knowledge.references.get(source)
            if reference:
                click.echo(f"# {source}: {reference.title} {reference.locator} [{reference.how_seen.value}]")
            else:
                click.echo(f"# {source}")
    sys.exit(EXIT_DONE)


def _show_users(concept: str, knowledge, language: str) -> None:
    for disease in knowledge.diseases.values():
        finding = disease.findings.get(concept)
        if finding:
            how_often = finding.band or f"{finding.n} of {finding.of}"
            click.echo(f"# {disease.id} ({disease.names[language]}): {how_often} [{finding.source}]")


def _sources(raw: object) -> set[str]:
    found: set[str] = set()
    if isinstance(raw, dict):
        for key, value in raw.items():
            if (key in ("source", "paper") or key.endswith("_source")) and isinstance(value, str):
                found.add(value)
            found |= _sources(value)
    elif isinstance(raw, list | tuple):
        for value in raw:
            found |= _sources(value)
    return found
