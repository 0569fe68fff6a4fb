"""Tables become clauses: each cell is told with the name of its row and of its column ("Deltoïde droite : 4-").

The tokens keep their own offsets, so what is found still points into the table. A table is read where its columns are named: right and
left ("D", "Gauche"), times ("M0", "J7", a date), places beside rows that are sides ("Biceps   Triceps" over "D   4   5"), or tests and findings
beside rows that are places ("Tact   Vibration" over "Pied D"). Where the columns are not known, the lines stay as they were.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from myotome.terms import Side
from myotome.text.tokens.fold import Token
from myotome.text.tokens.grid import Cell, Line, is_rule, lines, parted
from myotome.text.tokens.layout import Sentence
from myotome.text.tokens.lexicon import Lexicon
from myotome.text.tokens.nerve_tables import (
    NerveTable,
    NerveWords,
    legend,
    named_by_id,
    opened,
    placed,
    retitled,
    told,
    without,
)

GRADE = re.compile(r"M?[0-5][+-]?(?:-[0-5][+-]?)?")
VALUE = re.compile(r"M?[0-5][+-]?(?:/5)?|[0-4]\+|\+{1,4}|-|–|±|\+/-|\([+-]\)")
NUMBER = re.compile(r"[<>]?\d+(?:[.,]\d+)?")
TIME = re.compile(r"[MJSDWY]\d{1,3}|\d{1,2}/\d{1,2}/\d{2,4}|\d\d/\d\d|(?:19|20)\d\d")
YEAR = re.compile(r"(?:19|20)\d\d")
LONGEST_CELL = 7  # tokens; what is longer is prose
LONGEST_TITLE = 4
LONGEST_LABEL = 8
NAMES = frozenset({"test", "concept", "absent", "measure"})
LABORATORY = ("value", "unit", "norm")  # in the order in which they are told
RANK = {"name": 0, "site": 1, "place": 1, "side": 2, "time": 3}  # of two names of a cell, the lower one is said first


class TableWords(msgspec.Struct, eq=False, frozen=True):
    """Folded words of one language. sides: of right and left. fillers: that may stand beside a side ("côté").
    times: words that name a column's time. values, units, norms: those of a table of a laboratory. reflexes: that make of a muscle's row its reflex. results: of a cell beside grades ("aboli"). empty: of a cell that says nothing. reflex_sites: ids. nerves: of tables of nerve conduction."""

    sides: dict[str, Side]
    fillers: frozenset[str]
    times: frozenset[str]
    values: frozenset[str]
    units: frozenset[str]
    norms: frozenset[str]
    reflexes: frozenset[str]
    results: frozenset[str]
    empty: frozenset[str]
    reflex_sites: frozenset[str]
    nerves: NerveWords


class Column(NamedTuple):
    """What a header says of a column. kind: side, place (a site with a side), site, name, time, or "" when it is not known."""

    kind: str
    cell: Cell
    side: Side = Side.UNSAID


class _Header(NamedTuple):
    """scaled: may a digit in the row at hand be a grade?"""

    columns: list[Column]
    line: Line
    title: list[Token]
    scaled: bool = True


def in_clauses(text: str, tokens: list[Token], words: TableWords, lexicon: Lexicon) -> list[Token]:
    """The tokens, with the rows of tables as clauses, one a line."""
    if not parted(text, 0, len(text)):
        return tokens
    return _Tables(text, tokens, words, lexicon).read()


class _Tables:
    """Reads the tables of one text."""

    def __init__(self, text: str, tokens: list[Token], words: TableWords, lexicon: Lexicon) -> None:
        self.text, self.tokens, self.words, self.lexicon = text, tokens, words, lexicon

    def read(self) -> list[Token]:
        tokens, done = self.tokens, list[Token]()
        header: _Header | None = None
        nerves: NerveTable | None = None
        above: list[Token] = []
        all_lines = lines(self.text, tokens)
        for n, whole in enumerate(all_lines):
            line, own = whole, [*tokens[whole.first : whole.last + 1]]
            if "*" in (t.raw for t in own) and (flags := legend(tokens, line, self.words.nerves)):
                line = without(line, flags)
                own = [t for k, t in enumerate(own, line.first) if k not in flags]
                if len(line.cells) < 2:
                    done += own
                    continue
            if line.first >= line.last or is_rule(self.text, tokens, line):
                done += own
                continue
            if len(line.cells) > 1 and (table := opened(tokens, line, above, self.words.nerves)) is not None:
                nerves, header = table, None
                done += self._end(line)  # "ampl" is no "ample"
                continue
            if nerves is not None and (row := self._nerve_row(line, nerves)) is not None:
                done += row
                continue
            if nerves is not None:
                retitled(tokens, line, nerves, self.words.nerves)
            fresh = self._header(line, above)
            if fresh is not None and (header is None or self._row(line, header) is None or fresh.columns[0].kind == header.columns[0].kind):
                header = fresh
                done += own
                continue
            clauses = self._row(line, header) if header is not None else None
            if clauses is not None:
                done += clauses
                continue
            if header is not None and not self._subtitle(all_lines, n, header):
                header = None
            above = own if line.last - line.first <= LONGEST_TITLE else []
            done += own
        return done

    def _nerve_row(self, line: Line, table: NerveTable) -> list[Token] | None:
        """The clauses of a row of nerve conduction; None when the line is none."""
        names, cells = placed(self.tokens, line, table, self.words.nerves)
        label = [t for c in names for t in self.tokens[c.first : c.last]]
        if not label or len(label) > LONGEST_LABEL:
            return None
        nerves = [value for c in names for kind, value in self._found(c) if kind == "site" and value in self.words.nerves.nerves]
        label = label if nerves else named_by_id(label, self.words.nerves) or label
        named = bool(nerves) or label is not None and len(label) > sum(c.last - c.first for c in names)
        if named:
            table.nerve, table.bare = label, bool(nerves) and self.words.nerves.sensory_nerves.issuperset(nerves)
        elif not table.nerve or not cells:
            return None
        return told(self.tokens, [] if named else label, cells, table, self.words.nerves, sensory=table.bare) or self._end(line)

    def _subtitle(self, all_lines: list[Line], n: int, header: _Header) -> bool:
        """Is a short line the title of the rows below ("Membre supérieur")?"""
        line = all_lines[n]
        if len(line.cells) != 1 or line.last - line.first > LONGEST_TITLE or n + 1 >= len(all_lines) or self.tokens[line.last - 1].raw in ".,;":
            return False
        return self._row(all_lines[n + 1], header) is not None

    def _header(self, line: Line, above: list[Token]) -> _Header | None:
        """The columns that a line names."""
        cells = self._split(line) if len(line.cells) < 3 and self._sides_at_end(line) else line.cells
        if len(cells) < 2 or any(c.last - c.first > LONGEST_CELL for c in cells[1:]):
            return None
        if any(self.tokens[c.first].stem in self.words.norms for c in cells[1:]):
            return self._laboratory(line, cells)
        named = [self._column(c) for c in cells[1:]]
        first = self._column(cells[0])
        labelled = first.kind not in {c.kind for c in named if c.kind} or first.kind in ("", "name") and named[0].kind == "side"
        columns = named if labelled else [first, *named]
        kinds = [c.kind for c in columns if c.kind]
        known = len(kinds) >= 2 and len(set(kinds)) == 1 and len(kinds) >= len(columns) / 2
        if not known or kinds[0] == "side" and len({c.side for c in columns if c.kind}) < len(kinds):
            return None
        title = [*above, *self.tokens[line.first : columns[0].cell.first]]
        return _Header(columns, line, title)

    def _laboratory(self, line: Line, cells: list[Cell]) -> _Header | None:
        """The columns of a table of values, where the norms stand before them (else its lines are read as they are)."""
        lists = {"value": self.words.values, "unit": self.words.units, "norm": self.words.norms}
        columns = [
            Column(next((kind for kind, words in lists.items() if self.tokens[c.first].stem in words), ""), c) for c in cells[1:]
        ]
        kinds = [c.kind for c in columns]
        turned = "value" in kinds and kinds.index("norm") < kinds.index("value")
        return _Header(columns, line, []) if turned else None

    def _sides_at_end(self, line: Line) -> bool:
        last = [self.tokens[k].stem for k in range(max(line.first, line.last - 2), line.last)]
        return len({self.words.sides.get(s) for s in last} - {None}) > 1

    def _column(self, cell: Cell) -> Column:
        """What a cell of a header names."""
        tokens = self.tokens[cell.first : cell.last]
        stems = [t.stem for t in tokens if t.raw.isalnum() and t.stem not in self.words.fillers]
        sides = {self.words.sides[s] for s in stems if s in self.words.sides}
        if len(sides) == 1 and len(stems) == 1:
            return Column("side", cell, sides.pop())
        raw = "".join(t.raw for t in tokens)
        if TIME.fullmatch(raw) or any(t.stem in self.words.times for t in tokens[:2]) or len(tokens) > 1 and YEAR.fullmatch(tokens[-1].raw):
            return Column("time", cell)
        kinds = self._kinds(cell)
        if kinds & NAMES:
            return Column("name", cell)
        if "site" in kinds:
            return Column("place" if len(sides) == 1 else "site", cell, sides.pop() if len(sides) == 1 else Side.UNSAID)
        return Column("", cell)

    def _found(self, cell: Cell) -> list[tuple[str, str]]:
        tokens = self.tokens[cell.first : cell.last]
        stems = tuple(t.stem for t in tokens)
        sentence = Sentence(cell.first, cell.last, stems, (), tokens[0].start, tokens[-1].end)
        return [(x.kind, x.value) for m in self.lexicon.matches(self.tokens, sentence) for x in m.lexemes]

    def _kinds(self, cell: Cell) -> set[str]:
        return {kind for kind, _ in self._found(cell)}

    def _split(self, line: Line) -> list[Cell]:
        """The line with its last two words as cells of their own."""
        found = [c for c in line.cells if c.last <= line.last - 2]
        for k in (line.last - 2, line.last - 1):
            found.append(Cell(k, k + 1, line.parts, k, k))
        if not found[:-2] and line.last - 2 > line.first:
            found.insert(0, Cell(line.first, line.last - 2, 0, 0, 0))
        return found

    def _row(self, line: Line, header: _Header) -> list[Token] | None:
        """The clauses of a row; None when the line is none."""
        placed = self._placed(line, header)
        if placed is None:
            return None
        label, cells = placed
        if label.last - label.first > LONGEST_LABEL or any(c.last - c.first > LONGEST_CELL for _, c in cells):
            return None
        kind = next(c.kind for c in header.columns if c.kind)
        if kind in LABORATORY:
            return self._values(label, cells)
        if kind in ("site", "place", "name"):
            return self._crossed(label, cells, header)
        done: list[Token] = []
        told = [(column, c) for column, c in cells if not self._empty(c)]
        figures = [self._text(c) for _, c in told]
        header = header._replace(scaled=not any(NUMBER.fullmatch(f) and not GRADE.fullmatch(f) for f in figures))  # "Pince (kg)   6   2"
        for column, cell in told:
            names = self.tokens[column.cell.first : column.cell.last] if column.kind == "side" and column.side is not Side.UNSAID else []
            when = self.tokens[column.cell.first : column.cell.last] if column.kind == "time" else []
            done += self._clause(self.tokens[label.first : label.last], names, cell, header, label, when)
        return done or [self.tokens[label.first], *self._end(line)]

    def _end(self, line: Line) -> list[Token]:
        return self.tokens[line.last : line.last + 1]

    def _placed(self, line: Line, header: _Header) -> tuple[Cell, list[tuple[Column, Cell]]] | None:
        """The label of a row and its cells under their columns."""
        count = len(header.columns)
        cells = line.cells
        if len(cells) <= count and count == 2 and not line.parts:
            cells = self._values_at_end(line, count) or cells
        if len(cells) == count + 1:
            return cells[0], list(zip(header.columns, cells[1:], strict=True))
        if len(cells) == count > 2 and header.columns[0].kind not in ("side", "time"):  # "Sensibilité   Tact   Piqûre": the title is a test too
            return cells[0], list(zip(header.columns[1:], cells[1:], strict=True))
        return self._fewer(line.parts, cells, header) if 2 <= len(cells) <= count else None

    def _fewer(self, parts: int, cells: list[Cell], header: _Header) -> tuple[Cell, list[tuple[Column, Cell]]] | None:
        """The cells of a row that has fewer than the header: by bars and tabs, else by where they stand."""
        first, placed = header.columns[0], list[tuple[Column, Cell]]()
        if parts:
            at = {c.cell.column: c for c in header.columns} if parts == header.line.parts else {}
            placed = [(at[c.column], c) for c in cells[1:] if c.column in at]
        elif cells[0].x < first.cell.x and first.kind == "side":  # a value for no side ("Fléchisseurs du cou    4-")
            placed = [(first._replace(side=Side.UNSAID), cells[1])] if len(cells) == 2 and self._is_value(cells[1]) else []
        elif cells[0].x < first.cell.x and first.kind != "time":
            placed = [(min(header.columns, key=lambda h: abs(h.cell.x - c.x)), c) for c in cells[1:]]
        apart = len({h.cell.first for h, _ in placed}) == len(placed) == len(cells) - 1
        return (cells[0], placed) if apart else None

    def _values_at_end(self, line: Line, count: int) -> list[Cell] | None:
        """Label and values of a row whose values stand a blank apart."""
        chunks: list[tuple[int, int]] = []
        for k in range(line.first, line.last):
            if chunks and self.tokens[k].start == self.tokens[k - 1].end:
                chunks[-1] = (chunks[-1][0], k + 1)
            else:
                chunks.append((k, k + 1))
        values = [Cell(a, b, 0, 0, 0) for a, b in chunks[-count:]]
        if len(chunks) <= count or not all(self._is_value(c) for c in values):
            return None
        return [Cell(line.first, values[0].first, 0, 0, 0), *values]

    def _is_value(self, cell: Cell) -> bool:
        text = self._text(cell)
        return VALUE.fullmatch(text) is not None or cell.last - cell.first == 1 and self.tokens[cell.first].stem in self.words.results

    def _text(self, cell: Cell) -> str:
        return "".join(t.raw for t in self.tokens[cell.first : cell.last])

    def _empty(self, cell: Cell) -> bool:
        return cell.last - cell.first == 1 and self.tokens[cell.first].stem in self.words.empty

    def _crossed(self, label: Cell, cells: list[tuple[Column, Cell]], header: _Header) -> list[Token] | None:
        """Clauses of a row whose label and columns name two of: what was examined, where, on which side."""
        row = self._column(label)
        kind = next((c.kind for c, _ in cells if c.kind), "")
        if not row.kind or not kind or RANK[row.kind] == RANK[kind] or row.kind == "time":
            return None
        done: list[Token] = []
        for column, cell in cells:
            number = NUMBER.fullmatch(self._text(cell)) is not None and self._text(cell) != "0"
            if self._empty(cell) or not column.kind or number and "name" in (kind, row.kind):
                continue
            first, second = (label, column.cell) if RANK[row.kind] < RANK[kind] else (column.cell, label)
            done += self._clause(
                self.tokens[first.first : first.last], self.tokens[second.first : second.last], cell, header, label, [],
            )
        return done or None

    def _clause(
        self, name: list[Token], place: list[Token], cell: Cell, header: _Header, label: Cell, when: list[Token],
    ) -> list[Token]:
        """A cell with its names, on a line of its own."""
        start = self.tokens[label.first]
        values = self.tokens[cell.first : cell.last]
        colon = Token(":", start.start, values[0].start - 1, ":")  # a blank before the value, and none that parts columns
        title = [t for t in header.title if t.stem in self.words.reflexes][:1]
        title = [] if title and "test" in self._kinds(label) else title  # "Babinski" under "Réflexes"
        reflex = bool(title) or any(t.stem in self.words.reflexes for t in name) or self._is_reflex(label)
        text, end = self._text(cell), values[-1].end
        if GRADE.fullmatch(text) and not reflex and self._graded(label, text, header):
            values = [*values, Token("/", end, end, "/"), Token("5", end, end, "5")]
        if reflex and text.isdecimal() and text != "0":
            values = [*values, Token("+", end, end, "+")]
        names = [t for n, t in enumerate(name) if t.raw != ":" and not (t.raw == "." and n + 1 == len(name))]  # "Tibial ant."
        bullet = Token("•", start.start, start.start, "•")
        when = [*when, Token(":", start.start, start.start, ":")] if when else []
        break_ = Token("", end, end, "\n")
        return [bullet, *when, *title, *names, *place, colon, *values, break_]

    def _graded(self, label: Cell, text: str, header: _Header) -> bool:
        """Is a digit in a row a grade of strength: not where a finding or a test is marked 0 or 1?"""
        kinds = self._kinds(label)
        return header.scaled and "concept" not in kinds and not (text == "0" and "test" in kinds) and not any(c.kind == "name" for c in header.columns)

    def _values(self, label: Cell, cells: list[tuple[Column, Cell]]) -> list[Token] | None:
        """A row of a laboratory: its value, unit and norms in the order in which they are said."""
        ordered: list[list[Token]] = []
        for kind in LABORATORY:
            for part in [self.tokens[c.first : c.last] for column, c in cells if column.kind == kind]:
                begin, end = part[0].start, part[-1].end
                ordered.append([Token("(", begin, begin, "("), *part, Token(")", end, end, ")")] if kind == "norm" else part)
        if not ordered:
            return None
        names, end = self.tokens[label.first : label.last - (self.tokens[label.last - 1].raw == ".")], self.tokens[label.last - 1].end
        bullet = Token("•", names[0].start, names[0].start, "•")
        return [bullet, *names, *(t for part in ordered for t in part), Token("", end, end, "\n")]

    def _is_reflex(self, label: Cell) -> bool:
        return any(kind == "site" and value in self.words.reflex_sites for kind, value in self._found(label))
