import unicodedata

from roster.errors import Fault
from roster.text import Text

UTF_8 = "utf-8-sig"
GB18030 = "gb18030"

SAVE_AS_UTF_8 = Text("请另存为“CSV UTF-8”", "Save it as “CSV UTF-8”")


def encoding_of(data: bytes, file: str) -> str | Fault:
    """The encoding of a text file, `UTF_8` (with or without BOM) or `GB18030`; a fault where it is neither.

    A UTF-8 file with a few broken bytes is called broken, not taken for GB18030: almost any Chinese UTF-8 text with a
    byte lost would also read as GB18030, with every character wrong.
    """
    if data.startswith(b"PK\x03\x04"):
        return Fault(
            file,
            None,
            None,
            Text("这是 Excel 工作簿或压缩包，不是文本文件", "this is a workbook or an archive, not a text file"),
            SAVE_AS_UTF_8,
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Fault(file, None, None, Text("文件为 UTF-16 编码", "the file is encoded as UTF-16"), SAVE_AS_UTF_8)
    nul = data.find(b"\0")
    if nul >= 0:
        return Fault(
            file,
            _row(data, nul),
            None,
            Text("文件含有空字节（NUL），不是文本", "the file holds NUL bytes: it is not text"),
            SAVE_AS_UTF_8,
        )
    try:
        data.decode(UTF_8)
    except UnicodeDecodeError as error:
        at = error.start
    else:
        return UTF_8
    if _reads_as_gb18030(data):
        return GB18030
    return Fault(
        file,
        _row(data, at),
        None,
        Text("文字既不是 UTF-8 也不是 GB18030 编码", "the text is encoded neither as UTF-8 nor as GB18030"),
        SAVE_AS_UTF_8,
    )


def _row(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1


def _reads_as_gb18030(data: bytes) -> bool:
    loose = data.decode("utf-8", "replace")
    broken = loose.count("\ufffd")
    wide = sum(not char.isascii() for char in loose) - broken
    if wide > broken:
        return False
    try:
        characters = set(data.decode(GB18030))
    except UnicodeDecodeError:
        return False
    return not any(unicodedata.category(char) in {"Co", "Cn"} for char in characters)
