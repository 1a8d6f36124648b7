"""Workbooks and archives that no supervisor sends."""

import io
import struct
import zipfile
from collections.abc import Mapping

import openpyxl
from campaign import WHOLE

MEBIBYTE = 2**20
SWOLLEN_MEBIBYTES = 400
"""More than anything unpacked may hold, and than reading a bomb may take."""
ROWS = 400_000 if WHOLE else 100_000
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><workbook>&j;</workbook>"
)


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def swollen(name: str, mebibytes: int, files: Mapping[str, bytes | str] | None = None) -> bytes:
    """An archive with a member of so many mebibytes of blanks, written in pieces."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for plain, data in (files or {}).items():
            archive.writestr(plain, data)
        with archive.open(name, "w") as member:
            for _ in range(mebibytes):
                member.write(b" " * MEBIBYTE)
    return out.getvalue()


def understated(data: bytes, size: int = 100) -> bytes:
    """The archive with every member's unpacked size told as `size`, in both of its places."""
    content = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.find(mark)
        while at >= 0:
            content[at + place : at + place + 4] = struct.pack("<I", size)
            at = content.find(mark, at + 4)
    return bytes(content)


def book() -> bytes:
    out = io.BytesIO()
    sound = openpyxl.Workbook()
    sound.active.title = "agents"
    sound.active.append(["agent_id", "name"])
    sound.save(out)
    return out.getvalue()


def book_with(name: str, data: bytes | str) -> bytes:
    """A sound workbook with one member in another's place."""
    with zipfile.ZipFile(io.BytesIO(book())) as sound:
        return zipped({**{item: sound.read(item) for item in sound.namelist()}, name: data})


def bombs() -> dict[str, tuple[str, bytes]]:
    """By name: the kind of upload, and its bytes."""
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(book())) as sound:
        others = {item: sound.read(item) for item in sound.namelist() if item != sheet}
    big, blanks = swollen(sheet, SWOLLEN_MEBIBYTES, others), swollen("agents.csv", SWOLLEN_MEBIBYTES)
    return {
        "zip of blanks": ("zip", blanks),
        "zip of blanks that understates itself": ("zip", understated(blanks)),
        "zip of many": ("zip", zipped({f"{number}/agents{number}.csv": b"x" * 1000 for number in range(5000)})),
        "workbook of blanks": ("xlsx", big),
        "workbook that understates itself": ("xlsx", understated(big)),
        "workbook of laughs": ("xlsx", book_with("xl/workbook.xml", LAUGHS)),
        "workbook of laughing strings": ("xlsx", book_with("xl/sharedStrings.xml", LAUGHS)),
        "workbook torn in two": ("xlsx", book()[:-200]),
        "workbook of nothing": ("xlsx", zipped({"[Content_Types].xml": TYPES})),
        "workbook that is text": ("xlsx", b"agent_id,name\n" * 100),
        "workbook of rows": ("xlsx", book_with(sheet, _rows(ROWS))),
    }


def _rows(count: int) -> bytes:
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    row = b'<row><c t="inlineStr"><is><t>x</t></is></c></row>'
    return head + row * count + b"</sheetData></worksheet>"
