"""A zip's members are counted by its last record, before its directory, which costs memory, is read."""

import io
import struct
import zipfile

import pytest

from api.http.resources.centres.upload import MAX_MEMBERS, unpacked_upload
from roster.errors import InputError
from roster.files.sheets.unpack import ENTRY_BYTES, MEMBERS, UnpackError, holds_more, unpack


def end(count, size, *, comment=b"", wide=None):
    """The last records of a zip that tells of `count` members in a directory of `size` bytes; `wide` by zip64."""
    more = b""
    if wide is not None:
        more = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, wide[0], wide[0], wide[1], 0)
        more += struct.pack("<4sIQI", b"PK\x06\x07", 0, 0, 1)
    return more + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, size, 0, len(comment)) + comment


BOMBS = {
    "as many as it may tell": end(65_535, 65_535 * 46),
    "many by zip64": end(65_535, 2**32 - 1, wide=(5_000_000, 5_000_000 * 46)),
    "many by zip64 behind a small number": end(3, 150, wide=(5_000_000, 5_000_000 * 46)),
    "few told, a directory of megabytes": end(3, MEMBERS * ENTRY_BYTES + 1),
    "behind a comment": end(65_535, 65_535 * 46, comment=b"holiday" * 9000),
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_bomb_is_opened(name, monkeypatch):
    def never(*_, **__):
        raise AssertionError("it was opened")

    monkeypatch.setattr(zipfile, "ZipFile", never)
    data = b"PK\x03\x04" + b"\0" * 200 + BOMBS[name]
    with pytest.raises(UnpackError, match="too large"):
        unpack(data, ["*"], (10, 10, 10), io.StringIO())
    with pytest.raises(InputError, match=f"more than {MAX_MEMBERS} files"), unpacked_upload(data, "application/zip"):
        pass


@pytest.mark.parametrize("comment", [b"", b"holiday"])
def test_what_is_within_the_number_is_opened(comment):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(64):
            archive.writestr(f"{'很长的名字' * 12}{number}.csv", b"x")
        archive.comment = comment
    assert not holds_more(out.getvalue(), 64)
    assert holds_more(out.getvalue(), 63)
    assert not holds_more(b"no zip at all", 0)
    assert not holds_more(b"PK\x05\x06", 0)
