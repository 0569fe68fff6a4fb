"""docs/commands.md is made from the program, is current, and each of its examples runs."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
from types import ModuleType

import click
import pytest

from myotome import errors
from myotome.cli.main import cli

from .conftest import DATA, EXAMPLES, ROOT

PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"^myotome .*$", re.M)


def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_commands", ROOT / "docs" / "make_commands.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def every_command() -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []

    def walk(command: click.Command, path: str) -> None:
        found.append((path, command))
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                walk(command.get_command(context, name), f"{path} {name}")  # type: ignore[arg-type]

    walk(cli, "myotome")
    return found


def test_the_page_is_current():
    assert maker().page() == PAGE, "run: python docs/make_commands.py"


@pytest.mark.parametrize(("path", "command"), every_command(), ids=lambda x: x if isinstance(x, str) else "")
def test_every_command_and_option_is_documented_and_helps(path, command):
    assert path in PAGE
    assert command.help
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.opts[0] in PAGE
            assert option.help


def test_every_exit_code_is_documented():
    codes = {value for name, value in vars(errors).items() if name.startswith("EXIT_")}
    assert codes == {0, 1, 2, 3}
    assert {int(code) for code in re.findall(r"^\| (\d) \|", PAGE, re.M)} == codes


def test_every_problem_is_documented(knowledge):
    assert {entry["code"] for entry in knowledge.words["problems"]} == set(re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \|", PAGE, re.M))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of what the examples name, to write beside."""
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    shutil.copytree(DATA, tmp_path / "tests" / "data")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("line", EXAMPLE.findall(PAGE))
def test_every_example_runs(myotome, folder, line):
    done = myotome(*shlex.split(line)[1:])
    assert (done.code, done.err) == (0, "")
    for written in re.findall(r"--(?:html|json|tsv|predictions) (\S+\.\w+)", line):
        assert (folder / written).stat().st_size > 0
