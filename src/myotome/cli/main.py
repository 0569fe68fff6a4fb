"""The command ``myotome``: commands are imported only when called, so that ``--help`` is quick."""

from __future__ import annotations

import importlib
import sys

import click

from myotome.errors import EXIT_NOTHING, MyotomeError
from myotome.version import __version__

COMMANDS = {
    "assess": "myotome.cli.assess",
    "evaluate": "myotome.cli.evaluate",
    "knowledge": "myotome.cli.knowledge",
    "read": "myotome.cli.read",
    "schema": "myotome.cli.schema",
}


class LazyGroup(click.Group):
    """Loads a command's module when the command is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        return importlib.import_module(COMMANDS[name]).command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Short help without importing the commands."""
        with formatter.section("Commands"):
            formatter.write_dl([
                ("assess", "From a note, tables or a structured case to a reasoned report."),
                ("evaluate", "Measure against cases with a known answer."),
                ("knowledge", "Check the knowledge, or show what it says of an id and from where."),
                ("read", "Findings of a note only, with their words."),
                ("schema", "Print the JSON Schema of a file format."),
            ])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="myotome")
def cli() -> None:
    """Diagnosis workbench for diseases of nerve and muscle and their mimics.

    For research, teaching and method development; not a medical device. A clinician decides.
    """


def main() -> None:
    """Entry point: a fatal problem becomes one line and its exit code, never a traceback."""
    try:
        cli.main(standalone_mode=False)
    except MyotomeError as error:
        from myotome.cli.messages import show_problems

        show_problems(error.problems)
        sys.exit(EXIT_NOTHING)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(EXIT_NOTHING)
    except click.ClickException as error:
        error.show()
        sys.exit(EXIT_NOTHING)
    except BrokenPipeError:
        sys.exit(0)


if __name__ == "__main__":
    main()
