"""The note with marks: nothing of the text added or lost, colours or signs by kind, a page."""

from __future__ import annotations

import re

from myotome.formats import Document
from myotome.intake import take_in
from myotome.knowledge import Knowledge
from myotome.report import coloured_notes, read_html, signed_notes

NOTE = "Homme de 50 ans.\nPtosis droit, pas de fièvre.\nMère : cataracte. Myasthénie. \x1b[31mSteppage\nbilatéral."


def cases(knowledge: Knowledge):
    return take_in([Document(name="n.txt", text=NOTE)], knowledge, "fr").cases


def test_colours_end_with_the_line_and_the_note_s_own_are_taken_off(knowledge: Knowledge) -> None:
    shown = coloured_notes(cases(knowledge), knowledge, "fr")
    assert "\x1b[1;33mPtosis" in shown and "\x1b[36m" in shown and "\x1b[35m" in shown
    assert "\x1b[31m" not in shown
    for line in shown.split("\n"):
        assert len(re.findall("\x1b\\[[1-9]", line)) == line.count("\x1b[0m")
    bare = re.sub("\x1b\\[[0-9;]*m", "", shown)
    assert NOTE.replace("\x1b", "") in bare


def test_signs_tell_the_kinds_without_colour(knowledge: Knowledge) -> None:
    shown = signed_notes(cases(knowledge), knowledge, "fr")
    assert "[+Ptosis" in shown and "[-fièvre]" in shown and "\x1b" not in shown


def test_the_page_escapes_the_note_and_says_the_intended_use(knowledge: Knowledge) -> None:
    hostile = take_in([Document(name="<b>.txt", text="<script>x</script> Ptosis droit.")], knowledge, "fr").cases
    page = read_html(hostile, knowledge, "en", "1.0")
    assert "<script>x" not in page and "&lt;script&gt;x" in page and "default-src 'none'" in page
    assert 'lang="en"' in page
