from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from myotome.laboratory.compare import above, below, reaches

numbers = st.integers(-1000, 1000)


@given(numbers, numbers, numbers)
def test_a_comparator_never_says_more_than_every_value_that_it_allows(value: int, limit: int, real: int) -> None:
    allowed = {"": real == value, "<": real < value, "<=": real <= value, ">": real > value, ">=": real >= value}
    for comparator, fits in allowed.items():
        if not fits:
            continue
        for question in (above, below, reaches):
            said = question(value, comparator, limit)
            assert said is None or said == question(real, "", limit)


def test_without_a_number_nothing_is_said() -> None:
    assert above(None, "", 3) is None
    assert below(3, "", None) is None
    assert reaches(None, "", 3) is None
