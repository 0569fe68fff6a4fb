"""Small Outlook messages for tests: a compound file (OLE2, [MS-CFB]) with the property streams of [MS-OXMSG]."""

from __future__ import annotations

import struct

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
STORAGE, STREAM, ROOT = 1, 2, 5
UNICODE, BINARY, TIME = 0x001F, 0x0102, 0x0040
Tree = dict[str, "bytes | Tree"]


def message(body: str | None, attachments: dict[str, bytes] | None = None, html: bytes | None = None) -> bytes:
    """A .msg file with a body, an HTML body and attachments, sent on 2 June 2026."""
    texts = {0x001A: "IPM.Note", **({0x1000: body} if body is not None else {})}
    tree = _properties(texts, {0x1013: html} if html is not None else {}, 32, len(attachments or {}))
    for number, (name, data) in enumerate((attachments or {}).items()):
        tree[f"__attach_version1.0_#{number:08X}"] = _properties({0x3707: name}, {0x3701: data}, 8, 0)
    return compound(tree)


def _properties(texts: dict[int, str], binaries: dict[int, bytes], header: int, attachments: int) -> Tree:
    tree: Tree = {}
    rows = b""
    for tag, text in texts.items():
        data = text.encode("utf-16-le")
        tree[f"__substg1.0_{tag:04X}{UNICODE:04X}"] = data
        rows += struct.pack("<HHIII", UNICODE, tag, 6, len(data) + 2, 0)
    for tag, data in binaries.items():
        tree[f"__substg1.0_{tag:04X}{BINARY:04X}"] = data
        rows += struct.pack("<HHIII", BINARY, tag, 6, len(data), 0)
    if header == 8:
        rows += struct.pack("<HHIII", 0x0003, 0x3705, 6, 1, 0)  # attached by value
    else:
        rows += struct.pack("<HHIQ", TIME, 0x0039, 6, 134249040000000000)
        rows += struct.pack("<HHIII", 0x0003, 0x340D, 6, 0x00040000, 0)  # text in Unicode
    tree["__properties_version1.0"] = struct.pack("<8x4I", 0, attachments, 0, attachments).ljust(header, b"\0")[:header] + rows
    return tree


def compound(tree: Tree) -> bytes:
    """A compound file of storages and streams."""
    entries: list[list] = [["Root Entry", ROOT, FREE, FREE, FREE, 0, 0]]
    small, big = b"", []
    mini_fat: list[int] = []

    def add(children: Tree) -> int:
        first = before = FREE
        for name, content in children.items():
            at = len(entries)
            entries.append([name, STORAGE if isinstance(content, dict) else STREAM, FREE, FREE, FREE, 0, 0])
            if before == FREE:
                first = at
            else:
                entries[before][3] = at
            before = at
            if isinstance(content, dict):
                entries[at][4] = add(content)
            elif len(content) >= CUTOFF:
                big.append((at, content))
            else:
                store(at, content)
        return first

    def store(at: int, content: bytes) -> None:
        nonlocal small
        start, count = len(small) // MINI, -(-len(content) // MINI)
        mini_fat.extend([*range(start + 1, start + count), END] if count else [])
        small += content.ljust(count * MINI, b"\0")
        entries[at][5:] = [start if count else END, len(content)]

    entries[0][4] = add(tree)
    directory_count = -(-len(entries) * 128 // SECTOR)
    mini_fat_count = -(-len(mini_fat) * 4 // SECTOR)
    sectors = [("fat", SECTOR), ("directory", directory_count * SECTOR), ("mini fat", mini_fat_count * SECTOR), ("small", len(small))]
    fat, starts = [FAT], [0]
    for _, size in sectors[1:]:
        count = -(-size // SECTOR)
        starts.append(len(fat) if count else END)
        fat += [*range(len(fat) + 1, len(fat) + count), END] if count else []
    entries[0][5:] = [starts[3], len(small)]
    for at, content in big:
        count = -(-len(content) // SECTOR)
        entries[at][5:] = [len(fat), len(content)]
        fat += [*range(len(fat) + 1, len(fat) + count), END]
    header = struct.pack(
        "<8s16x5H6x9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, starts[1], 0, CUTOFF,
        starts[2], mini_fat_count, END, 0,
    ) + struct.pack("<109I", 0, *[FREE] * 108)
    done = header + struct.pack(f"<{SECTOR // 4}I", *fat, *[FREE] * (SECTOR // 4 - len(fat)))
    done += b"".join(_entry(*entry) for entry in entries).ljust(directory_count * SECTOR, b"\0")
    done += struct.pack(f"<{len(mini_fat)}I", *mini_fat).ljust(mini_fat_count * SECTOR, b"\xff")
    done += small.ljust(-(-len(small) // SECTOR) * SECTOR, b"\0")
    return done + b"".join(content.ljust(-(-len(content) // SECTOR) * SECTOR, b"\0") for _, content in big)


def _entry(name: str, kind: int, left: int, right: int, child: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBB3I36xIQ", raw, len(raw), kind, 1, left, right, child, start, size)
