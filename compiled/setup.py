"""Builds the compiled form of the reader: the modules of ``myotome/text`` as C extensions, by mypyc.

``make compiled`` copies this file and the package to build/compiled, builds a wheel there and installs it into .venv-compiled. Nothing is
ever built inside src/: the pure form stays what it is, and is all that anybody needs.
"""

import re
import tomllib
from pathlib import Path

from mypyc.build import mypycify
from setuptools import find_packages, setup

# Left as they are: msgspec reads the annotations of their classes when knowledge is loaded, which mypyc does not keep.
PURE = {"claims.py", "document_settings.py", "qualify.py", "reading.py", "stored.py", "verdicts.py", "__init__.py"}
MYPY = ["--follow-imports=silent", "--ignore-missing-imports"]

CONSTANT = re.compile(r"^([A-Z][A-Z0-9_]*) = ", re.MULTILINE)
FUTURE = "from __future__ import annotations\n"


def with_final_constants(module: Path) -> None:
    """Tell mypyc that names in capitals are constants: it then reads them without looking them up by name (3 % of the time)."""
    text = module.read_text(encoding="utf-8")
    if FUTURE in text:
        module.write_text(CONSTANT.sub(r"\1: Final = ", text.replace(FUTURE, f"{FUTURE}from typing import Final\n")), encoding="utf-8")


project = tomllib.loads((Path(__file__).resolve().parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
modules = sorted(path for path in Path("myotome/text").rglob("*.py") if path.name not in PURE)
for module in modules:
    with_final_constants(module)
setup(
    name=project["name"], version=project["version"], packages=find_packages(), package_data={"": ["**/*"]},
    entry_points={"console_scripts": [f"{name} = {target}" for name, target in project["scripts"].items()]},
    ext_modules=mypycify([*MYPY, *map(str, modules)], opt_level="2", debug_level="0", multi_file=True),  # one large C file takes thrice the time
)
