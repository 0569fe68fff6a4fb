"""Every problem that the program can tell has its words in both languages, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import myotome
from myotome.errors import Problem
from myotome.knowledge import Knowledge
from myotome.knowledge.names import KINDS
from myotome.report.messages import problem_line
from myotome.terms import LANGUAGES, Level

SOURCE = Path(myotome.__file__).parent
LITERAL = re.compile(r'(?:\bcode=|\btrouble\(\s*|\brefuse\(\s*|\.tell\(\s*)"([a-z_]+\.[a-z_]+)"')
CHOSEN = re.compile(r'(?:\brefuse\(|code = )"([a-z_]+\.[a-z_]+)" if [\w.]+(?: == [\w.]+)? else "([a-z_]+\.[a-z_]+)"')
SAID = re.compile(r'\bsay\(\s*[\w.]+,\s*"([a-z_]+\.[a-z_]+)"')
CONDUCTION = re.compile(r'_problem\(\s*[\w.]*row, "([a-z_]+)"')
DOUBTED = re.compile(r'\bdoubt\("([a-z_]+)"')
NAMED = re.compile(r'name_of\("([a-z]+)"')


def codes() -> set[str]:
    found = set()
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(LITERAL.findall(re.sub(r">>>.*", "", text)))
        found |= set(SAID.findall(text)) | set(re.findall(r'"((?:localise|usage)\.[a-z_]+)"', text))
        if 'f"localise.{' in text:  # what is not in the vocabulary is named by its kind
            found |= {f"localise.{kind}" for kind in ("group", "at_least_one", "territory", "reflex", "study")}
        found |= {code for pair in CHOSEN.findall(text) for code in pair}
        found |= {f"conduction.{code}" for code in CONDUCTION.findall(text)}
        found |= {f"traces.{flag}" for flag in DOUBTED.findall(text)}
        found |= {f"name.{kind}" for kind in NAMED.findall(text)}
    return found | {"name.drug", "name.disease"}


def test_every_code_has_words_and_every_word_a_code(knowledge: Knowledge) -> None:
    known = {entry["code"] for entry in knowledge.words["problems"]}
    assert len(known) == len(knowledge.words["problems"])
    assert codes() - known == set()
    assert known - codes() == set()
    assert {code.removeprefix("name.") for code in known if code.startswith("name.")} <= set(KINDS)


def test_words_fit_in_both_languages(knowledge: Knowledge) -> None:
    for entry in knowledge.words["problems"]:
        assert set(entry) <= {"code", "fr", "en", "mend_fr", "mend_en"}
        assert ("mend_fr" in entry) == ("mend_en" in entry)
        for language in LANGUAGES:
            fields = set(re.findall(r"{(\w*)}", entry[language] + entry.get(f"mend_{language}", "")))
            assert fields <= {"message", "mend", "place"}
            problem = Problem(level=Level.ERROR, code=entry["code"], message="«m»", mend="«n»", place="a.csv, row 3")
            line = problem_line(problem, knowledge, language)
            assert "a.csv, row 3" in line
            assert entry["code"] in line
            assert "{" not in line
