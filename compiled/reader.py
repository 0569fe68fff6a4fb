"""Builds the modules of ``myotome/text`` as C extensions, by mypyc. Run by hatch_build.py in a folder that holds a copy of the package.

    python reader.py build_ext --build-lib OUT

Writes the extensions below OUT. The copy is changed on the way (see `told_to_mypyc`); the sources in src/ never are.
"""

import ast
import re
from pathlib import Path

from mypyc.build import mypycify
from setuptools import setup

# Left as they are: msgspec reads the annotations of their classes when knowledge is loaded, which mypyc does not keep.
PURE = {"claims.py", "document_settings.py", "qualify.py", "reading.py", "stored.py", "test_table.py", "__init__.py"}
MYPY = ["--follow-imports=silent", "--ignore-missing-imports"]

CONSTANT = re.compile(r"^([A-Z][A-Z0-9_]*) = ", re.MULTILINE)
FUTURE = "from __future__ import annotations\n"
KNOWN = f"""{FUTURE}from typing import TYPE_CHECKING, Final, final
if TYPE_CHECKING:
    from mypy_extensions import mypyc_attr
"""
MEMBER = re.compile(r"(?<![\w.])(Certainty|Course|Experiencer|Method|Presence|Severity|Sex|Side|SiteKind|TimeRelation|When)\.([A-Z][A-Z_]+)\b")
OWN = "msgspec.Struct, eq=False"  # the base of a struct that is compared by identity, and never copied by msgspec


def told_to_mypyc(module: Path) -> None:
    """Tell mypyc that names in capitals are constants: it then reads them without looking them up by name (3 % of the time); and make
    constants of the members of enums, and its own classes of the structs that nothing but their fields is asked of."""
    text = module.read_text(encoding="utf-8")
    if FUTURE in text:
        module.write_text(CONSTANT.sub(r"\1: Final = ", with_members(with_own_classes(text)).replace(FUTURE, KNOWN)), encoding="utf-8")


def with_members(text: str) -> str:
    """The source with a constant for each member of an enum in it: a look-up of one takes as long as twenty of a constant."""
    members = sorted({match.groups() for match in MEMBER.finditer(text)})
    last = max(node.end_lineno for node in ast.parse(text).body if isinstance(node, (ast.Import, ast.ImportFrom)))
    lines = MEMBER.sub(r"\1_\2", text).split("\n")
    lines[last:last] = [f"{enum}_{member}: Final = {enum}.{member}" for enum, member in members]
    return "\n".join(lines)


def with_own_classes(text: str) -> str:
    """The source with plain classes in place of structs with ``eq=False``: mypyc reads the fields of its own classes without a look-up. Those with
    ``gc=False`` can be in no cycle, and the garbage collector need not walk over them."""
    lines = text.split("\n")
    for node in reversed(ast.parse(text).body):
        if not isinstance(node, ast.ClassDef) or OWN not in lines[node.lineno - 1]:
            continue
        fields = [field for field in node.body if isinstance(field, ast.AnnAssign)]
        first, last = fields[0].lineno - 1, fields[-1].end_lineno
        lines[first:last] = [
            f"    def __init__(self, {', '.join(map(_parameter, fields))}) -> None:", *(f"        self.{_attribute(field)}" for field in fields),
        ]
        acyclic = ["@mypyc_attr(acyclic=True)"] if "gc=False" in lines[node.lineno - 1] else []
        lines[node.lineno - 1 : node.lineno] = [*acyclic, "@final", f"class {node.name}:"]
    return "\n".join(lines)


def _parameter(field: ast.AnnAssign) -> str:
    """A field as a parameter; a list of its own is made where none is given."""
    return f"{field.target.id}: {ast.unparse(field.annotation)} | None = None" if _is_list(field) else ast.unparse(field)


def _attribute(field: ast.AnnAssign) -> str:
    name = field.target.id
    return f"{name}: {ast.unparse(field.annotation)} = [] if {name} is None else {name}" if _is_list(field) else f"{name} = {name}"


def _is_list(field: ast.AnnAssign) -> bool:
    return isinstance(field.value, ast.List)


modules = sorted(path for path in Path("myotome/text").rglob("*.py") if path.name not in PURE)
for module in modules:
    told_to_mypyc(module)
setup(
    name="myotome-reader", packages=[],
    ext_modules=mypycify([*MYPY, *map(str, modules)], opt_level="2", debug_level="0", multi_file=True),  # one large C file takes thrice the time
)
