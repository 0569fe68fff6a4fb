"""Mutation run: does a changed comparison, limit or dose make a test fail?

Code mutants: each comparison of care/ is turned into its neighbour (< and <=, > and >=, == and !=), each
arithmetic sign is turned, each small whole number is moved by one. Data mutants: each number of doses, schemes,
scores, responses and of their settings is moved to its neighbour. Each mutant runs in a fork of one process that
has already loaded the knowledge. Data that a test cannot see (years, words) are not touched.

Run: python benchmarks/mutate_care.py [--share 0.1] [--only PART] [--seed 1] [--list]
PART is a file name or a part of one ("taper.py", "scores/", "settings/doses.yaml").
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "myotome"
KNOWLEDGE = SOURCE / "knowledge"
TESTS = ROOT / "tests" / "care"
LIMIT_SECONDS = 40
FLIPPED: dict[type, type] = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
TURNED: dict[type, type] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
SMALL = 10  # whole numbers up to this are moved by one
# what a mutant must be seen by: part of its path -> test files
CODE = (
    ("care/doses/taper.py", "test_taper.py"), ("care/doses/steroids.py", "test_taper.py"), ("care/doses/", "test_doses.py"),
    ("care/scores/response.py", "test_response.py"), ("care/scores/", "test_scores.py"), ("care/optimise/", "test_wear_off.py"), ("care/followup/", "test_followup.py"),
)
DATA = (
    ("drugs/doses", "test_doses.py"), ("drugs/tapers", "test_taper.py"), ("scores/responses", "test_response.py"), ("scores", "test_scores.py"),
    ("settings/doses.yaml", "test_doses.py"), ("settings/steroids.yaml", "test_taper.py"), ("settings/followup.yaml", "test_followup.py"), ("settings/wear_off.yaml", "test_wear_off.py"),
)
TABLES = {"drugs/doses": "doses", "drugs/tapers": "tapers", "scores/responses": "responses", "scores": "scores"}
UNSEEN = {"year", "how_seen", "anchors"}


class Mutant(NamedTuple):
    """where: file and line or key path. apply: called in the fork before the tests."""

    where: str
    test: str
    kind: str
    payload: Any


def code_mutants() -> Iterator[Mutant]:
    for path in sorted((SOURCE / "care").rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        test = next((t for part, t in CODE if part in name), None)
        if test is None:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for number, node in enumerate(ast.walk(tree)):
            for how in _ways(node):
                changed = copy.deepcopy(tree)
                _change(list(ast.walk(changed))[number], how)
                yield Mutant(f"{name}:{getattr(node, 'lineno', 0)} {how}", test, "code", (name, ast.unparse(ast.fix_missing_locations(changed))))


def _ways(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Compare):
        return [f"compare {n}" for n, op in enumerate(node.ops) if type(op) in FLIPPED]
    if isinstance(node, ast.BinOp) and type(node.op) in TURNED and not isinstance(node.left, ast.Constant | ast.JoinedStr):
        return ["sign"]
    if isinstance(node, ast.Constant) and type(node.value) is int and 0 <= node.value <= SMALL:
        return ["plus one"]
    return []


def _change(node: ast.AST, how: str) -> None:
    if isinstance(node, ast.Compare):
        place = int(how.split()[1])
        node.ops[place] = FLIPPED[type(node.ops[place])]()
    elif isinstance(node, ast.BinOp):
        node.op = TURNED[type(node.op)]()
    elif isinstance(node, ast.Constant):
        node.value += 1


def data_mutants() -> Iterator[Mutant]:
    from myotome.knowledge.load import read_yaml

    for part, test in DATA:
        path = KNOWLEDGE / part
        files = [path] if path.suffix else sorted(path.glob("*.yaml"))
        for file in files:
            raw = read_yaml(file)
            for keys, value in _numbers(raw):
                changed = copy.deepcopy(raw)
                inner = changed
                for key in keys[:-1]:
                    inner = inner[key]
                inner[keys[-1]] = _moved(value)
                place = f"{file.relative_to(KNOWLEDGE).as_posix()} {'.'.join(map(str, keys))}: {value} -> {inner[keys[-1]]}"
                yield Mutant(place, test, "data", (part, changed))


def _numbers(raw: Any, keys: tuple = ()) -> Iterator[tuple[tuple, float]]:
    if isinstance(raw, dict):
        for key, value in raw.items():
            if key not in UNSEEN:
                yield from _numbers(value, (*keys, key))
    elif isinstance(raw, list):
        for number, value in enumerate(raw):
            yield from _numbers(value, (*keys, number))
    elif isinstance(raw, int | float) and not isinstance(raw, bool):
        yield keys, raw


def _moved(value: float) -> float:
    """The neighbour: a whole number by one, another by a tenth of itself."""
    return value + 1 if isinstance(value, int) else round(value * 1.1, 6)


class Replaced(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from changed source."""

    def __init__(self, module: str, source: str) -> None:
        self.module, self.source = module, source

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_loader(name, self) if name == self.module else None

    def exec_module(self, module: Any) -> None:
        exec(compile(self.source, self.module, "exec"), module.__dict__)  # noqa: S102 - our own source, changed in one place


def apply(mutant: Mutant) -> None:
    if mutant.kind == "code":
        name, source = mutant.payload
        sys.meta_path.insert(0, Replaced("myotome." + name.removesuffix(".py").removesuffix("/__init__").replace("/", "."), source))
        return
    import msgspec

    from myotome.knowledge import load
    from myotome.knowledge.load import FILES

    part, raw = mutant.payload
    knowledge = load()
    if part.startswith("settings/"):
        knowledge.settings[Path(part).stem] = raw
        return
    field = TABLES[part]
    kind, single = next((t, s) for _, f, t, s in FILES if f == field)
    for entry in [raw] if single else raw:
        value = msgspec.convert(entry, kind)
        getattr(knowledge, field)[value.id] = value


def killed(mutant: Mutant) -> str:
    """"killed", "survived", or "refused" when the changed data are not even loaded."""
    child = os.fork()
    if child == 0:
        try:
            signal.alarm(LIMIT_SECONDS)
            with open(os.devnull, "w") as silent:
                os.dup2(silent.fileno(), 1)
                os.dup2(silent.fileno(), 2)
            try:
                apply(mutant)
            except Exception:  # noqa: BLE001 - whatever stops the load has seen the change
                os._exit(7)
            import pytest

            code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-o", "addopts=--import-mode=importlib", str(TESTS / mutant.test)])
            os._exit(0 if code == 0 else 1)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0:
        return "survived"
    return "refused" if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 7 else "killed"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--only", default="")
    parser.add_argument("--kind", choices=("code", "data", "both"), default="both")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="count the mutants only")
    chosen = parser.parse_args()
    from hypothesis import settings as hypothesis_settings

    from myotome.knowledge import load

    load()
    hypothesis_settings.register_profile("mutants", max_examples=15, deadline=None, database=None, derandomize=True)
    mutants = [m for kind, make in (("code", code_mutants), ("data", data_mutants)) if chosen.kind in (kind, "both") for m in make() if chosen.only in m.where]
    picked = [m for m in mutants if random.Random(f"{chosen.seed} {m.where}").random() < chosen.share]
    print(f"{len(mutants)} mutants, {len(picked)} run", flush=True)
    if chosen.list:
        print(Counter((m.kind, m.test) for m in mutants))
        return
    results: Counter[tuple[str, str]] = Counter()
    start = time.monotonic()
    for mutant in picked:
        result = killed(mutant)
        results[(mutant.kind, result)] += 1
        if result == "survived":
            print(f"survived: {mutant.where}", flush=True)
    for (kind, result), number in sorted(results.items()):
        print(f"{kind:6} {result:10} {number}")
    print(f"{time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
