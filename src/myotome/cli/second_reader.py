"""The options of a second reader, alike for every command that reads notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from myotome.exchange.language_model import LanguageModel

Command = TypeVar("Command", bound=Callable[..., object])
OPTIONS = (
    click.option(
        "--second-reader", "second_reader", metavar="URL", envvar="MYOTOME_SECOND_READER", show_envvar=True,
        help="Ask a language model at this OpenAI-compatible address, too: the note is sent there. Off when not given.",
    ),
    click.option(
        "--second-reader-model", "second_model", metavar="NAME", envvar="MYOTOME_SECOND_READER_MODEL", show_envvar=True,
        default="local", help="Name of the model for its server (default: local).",
    ),
    click.option(
        "--second-reader-seconds", "second_seconds", type=click.FloatRange(min=0, min_open=True), default=120.0,
        envvar="MYOTOME_SECOND_READER_SECONDS", show_envvar=True, help="Time for its answer (default: 120).",
    ),
)


def second_reader_options(command: Command) -> Command:
    """Adds the options; the command gets ``second_reader``, ``second_model`` and ``second_seconds``."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def second_reader_of(address: str | None, model: str, seconds: float) -> LanguageModel | None:
    """The model to ask, None without an address. A key is taken from MYOTOME_SECOND_READER_KEY only: a command line is seen by all."""
    if not address:
        return None
    import os

    from myotome.exchange.language_model import LanguageModel

    return LanguageModel(address, model, seconds, os.environ.get("MYOTOME_SECOND_READER_KEY", ""))
