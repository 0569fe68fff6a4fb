"""Measure, and write the figures into both READMEs between their marks.

Run: python benchmarks/write_figures.py CASES.json ... (the development cases). The same figures as
``myotome evaluate`` prints, and the time budget of this machine; nothing is left out for being bad.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from time_budget import Step, machine, steps

from myotome.evaluation import evaluate_cases, load_cases
from myotome.knowledge import load
from myotome.version import __version__

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", re.S)
PAGES = {"en": ROOT / "README.md", "fr": ROOT / "README.fr.md"}
COLUMNS = {"all": ("all", "tous"), "not_thin": ("fuller texts", "textes plus complets"), "not_decisive": ("deciding test not in the text", "examen décisif absent du texte")}


class Row(NamedTuple):
    """A line of the table: the figure's key, how it is shown, and its name in both languages."""

    key: str
    shown: str
    en: str
    fr: str


ROWS = (
    Row("top_1", "share", "right answer first", "bonne réponse en tête"),
    Row("top_3", "share", "... among the first three", "... parmi les trois premières"),
    Row("top_10", "share", "... among the first ten", "... parmi les dix premières"),
    Row("mean_reciprocal_rank", "number", "mean reciprocal rank", "rang réciproque moyen"),
    Row("brier", "number", "Brier score (0 best, 2 worst)", "score de Brier (0 au mieux, 2 au pire)"),
    Row("calibration_error", "number", "calibration error, 10 bins", "erreur de calibration, 10 classes"),
    Row("calibration_slope", "number", "calibration slope (1 is right)", "pente de calibration (1 est juste)"),
    Row("not_to_miss_recall", "share", "right answer on the list \"must not be missed\"", "bonne réponse dans la liste « à ne pas manquer »"),
    Row("not_to_miss_length", "number", "... mean length of that list", "... longueur moyenne de cette liste"),
    Row("visits_top_3_in_time", "share", "visits: among the first three at or before the diagnosis", "visites : parmi les trois premières au plus tard au diagnostic"),
    Row("visits_top_3_at_first", "share", "... already at the first visit", "... dès la première visite"),
    Row("findings_recall", "share", "listed findings that were read (recall)", "signes de la liste qui ont été lus (rappel)"),
    Row("findings_per_listed", "number", "findings read for one that is listed", "signes lus pour un de la liste"),
    Row("findings_polarity", "share", "... of these, polarity right", "... dont polarité juste"),
    Row("findings_side", "share", "... side right", "... côté juste"),
    Row("findings_site", "share", "... site right", "... siège juste"),
)

STEPS_FR = {
    "load the knowledge, with process start": "charger les connaissances, démarrage compris",
    "--help, with process start": "--help, démarrage compris", "assess, with process start": "assess, démarrage compris",
    "read a note of 3,000 characters": "lire une note de 3 000 caractères", "localise": "localiser",
    "criteria, all sets": "critères, tous les ensembles", "rank all diseases, with explanation": "classer toutes les maladies, avec explication",
    "next test": "examen suivant", "render the report": "écrire le rapport", "text to assessment": "du texte à l'évaluation",
}


def local(text: str, language: str) -> str:
    return text.replace(".", ",") if language == "fr" else text


def cell(figure: dict[str, Any], shown: str, language: str) -> str:
    """ "62 % (48-74)", with its interval; a dash where there is nothing to measure."""
    if figure["value"] is None:
        return "–"
    values = [figure[k] for k in ("value", "low", "high")]
    if shown == "share":
        value, low, high = (f"{100 * v:.0f}" for v in values)
        return f"{value}{chr(160) if language == 'fr' else ''}% ({low}–{high})"
    value, low, high = (f"{v:.2f}" for v in values)
    return local(f"{value} ({low}–{high})", language)


def quality(report: dict[str, Any], language: str) -> list[str]:
    slices = report["slices"]
    at = 0 if language == "en" else 1
    heads = [f"{names[at]} (n = {slices[s]['top_1']['n']})" for s, names in COLUMNS.items()]
    lines = ["| | " + " | ".join(heads) + " |", "|---|" + "---|" * len(heads)]
    for row in ROWS:
        cells = [cell(slices[s][row.key], row.shown, language) for s in COLUMNS]
        lines.append(f"| {getattr(row, language)} | " + " | ".join(cells) + " |")
    return lines


def speed(measured: list[Step], language: str) -> list[str]:
    head = "| ms, one core | median | 95th percentile | budget |" if language == "en" else "| ms, un cœur | médiane | 95e centile | budget |"
    lines = [head, "|---|---|---|---|"]
    for step in measured:
        name = step.name if language == "en" else STEPS_FR[step.name]
        lines.append(local(f"| {name} | {step.median:.1f} | {step.p95:.1f} | {step.budget:g} |", language))
    return lines


def block(report: dict[str, Any], fields: dict[str, Any], measured: list[Step], language: str) -> str:
    """report: from the texts; fields: from the structured fields alone."""
    outside = report["slices"]["all"]["top_weight_when_not_in_list"]
    figure = cell(outside, "share", language)
    first, third = (cell(fields["slices"]["all"][k], "share", language) for k in ("top_1", "top_3"))
    if language == "en":
        said = (
            f"Version {__version__}, knowledge `{report['knowledge']}`, {report['cases']} cases, vignettes read as text; 95 % bootstrap intervals in brackets.",
            f"From the structured fields alone: first {first}, among the first three {third}. Where the disease is not in the list "
            f"(n = {outside['n']}), the first disease gets {figure}. Time on {machine()}:",
        )
    else:
        said = (
            f"Version {__version__}, connaissances `{report['knowledge']}`, {report['cases']} cas, récits lus en texte ; entre parenthèses, intervalles de confiance à 95{chr(160)}% (bootstrap).",
            f"D'après les seuls champs structurés : en tête {first}, parmi les trois premières {third}. Quand la maladie n'est pas dans "
            f"la liste (n = {outside['n']}), la première maladie reçoit {figure}. Durées sur {machine()} :",
        )
    return "\n".join([said[0], "", *quality(report, language), "", said[1], "", *speed(measured, language), ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    golds = [gold for file in parser.parse_args().files for gold in load_cases(file)]
    report, fields = (msgspec.to_builtins(evaluate_cases(golds, load(), mode)[0]) for mode in ("text", "structured"))
    measured = list(steps())
    for language, page in PAGES.items():
        text = page.read_text(encoding="utf-8")
        written = block(report, fields, measured, language)
        page.write_text(BLOCK.sub(lambda m, w=written: m[1] + w + m[2], text), encoding="utf-8")


if __name__ == "__main__":
    main()
