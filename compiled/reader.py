"""Builds the modules of ``myotome/text`` as C extensions, by mypyc. Run by hatch_build.py in a folder that holds a copy of the package.

    python reader.py build_ext --build-lib OUT

Writes the extensions below OUT. The copy is changed on the way (see `with_final_constants`); the sources in src/ never are.
"""

import re
from pathlib import Path

from mypyc.build import mypycify
from setuptools import setup

# Left as they are: msgspec reads the annotations of their classes when knowledge is loaded, which mypyc does not keep.
PURE = {"claims.py", "document_settings.py", "qualify.py", "reading.py", "stored.py", "test_table.py", "__init__.py"}
MYPY = ["--follow-imports=silent", "--ignore-missing-imports"]

CONSTANT = re.compile(r"^([A-Z][A-Z0-9_]*) = ", re.MULTILINE)
FUTURE = "from __future__ import annotations\n"


def with_final_constants(module: Path) -> None:
    """Tell mypyc that names in capitals are constants: it then reads them without looking them up by name (3 % of the time)."""
    text = module.read_text(encoding="utf-8")
    if FUTURE in text:
        module.write_text(CONSTANT.sub(r"\1: Final = ", text.replace(FUTURE, f"{FUTURE}from typing import Final\n")), encoding="utf-8")


modules = sorted(path for path in Path("myotome/text").rglob("*.py") if path.name not in PURE)
for module in modules:
    with_final_constants(module)
setup(
    name="myotome-reader", packages=[],
    ext_modules=mypycify([*MYPY, *map(str, modules)], opt_level="2", debug_level="0", multi_file=True),  # one large C file takes thrice the time
)
