"""``myotome evaluate``: figures on cases with a known answer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from myotome.cli.messages import show_problems
from myotome.cli.output import spare_inputs, write
from myotome.errors import EXIT_DONE, EXIT_PARTIAL, MyotomeError, Problem
from myotome.terms import Level


@click.command("evaluate")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--from", "mode", type=click.Choice(["text", "structured", "both"]), default="text", show_default=True, help="What of a case is read.")
@click.option("--predictions", type=click.Path(dir_okay=False, path_type=Path), help="Write one JSON object a case, a line each.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(files: tuple[Path, ...], mode: str, predictions: Path | None, as_json: bool) -> None:
    """Measure ranking, calibration, earliness and findings on FILES of cases (docs/evaluation.md).

    Exit codes: 0 done; 1 done, a file without cases listed; 2 a file could not be read, or no case at all.
    """
    import msgspec

    from myotome.evaluation import evaluate_cases, load_cases
    from myotome.knowledge import load

    spare_inputs((predictions,), files)
    cases = {file: load_cases(file) for file in files}
    golds = [gold for file in files for gold in cases[file]]
    without = [Problem(level=Level.WARNING, code="evaluate.empty", message="", place=file.name) for file, own in cases.items() if not own]
    if not golds:
        raise MyotomeError(*without)
    report, answers = evaluate_cases(golds, load(), mode)
    if predictions:
        write(predictions, b"".join(msgspec.json.encode(a) + b"\n" for a in answers))
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(report)).decode())
    else:
        click.echo(as_text(msgspec.to_builtins(report)))
    show_problems(without)
    sys.exit(EXIT_PARTIAL if without else EXIT_DONE)


def as_text(report: dict[str, Any]) -> str:
    """The figures as aligned lines: value, 95 % interval, number of cases."""
    lines = [f"{report['cases']} {'case' if report['cases'] == 1 else 'cases'}, read from {report['mode']}, knowledge {report['knowledge']}"]
    for name, figures in report["slices"].items():
        lines.append(f"\n[{name}]")
        lines += [_line(key, figure) for key, figure in figures.items() if figure["value"] is not None]
    return "\n".join(lines)


def _line(key: str, figure: dict[str, Any]) -> str:
    interval = f"({figure['low']:.3f} to {figure['high']:.3f})"
    return f"  {key:32} {figure['value']:.3f} {interval:20} n={figure['n']}"
