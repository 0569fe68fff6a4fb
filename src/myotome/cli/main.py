"""The command ``myotome``: a command is imported only when called, so that ``--help`` is quick."""

from __future__ import annotations

import importlib
import sys
import traceback
from pathlib import Path
from types import TracebackType

import click

from myotome.errors import EXIT_NOTHING, MyotomeError, Problem
from myotome.terms import LANGUAGES, Level
from myotome.version import __version__, compiled_reader

COMMANDS = {
    "assess": "From a note, tables or a structured case to a reasoned report.",
    "criteria": "Check one published set of criteria on a case, item by item.",
    "dose": "An amount from a published rule, with formula, rounding, sources, checks.",
    "enmg": "Judge tables of nerve conduction and needle EMG; draft the conclusion.",
    "evaluate": "Measure against cases with a known answer.",
    "explain": "What is known of a disease, two side by side, and why it stands where it stands.",
    "followup": "One time line of scores, laboratory, images, treatments; responses, alarms, tests due.",
    "knowledge": "Check the knowledge, or show what it says of an id and from where.",
    "leaflet": "One page for the patient, in plain words.",
    "letter": "The letter to a colleague: editable, unsigned.",
    "localise": "Where is the lesion, from findings by muscle, reflex, nerve and skin.",
    "plan": "What to do for a diagnosis: what harms, what to know, what first, for this patient.",
    "read": "Findings of a note only, with their words.",
    "schema": "Print the JSON Schema of a file format.",
    "score": "A score, a change between two visits, a published response; empty forms.",
    "taper": "A steroid scheme day by day, with equivalents, alerts and a calendar.",
    "wearoff": "How immunoglobulin wears off in one patient, and what may be changed first.",
    "trials": "Trials of a registry export for one patient, line by line.",
}


class LazyGroup(click.Group):
    """Loads a command's module when the command is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return importlib.import_module(f"myotome.cli.{name}").command if name in COMMANDS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Short help without importing the commands."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="myotome (compiled reader)" if compiled_reader() else "myotome")
def cli() -> None:
    """Diagnosis workbench for diseases of nerve and muscle and their mimics.

    For research, teaching and method development; not a medical device. A clinician decides.
    """


def main() -> None:
    """Entry point: a fatal problem becomes one line and its exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal without "≥" shows "?"
    if not sys.flags.dev_mode:
        sys.excepthook = say_defect
    try:
        sys.exit(cli.main(standalone_mode=False, prog_name="myotome"))
    except MyotomeError as error:
        from myotome.cli.messages import show_problems

        show_problems(error.problems, asked_language(sys.argv))
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
    except click.ClickException as error:
        _show_usage(error)
    except click.Abort:
        pass  # Ctrl-C: the user knows
    sys.exit(EXIT_NOTHING)


def _show_usage(error: click.ClickException) -> None:
    """The command's own line, what was wrong, and where its help is."""
    from myotome.cli.messages import show_problems
    from myotome.cli.usage import usage_problem

    context = getattr(error, "ctx", None)
    if context is not None:
        click.echo(context.get_usage(), err=True)
    show_problems([usage_problem(error, sys.argv[1:])], asked_language(sys.argv))


def asked_language(arguments: list[str]) -> str | None:
    """The language that ``--language`` names: a command that fails answers in it, too."""
    named = [after for option, after in zip(arguments, arguments[1:], strict=False) if option == "--language"]
    named += [a.removeprefix("--language=") for a in arguments if a.startswith("--language=")]
    return next((name for name in named if name in LANGUAGES), None)


def say_defect(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A defect of the program, told without its message: that may hold words of the patient's note.

    ``python -X dev -m myotome.cli.main`` shows the traceback.
    """
    from myotome.cli.messages import show_problems

    frames = traceback.extract_tb(trace)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    problem = Problem(level=Level.FATAL, code="internal.defect", message=kind.__name__, place=place)
    show_problems([problem], asked_language(sys.argv))
    sys.exit(EXIT_NOTHING)


if __name__ == "__main__":
    main()
