"""Wrong usage of a command as a problem, so that it is told in the reader's language like any other."""

from __future__ import annotations

import re
from collections.abc import Sequence

import click

from myotome.errors import Problem
from myotome.terms import Level

VALUE = re.compile(r"^(?:'([^']*)'|(\S+) is not in )")  # at the head of click's own message
TAKES_NONE = "does not take a value"  # click has one class for this and for its contrary
IN_BRACKETS = re.compile(r"\(([^()]*)\)\.?$")


def usage_problem(error: click.ClickException, arguments: Sequence[str] = ()) -> Problem:
    """What was wrong, without click's English sentences where its kind is known. arguments: of the command line.

    >>> usage_problem(click.NoSuchOption("--nope", possibilities=["--note"])).code
    'usage.unknown_option'
    """
    context = getattr(error, "ctx", None)
    code, message, mend = _told(error)
    place = context.command_path if context else " ".join(["myotome", *arguments[:1]])
    return Problem(level=Level.FATAL, code=code, message=message, mend=mend, place=place)


def _told(error: click.ClickException) -> tuple[str, str, str]:
    """Code, message and mend."""
    if isinstance(error, click.BadParameter):
        return _of_value(error)
    near = ", ".join(getattr(error, "possibilities", None) or ())
    if isinstance(error, click.NoSuchOption):
        return "usage.unknown_option", error.option_name, near
    if command := getattr(error, "command_name", ""):
        return "usage.unknown_command", command, near or _commands(error)
    if isinstance(error, click.BadOptionUsage):
        return ("usage.takes_none" if TAKES_NONE in error.message else "usage.needs_value"), error.option_name, ""
    extra = IN_BRACKETS.search(error.format_message()) if type(error) is click.UsageError else None
    return ("usage.extra", extra[1], "") if extra else ("usage.wrong", error.format_message(), "")


def _of_value(error: click.BadParameter) -> tuple[str, str, str]:
    if isinstance(error, click.MissingParameter):
        return "usage.missing", _name(error), _expected(error)
    value = VALUE.match(error.message)
    return "usage.bad_value", f"{_name(error)} : {value[1] or value[2] if value else error.message}", _expected(error)


def _name(error: click.BadParameter) -> str:
    if isinstance(error.param_hint, str):
        return error.param_hint
    parameter = error.param
    if parameter is None:
        return ""
    return parameter.opts[0] if isinstance(parameter, click.Option) else parameter.make_metavar(error.ctx).removesuffix("...")


def _expected(error: click.BadParameter) -> str:
    """The values that an option takes: its choices, or bounds of a number."""
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        return ", ".join(map(str, kind.choices))
    if isinstance(kind, (click.IntRange, click.FloatRange)):
        low = [f"{'>' if kind.min_open else '≥'} {kind.min:g}"] if kind.min is not None else []
        high = [f"{'<' if kind.max_open else '≤'} {kind.max:g}"] if kind.max is not None else []
        return ", ".join(low + high)
    return ""


def _commands(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return ", ".join(context.command.list_commands(context)) if context and isinstance(context.command, click.Group) else ""
