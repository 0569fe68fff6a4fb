"""What the files state of the share of patients with a finding holds together."""

from __future__ import annotations

from myotome.reasoning.frequencies import stated

SLACK = 0.12  # of two sources, or of a band and a count
# How the weakness is spread or began is told of those who are weak, and EMG patterns of those recorded.
OF_THE_WEAK = {
    "symmetric_weakness", "asymmetric_weakness", "unilateral_weakness", "descending_paralysis",
    "motor_deficit_two_nerves", "fluctuating_weakness",
}
# Raising the arms is hindered by pain, twitches alone are no neurogenic EMG, brisk is not yet pyramidal,
# and a criterion of the course that a series counts otherwise.
KNOWN = {
    ("frozen_shoulder", "difficulty_raising_arms"), ("pmr", "difficulty_raising_arms"),
    ("pmr", "difficulty_rising"), ("bfs", "fasciculation_potentials"), ("bfs", "brisk_reflexes"),
    ("cidp_typical", "progression_over_8_weeks"),
}


def test_a_finding_is_never_rarer_than_what_it_contains(knowledge):
    settings = knowledge.settings["ranking"]
    wrong = []
    for disease in knowledge.diseases.values():
        shares = {c: stated(f, settings) for c, f in disease.findings.items()}
        wrong += [
            (disease.id, concept, broader)
            for concept, share in shares.items()
            if concept not in OF_THE_WEAK and (disease.id, concept) not in KNOWN
            for broader in knowledge.ancestors(concept)
            if shares.get(broader, 1.0) < share - SLACK
        ]
    assert not wrong
