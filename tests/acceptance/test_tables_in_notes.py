"""A table in a note: its rows are findings with their own words, its header is none (own note)."""

from __future__ import annotations

from myotome.assess import complete
from myotome.formats.kinds import read_bytes
from myotome.formats.settings import limits
from myotome.intake import take_in

NOTE = """Myographie

Muscle           Côté  Fib   PSW   Fasc   Recrut.
Deltoïde         D     ++    +     0      pauvre
Biceps           G     0     0     0      interf.

Pas de myotonie.
"""


def test_rows_have_their_words_and_the_header_says_nothing(knowledge):
    intake = take_in([read_bytes(NOTE.encode(), "note.txt", limits())], knowledge, "fr")
    found = complete(intake.cases[0], knowledge)[0].findings
    rows = {(f.site, f.present): f.evidence[0] for f in found if f.concept in ("active_denervation", "neurogenic_emg")}
    assert set(rows) == {("deltoid", True), ("biceps_brachii", False)}
    for evidence in rows.values():
        assert NOTE[evidence.start : evidence.end] == evidence.text
    assert rows["deltoid", True].text.startswith("Deltoïde")
    assert not any("Muscle" in e.text for f in found for e in f.evidence)


def test_a_finding_above_a_line_of_values_is_kept(knowledge):
    note = "Faiblesse des mains.\nConductions motrices. Médian gauche : amplitude 5,7 mV au poignet, 1,2 mV au coude."
    intake = take_in([read_bytes(note.encode(), "note.txt", limits())], knowledge, "fr")
    assert any(f.concept == "hand_weakness" for f in intake.cases[0].findings)
