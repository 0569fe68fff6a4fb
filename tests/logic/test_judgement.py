"""Kleene's tables, and the properties that make "unknown" honest."""

from hypothesis import given
from hypothesis import strategies as st

from myotome.logic.judgement import Judgement, all_of, any_of, at_least, negate
from myotome.terms import Truth

ORDER = {Truth.NO: 0, Truth.UNKNOWN: 1, Truth.YES: 2}
judgements = st.builds(
    Judgement,
    st.sampled_from(Truth),
    st.tuples(st.integers(0, 5)),
    st.tuples(st.sampled_from("abc")),
)
lists = st.lists(judgements, max_size=6)


@given(lists)
def test_all_is_the_least_and_any_the_greatest(parts):
    ranks = [ORDER[p.truth] for p in parts]
    assert ORDER[all_of(parts).truth] == min(ranks, default=2)
    assert ORDER[any_of(parts).truth] == max(ranks, default=0)


@given(lists)
def test_de_morgan(parts):
    assert negate(all_of(parts)).truth is any_of([negate(p) for p in parts]).truth


@given(lists, st.integers(0, 7))
def test_at_least_agrees_with_every_way_to_settle_the_unknown(parts, n):
    yes = sum(p.truth is Truth.YES for p in parts)
    unknown = sum(p.truth is Truth.UNKNOWN for p in parts)
    outcomes = {yes + extra >= n for extra in range(unknown + 1)}
    truth = at_least(n, parts).truth
    assert truth is (Truth.UNKNOWN if len(outcomes) == 2 else Truth.YES if outcomes == {True} else Truth.NO)


@given(lists, st.integers(0, 7))
def test_only_the_unknown_names_what_is_missing(parts, n):
    answer = at_least(n, parts)
    open_parts = {m for p in parts if p.truth is Truth.UNKNOWN for m in p.missing}
    assert set(answer.missing) == (open_parts if answer.truth is Truth.UNKNOWN else set())
