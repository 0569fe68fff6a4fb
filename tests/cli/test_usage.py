"""Wrong usage is told in the language asked for, with what is wrong and what would do."""

from __future__ import annotations

import pytest

WRONG = [
    (("read", "--nope", "n.txt"), "unknown_option", "option inconnue : --nope", "unknown option: --nope"),
    (("read", "n.txt", "--js"), "unknown_option", "options proches : --json", "near ones: --json"),
    (("read",), "missing", "il manque FILES", "FILES is missing"),
    (("diagnose",), "unknown_command", "commandes : assess", "commands: assess"),
    (("read", "n.txt", "--input-language", "de"), "bad_value", "--input-language : de (valeurs : fr, en)", "(values: fr, en)"),
    (("assess", "n.txt", "--patient", "0"), "bad_value", "--patient : 0 (valeurs : ≥ 1)", "(values: ≥ 1)"),
    (("read", "n.txt", "--html"), "needs_value", "il manque la valeur de --html", "--html needs a value"),
    (("read", "n.txt", "--show=1"), "takes_none", "--show ne prend pas de valeur", "--show takes no value"),
    (("schema", "case", "house"), "extra", "en trop : house", "too much: house"),
    (("localise",), "wrong", "usage non compris : --weak", "usage not understood: --weak"),
]


@pytest.mark.parametrize(("arguments", "code", "french", "english"), WRONG)
def test_wrong_usage_in_both_languages(myotome, monkeypatch, arguments, code, french, english):
    for locale, said in (("fr_FR.UTF-8", french), ("en_GB.UTF-8", english)):
        monkeypatch.setenv("LC_ALL", locale)
        done = myotome(*arguments)
        assert (done.code, done.out) == (2, "")
        assert said in done.err and f"[usage.{code}]" in done.err


def test_several_files_of_one_patient_are_read_together(myotome, tmp_path):
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text("Pas de ptosis.", encoding="utf-8")
    two.write_text("Steppage gauche.", encoding="utf-8")
    done = myotome("read", one, two)
    assert done.code == 0 and {"ptosis", "steppage_gait"} <= {line.split("\t")[1] for line in done.out.splitlines()}


def test_a_text_without_a_patient_is_said_with_its_kind(myotome, tmp_path):
    page = tmp_path / "page.txt"
    page.write_text("Bonjour à tous, j'ai des crampes. Quelqu'un connaît ?\nPosté par Lou", encoding="utf-8")
    done = myotome("read", page)
    assert done.code == 1 and "page.txt: aucun patient dans ce document : page de forum" in done.err
