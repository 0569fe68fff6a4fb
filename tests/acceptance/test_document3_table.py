"""The questions of document 3's first table (14 rows, five diseases), answered from the knowledge.

CELLS holds what the table says, read into the vocabulary of ``settings/questions.yaml``; a set holds every answer that agrees with the
cell ("Non" is met by "no" and "rare": the table gives no numbers). DIFFERS lists each cell where today's knowledge says otherwise, with
its value, sources and reason; no other cell may differ, and none may stand there without differing.
"""

from __future__ import annotations

import pytest

from myotome.answer import Reply
from myotome.knowledge import load
from myotome.reasoning.questions import replies

DISEASES = ("mmn", "cidp_multifocal", "sma4", "als", "postpolio")  # NMM, MADSAM, ASP (adult), SLA, postpolio
NO, YES, OFTEN = {"no", "rare"}, {"yes"}, {"yes", "sometimes"}
SILENT = {"not_described"}
CELLS: dict[str, tuple[set[str], ...]] = {
    "symmetry": ({"first"}, {"first"}, {"second"}, {"first"}, {"first"}),
    "limbs": ({"first"}, {"second"}, {"first", "second", "equal"}, {"equal"}, {"equal"}),
    "segment": ({"first"}, {"first"}, {"first", "second", "equal"}, {"first"}, {"equal"}),
    "upper_motor_neuron": (NO, NO, NO, YES, NO),
    "sensory": (NO, YES, NO, NO, NO),
    "bulbar": ({"rare"}, {"rare"}, NO, YES, {"rare"}),
    "motor_conduction": ({"conduction_block"}, {"conduction_block", "slow_motor_conduction"}, set(), set(), set()),
    "sensory_conduction": (NO, YES, NO, NO, NO),
    "needle": ({"neurogenic_emg"}, {"neurogenic_emg"}, {"neurogenic_emg"}, {"neurogenic_emg", "fasciculation_potentials"}, {"neurogenic_emg", "fasciculation_potentials"}),
    "paraspinal": (NO, SILENT, YES, OFTEN, {"sometimes"}),
    "central_conduction": (NO, NO, NO, YES, NO),
    "anti_gm1": (OFTEN, NO, NO, {"rare"}, NO),
    "csf_protein": (NO, OFTEN, NO, NO, {"no", "rare", "sometimes"}),
    "treatment": ({"ivig"}, {"corticosteroid"}, set(), {"riluzole"}, set()),
}
LISTS = ("motor_conduction", "needle", "treatment")  # the whole list of values must agree
# (question, disease): what the knowledge says today, the sources that it rests on, and why it does not follow the table.
DIFFERS: dict[tuple[str, str], tuple[set[str], set[str], str]] = {
    ("limbs", "cidp_multifocal"): ({"first"}, {"memory", "rajabally2009_lss"}, "later series find the arms at least as often affected as the legs"),
    ("limbs", "postpolio"): ({"second"}, {"memory"}, "the legs are recalled as affected more often, as polio did"),
    ("bulbar", "cidp_multifocal"): ({"sometimes"}, {"memory"}, "cranial nerves are recalled as affected in about a sixth"),
    ("needle", "mmn"): ({"neurogenic_emg", "fasciculation_potentials"}, {"doc3", "memory"}, "fasciculation is recalled in about half; the table does not name it for this disease"),
    ("csf_protein", "mmn"): ({"sometimes"}, {"memory"}, "a slight rise below 1 g/L is allowed by the guideline of 2010 and recalled in a sixth"),
    ("treatment", "cidp_multifocal"): ({"ivig"}, {"rajabally2009_lss"}, "immunoglobulin first, steroids as alternative"),
    ("treatment", "sma4"): ({"nusinersen_group"}, {"memory"}, "SMN-directed treatment came after the document"),
}


def answers() -> dict[tuple[str, str], Reply]:
    return {(r.question, r.disease): r for r in replies(DISEASES, load())}


def sources_of(reply: Reply) -> set[str]:
    return {*(f.reference for f in reply.features), *reply.references}


def agrees(question: str, cell: set[str], values: tuple[str, ...]) -> bool:
    return set(values) == cell if question in LISTS else set(values) <= cell


def test_every_row_of_the_table_is_asked():
    assert len(CELLS) == 14
    assert {q for q, _ in answers()} == set(CELLS)


@pytest.mark.parametrize("question", CELLS)
def test_a_cell_agrees_unless_its_difference_is_declared(question):
    found = answers()
    for disease, cell in zip(DISEASES, CELLS[question], strict=True):
        values = found[question, disease].values
        if (question, disease) not in DIFFERS:
            assert agrees(question, cell, values), f"{disease}: the table says {sorted(cell)}, the knowledge {values}"


@pytest.mark.parametrize(("question", "disease"), DIFFERS)
def test_a_declared_difference_is_there_with_its_sources(question, disease):
    reply = answers()[question, disease]
    values, sources, reason = DIFFERS[question, disease]
    assert not agrees(question, CELLS[question][DISEASES.index(disease)], reply.values), "it agrees now: take it off the list"
    assert (set(reply.values), sources_of(reply)) == (values, sources)
    assert reason


def test_every_answer_has_a_source(knowledge):
    for reply in replies(DISEASES, knowledge):
        sources = sources_of(reply)
        assert sources or reply.values in ((), ("not_described",)), (reply.question, reply.disease)
        assert sources <= {*knowledge.references, "memory"}
