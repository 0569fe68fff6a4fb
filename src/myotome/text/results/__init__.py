"""Tests, grades, values and studies in prose, and the results that stand beside them."""
