"""What would settle it: not what is known, cheaper first, and never instead of what must not be left out."""

from __future__ import annotations

import copy

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.answer import (
    Candidate,
    Differential,
    Lesion,
    Localisation,
    NextTest,
    NotToMiss,
    Result,
    SiteEvidence,
)
from myotome.assess import assess
from myotome.case import Case, Finding, Patient
from myotome.knowledge import load
from myotome.knowledge.expression import parse
from myotome.knowledge.store import Knowledge
from myotome.reasoning.burden import burden
from myotome.reasoning.next_test import expected_fall, expected_gain, losses, next_tests
from myotome.report.html import html_report
from myotome.report.terminal import short_answer
from myotome.terms import Presence, Side


def even(*diseases: str) -> Differential:
    return Differential(candidates=tuple(Candidate(disease=d, probability=1 / len(diseases)) for d in diseases))


EVEN = even("mmn", "als")
SPINE = even("spondylodiscitis", "apatite_disc", "longus_colli", "meningitis")
NOWHERE = Localisation()


def with_tests(knowledge: Knowledge, *, settings: dict | None = None, **changes: dict) -> Knowledge:
    """The knowledge with some fields of some tests changed; a test given as None is left out."""
    tests = {k: v for k, v in knowledge.tests.items() if changes.get(k, {}) is not None}
    tests |= {name: msgspec.structs.replace(knowledge.tests[name], **fields) for name, fields in changes.items() if fields}
    values = copy.deepcopy(knowledge.settings)
    values["next_test"] |= settings or {}
    return Knowledge(msgspec.structs.replace(knowledge.content, tests=tests, settings=values), knowledge.version)


def chosen(knowledge: Knowledge, *findings: Finding, differential: Differential = EVEN, where: Localisation = NOWHERE):
    return next_tests(Case(findings=findings), differential, where, knowledge)


def every(knowledge: Knowledge, **options) -> dict[str, float]:
    """Test -> value, without the limit of how many are shown."""
    return {t.test: t.value for t in chosen(with_tests(knowledge, settings={"shown": 1000}), **options)}


def test_gain_by_hand():
    """Two diseases, even. A result that only one gives settles it: 1 bit. 80 % against 20 %:
    1 - H(0.8) = 1 - 0.7219 = 0.2781 bit. A result that both give alike: nothing."""
    gain = expected_gain(np.array([0.5, 0.5]), np.array([[1.0, 0.8, 0.4], [0.0, 0.2, 0.4]]))
    assert gain == pytest.approx([1.0, 0.27807, 0.0], abs=1e-5)


@given(
    st.lists(st.floats(0.01, 1), min_size=2, max_size=6),
    st.lists(st.lists(st.floats(0.001, 0.999), min_size=3, max_size=3), min_size=6, max_size=6),
)
@settings(max_examples=100, deadline=None)
def test_gain_is_between_nothing_and_all_that_is_open(weights, rates):
    posterior = np.array(weights) / sum(weights)
    gain = expected_gain(posterior, np.array(rates[: len(weights)]))
    entropy = -(posterior * np.log2(posterior)).sum()
    assert (gain >= -1e-9).all()
    assert (gain <= entropy + 1e-9).all()


def test_known_results_are_not_asked(knowledge):
    every_test = every(knowledge)
    for name in list(every_test)[:12]:
        known = tuple(Finding(concept=c, presence=Presence.ABSENT) for c in knowledge.tests[name].concepts)
        case = Case(findings=known)
        left = next_tests(case, EVEN, NOWHERE, with_tests(knowledge, settings={"shown": 1000}))
        assert name not in {t.test for t in left}


def test_what_is_only_awaited_is_still_open(knowledge):
    from myotome.terms import Certainty

    name = next(iter(every(knowledge)))
    awaited = tuple(Finding(concept=c, certainty=Certainty.PENDING) for c in knowledge.tests[name].concepts)
    left = next_tests(Case(findings=awaited), EVEN, NOWHERE, with_tests(knowledge, settings={"shown": 1000}))
    assert name in {t.test for t in left}


def test_value_falls_with_cost(knowledge):
    name = chosen(knowledge)[0].test
    cost = knowledge.tests[name].cost
    values = [every(with_tests(knowledge, **{name: {"cost": cost * k}}))[name] for k in (1, 2, 8, 64)]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == 4


def test_best_first(knowledge):
    partners = {p for t in knowledge.tests.values() for p in t.never_replaces}
    alone = [t.value for t in chosen(knowledge) if t.test not in partners]
    assert alone == sorted(alone, reverse=True)
    assert len(chosen(knowledge)) <= knowledge.settings["next_test"]["shown"]


def test_what_confirms_a_disease_not_to_be_missed_gains(knowledge):
    urgent = msgspec.structs.replace(
        EVEN, not_to_miss=(NotToMiss(disease="mmn", probability=0.5, harm=0.8, treatability=0.9, score=0.36),),
    )
    calm, pressed = every(knowledge), every(knowledge, differential=urgent)
    for name in set(knowledge.diseases["mmn"].confirm) & set(calm):
        assert pressed[name] > calm[name]
    other = next(n for n in calm if n not in knowledge.diseases["mmn"].confirm)
    assert pressed[other] == calm[other]


@pytest.mark.parametrize("first", [t.id for t in load().tests.values() if t.never_replaces])
@pytest.mark.parametrize("shown", [1, 2, 6])
def test_a_test_never_stands_without_what_it_must_not_replace(knowledge, first, shown):
    """Wherever the list is cut: a shown test has its partners beside it, as far as they are open."""
    cheap = with_tests(knowledge, settings={"shown": shown}, **{first: {"cost": 1e-12}})
    order = [t.test for t in chosen(cheap, differential=SPINE)]
    available = set(every(knowledge, differential=SPINE))
    assert order[0] == first
    for place, name in enumerate(order):
        partners = [p for p in knowledge.tests[name].never_replaces if p in available]
        assert set(partners) <= set(order)
        if partners and not set(partners) & set(order[:place]):
            assert order[place + 1] == partners[0]
    assert len(order) <= shown + 5


def test_a_test_that_makes_no_sense_here_is_not_offered(knowledge):
    name = chosen(knowledge)[0].test
    never = with_tests(knowledge, **{name: {"when": parse({"sex": "male"}, "test")}})
    for sex, offered in (("male", True), ("female", False), ("unknown", True)):
        case = msgspec.convert({"patient": {"sex": sex}}, Case)
        assert (name in {t.test for t in next_tests(case, EVEN, NOWHERE, never)}) is offered


def test_it_says_which_diseases_it_separates(knowledge):
    for test in chosen(knowledge):
        assert set(test.separates) <= {"mmn", "als"}
    assert any(t.separates for t in chosen(knowledge))


def test_needle_and_nerve_studies_say_where(knowledge):
    untested = SiteEvidence(site="tibialis_posterior", side=Side.LEFT)
    segment = knowledge.nerves["median"].segments[0]
    where = Localisation(lesions=(Lesion(lesion_class="nerve_focal", sites=((segment, Side.LEFT),), probability=1.0, untested=(untested,)),))
    shown = {t.test: t.sites for t in chosen(with_tests(knowledge, settings={"shown": 1000}), where=where)}
    muscle = next(n for n in shown if knowledge.tests[n].per_site == "muscle")
    nerve = next(n for n in shown if knowledge.tests[n].per_site == "nerve")
    assert shown[muscle] == (("tibialis_posterior", Side.LEFT),)
    assert shown[nerve] == (("median", Side.LEFT),)
    assert all(not sites for name, sites in shown.items() if not knowledge.tests[name].per_site)


def test_nothing_to_tell_apart(knowledge):
    assert next_tests(Case(), Differential(), NOWHERE, knowledge) == ()


def test_fall_of_loss_by_hand():
    """Two diseases, even, losses 1 and 0.5: the loss is 0.25 + 0.125. A result that settles it takes all;
    80 % against 20 % leaves (1 + 0.5) * 0.16 = 0.24; a result that both give alike takes nothing."""
    fall = expected_fall(np.array([0.5, 0.5]), np.array([[1.0, 0.8, 0.4], [0.0, 0.2, 0.4]]), np.array([1.0, 0.5]))
    assert fall == pytest.approx([0.375, 0.135, 0.0])


@given(
    st.lists(st.floats(0.01, 1), min_size=2, max_size=6),
    st.lists(st.lists(st.floats(0.001, 0.999), min_size=3, max_size=3), min_size=6, max_size=6),
    st.lists(st.floats(0.0, 2), min_size=6, max_size=6),
)
@settings(max_examples=100, deadline=None)
def test_no_result_is_expected_to_raise_the_loss(weights, rates, loss):
    posterior = np.array(weights) / sum(weights)
    fall = expected_fall(posterior, np.array(rates[: len(weights)]), np.array(loss[: len(weights)]))
    assert (fall >= -1e-9).all()


def test_it_is_worse_to_miss_what_is_dangerous_and_treatable(knowledge):
    meningitis, myositis = losses(["meningitis", "ibm"], knowledge)
    assert meningitis > myositis > 0


def test_it_tells_what_each_result_would_do(knowledge):
    for test in chosen(knowledge):
        pairs = {o.concept: sum(x.chance for x in test.outcomes if x.concept == o.concept) for o in test.outcomes}
        assert all(total == pytest.approx(1, abs=1e-3) for total in pairs.values())
        assert set(pairs) <= set(knowledge.tests[test.test].concepts)
        for outcome in test.outcomes:
            assert sum(p for _, p in outcome.ranking) == pytest.approx(1, abs=1e-3)
    block = next(o for t in chosen(knowledge) for o in t.outcomes if "conduction_block" in o.concept)
    assert (block.ranking[0][0] == "mmn") is block.present


def test_the_share_before_is_what_both_results_average_to(knowledge):
    seen = 0
    for test in chosen(knowledge):
        for there, gone in zip(test.outcomes[::2], test.outcomes[1::2], strict=True):
            disease = there.ranking[0][0]
            then = dict(gone.ranking)
            if disease in then:
                seen += 1
                assert there.chance * there.ranking[0][1] + gone.chance * then[disease] == pytest.approx(there.now, abs=1e-3)
    assert seen


def test_what_can_be_done_in_the_same_go_comes_cheaper(knowledge):
    alone = chosen(with_tests(knowledge, settings={"shown": 1000, "least_share": 0.0, "bundle_share": 1.0}))
    together = chosen(with_tests(knowledge, settings={"shown": 1000, "least_share": 0.0, "bundle_share": 0.2}))
    first = next(t for t in alone if t.bundle == "venepuncture")
    more = [t.test for t in alone if t.bundle == "venepuncture" and t.test != first.test][:5]
    place = [{t.test: n for n, t in enumerate(order)} for order in (alone, together)]
    assert sum(place[1][t] for t in more) < sum(place[0][t] for t in more)


def test_burden_grows_with_delay_and_invasiveness(knowledge):
    quick = with_tests(knowledge)
    test = next(t for t in knowledge.tests.values() if t.kind == "enmg")
    values = quick.settings["next_test"]
    before = burden(test, values)
    for field, value in (("delay_days", 90), ("invasiveness", 1.0), ("availability", 0.1)):
        changed = copy.deepcopy(values)
        changed["burden"]["enmg"][field] = value
        assert burden(test, changed) > before


def denied(*concepts: str) -> tuple[Finding, ...]:
    return tuple(Finding(concept=c, presence=Presence.ABSENT) for c in concepts)


def repeats(knowledge, findings, differential, **patient) -> dict[str, int | None]:
    case = Case(findings=findings, patient=Patient(**patient))
    return {t.test: t.repeat for t in next_tests(case, differential, NOWHERE, with_tests(knowledge, settings={"shown": 1000, "least_share": 0}))}


@pytest.mark.parametrize(("test", "patient", "again"), [
    ("nerve_conduction_study", {"duration_months": 0.2}, True), ("nerve_conduction_study", {"duration_months": 6}, False),
    ("nerve_conduction_study", {}, False), ("needle_emg", {"duration_months": 0.4}, True), ("needle_emg", {"duration_months": 2}, False),
    ("anti_achr_assay", {"duration_months": 3}, True), ("anti_achr_assay", {"duration_months": 30}, False),
])
def test_a_negative_result_is_looked_for_again_where_repeating_is_the_point(knowledge, test, patient, again):
    """All results of the test are negative: it comes back only while they may have been looked for too early."""
    rivals = even("myasthenia_gravis", "lems") if test == "anti_achr_assay" else even("gbs_aidp", "mmn", "als")
    findings = denied(*knowledge.tests[test].concepts)
    found = repeats(knowledge, findings, rivals, **patient)
    assert (test in found) is again and found.get(test) == (0 if again else None)


def test_a_positive_result_is_never_repeated(knowledge):
    findings = tuple(Finding(concept=c) for c in knowledge.tests["needle_emg"].concepts)
    assert "needle_emg" not in repeats(knowledge, findings, EVEN, duration_months=0.3)


def test_a_test_never_done_is_no_repeat(knowledge):
    assert set(repeats(knowledge, (), EVEN, duration_months=0.3).values()) == {None}


@pytest.mark.parametrize(("language", "said"), [("fr", "À refaire. Une étude normale des premiers jours"), ("en", "To do again. A normal study of the first days")])
def test_why_it_is_done_again_is_told(knowledge, language, said):
    steps = (NextTest(test="sensory_conduction", gain=1, value=1, repeat=0),)
    done = msgspec.structs.replace(assess(Case(language=language), knowledge), next_tests=steps)
    result = Result(assessments=(done,), language=language)
    assert said in html_report(result, knowledge) and said in short_answer(result, knowledge)
