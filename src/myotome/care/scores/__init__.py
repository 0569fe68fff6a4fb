"""Scores: exact values from filled-in forms, changes that count, published definitions of response."""

from myotome.care.scores.change import compare
from myotome.care.scores.form import Filled, find_score, keys, read_form
from myotome.care.scores.response import find_response, respond
from myotome.care.scores.value import value_of

__all__ = ["Filled", "compare", "find_response", "find_score", "keys", "read_form", "respond", "value_of"]
