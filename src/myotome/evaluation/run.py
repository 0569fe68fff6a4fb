"""Run the assessment over cases and gather the figures (what each means: docs/evaluation.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from myotome.evaluation.cases import GoldCase
from myotome.evaluation.findings import PARTS
from myotome.evaluation.metrics import (
    Figure,
    bootstrap,
    calibration_error,
    calibration_slope,
    pooled,
    rank_of,
)
from myotome.evaluation.predict import Answered, Prediction, Ranking, predict
from myotome.knowledge.store import Knowledge

OTHER = "other"
TOP = 3


def top_of(ranking: Ranking) -> tuple[str, float]:
    """The first disease and its probability."""
    return next(((d, p) for d, p in ranking if d != OTHER), ("", 0.0))


def brier(ranking: Ranking, accepted: frozenset[str]) -> float:
    """Squared error of the whole ranking; the accepted answers count as one."""
    mass = sum(p for d, p in ranking if d in accepted)
    return (1 - mass) ** 2 + sum(p * p for d, p in ranking if d not in accepted)


def ranking_figures(answers: Sequence[Answered]) -> dict[str, Figure]:
    """Of cases whose disease is in the sheet, and the weight on the top where it is not."""
    inside = [a for a in answers if a.gold.in_list]
    ranks = [rank_of(a.prediction.ranking, a.gold.accepted) for a in inside]
    tops = [top_of(a.prediction.ranking) for a in inside]
    pairs = [(p, float(d in a.gold.accepted)) for (d, p), a in zip(tops, inside, strict=True)]
    done = {f"top_{k}": bootstrap([float(r is not None and r <= k) for r in ranks]) for k in (1, TOP, 10)}
    done["mean_reciprocal_rank"] = bootstrap([1 / r if r else 0.0 for r in ranks])
    done["brier"] = bootstrap([brier(a.prediction.ranking, a.gold.accepted) for a in inside])
    done["mean_top_probability"] = bootstrap([p for p, _ in pairs])
    done["calibration_error"] = bootstrap(pairs, calibration_error)
    done["calibration_slope"] = bootstrap(pairs, calibration_slope)
    done["top_weight_when_not_in_list"] = bootstrap([
        top_of(a.prediction.ranking)[1] for a in answers if not a.gold.in_list
    ])
    done["not_to_miss_recall"] = bootstrap([
        float(bool(a.gold.accepted & set(a.prediction.not_to_miss))) for a in inside
    ])
    done["not_to_miss_recall_dangerous"] = bootstrap([
        float(bool(a.gold.accepted & set(a.prediction.not_to_miss))) for a in inside if a.dangerous
    ])
    done["not_to_miss_entry_right"] = bootstrap([
        (float(len(a.gold.accepted & set(a.prediction.not_to_miss))), float(len(a.prediction.not_to_miss))) for a in answers
    ], pooled)
    done["not_to_miss_length"] = bootstrap([float(len(a.prediction.not_to_miss)) for a in answers])
    return done


def _first(hits: Sequence[bool]) -> int | None:
    """Number of the first visit that hits, from 1."""
    return next((n for n, hit in enumerate(hits, 1) if hit), None)


def earliness_figures(answers: Sequence[Answered]) -> dict[str, Figure]:
    """Of cases with visits, up to the one of the diagnosis (the last, where it is not recorded):
    the share in which each list held the right answer by then, and the earliest such visit."""
    earliest: dict[str, list[int | None]] = {"top_3": [], "not_to_miss": [], "either": []}
    lengths, right = [], []
    for answer in answers:
        gold, prediction = answer.gold, answer.prediction
        if not gold.visits or not gold.in_list:
            continue
        last = len(gold.visits) if gold.diagnosed_at_visit is None else gold.diagnosed_at_visit + 1
        ranks = [rank_of(ranking, gold.accepted) for ranking in prediction.visits[:last]]
        lists = answer.visits_not_to_miss[:last]
        earliest["top_3"].append(_first([r is not None and r <= TOP for r in ranks]))
        earliest["not_to_miss"].append(_first([bool(gold.accepted & set(names)) for names in lists]))
        first = [v[-1] for v in (earliest["top_3"], earliest["not_to_miss"]) if v[-1] is not None]
        earliest["either"].append(min(first, default=None))
        right.append((float(sum(len(gold.accepted & set(names)) for names in lists)), float(sum(map(len, lists)))))
        lengths.append((float(sum(map(len, lists))), float(len(lists))))
    done: dict[str, Figure] = {}
    for name, visits in earliest.items():
        done[f"visits_{name}_in_time"] = bootstrap([float(v is not None) for v in visits])
        done[f"visits_{name}_at_first"] = bootstrap([float(v == 1) for v in visits])
        done[f"visits_{name}_earliest"] = bootstrap([float(v) for v in visits if v is not None])
    done["visits_not_to_miss_entry_right"] = bootstrap(right, pooled)
    done["visits_not_to_miss_length"] = bootstrap(lengths, pooled)
    return done


def figures(answers: Sequence[Answered]) -> dict[str, Figure]:
    """Every figure of one slice of the cases."""
    done = ranking_figures(answers)
    for part in PARTS:
        done[f"findings_{part}"] = bootstrap([a.shares[part] for a in answers], pooled)
    done["findings_per_listed"] = bootstrap([
        len(a.prediction.findings) / len(a.gold.findings) for a in answers if a.gold.findings
    ])
    return done | earliness_figures(answers) | {"seconds": bootstrap([a.prediction.seconds for a in answers])}


def slices(golds: Sequence[GoldCase], knowledge: Knowledge) -> dict[str, list[int]]:
    """Name -> indices: all, thin or not, seed, deciding test in the vignette or not, language, and
    the group of the first accepted id."""
    found: dict[str, list[int]] = {"all": list(range(len(golds)))}
    for n, gold in enumerate(golds):
        group = next((knowledge.diseases[d].group for d in sorted(gold.accepted) if d in knowledge.diseases), "none")
        names = ["thin" if gold.thin else "not_thin", f"language_{gold.language}", f"group_{group}"]
        names += ["seed"] if gold.seed else []
        if gold.decisive_in_vignette is not None:
            names.append("decisive" if gold.decisive_in_vignette else "not_decisive")
        for name in names:
            found.setdefault(name, []).append(n)
    return {name: found[name] for name in sorted(found)}


def evaluate_cases(golds: Sequence[GoldCase], knowledge: Knowledge, mode: str = "text") -> tuple[dict[str, Any], list[Prediction]]:
    """All figures by slice, and the predictions. mode: "text", "structured" or "both"."""
    answers = [predict(gold, knowledge, mode) for gold in golds]
    report = {
        "mode": mode, "cases": len(golds), "knowledge": knowledge.version,
        "findings_without_hpo": sum(not f.hpo for g in golds for f in g.findings),
        "slices": {
            name: figures([answers[n] for n in members]) for name, members in slices(golds, knowledge).items()
        },
    }
    return report, [a.prediction for a in answers]
