"""The letter as a file: DOCX to edit, PDF by typst (the extra ``pdf``)."""

from __future__ import annotations

import io

from myotome.errors import MyotomeError, Problem
from myotome.report.letter import Letter
from myotome.report.wording import visible
from myotome.terms import Level

FONT, SIZE = "Calibri", 11
SPECIAL = str.maketrans({c: f"\\{c}" for c in '\\#$*_`<>@[]~"/='})


def letter_docx(page: Letter) -> bytes:
    """A Word document with headings of its own, so that the physician edits it as any letter."""
    from docx import Document
    from docx.shared import Pt

    document = Document()
    document.core_properties.title = page.title
    document.core_properties.author = ""
    document.core_properties.language = page.language
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(SIZE)
    normal.paragraph_format.space_after = Pt(3)
    document.add_heading(visible(page.title), level=1)
    document.add_paragraph(visible(page.date))
    for line in page.opening:
        document.add_paragraph(visible(line))
    for section in page.sections:
        document.add_heading(visible(section.title), level=2)
        for line in section.lines:
            document.add_paragraph(visible(line), style="List Bullet")
    for line in page.closing:
        document.add_paragraph(visible(line))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def letter_typst(page: Letter) -> str:
    """The letter in typst's markup, every character of the case as text.

    >>> letter_typst(Letter("en", "A #letter", "", (), (), ())).splitlines()[-1]
    '= A \\\\#letter'
    """
    lines = [
        f'#set page(paper: "a4", margin: 2cm)\n#set text(lang: "{page.language}", size: {SIZE}pt)',
        f"= {_plain(page.title)}", _plain(page.date), *map(_plain, page.opening),
    ]
    for section in page.sections:
        lines.append(f"== {_plain(section.title)}\n" + "\n".join(f"- {_plain(line)}" for line in section.lines))
    return "\n\n".join(line for line in [*lines, *map(_plain, page.closing)] if line)


def letter_pdf(page: Letter) -> bytes:
    """The letter as PDF. Raises MyotomeError when the extra ``pdf`` is not installed."""
    try:
        import typst
    except ImportError as error:
        raise MyotomeError(Problem(
            level=Level.FATAL, code="output.needs_extra", message="typst", mend="pip install myotome[pdf]", place="",
        )) from error
    return bytes(typst.compile(letter_typst(page).encode()))


def _plain(text: str) -> str:
    """Text that typst takes as it is: nothing in a note can become markup or a program."""
    return visible(" ".join(text.split())).translate(SPECIAL).replace("- ", "\\- ").replace("+ ", "\\+ ")
