"""Each line of the shared sheet of terms: its old and short forms are read to what its modern form is read to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from myotome.text.findings.meanings import meanings_for
from myotome.text.tokens.vocabulary import lexicon_for

READ = {"site", "concept", "disease", "act", "measure", "test", "absent"}
# Lines that no single wording stands for, by their first form: parts of a table or a heading, words read in a sentence only (the
# sentences of terms.yaml), a scale without a finding of its own, a family of diseases without an id of its own.
OTHERWISE = {
    "plantaire grêle", "extenseur commun des doigts", "releveur de la paupière", "racine D1", "tabouret", "ASP", "cruralgie", "sciatique",
    "sciatique tronquée", "méralgie paresthésique", "myopathie des ceintures", "Sharp", "Pompe", "Forestier", "EMG", "PMG", "PUM",
    "OL", "tracé simple", "tracé trop riche", "PES", "TDM", "TM6", "MFM", "testing", "MS", "ATCD", "dt",
}


def lines(shared: Path) -> list[list[str]]:
    """The columns of each line of the sheet's block."""
    text = (shared / "facts" / "reading.md").read_text(encoding="utf-8")
    block = text.split("```tsv\n", 1)[1].split("```", 1)[0]
    return [line.split("\t") for line in block.strip("\n").split("\n")[1:]]


def forms(cell: str) -> list[set[str]]:
    """The forms of a cell; a hint in brackets may belong to the form ("sus-scapulaire (nerf)")."""
    found = []
    for part in re.split(r",\s*|\s+/\s+", cell):
        bare = re.sub(r"\s*\([^)]*\)", "", part).strip()
        hint = re.search(r"\(([^)]*)\)", part)
        found.append({bare, part.replace("(", "").replace(")", "").strip(), *([f"{hint[1]} {bare}"] if hint else [])})
    return found


def test_old_and_modern_forms_are_one(knowledge, shared):
    lexicon, meanings = lexicon_for(knowledge, "fr"), meanings_for(knowledge, "fr")

    def values(options: set[str]) -> set[str]:
        lexemes = [x for o in options for x in (*lexicon.reading(o), *(x for m in meanings.get(o, ()) for x in m.lexemes))]
        return {x.value for x in lexemes if x.kind in READ}

    sheet = lines(shared)
    assert len(sheet) > 230
    wrong = set()
    for line in sheet:
        modern = set().union(*map(values, forms(line[1])))
        if not all(values(old) & modern for old in forms(line[0])):
            wrong.add(min(forms(line[0])[0], key=len))
    assert wrong <= OTHERWISE


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_meaning_names_what_decides_or_is_the_usual_one(knowledge, language):
    for short, found in meanings_for(knowledge, language).items():
        assert sum(m.usual for m in found) <= 1, short
        assert len({m.words for m in found}) == len(found), short
        assert len({m.words for m in found}) == len(found), short
        assert all(m.usual or m.before or m.after or m.near or m.beside for m in found), short
