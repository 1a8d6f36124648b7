"""Which encoding a text file is in, and whether its text is what somebody wrote: UTF-8, or GB18030 where it is Chinese.

Almost any bytes read as GB18030, so it is taken only where what comes out is plausible: western letters of
Windows-1252, Mac Roman or CP850, Japanese of Shift-JIS and Chinese of Big5 fall into parts of the table that hold rare
signs, or into the wide part beyond GB 2312. Text that was read in one encoding and saved in another is told as such.
"""

import re
import unicodedata
from collections.abc import Iterator

from roster.errors import Fault
from roster.text import Text

UTF_8 = "utf-8-sig"
GB18030 = "gb18030"

SAVE_AS_UTF_8 = Text("请另存为“CSV UTF-8”", "Save it as “CSV UTF-8”")

_USUAL = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石"
    "姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文的一是班组早中晚夜休假年月日事病人员工号姓名职务种长副"
    "开始结束时间期热线投诉小大伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英华玉兰红建国文新春晓云海志永国家上下高初级已批申请学习公"
)
"""Signs of which any Chinese table of a centre holds some: surnames, given names, the words of this house."""

_LEAST_COMMON = 0.6
_LEAST_COMMON_AMONG_CHINESE = 0.3
"""Share of level 1 of GB 2312 among the signs; less is enough where the case's other files are in Chinese."""

_MOST_RARE = 0.34
"""Share of signs beyond GB 2312; names hold some."""


def encoding_of(data: bytes, file: str, *, chinese: bool = False) -> str | Fault:
    """The encoding of a text file, `UTF_8` (with or without BOM) or `GB18030`; a fault where it is neither.

    A UTF-8 file with a few broken bytes is called broken, not taken for GB18030: almost any Chinese UTF-8 text with a
    byte lost would also read as GB18030, with every character wrong. `chinese`: other files of the case are.
    """
    if data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        return Fault(
            file,
            None,
            None,
            Text("这是网页或 XML 文件，不是 CSV", "this is a web page or XML, not CSV"),
            SAVE_AS_UTF_8,
        )
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
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
        text = data.decode(UTF_8)
    except UnicodeDecodeError as error:
        at = error.start
    else:
        return _spoilt(text, file) or UTF_8
    if _reads_as_gb18030(data, chinese=chinese):
        return GB18030
    if _saved_by_a_wrong_reader(data):
        return _lost(
            file,
            _row(data, at),
            data[max(data.rfind(b"\n", 0, at) + 1, at - 12) : at + 3].decode("utf-8", "ignore"),
        )
    return Fault(
        file,
        _row(data, at),
        None,
        Text("文字既不是 UTF-8 也不是 GB18030 编码", "the text is encoded neither as UTF-8 nor as GB18030"),
        SAVE_AS_UTF_8,
    )


def chinese_sample(data: bytes) -> str:
    """Some of a GB18030 file's Chinese, by which people see whether it was read right."""
    sample = re.search("[\u3400-\u9fff]{1,8}", data.decode(GB18030, "replace"))
    return sample[0] if sample else ""


def _row(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1


def _reads_as_gb18030(data: bytes, *, chinese: bool) -> bool:
    loose = data.decode("utf-8", "replace")
    broken = loose.count("\ufffd")
    wide = sum(not char.isascii() for char in loose) - broken
    if wide > broken:
        return False
    try:
        text = data.decode(GB18030)
    except UnicodeDecodeError:
        return False
    if any(unicodedata.category(char) in {"Co", "Cn"} for char in set(text)):
        return False
    return _plausibly_chinese(text, chinese=chinese)


def _plausibly_chinese(text: str, *, chinese: bool) -> bool:
    ideographs = common = rare = 0
    for char in text:
        if char.isascii():
            continue
        code = char.encode(GB18030)
        beyond = len(code) != 2 or code[1] < 0xA1 or not 0xA1 <= code[0] <= 0xF7
        rare += beyond
        if not beyond and code[0] >= 0xB0:
            ideographs += 1
            common += code[0] <= 0xD7
    if ideographs == 0:  # signs alone, such as a full-width colon
        return chinese and rare == 0
    least = _LEAST_COMMON_AMONG_CHINESE if chinese else _LEAST_COMMON
    if rare > _MOST_RARE * (ideographs + rare) or common < least * ideographs:
        return False
    return chinese or not _USUAL.isdisjoint(text)


def _saved_by_a_wrong_reader(data: bytes) -> bool:
    """Whether UTF-8 was opened as GBK and saved so: what did not fit became a question mark."""
    return re.search(rb"[\xe4-\xe9][\x80-\xbf]?\?", data) is not None


_RUN = re.compile("[^\x00-\x7f]{2,}")


def _spoilt(text: str, file: str) -> Fault | None:
    """A fault where UTF-8 text holds what no person wrote: a sign that stands for lost ones, or text decoded twice."""
    at = text.find("\ufffd")
    if at >= 0:
        return _lost(file, text.count("\n", 0, at) + 1, text[max(0, at - 6) : at + 6].replace("\n", " "))
    for run in dict.fromkeys(_RUN.findall(text)):
        meant = next(_decoded_once(run), None)
        if meant is not None:
            row = text.count("\n", 0, text.find(run)) + 1
            return Fault(file, row, None, _read_wrongly(run, meant), _FROM_THE_SOURCE)
    return None


def spoilt(text: str) -> tuple[Text, Text] | None:
    """What is wrong with a workbook's cell whose text no person wrote, and what to do; None where it is sound.

    Text that was decoded twice stays so when it is pasted into a workbook or imported there from a CSV.
    """
    if "\ufffd" in text:
        problem = Text(f"有文字已丢失（“{text[:12]}”）", f"characters are lost (“{text[:12]}”)")
        return problem, _FROM_THE_SOURCE
    for run in _RUN.findall(text):
        meant = next(_decoded_once(run), None)
        if meant is not None:
            return _read_wrongly(run, meant), _FROM_THE_SOURCE
    return None


def _read_wrongly(run: str, meant: str) -> Text:
    return Text(
        f"文字被用错误的编码读过再保存：“{run[:12]}”原为“{meant[:12]}”",
        f"the text was read in a wrong encoding and saved: “{run[:12]}” was “{meant[:12]}”",
    )


def _decoded_once(run: str) -> Iterator[str]:
    """What a run of signs was before somebody took its UTF-8 for GBK or Windows-1252."""
    for encoding, letters in (("gbk", "\u4e00-\u9fff"), ("cp1252", "\u00c0-\u017f\u4e00-\u9fff")):
        try:
            meant = run.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if re.fullmatch(f"[{letters}]+", meant):
            yield meant


_FROM_THE_SOURCE = Text(
    "用未损坏的原文件；在 Excel 中打开 CSV 时选 UTF-8，或直接编辑 .xlsx",
    "Go back to the file before; open CSV in Excel as UTF-8, or edit an .xlsx",
)


def _lost(file: str, row: int, sample: str) -> Fault:
    return Fault(
        file,
        row,
        None,
        Text(
            f"有文字已丢失（“{sample.strip()}”）：文件曾用错误的编码打开并保存",
            f"characters are lost (“{sample.strip()}”): the file was opened in a wrong encoding and saved",
        ),
        _FROM_THE_SOURCE,
    )
