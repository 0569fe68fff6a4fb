"""Write docs/commands.md from the program: commands, options, exit codes and problems cannot be forgotten.

Run: python docs/make_commands.py (a test fails while the page is not current).
"""

from __future__ import annotations

from pathlib import Path

import click

from myotome.cli.main import cli
from myotome.errors import EXIT_CHECK_FAILED, EXIT_DONE, EXIT_NOTHING, EXIT_PARTIAL
from myotome.formats.settings import settings
from myotome.knowledge import load

PAGE = Path(__file__).with_name("commands.md")

HEAD = """# Commands

Made by `docs/make_commands.py` from the program itself; change the program, not this page.

Answers go to the standard output, problems to the error stream: one line each, with file, place and what to do about it, in the language of the
answer. On a terminal, problems stand in the answer itself. The error stream holds no text of the note: what a line quotes from a file is a name or a
value of at most 40 characters. Nothing is sent anywhere.

Knowledge is compiled once into the user's cache folder (`XDG_CACHE_HOME` moves it) and rebuilds itself when a file changes.
"""

EXIT_CODES = {
    EXIT_DONE: "done",
    EXIT_PARTIAL: "done, with something left out and listed, or the document describes no patient; also when the reader of a pipe went away",
    EXIT_NOTHING: "nothing could be done: wrong usage, no document could be read, a result could not be written, interrupted, or a defect",
    EXIT_CHECK_FAILED: "a check failed (`myotome knowledge check`)",
}

EXAMPLES = {
    "assess": (
        "myotome assess examples/6-foot-drop.txt --html report.html --json answer.json",
        "myotome assess examples/3-seize-ans-de-faiblesse.txt examples/3-median-droit.csv --language en",
        "myotome assess examples/4-deux-rachis.txt --patient 2 --tsv findings.tsv",
    ),
    "criteria": ("myotome criteria mmn_efns_pns_2010 examples/3-seize-ans-de-faiblesse.txt", "myotome criteria ibm_enmc_2024 --language en"),
    "dose": (
        "myotome dose ivig --weight 82 --height 178 --age 57 --sex male --disease mmn",
        "myotome dose ivig --weight 82 --age 57 --disease cidp --course maintenance --weeks 4 --risk hypertension --language en",
        "myotome dose methotrexate --weight 70 --age 45 --start 2026-01-05 --ics checks.ics",
    ),
    "enmg": (
        "myotome enmg examples/3-median-droit.csv",
        "myotome enmg examples/7-median-traces.csv --html enmg.html",
        "myotome enmg examples/3-median-droit.csv --language en --html enmg.html --json enmg.json",
    ),
    "evaluate": ("myotome evaluate tests/data/cases.json --from both --predictions predictions.jsonl",),
    "explain": (
        "myotome explain mmn --versus als",
        "myotome explain mmn examples/3-seize-ans-de-faiblesse.txt --versus als --language en",
    ),
    "followup": (
        "myotome followup examples/care/followup.yaml --today 2026-05-04 --svg timeline.svg",
        "myotome followup examples/care/followup.yaml --today 2026-05-04 --language en",
    ),
    "knowledge": ("myotome knowledge check", "myotome knowledge show mmn", "myotome knowledge show anti_gm1 --language en"),
    "localise": (
        'myotome localise --weak "tibialis anterior L 2" --weak "jambier antérieur G 2" --normal "tibialis posterior L" --ncs "snap.sural L normal"',
        'myotome localise --weak "FDI R 3" --normal "APB R" --sensory "ulnar_palmar_digit_5 R reduced" --other "Babinski absent" --language en',
        "myotome localise --cases examples/localise.json --json answers.json",
    ),
    "read": (
        "myotome read examples/6-foot-drop.txt",
        "myotome read examples/6-foot-drop.txt --show --html read.html",
    ),
    "wearoff": (
        "myotome wearoff examples/care/grip-year.yaml --svg wear-off.svg",
        "myotome wearoff examples/care/grip-year.yaml --language en",
    ),
    "taper": (
        "myotome taper neurogenic_focal_myositis --start 2026-01-05 --ics taper.ics",
        "myotome taper neurogenic_focal_myositis --drug prednisone --language en",
        "myotome taper dm --weight 72 --age 50 --daily",
    ),
    "score": (
        "myotome score --list",
        "myotome score incat --form",
        "myotome score tis examples/care/core-set-before.yaml examples/care/core-set-after.yaml",
        "myotome score grip_kpa examples/care/grip-january.yaml examples/care/grip-april.yaml --language en",
    ),
    "schema": ("myotome schema result",),
}


def page() -> str:
    """The whole page as Markdown."""
    context = click.Context(cli, info_name="myotome", **cli.context_settings)
    parts = [HEAD, _exit_codes(), "## Every command\n\n" + _options(cli, context)]
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        parts.append(_command(command, click.Context(command, info_name=name, parent=context)))
    parts += [_limits(), _problems()]
    return "\n".join(parts)


def _exit_codes() -> str:
    rows = "\n".join(f"| {code} | {meaning} |" for code, meaning in EXIT_CODES.items())
    return f"## Exit codes\n\n| code | means |\n|---|---|\n{rows}\n"


def _command(command: click.Command, context: click.Context) -> str:
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    text = [f"## {context.command_path}\n\n`{usage}`\n", _help(command)]
    text += filter(None, [_options(command, context)])
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            text.append(_command(inner, click.Context(inner, info_name=name, parent=context)).replace("## ", "### ", 1))
    examples = EXAMPLES.get(context.command_path.removeprefix("myotome "))
    if examples:
        text.append("```\n" + "\n".join(examples) + "\n```\n")
    return "\n".join(text)


def _help(command: click.Command) -> str:
    paragraphs = (command.help or "").replace("\b", "").split("\n\n")
    return "\n\n".join(" ".join(p.split()) for p in paragraphs) + "\n"


def _options(command: click.Command, context: click.Context) -> str:
    """A table; --help is told once, for every command."""
    options = [p for p in command.get_params(context) if isinstance(p, click.Option)]
    if context.parent is not None:
        options = [o for o in options if "--help" not in o.opts]
    rows = [record for o in options if (record := o.get_help_record(context))]
    if not rows:
        return ""
    lines = [f"| `{names.replace('|', chr(92) + '|')}` | {' '.join(text.split())} |" for names, text in rows]
    return "| option | does |\n|---|---|\n" + "\n".join(lines) + "\n"


def _limits() -> str:
    rows = "\n".join(f"| `{k.id}` | {' '.join(k.suffixes)} | {k.limit_bytes:,} |" for k in settings().kinds)
    return f"## Limits of size (`--limit KIND=BYTES`)\n\n| kind | files | bytes |\n|---|---|---|\n{rows}\n"


def _problems() -> str:
    """The code that ends each line, and its English words."""
    rows = [
        f"| `{entry['code']}` | {_cell(entry['en'])} | {_cell(entry.get('mend_en', ''))} |"
        for entry in sorted(load().words["problems"], key=lambda e: e["code"])
    ]
    return "## Problems\n\n| code | says | what to do |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def _cell(text: str) -> str:
    for name in ("message", "mend", "place"):
        text = text.replace(f"{{{name}}}", "…")
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
