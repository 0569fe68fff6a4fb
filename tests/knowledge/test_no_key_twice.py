"""A key that stands twice in a file of the knowledge hides the first silently: none does."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import yaml


class _Strict(yaml.SafeLoader):
    """Refuses a mapping with a key twice."""


def _mapping(loader: _Strict, node: yaml.MappingNode) -> dict:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    twice = {k for k in keys if keys.count(k) > 1}
    if twice:
        raise yaml.YAMLError(f"line {node.start_mark.line + 1}: {sorted(map(str, twice))}")
    return yaml.SafeLoader.construct_mapping(loader, node)


_Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def test_no_key_stands_twice():
    wrong = []
    folder = Path(str(files("myotome.knowledge")))
    for path in sorted([*folder.glob("words/*.yaml"), *folder.glob("settings/*.yaml")]):
        try:
            yaml.load(path.read_text(encoding="utf-8"), _Strict)
        except yaml.YAMLError as error:
            wrong.append(f"{path.name}: {error}")
    assert wrong == []
