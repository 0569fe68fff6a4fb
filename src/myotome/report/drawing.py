"""The nerve map of each limb and the body figure: as parts of the report, and as one picture."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from myotome.answer import Localisation
from myotome.case import Case
from myotome.knowledge.store import Knowledge
from myotome.report import body as figure
from myotome.report import ink, metro
from myotome.report.drawing_settings import drawing_settings
from myotome.report.limbs import limbs
from myotome.report.wording import Wording, visible

STYLE = Path(__file__).parent / "templates" / "drawing.css"
LEGEND = ("weak", "abnormal", "spared", "wanted", "untested", "lesion", "tied")
MARGIN, TITLE, LEGEND_ROW = 16.0, 24.0, 26.0  # of the picture that stands alone
FIGURE_SCALE = 1.3


class Picture(NamedTuple):
    """A drawing for a page: its caption, the whole <svg>, and what could not be drawn, in words."""

    caption: str
    svg: str
    regional: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def drawing_style() -> str:
    """The style sheet of the drawings: ours, it holds no text of a note."""
    return STYLE.read_text(encoding="utf-8")


def drawings(case: Case, where: Localisation, words: Wording) -> tuple[metro.Drawing, ...]:
    """One map a limb, in the order of ``limbs``."""
    return tuple(metro.draw(limb, case, words) for limb in limbs(case, where, words.knowledge))


def pictures(case: Case, where: Localisation, words: Wording, prefix: str) -> tuple[Picture, ...]:
    """The maps for a page; prefix: of the anchors that stations link to."""
    return tuple(
        Picture(
            d.title,
            _svg(d.width, d.height, d.title, d.summary, f"{prefix}map{n}", metro.content(d, words, prefix)) if d.tracks else "",
            d.regional,
        )
        for n, d in enumerate(drawings(case, where, words), 1)
    )


def body_picture(case: Case, words: Wording, prefix: str) -> Picture | None:
    """The body figure for a page; None when nothing in it is abnormal."""
    shown = figure.body(case, words)
    if shown is None:
        return None
    width, height = figure.size(words)
    return Picture(shown.title, _svg(width, height, shown.title, shown.summary, f"{prefix}body", figure.content(shown, words)))


def legend(words: Wording) -> tuple[tuple[str, str], ...]:
    """Each sign as a small <svg>, with its meaning."""
    return tuple(
        (f'<svg viewBox="-9 -9 18 18" width="17" height="17" aria-hidden="true">{ink.symbol(kind, 0, 0)}</svg>', words(f"state_{kind}"))
        for kind in LEGEND
    )


def _svg(width: float, height: float, title: str, summary: str, name: str, inner: str) -> str:
    return (
        f'<svg class="map" viewBox="0 0 {width:g} {height:.0f}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{ink.escape(title)}</title><desc id="{name}-d">{ink.escape(summary)}</desc>{inner}</svg>'
    )


def nerve_map(case: Case, localisation: Localisation, knowledge: Knowledge, language: str) -> str:
    """The nerve maps of all limbs concerned, the body figure and the legend as one SVG document.

    Without any finding of a muscle and any lesion of a limb the picture says so. Sizes in px; the
    picture carries its style and asks nothing of any host.

    >>> from myotome.knowledge import load
    >>> nerve_map(Case(), Localisation(), load(), "en").startswith("<svg")
    True
    """
    words = Wording(knowledge, language)
    maps = drawings(case, localisation, words)
    shown = figure.body(case, words)
    width = drawing_settings(knowledge).map.width
    boxes = [
        (d.title, d.height if d.tracks else 0.0, metro.content(d, words) if d.tracks else "", d.regional, 1.0)
        for d in maps
    ]
    if shown is not None:
        boxes.append((shown.title, FIGURE_SCALE * figure.size(words)[1], figure.content(shown, words), (), FIGURE_SCALE))
    across = 2 if len(boxes) > 1 else 1
    bottoms, out = [MARGIN] * across, []
    for box_title, height, inner, regional, scale in boxes:
        column = min(range(across), key=lambda c: bottoms[c])
        x, y = MARGIN + column * (width + 2 * MARGIN), bottoms[column]
        out.append(ink.text(x, y + 14, box_title, "caption"))
        out.append(f'<g transform="translate({x:g} {y + TITLE:g}){f" scale({scale:g})" if scale != 1 else ""}">{inner}</g>')
        y += TITLE + height
        for said in regional:
            out.append(ink.text(x, y + 12, f"{words('regional')} {said}", "small"))
            y += 18
        bottoms[column] = y + MARGIN
    whole = across * width + 2 * MARGIN * across
    y = max(bottoms)
    if not boxes:
        out.append(ink.text(MARGIN, y + 14, words("nothing_to_draw"), "caption"))
        y += 2 * MARGIN
    rows, y = _legend(y, whole, words) if boxes else ([], y)
    title = words("nerve_map")
    summary = " ".join(f"{d.title}. {d.summary}" for d in maps) + (f" {shown.summary}" if shown else "")
    return visible(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map alone" lang="{words.language}" viewBox="0 0 {whole:g} {y:.0f}" '
        f'width="{whole:g}" height="{y:.0f}" role="img" aria-labelledby="map-t map-d"><title id="map-t">{ink.escape(title)}</title>'
        f'<desc id="map-d">{ink.escape(summary.strip())}</desc><style>{drawing_style()}</style>'
        f'<rect class="paper" width="{whole:g}" height="{y:.0f}"/>{"".join(out)}{"".join(rows)}</svg>\n'
    )


def _legend(y: float, whole: float, words: Wording) -> tuple[list[str], float]:
    """Signs in a row, broken where the picture ends; returns the ink and the new bottom."""
    out, x = [], MARGIN
    y += LEGEND_ROW / 2
    for kind in LEGEND:
        said = words(f"state_{kind}")
        room = 30 + 6.6 * len(said)
        if x + room > whole and x > MARGIN:
            x, y = MARGIN, y + LEGEND_ROW * 0.8
        out.append(f'<g class="stop {kind}">{ink.symbol(kind, x + 8, y)}{ink.text(x + 20, y + 4, said)}</g>')
        x += room
    return out, y + LEGEND_ROW
