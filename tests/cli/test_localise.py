"""``myotome localise``: short words on the command line, and files in the sheet's vocabulary."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import DATA, EXAMPLES

CASES = json.loads((DATA / "localise_sheet_cases.json").read_text(encoding="utf-8"))
FIBULAR = ("--weak", "tibialis anterior L 2", "--weak", "long extenseur de l'hallux G 2", "--normal", "tibialis posterior L")


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """The answers to all hand-made cases, from one call."""
    from click.testing import CliRunner

    from myotome.cli.localise import command

    out = tmp_path_factory.mktemp("localise") / "out.json"
    done = CliRunner().invoke(command, ["--cases", str(DATA / "localise_sheet_cases.json"), "--json", str(out)])
    assert done.exit_code == 0, done.output
    return {a["id"]: a for a in json.loads(out.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_hand_made_cases(answers, case):
    lesion_class, _, site = case["expected"].partition(" ")
    first = answers[case["id"]]["answers"][0]
    assert first["class"] == lesion_class
    assert not site or all(s["site"].startswith(site) for s in first["sites"])
    assert answers[case["id"]]["not_used"] == []


def test_the_published_form(answers):
    assert set(answers) == {c["id"] for c in CASES}
    for answer in answers.values():
        assert {"id", "answers", "unexplained", "next", "seconds"} <= set(answer)
        assert 0 < answer["seconds"] < 60
        assert sum(a["probability"] for a in answer["answers"]) <= 1 + 1e-4
        shares = [a["probability"] for a in answer["answers"]]
        assert shares == sorted(shares, reverse=True)
        assert len(answer["evidence"]) == len(answer["answers"])
        for one in answer["answers"]:
            assert set(one) == {"class", "sites", "probability", "ties"}
            for sites in (one["sites"], *one["ties"]):
                assert all(set(s) == {"site", "side"} and s["side"] in ("L", "R") for s in sites)


def test_diffuse_classes_have_no_sites(answers):
    for name in ("polyneuropathy", "gbs", "als", "myopathy", "ibm", "nmj", "umn"):
        assert answers[name]["answers"][0]["sites"] == []


def test_words_of_both_languages_and_the_bedside_test_in_words(myotome):
    done = myotome("localise", *FIBULAR)
    assert done.code == 0
    assert "nerf fibulaire commun au col de la fibula (à gauche)" in done.out
    assert "Explique :" in done.out
    assert "moyen glutéal (à gauche) - Couché sur le côté sain" in done.out
    assert done.err == ""
    english = myotome("localise", *FIBULAR, "--language", "en")
    assert "common fibular nerve" in english.out
    assert "To examine next, at the bedside:" in english.out


def test_json_on_the_standard_output(myotome):
    done = myotome("localise", *FIBULAR, "--json", "-")
    answer = json.loads(done.out)
    assert answer["answers"][0]["sites"][0] == {"site": "common_fibular.fibular_head", "side": "L"}
    assert {"kind", "site", "side", "needle", "how"} <= set(answer["next"][0])


@pytest.mark.parametrize(("arguments", "says"), [
    (("--weak", "tibialis anterior 2"), "localise.side_missing"),
    (("--weak", "tibialis anteriorr L 2"), "tibialis_anterior"),
    (("--weak", "tibialis anterior L 9"), "value.not_understood"),
    (("--cases", "nonesuch.json"), "format.missing"),
])
def test_what_is_refused_says_why(myotome, arguments, says):
    done = myotome("localise", *arguments)
    assert done.code == 2
    assert done.out == ""
    assert says in done.err


def test_a_missing_side_is_taken_when_allowed(myotome):
    done = myotome("localise", "--weak", "tibialis anterior 2", "--side-unknown")
    assert done.code == 0
    answer = json.loads(myotome("localise", "--weak", "tibialis anterior 2", "--side-unknown", "--json", "-").out)
    assert {s["side"] for s in answer["answers"][0]["sites"]} <= {None}


def test_what_could_not_be_used_is_listed(myotome):
    done = myotome("localise", *FIBULAR, "--ncs", "snap.elsewhere L normal", "--other", "blabla", "--other", "Babinski absent")
    assert done.code == 1
    assert "snap.elsewhere" in done.out
    assert "blabla" in done.out
    assert "Babinski absent" not in done.out


def test_contradictory_grades_are_both_named(myotome):
    done = myotome("localise", "--weak", "tibialis anterior L 2", "--weak", "jambier antérieur G 4", "--normal", "soleus L")
    assert done.code == 1
    assert "tibialis_anterior (left): 2, 4" in done.out


def test_a_refused_finding_of_a_file_is_left_out_and_listed(myotome, tmp_path):
    path, out = tmp_path / "in.json", tmp_path / "out.json"
    path.write_text(json.dumps([
        {"id": "a", "findings": {"muscles": [{"muscle": "soleuss", "side": "L", "mrc": "3"}, {"muscle": "soleus", "side": "L", "mrc": "3"}]}},
        {"id": "b", "findings": {}}, 7,
    ]), encoding="utf-8")
    done = myotome("localise", "--cases", path, "--json", out)
    assert done.code == 1
    first, second, third = json.loads(out.read_text(encoding="utf-8"))
    assert first["answers"][0]["class"] != "insufficient"
    assert len(first["not_used"]) == 1
    assert second["answers"] == third["answers"] == [{"class": "insufficient", "sites": [], "probability": 1.0, "ties": []}]


@pytest.mark.parametrize("content", [b"", b"{", b"3", b"\xff\xfe"])
def test_a_damaged_file_is_named(myotome, tmp_path, content):
    path = tmp_path / "damaged.json"
    path.write_bytes(content)
    done = myotome("localise", "--cases", path)
    assert done.code == 2
    assert "damaged.json" in done.err


def test_the_file_that_is_read_is_not_written_over(myotome, tmp_path):
    path = tmp_path / "in.json"
    path.write_text("[]", encoding="utf-8")
    assert myotome("localise", "--cases", path, "--json", path).code == 2
    assert path.read_text(encoding="utf-8") == "[]"


def test_the_nerve_map_is_drawn(myotome, tmp_path):
    out = tmp_path / "map.svg"
    assert myotome("localise", *FIBULAR, "--svg", out).code == 0
    assert out.read_text(encoding="utf-8").startswith("<svg")
    assert myotome("localise", "--cases", EXAMPLES / "localise.json", "--svg", out).code == 2


def test_wrong_usage(myotome):
    assert myotome("localise").code == 2
    assert myotome("localise", *FIBULAR, "--cases", "x.json").code == 2


def test_the_example_is_read(myotome):
    done = myotome("localise", "--cases", EXAMPLES / "localise.json")
    assert done.code == 0
    assert done.out.count("# ") == 5


def test_the_same_input_gives_the_same_answer(myotome):
    first, second = (json.loads(myotome("localise", *FIBULAR, "--json", "-").out) for _ in range(2))
    assert {**first, "seconds": 0} == {**second, "seconds": 0}


def test_the_answer_says_what_it_owes_to_the_rate_and_where_the_search_stopped():
    from click.testing import CliRunner

    from myotome.cli.localise import command

    said = ["--weak", "first_dorsal_interosseous_hand L 2", "--weak", "tibialis_anterior R 2", "--ncs", "cmap.ulnar_adm L conduction_block forearm"]
    done = CliRunner().invoke(command, [*said, "--language", "en"])
    assert "assumed rate of lesions per nerve: at half of it, several nerves" in done.output
    assert "The search stops at 3 lesions" in done.output
    out = CliRunner().invoke(command, [*said, "--json", "-"])
    answer = json.loads(out.stdout)
    assert [r["factor"] for r in answer["by_rate"]] == [0.5, 2.0]
    assert answer["most"] == 3
    assert answer["level"] is None


def test_the_level_of_a_central_lesion_is_said():
    from click.testing import CliRunner

    from myotome.cli.localise import command

    done = CliRunner().invoke(command, ["--weak", "hip flexors both 4", "--reflex", "plantar both extensor", "--language", "en"])
    assert "Level of the central lesion: thoracic cord, or above." in done.output
