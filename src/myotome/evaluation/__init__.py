"""Measured against cases with a known answer: format of ../shared/cases/README.md."""

from myotome.evaluation.cases import GoldCase, load_cases
from myotome.evaluation.run import evaluate_cases

__all__ = ["GoldCase", "evaluate_cases", "load_cases"]
