"""The rules of the house (DESIGN.md), as tests."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "myotome"
MODULES = sorted(SOURCE.rglob("*.py"))
FORBIDDEN_NAMES = {"utils", "core", "base", "manager", "helper", "helpers", "common"}


def test_a_folder_imports_only_from_folders_below_it():
    assert lint_imports(config_filename=str(ROOT / ".importlinter")) == 0


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_modules_stay_small_and_well_named(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    assert path.stem not in FORBIDDEN_NAMES


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_no_disease_is_named_in_logic(path, knowledge):
    """A disease id as a string in Python is a rule that belongs in the knowledge."""
    code = re.sub(r'"""[\s\S]*?"""', "", path.read_text(encoding="utf-8"))
    code = re.sub(r"#.*", "", code)
    words = set(re.findall(r"""["']([a-z][a-z0-9_]+)["']""", code))
    ordinary = {"axillary", "femoral", "sciatic", "ms"}  # names of nerves, and the unit, too
    assert not words & (set(knowledge.diseases) - ordinary)


def test_every_module_says_what_it_is_for():
    silent = [p for p in MODULES if not p.read_text(encoding="utf-8").lstrip().startswith('"""')]
    assert silent == []


def test_importing_the_command_line_needs_no_numpy():
    code = "import sys, myotome.cli.main; print([m for m in ('numpy', 'scipy', 'torch', 'yaml', 'jinja2') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_one_module_alone_reaches_for_the_network_and_only_when_asked():
    reaching = [
        p.relative_to(SOURCE).as_posix() for p in MODULES
        if re.search(r"^\s*(?:import|from) (?:socket|urllib\.request|requests|httpx|aiohttp|http\.client)\b", p.read_text(encoding="utf-8"), re.M)
    ]
    assert reaching == ["exchange/language_model.py"]
    code = (
        "import sys; from myotome.cli.second_reader import second_reader_of; import myotome.intake, myotome.assess; "
        "print(second_reader_of(None, 'm', 1), 'myotome.exchange.language_model' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "None False"


def test_requirement_files_name_no_index_and_every_line_is_hashed():
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text  # no address of an index
        assert "--index" not in text and "--find-links" not in text
        packages = re.findall(r"^[a-z0-9][\w.-]*==", text, re.M)
        assert packages
        assert text.count("--hash=sha256:") >= len(packages)
