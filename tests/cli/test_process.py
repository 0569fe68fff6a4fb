"""What only a process of its own shows: closed pipes, Ctrl-C, poor terminals, broken knowledge, defects."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import myotome

from .conftest import EXAMPLES, NOTE

COMMAND = [sys.executable, "-m", "myotome.cli.main"]
FOOT = EXAMPLES / "6-foot-drop.txt"


def run(*arguments: object, code: str = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", code] if code else COMMAND
    return subprocess.run(
        [*command, *map(str, arguments)], capture_output=True, check=False,
        env=os.environ | {"LC_ALL": "C.UTF-8"} | environment,
    )


def test_the_bytes_do_not_depend_on_the_process(tmp_path):
    for seed in ("1", "2"):
        done = run("assess", FOOT, "--json", tmp_path / f"{seed}.json", "--html", tmp_path / f"{seed}.html", PYTHONHASHSEED=seed)
        assert done.returncode == 0
    for kind in ("json", "html"):
        assert (tmp_path / f"1.{kind}").read_bytes() == (tmp_path / f"2.{kind}").read_bytes()


def test_a_closed_pipe_is_quiet():
    running = subprocess.Popen([*COMMAND, "knowledge", "show", "weakness"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout is not None and running.stderr is not None
    running.stdout.close()
    said = running.stderr.read()
    running.stderr.close()
    assert running.wait() in (0, 1)
    assert said == b""


def test_ctrl_c_is_quiet(tmp_path):
    fifo = tmp_path / "note.txt"
    os.mkfifo(fifo)
    running = subprocess.Popen([*COMMAND, "assess", str(fifo)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with fifo.open("wb"):  # opens when the program reads: then it waits for the note
        time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert running.returncode == 2
    assert (out, err.strip()) == (b"", b"")


def test_a_terminal_without_our_characters(tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("Œdème du soléaire droit à l'IRM, CK ≥ 1000.", encoding="utf-8")
    done = run("read", note, PYTHONIOENCODING="latin-1")
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert b"muscle_oedema_mri" in done.stdout


def test_broken_knowledge_is_told_in_words(tmp_path):
    shutil.copytree(Path(myotome.__file__).parent, tmp_path / "myotome", ignore=shutil.ignore_patterns("__pycache__"))
    broken = tmp_path / "myotome" / "knowledge" / "diseases" / "mmn.yaml"
    broken.write_text(broken.read_text(encoding="utf-8").replace("group:", "grupo:", 1), encoding="utf-8")
    place = {"PYTHONPATH": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = run("assess", FOOT, **place)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"diseases/mmn.yaml: mmn:")
    assert b"[knowledge.shape]" in done.stderr
    checked = run("knowledge", "check", **place)
    assert checked.returncode == 3
    assert b"diseases/mmn.yaml: mmn:" in checked.stderr
    assert b"Traceback" not in done.stderr + checked.stderr


DEFECT = """
import sys
import myotome.assess
from myotome.cli.main import main

def fail(case, *_):
    raise KeyError(case.sources[0].text)

myotome.assess.assess = fail
main()
"""


@pytest.mark.parametrize("developer", [False, True])
def test_a_defect_repeats_nothing_of_the_note(tmp_path, developer):
    note = tmp_path / "note.txt"
    note.write_text(NOTE, encoding="utf-8")
    environment = {"PYTHONDEVMODE": "1"} if developer else {}
    done = run("assess", note, code=DEFECT, **environment)
    if developer:
        assert b"Traceback" in done.stderr
        return
    assert (done.returncode, done.stdout) == (2, b"")
    (line,) = done.stderr.decode().splitlines()
    assert "[internal.defect]" in line
    assert "KeyError" in line
    assert "Pied tombant" not in line


def test_help_and_version_load_no_knowledge():
    done = run("--help")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"assess" in done.stdout
    assert run("--version").stdout.strip().endswith(myotome.__version__.encode())
