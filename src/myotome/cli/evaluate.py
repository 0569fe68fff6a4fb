"""``myotome evaluate``: figures on cases with a known answer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from myotome.errors import EXIT_DONE


@click.command("evaluate")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--from", "mode", type=click.Choice(["text", "structured", "both"]), default="text", show_default=True, help="What of a case is read.")
@click.option("--predictions", type=click.Path(dir_okay=False, path_type=Path), help="Write one JSON object a case.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(files: tuple[Path, ...], mode: str, predictions: Path | None, as_json: bool) -> None:
    """Measure ranking, calibration, earliness and findings on FILES (format of shared/cases/README.md)."""
    import msgspec

    from myotome.evaluation import evaluate_cases, load_cases
    from myotome.knowledge import load

    golds = [gold for file in files for gold in load_cases(file)]
    report, answers = evaluate_cases(golds, load(), mode)
    if predictions:
        predictions.write_bytes(b"\n".join(msgspec.json.encode(a) for a in answers) + b"\n")
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(report)).decode())
    else:
        click.echo(as_text(msgspec.to_builtins(report)))
    sys.exit(EXIT_DONE)


def as_text(report: dict[str, Any]) -> str:
    """The figures as aligned lines: value, 95 % interval, number of cases."""
    lines = [f"{report['cases']} cases, read from {report['mode']}, knowledge {report['knowledge']}"]
    for name, figures in report["slices"].items():
        lines.append(f"\n[{name}]")
        lines += [_line(key, figure) for key, figure in figures.items()]
    for part in ("findings", "earliness"):
        lines.append(f"\n[{part}]")
        lines += [_line(key, figure) for key, figure in report[part].items()]
    return "\n".join(lines)


def _line(key: str, figure: dict[str, Any]) -> str:
    if figure["value"] is None:
        return f"  {key:32} -"
    interval = f"({figure['low']:.3f} to {figure['high']:.3f})" if figure["low"] is not None else ""
    return f"  {key:32} {figure['value']:.3f} {interval:20} n={figure['n']}"
