"""The nerve map as a browser shows it, against pictures that someone has looked at.

``python -m tests.report.test_drawing_pictures`` draws the pictures anew (then look at them).
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from myotome.knowledge import load
from myotome.report.drawing import nerve_map

from .map_cases import CASES
from .png import read_png, small, write_png

PICTURES = Path(__file__).parent.parent / "data" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER = next((b for b in BROWSERS if shutil.which(b)), "")
MOST_APART = 0.03  # mean difference of all pixels, of 1: fonts differ from machine to machine
MOST_COLOUR = 0.25  # share of the coloured blocks that differ: signs and lesions do not
BLOCK, LEAST = 8, 0.06  # pixels; colour of a block that counts


def shot(svg: str, folder: Path) -> np.ndarray:
    """The picture in a headless browser, at half its size."""
    source, target = folder / "map.svg", folder / "map.png"
    source.write_text(svg, encoding="utf-8")
    width, height = re.search(r' width="(\d+)" height="(\d+)"', svg).groups()
    subprocess.run(
        [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1",
         f"--user-data-dir={folder / 'profile'}", f"--window-size={width},{height}", f"--screenshot={target}", source.as_uri()],
        check=True, capture_output=True, timeout=120,
    )
    return small(read_png(target.read_bytes()))


def drawn(name: str, knowledge) -> str:
    (case, where), language = CASES[name]
    return nerve_map(case, where, knowledge, language)


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """Mean absolute difference of the pixels, of 1."""
    return float(np.abs(one.astype(float) - other).mean() / 255)


def colour(pixels: np.ndarray) -> np.ndarray:
    """How coloured each block is, 0 to 1: letters are grey, signs and lesions are not."""
    tint = (pixels.max(axis=2).astype(float) - pixels.min(axis=2)) / 255
    high, wide = (n // BLOCK * BLOCK for n in tint.shape)
    return tint[:high, :wide].reshape(high // BLOCK, BLOCK, wide // BLOCK, BLOCK).mean(axis=(1, 3))


def apart_in_colour(one: np.ndarray, other: np.ndarray) -> float:
    a, b = colour(one), colour(other)
    return float((np.abs(a - b) > LEAST).sum() / max(1, ((a > LEAST) | (b > LEAST)).sum()))


@pytest.fixture(scope="module")
def shots(knowledge, tmp_path_factory):
    if not BROWSER:
        pytest.skip("no chromium")
    return {name: shot(drawn(name, knowledge), tmp_path_factory.mktemp(name)) for name in CASES}


@pytest.mark.parametrize("name", CASES)
def test_the_map_looks_as_it_did_when_it_was_looked_at(shots, name):
    known = read_png((PICTURES / f"{name}.png").read_bytes())
    now = shots[name]
    assert now.shape == known.shape
    assert apart(now, known) < MOST_APART
    assert apart_in_colour(now, known) < MOST_COLOUR


def test_the_comparison_sees_what_matters(shots, knowledge, tmp_path):
    """A map without its lesion, or of the other side, is another picture."""
    (case, where), language = CASES["fibular"]
    other = shot(nerve_map(case, type(where)(), knowledge, language), tmp_path)
    known = read_png((PICTURES / "fibular.png").read_bytes())
    high = min(len(other), len(known))
    assert apart_in_colour(other[:high], known[:high]) > MOST_COLOUR


@pytest.mark.parametrize("name", CASES)
def test_references_are_small(name):
    assert (PICTURES / f"{name}.png").stat().st_size < 60_000


def test_a_png_is_read_as_it_was_written():
    levels = np.random.default_rng(7).integers(0, 6, (9, 13, 3)) * 51
    assert (read_png(write_png(levels.astype(np.uint8))) == levels).all()


if __name__ == "__main__":
    import tempfile

    for each in CASES:
        with tempfile.TemporaryDirectory() as place:
            (PICTURES / f"{each}.png").write_bytes(write_png(shot(drawn(each, load()), Path(place))))
