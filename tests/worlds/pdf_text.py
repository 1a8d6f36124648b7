"""The text of each page of a PDF as Chromium writes it, in the order in which it is drawn, without its blanks."""

import re
import unicodedata
import zlib

OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
STREAM = re.compile(rb"(.*?)stream\r?\n(.*)endstream", re.DOTALL)
SHOWN = re.compile(rb"/(\w+) [\d.\-]+ Tf|<([0-9A-Fa-f]+)>|\[((?:<[0-9A-Fa-f]+>|[\s\d.\-])*)\]\s*TJ")


def pages(data: bytes) -> list[str]:
    """One text a page. Letters are placed one by one, so that blanks tell nothing; look-alikes are made one letter."""
    objects = {int(number): body for number, body in OBJECT.findall(data)}
    texts = []
    for body in objects.values():
        if re.search(rb"/Type /Page\b(?!s)", body):
            fonts = _fonts(objects, body)
            text = "".join(_text(_stream(objects[number]), fonts) for number in _refs(body, rb"/Contents"))
            texts.append("".join(unicodedata.normalize("NFKC", text).split()))
    return texts


def _refs(body: bytes, name: bytes) -> list[int]:
    place = re.search(name + rb" (?:\[([^\]]*)\]|(\d+) 0 R)", body)
    return [] if place is None else [int(item) for item in re.findall(rb"(\d+)(?: 0 R|$)", place[1] or place[2])]


def _stream(body: bytes) -> bytes:
    head, held = STREAM.match(body).groups()
    # What is packed knows its own end: its last byte may look like the line's.
    return zlib.decompressobj().decompress(held) if b"FlateDecode" in head else held


def _fonts(objects: dict[int, bytes], page: bytes) -> dict[bytes, dict[int, str]]:
    listed = re.search(rb"/Font\s*<<(.*?)>>", page, re.DOTALL)
    fonts = {}
    for name, number in re.findall(rb"/(\w+) (\d+) 0 R", listed[1] if listed else b""):
        maps = _refs(objects[int(number)], rb"/ToUnicode")
        fonts[name] = _letters(_stream(objects[maps[0]])) if maps else {}
    return fonts


def _letters(table: bytes) -> dict[int, str]:
    letters = {}
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(rb"<(\w+)>\s*<(\w+)>", part):
            letters[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, text in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", part):
            start = int(text, 16)
            for step, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                letters[code] = chr(start + step)
    return letters


def _text(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    letters: dict[int, str] = {}
    out = []
    for font, one, many in SHOWN.findall(content):
        if font:
            letters = fonts.get(font, {})
        else:
            for run in [one] if one else re.findall(rb"<([0-9A-Fa-f]+)>", many):
                out.extend(letters.get(int(run[at : at + 4], 16), "") for at in range(0, len(run), 4))
    return "".join(out)
