"""What a bare machine meets: make's first words, and a wheel with everything in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CARRIED = (".yaml", ".j2", ".css")

OLD = "#!/bin/sh\n[ \"$1\" = --version ] && echo 'Python 3.9.2' && exit 0\nexit 1\n"
WITHOUT_VENV = "#!/bin/sh\ncase \"$*\" in *version_info*) exit 0;; esac\nexit 1\n"


def make(python: Path | str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "-C", str(ROOT), f"PYTHON={python}", f"VENV={folder / 'venv'}", "demo"],
        capture_output=True, text=True, check=False,
    )


@pytest.mark.skipif(shutil.which("make") is None, reason="no make")
@pytest.mark.parametrize(("script", "words"), [
    (OLD, "needs Python 3.11 or newer"), (OLD, "Python 3.9.2"), (WITHOUT_VENV, "venv module is missing"),
    (None, "needs Python 3.11 or newer"),
])
def test_make_says_what_is_missing(tmp_path, script, words):
    python = tmp_path / "python"
    if script:
        python.write_text(script, encoding="utf-8")
        python.chmod(0o755)
    done = make(python, tmp_path)
    assert done.returncode == 2
    assert words in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert not (tmp_path / "venv").exists()


def wheel(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ | environment,
    )


def test_the_wheel_holds_knowledge_templates_and_licences(tmp_path):
    assert wheel(tmp_path, MYOTOME_PURE="1").returncode == 0
    (made,) = tmp_path.glob("*-py3-none-any.whl")
    held = set(zipfile.ZipFile(made).namelist())
    source = ROOT / "src"
    wanted = {p.relative_to(source).as_posix() for p in source.rglob("*") if p.suffix in (*CARRIED, ".py")}
    assert wanted
    assert wanted - held == set()
    assert {Path(name).name for name in held} >= {"LICENSE", "LICENSE.knowledge", "NOTICE"}


def test_a_machine_that_cannot_compile_gets_a_pure_wheel_and_is_told(tmp_path):
    made = wheel(tmp_path, CC="false")
    assert made.returncode == 0
    assert "could not be compiled" in made.stdout + made.stderr
    assert list(tmp_path.glob("*-py3-none-any.whl"))


def test_the_compiler_sees_the_classes_that_ours_are_built_on():
    """In pip's own build environment nothing else is installed: without msgspec the reader was left as pure Python without a word."""
    hook = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["custom"]
    assert {name.split(">")[0] for name in hook["dependencies"]} >= {"mypy", "setuptools", "msgspec"}


def test_a_compiled_form_that_is_asked_for_by_name_is_no_pure_one(tmp_path):
    made = wheel(tmp_path, CC="false", MYOTOME_COMPILED="1")
    assert made.returncode != 0
    assert "could not be compiled" in made.stdout + made.stderr
    assert not list(tmp_path.glob("*.whl"))


def test_continuous_integration_runs_the_readmes_command():
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for name in ("README.md", "README.fr.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "make demo" in text
        assert "make test" in text
