"""``myotome criteria`` in lines for a terminal: the verdict, then each item with its evidence."""

from __future__ import annotations

from myotome.answer import Verdict
from myotome.case import Case
from myotome.report.context import Citations, Context
from myotome.report.explained import source
from myotome.report.sections.criteria import Line, checklist
from myotome.report.wording import Wording, visible

INDENT = "  "


def checked_lines(verdict: Verdict, case: Case, words: Wording) -> str:
    """One set: name, version, paper, verdict, items."""
    entry = words.knowledge.criteria[verdict.criteria]
    shown = checklist(verdict, entry, Context(words, case, Citations(words), ""))
    lines = [
        words.bracketed(shown.name, entry.id), f"{INDENT}{source(entry.paper, words)}, {entry.version}",
        INDENT + words.sentence(words.bracketed(shown.verdict, shown.points, shown.probability)),
    ]
    if shown.unverified:
        lines.append(INDENT + words("set_unverified"))
    lines += [INDENT + text for text in (shown.incomplete, shown.note) if text]
    for line, item in zip(shown.lines, verdict.items, strict=True):
        lines += _item(line, source(item.reference, words), words)
    return visible("\n".join(lines))


def _item(line: Line, reference: str, words: Wording) -> list[str]:
    lines = [f"{INDENT}[{line.mark}] {words.bracketed(line.text, line.points, reference)}"]
    if line.evidence:
        lines.append(f"{INDENT * 3}{'; '.join(e.text for e in line.evidence)}")
    if line.missing:
        lines.append(f"{INDENT * 3}{words('missing')} {', '.join(line.missing)}")
    if line.ask:
        lines.append(f"{INDENT * 3}{line.ask}")
    return lines
