"""The report as one self-contained page: templates compiled once, no request to any host."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from myotome.answer import Result
from myotome.knowledge.store import Knowledge
from myotome.report.drawing import drawing_style
from myotome.report.page import page_of
from myotome.report.wording import Wording, visible

TEMPLATES = Path(__file__).parent / "templates"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Templates with every value escaped; an unknown name is an error, not a gap."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=StrictUndefined, auto_reload=False,
    )


@lru_cache(maxsize=1)
def style() -> str:
    """The style sheet, put into the page as it is: it is ours and holds no text of a note."""
    return (TEMPLATES / "style.css").read_text(encoding="utf-8") + drawing_style()


def html_report(result: Result, knowledge: Knowledge) -> str:
    """The whole report, in ``result.language``, for a browser or a printer.

    >>> from myotome.knowledge import load
    >>> html_report(Result(document_kind="article"), load()).startswith("<!doctype html>")
    True
    """
    page = page_of(result, knowledge)
    template = environment().get_template("page.html.j2")
    return visible(template.render(page=page, t=Wording(knowledge, result.language), style=style()))
