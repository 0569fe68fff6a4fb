"""Just enough PNG to compare pictures: 8-bit RGB, RGBA and palettes, not interlaced (PNG specification, 2003)."""

from __future__ import annotations

import struct
import zlib

import numpy as np

MAGIC = b"\x89PNG\r\n\x1a\n"
CHANNELS = {2: 3, 3: 1, 6: 4}


def read_png(data: bytes) -> np.ndarray:
    """Pixels as (height, width, 3) of uint8. Raises ValueError for another kind of PNG."""
    if data[:8] != MAGIC:
        raise ValueError("no PNG")
    place, body, palette = 8, b"", None
    while place < len(data):
        size, kind = struct.unpack(">I4s", data[place:place + 8])
        chunk = data[place + 8:place + 8 + size]
        place += size + 12
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", chunk)
            if depth != 8 or colour not in CHANNELS or interlaced:
                raise ValueError("a PNG of another kind")
        elif kind == b"PLTE":
            palette = np.frombuffer(chunk, np.uint8).reshape(-1, 3)
        elif kind == b"IDAT":
            body += chunk
    step = CHANNELS[colour]
    rows = np.frombuffer(zlib.decompress(body), np.uint8).reshape(height, 1 + width * step)
    pixels = _unfilter(rows, step).reshape(height, width, step)
    return palette[pixels[:, :, 0]] if palette is not None else pixels[:, :, :3]


def _unfilter(rows: np.ndarray, step: int) -> np.ndarray:
    out = np.zeros((len(rows), rows.shape[1] - 1), np.uint8)
    above = np.zeros(out.shape[1], np.uint8)
    for n, row in enumerate(rows):
        kind, line = row[0], row[1:].copy()
        if kind == 1:
            line = np.cumsum(line.reshape(-1, step), axis=0, dtype=np.uint8).reshape(-1)
        elif kind == 2:
            line += above
        elif kind in (3, 4):
            line = _slow(bytearray(line.tobytes()), above.tobytes(), step, paeth=kind == 4)
        out[n] = above = line
    return out


def _slow(line: bytearray, above: bytes, step: int, *, paeth: bool) -> np.ndarray:
    """The two filters that go pixel by pixel: average and Paeth."""
    for i in range(len(line)):
        left = line[i - step] if i >= step else 0
        up = above[i]
        if paeth:
            corner = above[i - step] if i >= step else 0
            guess = left + up - corner
            dl, du, dc = abs(guess - left), abs(guess - up), abs(guess - corner)
            add = left if dl <= du and dl <= dc else up if du <= dc else corner
        else:
            add = (left + up) // 2
        line[i] = (line[i] + add) & 255
    return np.frombuffer(bytes(line), np.uint8)


def small(pixels: np.ndarray) -> np.ndarray:
    """Half as wide and high: the mean of four pixels."""
    high, wide = pixels.shape[0] // 2 * 2, pixels.shape[1] // 2 * 2
    return pixels[:high, :wide].reshape(high // 2, 2, wide // 2, 2, 3).mean(axis=(1, 3)).round().astype(np.uint8)


def write_png(pixels: np.ndarray) -> bytes:
    """A palette picture of 6 x 6 x 6 colours: small, and near enough to compare with."""
    level = (pixels.astype(np.uint16) * 5 + 127) // 255
    index = (level[:, :, 0] * 36 + level[:, :, 1] * 6 + level[:, :, 2]).astype(np.uint8)
    palette = bytes(v for r in range(6) for g in range(6) for b in range(6) for v in (r * 51, g * 51, b * 51))
    rows = np.pad(index, ((0, 0), (1, 0))).tobytes()
    header = struct.pack(">IIBBBBB", pixels.shape[1], pixels.shape[0], 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return MAGIC + b"".join(struct.pack(">I", len(c)) + k + c + struct.pack(">I", zlib.crc32(k + c)) for k, c in chunks)
