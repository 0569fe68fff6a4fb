"""Short words of a command line -> entries of the localisation sheet: "jambier antérieur G 2".

The name is the longest beginning that names something; then a side, then a grade or a state, then a
detail. The side may also stand first ("left soleus"). Nothing is judged here: what is missing or not
understood is said by ``localise_input``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from myotome.formats.localise_settings import InputSettings, input_settings, muscles_named
from myotome.knowledge.names import find
from myotome.knowledge.store import Knowledge

Entry = dict[str, Any]


def findings_of(
    said: Iterable[tuple[str, str]], knowledge: Knowledge
) -> dict[str, list[Any]]:
    """Findings in the sheet's form from (option, words). Options: weak, normal, atrophy,
    fasciculation, emg, mri, reflex, sensory, ncs, other.

    >>> from myotome.knowledge import load
    >>> findings_of([("weak", "tibialis anterior L 2"), ("reflex", "achilléen G aboli")], load())
    {'muscles': [{'muscle': 'tibialis anterior', 'side': 'L', 'mrc': '2'}], 'reflexes': [{'reflex': 'achilléen', 'side': 'G', 'state': 'aboli'}]}
    """
    parser = _Parser(knowledge)
    found: dict[str, list[Any]] = {}
    for option, words in said:
        field, entry = parser.entry(option, words)
        found.setdefault(field, []).append(entry)
    return found


class _Parser:
    def __init__(self, knowledge: Knowledge) -> None:
        self.settings: InputSettings = input_settings(knowledge)
        self.known: dict[str, Callable[[str], bool]] = {
            "muscles": lambda n: bool(muscles_named(knowledge, n)),
            "reflexes": lambda n: bool(find(knowledge, "reflex", n)),
            "sensory": lambda n: bool(
                find(knowledge, "territory", n) or n in knowledge.settings["localisation"]["territory_sets"]
            ),
            "ncs": lambda n: bool(self.settings.study(n)) or (
                n.startswith(f"{self.settings.any_muscle}.") and bool(find(knowledge, "muscle", n.partition(".")[2]))
            ),
        }

    def entry(self, option: str, words: str) -> tuple[str, Any]:
        """The field of the sheet, and the entry in it."""
        if option == "other":
            return "other", words
        if option in ("reflex", "sensory", "ncs"):
            field = {"reflex": "reflexes", "sensory": "sensory", "ncs": "ncs"}[option]
            return field, self.stated(field, words)
        if option == "normal":
            for field, known in self.known.items():
                if field != "muscles" and not self.named(words, self.known["muscles"])[0] and self.named(words, known)[0]:
                    return field, {**self.stated(field, words), "state": option}
        return "muscles", self.muscle(option, words)

    def muscle(self, option: str, words: str) -> Entry:
        _, name, side, rest = self.split(words, self.known["muscles"])
        entry = {"muscle": name, "side": side}
        if option == "weak":
            return entry | ({"mrc": rest} if rest else {"weak": True})
        if option == "normal":
            return entry | {"mrc": rest or option}
        if option in ("emg", "mri"):
            return entry | {option: rest}
        return entry | {option: rest or True}

    def stated(self, field: str, words: str) -> Entry:
        name_key = {"reflexes": "reflex", "sensory": "territory", "ncs": "study"}[field]
        _, name, side, rest = self.split(words, self.known[field])
        entry: Entry = {name_key: name, "side": side, "state": rest}
        if field == "ncs":
            tokens = rest.split()
            states = {s: () for table in self.settings.conduction.values() for s in table}
            for end in range(len(tokens), 0, -1):
                if self.settings.state(" ".join(tokens[:end]), states):
                    detail = " ".join(tokens[end:])
                    entry |= {"state": " ".join(tokens[:end])} | ({"detail": detail} if detail else {})
                    break
        return entry

    def named(self, words: str, known: Callable[[str], bool]) -> tuple[str, list[str]]:
        """The longest beginning that is a name, and the rest; an empty name when there is none."""
        tokens = words.split()
        for end in range(len(tokens), 0, -1):
            name = " ".join(tokens[:end])
            if known(name):
                return name, tokens[end:]
        return "", tokens

    def split(self, words: str, known: Callable[[str], bool]) -> tuple[bool, str, str, str]:
        """(is it a name, name, side, rest)."""
        tokens = words.split()
        name, rest = self.named(words, known)
        if name:
            side, rest = self.side_first(rest)
            return True, name, side, " ".join(rest)
        side, after = self.side_first(tokens)
        name, rest = self.named(" ".join(after), known)
        if side and name:
            return True, name, side, " ".join(rest)
        for place, token in enumerate(tokens[1:], 1):
            if self.settings.side(token):
                return False, " ".join(tokens[:place]), token, " ".join(tokens[place + 1:])
        return False, words, "", ""

    def side_first(self, tokens: list[str]) -> tuple[str, list[str]]:
        """A side among the first words, and what is left of them."""
        for place in range(min(len(tokens), 2)):
            for length in (2, 1):
                word = " ".join(tokens[place:place + length])
                if word and self.settings.side(word):
                    return word, [*tokens[:place], *tokens[place + length:]]
        return "", tokens
