"""Run the assessment over cases and gather the figures the issue asks for."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import msgspec

from myotome.answer import Assessment
from myotome.assess import assess, complete
from myotome.evaluation.cases import GoldCase, build, from_visits
from myotome.evaluation.findings import compare, hpo_index, polarity
from myotome.evaluation.metrics import (
    Figure,
    bootstrap,
    calibration_error,
    calibration_slope,
    mean,
    rank_of,
)
from myotome.knowledge.store import Knowledge

SHOWN = 30


class Prediction(msgspec.Struct, kw_only=True):
    """One case's answer, in the form of ``--predictions``."""

    id: str
    ranking: list[tuple[str, float]]
    not_to_miss: list[str]
    visits: list[list[tuple[str, float]]]
    visits_not_to_miss: list[list[str]]
    findings: list[dict[str, Any]]
    seconds: float


def ranking_of(assessment: Assessment) -> list[tuple[str, float]]:
    return [(c.disease, round(c.probability, 6)) for c in assessment.differential.candidates[:SHOWN]]


def predict(gold: GoldCase, knowledge: Knowledge, mode: str) -> tuple[Prediction, list[dict[str, float | None]]]:
    """Assess one case, and each stage of its visits; returns the finding comparison too."""
    begin = time.perf_counter()
    case = build(gold, knowledge, mode)
    assessment = assess(case, knowledge)
    seconds = time.perf_counter() - begin
    visits, visit_lists = [], []
    for number in range(len(gold.visits)):
        early = assess(from_visits(gold, knowledge, number), knowledge)
        visits.append(ranking_of(early))
        visit_lists.append([n.disease for n in early.differential.not_to_miss])
    read_case, _, _ = complete(build(gold, knowledge, mode), knowledge)
    rows = compare(gold.findings, read_case.findings, knowledge, hpo_index(knowledge))
    prediction = Prediction(
        id=gold.id, ranking=ranking_of(assessment),
        not_to_miss=[n.disease for n in assessment.differential.not_to_miss],
        visits=visits, visits_not_to_miss=visit_lists,
        findings=[
            {
                "text": f.evidence[0].text if f.evidence else "", "concept": f.concept,
                "hpo": knowledge.concepts[f.concept].hpo or None, "site": f.site, "side": f.side.value,
                "polarity": polarity(f),
            }
            for f in case.findings
        ],
        seconds=round(seconds, 4),
    )
    return prediction, rows


def figures(golds: Sequence[GoldCase], predictions: Sequence[Prediction]) -> dict[str, Figure]:
    """Ranking figures over cases whose disease is in the sheet, and weight on the top where it is not."""
    pairs = [(g, p) for g, p in zip(golds, predictions, strict=True) if g.in_list]
    ranks = [rank_of(p.ranking, g.accepted) for g, p in pairs]
    done: dict[str, Figure] = {}
    for k in (1, 3, 10):
        done[f"top_{k}"] = bootstrap([float(r is not None and r <= k) for r in ranks])
    done["mean_reciprocal_rank"] = bootstrap([1 / r if r else 0.0 for r in ranks])
    top = []
    brier = []
    for gold, prediction in pairs:
        best, probability = next((x for x in prediction.ranking if x[0] != "other"), ("", 0.0))
        right = float(best in gold.accepted)
        top.append((probability, right))
        mass = sum(q for d, q in prediction.ranking if d in gold.accepted)
        brier.append((1 - mass) ** 2 + sum(q * q for d, q in prediction.ranking if d not in gold.accepted))
    done["brier"] = bootstrap(brier)
    if top:
        done["calibration_error"] = bootstrap(top, calibration_error)
        slope = calibration_slope(top)
        done["calibration_slope"] = Figure(value=slope, low=None, high=None, n=len(top))
        done["mean_top_probability"] = bootstrap([p for p, _ in top])
    outside = [p for g, p in zip(golds, predictions, strict=True) if not g.in_list]
    done["top_weight_when_not_in_list"] = bootstrap([
        next((q for d, q in p.ranking if d != "other"), 0.0) for p in outside
    ])
    done["not_to_miss_recall"] = bootstrap([float(bool(g.accepted & set(p.not_to_miss))) for g, p in pairs])
    done["not_to_miss_length"] = bootstrap([float(len(p.not_to_miss)) for p in predictions])
    done["seconds"] = bootstrap([p.seconds for p in predictions])
    return done


def earliness(golds: Sequence[GoldCase], predictions: Sequence[Prediction]) -> dict[str, Figure]:
    """Share of cases with visits where the right answer was seen at or before the diagnosis, and the
    earliest visit (as share of the visits up to the diagnosis) at which it was."""
    shares: dict[str, list[float]] = {"top_3_before": [], "not_to_miss_before": [], "top_3_first": [], "not_to_miss_first": []}
    lengths = []
    for gold, prediction in zip(golds, predictions, strict=True):
        if not gold.visits or not gold.in_list:
            continue
        last = gold.diagnosed_at_visit if gold.diagnosed_at_visit is not None else len(gold.visits) - 1
        ranked = [
            n for n, ranking in enumerate(prediction.visits[: last + 1])
            if (r := rank_of(ranking, gold.accepted)) is not None and r <= 3
        ]
        listed = [n for n, names in enumerate(prediction.visits_not_to_miss[: last + 1]) if gold.accepted & set(names)]
        lengths += [float(len(names)) for names in prediction.visits_not_to_miss[: last + 1]]
        for name, seen in (("top_3", ranked), ("not_to_miss", listed)):
            shares[f"{name}_before"].append(float(bool(seen)))
            shares[f"{name}_first"].append(float(bool(seen and seen[0] == 0)))
    done = {name: bootstrap(values) for name, values in shares.items()}
    done["not_to_miss_length_at_visits"] = bootstrap(lengths)
    return done


def evaluate_cases(golds: Sequence[GoldCase], knowledge: Knowledge, mode: str = "text") -> tuple[dict[str, Any], list[Prediction]]:
    """All figures by slice, and the predictions.

    Slices: all, not thin, thin, seed, decisive (true / false), each group of the first accepted id,
    each language. Findings: recall on gold findings that carry an HPO id; no precision, their lists
    are not exhaustive.
    """
    predictions, rows = [], []
    for gold in golds:
        prediction, compared = predict(gold, knowledge, mode)
        predictions.append(prediction)
        rows.append(compared)
    slices: dict[str, list[int]] = {"all": list(range(len(golds)))}
    for n, gold in enumerate(golds):
        slices.setdefault("thin" if gold.thin else "not_thin", []).append(n)
        if gold.seed:
            slices.setdefault("seed", []).append(n)
        if gold.decisive_in_vignette is not None:
            slices.setdefault(f"decisive_{str(gold.decisive_in_vignette).lower()}", []).append(n)
        slices.setdefault(f"language_{gold.language}", []).append(n)
        group = next((knowledge.diseases[d].group for d in sorted(gold.accepted) if d in knowledge.diseases), "none")
        slices.setdefault(f"group_{group}", []).append(n)
    report: dict[str, Any] = {"mode": mode, "cases": len(golds), "knowledge": knowledge.version, "slices": {}}
    for name, members in sorted(slices.items()):
        part = [golds[n] for n in members]
        report["slices"][name] = figures(part, [predictions[n] for n in members])
    flat = [row for case_rows in rows for row in case_rows]
    report["findings"] = {
        key: bootstrap([row[key] for row in flat if row[key] is not None], mean)  # type: ignore[misc]
        for key in ("recall", "polarity", "side", "site")
    }
    report["findings_without_hpo"] = sum(1 for g in golds for f in g.findings if not f.hpo)
    report["earliness"] = earliness(golds, predictions)
    return report, predictions
