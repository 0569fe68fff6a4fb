"""Tables of nerve conduction become clauses: a cell is told with the nerve of its row and the quantity of its column.

"Tibial G   9,8 H   1,1 L   NR" under "LDM  Ampl  Ondes F" is told as a long latency, a small amplitude and an absent F wave of this nerve. A number
without a flag says nothing: the laboratory has judged it, or the table is read with its limits elsewhere (``formats/``, ``electrodiagnosis/``).
"""

from __future__ import annotations

import msgspec

from myotome.text.tokens.fold import Token, fold
from myotome.text.tokens.grid import Cell, Line

F_WAVE, AMPLITUDE = "f_wave", "amplitude"
LEGEND_MARKS = frozenset("=:")
NEAR = 2  # letters by which a cell may stand before its header
TITLE = 6  # tokens of a title inside a table
LEAST = 2  # quantities that a header names


class NerveWords(msgspec.Struct, eq=False, frozen=True):
    """Words of one language. quantities: folded word of a header -> quantity. said: quantity -> its words, and those of an abnormal value.
    gone: words of an absent response. absent: folded, of a cell without response. flags: as written, of a value that is abnormal.
    studies: "motor", "sensory" -> its word. sensory, motor: folded, of a header, a title or a unit. sensory_nerves: ids of those without motor fibres. noun: "nerf". nerves: ids. further: words of an
    amplitude that falls on the way. above: folded, of a site beyond a place of compression. legend: what a flag stands for ("* anormal")."""

    quantities: dict[str, str]
    said: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
    gone: tuple[str, ...]
    absent: frozenset[str]
    flags: frozenset[str]
    studies: dict[str, str]
    sensory: frozenset[str]
    nerves: frozenset[str]
    motor: frozenset[str]
    sensory_nerves: frozenset[str]
    noun: str
    further: tuple[str, ...]
    above: frozenset[str]
    legend: frozenset[str]


class NerveTable(msgspec.Struct):
    """The table that is open: quantity of each header cell ("" when it is another), the header, the study and the nerve of
    the rows above, which those of further sites go on with; bare: it has no motor fibres."""

    quantities: list[str]
    line: Line
    study: str
    nerve: list[Token] = []
    bare: bool = False


def opened(tokens: list[Token], line: Line, title: list[Token], words: NerveWords) -> NerveTable | None:
    """The table that a line heads; None when it names no two quantities. title: the line above."""
    quantities = [_quantity(tokens[c.first : c.last], words) for c in line.cells]
    if len(set(quantities) - {""}) < LEAST or quantities[0] and len(line.cells) == LEAST:
        return None
    named = {t.stem for t in (*title, *tokens[line.first : line.last])}
    return NerveTable(quantities, line, words.studies["sensory" if named & words.sensory else "motor"])


def retitled(tokens: list[Token], line: Line, table: NerveTable, words: NerveWords) -> None:
    """A short line inside a table names the study of the rows below it ("Conductions sensitives")."""
    stems = {t.stem for t in tokens[line.first : line.last]}
    if line.last - line.first <= TITLE and stems & (words.sensory | words.motor):
        table.study, table.nerve = words.studies["sensory" if stems & words.sensory else "motor"], []


def named_by_id(tokens: list[Token], words: NerveWords) -> list[Token]:
    """The label of a row with the noun behind a nerve that is called by one word only ("L femoral (VM)"); nothing where none is."""
    at = next((n for n, t in enumerate(tokens) if t.stem in words.nerves), None)
    return [] if at is None else [*tokens[: at + 1], _token(words.noun, tokens[at].start, tokens[at].end), *tokens[at + 1 :]]


def legend(tokens: list[Token], line: Line, words: NerveWords) -> set[int]:
    """Positions of the words that say what a flag stands for ("(* = anormal)")."""
    found: set[int] = set()
    for k in range(line.first, line.last - 1):
        behind = k + 1 + (tokens[k + 1].raw in LEGEND_MARKS)
        if tokens[k].raw == "*" and behind < line.last and tokens[behind].stem in words.legend:
            found.update(range(k, behind + 1))
    return found


def without(line: Line, flags: set[int]) -> Line:
    """The line without the cells that say what a flag stands for."""
    return line._replace(cells=[c for c in line.cells if flags.isdisjoint(range(c.first, c.last))])


def _quantity(cell: list[Token], words: NerveWords) -> str:
    if any(t.raw[:1].isdecimal() for t in cell):
        return ""
    if any(t.raw == "F" for t in cell):
        return F_WAVE
    return next((words.quantities[t.stem] for t in cell if t.stem in words.quantities), "")


def _flag(tokens: list[Token], cell: Cell, words: NerveWords) -> bool:
    """Does a number with a flag stand in the cell ("29 L")?"""
    return tokens[cell.first].raw[:1].isdecimal() and any(t.raw in words.flags for t in tokens[cell.first + 1 : cell.last])


def placed(tokens: list[Token], line: Line, table: NerveTable, words: NerveWords) -> tuple[list[Cell], list[tuple[str, Cell]]]:
    """The cells that name the row, and those of quantities."""
    cells = _with_flags(tokens, line.cells, words)
    heads, quantities = table.line.cells, table.quantities
    if not line.parts and len(cells) < len(heads):
        apart = [part for c in cells for part in _numbers_apart(tokens, c)]
        cells = apart if len(apart) == len(heads) else cells
    if quantities[0] and len(cells) == len(heads) + 1:
        return cells[:1], list(zip(quantities, cells[1:], strict=True))
    if line.parts and line.parts == table.line.parts:
        at = {h.column: q for h, q in zip(heads, quantities, strict=True)}
        found = [(at.get(c.column, ""), c) for c in cells]
        first = next((n for n, (quantity, _) in enumerate(found) if quantity), len(found))
    else:
        begins = next(h.x for h, q in zip(heads, quantities, strict=True) if q) - NEAR
        first = next((n for n, c in enumerate(cells) if n and (c.x >= begins or _is_value(tokens[c.first], words))), len(cells))
        found = [("" if n < first else _nearest(c, table), c) for n, c in enumerate(cells)]
    return [c for _, c in found[:first]], [(quantity, c) for quantity, c in found[first:] if quantity]


def _is_value(token: Token, words: NerveWords) -> bool:
    return not token.raw[:1].isalpha() or token.stem in words.absent


def _nearest(cell: Cell, table: NerveTable) -> str:
    """The quantity of the header cell that stands nearest above."""
    heads = table.line.cells
    away = [min(abs(h.x - cell.x), abs(h.end - cell.end)) for h in heads]
    return table.quantities[away.index(min(away))]


def _numbers_apart(tokens: list[Token], cell: Cell) -> list[Cell]:
    """The parts of a cell, each from a number that a blank stands before ("1.1 L 38 L")."""
    cuts = [k for k in range(cell.first + 1, cell.last) if tokens[k].raw[:1].isdecimal() and tokens[k].start > tokens[k - 1].end]
    edges = [cell.first, *cuts, cell.last]
    origin = tokens[cell.first].start - cell.x
    return [
        Cell(a, b, cell.column, tokens[a].start - origin, tokens[b - 1].end - origin) for a, b in zip(edges, edges[1:], strict=False)
    ]


def _with_flags(tokens: list[Token], cells: list[Cell], words: NerveWords) -> list[Cell]:
    """The cells, each with the flag that stands in one of its own behind it."""
    done: list[Cell] = []
    for cell in cells:
        alone = cell.last - cell.first == 1 and tokens[cell.first].raw in words.flags
        if alone and done and tokens[done[-1].first].raw[:1].isdecimal():
            done[-1] = done[-1]._replace(last=cell.last, end=cell.end)
        else:
            done.append(cell)
    return done


def told(tokens: list[Token], site: list[Token], cells: list[tuple[str, Cell]], table: NerveTable, words: NerveWords, *, sensory: bool) -> list[Token]:
    """The clauses of a row: an absent response once for all that was not measured. site: the words of a further stimulation of the nerve. sensory: has the
    nerve no motor fibres?"""
    done: list[Token] = []
    beyond = [t for t in site if t.stem not in words.above and t.raw.isalpha()] if any(t.stem in words.above for t in site) else []
    label = [t for t in (*table.nerve, *beyond) if t.raw != "."]
    units = {t.stem for _, cell in cells for t in tokens[cell.first : cell.last]}
    study = words.studies["sensory"] if sensory or units & words.sensory else words.studies["motor"] if units & words.motor else table.study
    waves = any(t.raw == "F" for t in (*table.nerve, *site))  # "Onde F médian D   absente"
    seen: set[str] = set()
    for quantity, cell in cells:
        said = _said(tokens, F_WAVE if waves else quantity, cell, words, further=bool(site))
        if not said or said[0].raw in seen:
            continue
        seen.add(said[0].raw)
        start, end = label[0].start, tokens[cell.last - 1].end
        named = [] if waves or quantity == F_WAVE else [_token(study, start, start)]
        done += [_token("•", start, start), *label, _token(":", start, start), *named, *said, Token("", end, end, "\n")]
    return done


def _said(tokens: list[Token], quantity: str, cell: Cell, words: NerveWords, *, further: bool) -> list[Token]:
    """What a cell says of its quantity; nothing when it is empty or was judged to be normal."""
    start, end = tokens[cell.first].start, tokens[cell.last - 1].end
    own = tokens[cell.first : cell.last]
    name, abnormal = words.said[quantity]
    number = own[0].raw[:1].isdecimal()
    if number and len(own) == 1 and not own[0].raw.strip("0,.") or own[0].stem in words.absent:
        spoken = words.gone if quantity != F_WAVE else (*name, words.gone[-1])
        return _tokens(spoken, start, end)
    if number and _flag(tokens, cell, words):
        places = [t for t in own if t.raw.isalpha() and t.raw not in words.flags and len(t.raw) > 1]  # "34* (coude)"
        beyond = further or quantity == AMPLITUDE and any(t.raw == "/" for t in own)
        return [*places, *_tokens(words.further if beyond and quantity == AMPLITUDE else (*name, *abnormal), start, end)]
    return [*_tokens(name, start, start), *own] if own[0].raw.isalpha() else []


def _tokens(words: tuple[str, ...], start: int, end: int) -> list[Token]:
    return [_token(word, start, end) for word in words]


def _token(word: str, start: int, end: int) -> Token:
    return Token(fold(word) if word.isalpha() else word, start, end, word)
