"""What a test costs the patient and the hospital: money, delay, invasiveness, availability."""

from __future__ import annotations

from myotome.knowledge.model import Test


def burden(test: Test, settings: dict) -> float:
    """Relative burden; grows with the test's cost. The table of ``settings/next_test.yaml`` is for a
    French university hospital and is meant to be edited: by kind, and by test where one differs.

    >>> from myotome.knowledge import load
    >>> known, values = load().tests, load().settings["next_test"]
    >>> burden(known["needle_emg"], values) < burden(known["muscle_biopsy"], values)
    True
    """
    entry = settings["burden"][test.kind] | settings["burden_of_test"].get(test.id, {})
    weights = settings["burden_weights"]
    delay = weights["delay"] * entry["delay_days"] / 30
    return test.cost * (
        1 + delay + weights["invasiveness"] * entry["invasiveness"] + weights["availability"] * (1 - entry["availability"])
    )


def bundle(test: Test, settings: dict) -> str:
    """What can be done in one go with it ("one venepuncture"); empty when it stands alone."""
    return settings["bundles"].get(test.kind, "")
