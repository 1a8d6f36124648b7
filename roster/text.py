"""Sentences in the two languages of the house. A rule's own sentences live in its file."""

import errno
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Chinese and in English."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en

    def to(self, language: Language) -> str:
        """The sentence in the reader's language."""
        return self.zh if language == "zh" else self.en


def both(text: str) -> Text:
    """A text that reads alike in both languages (a name, an id, a number)."""
    return Text(text, text)


def as_text(value: object) -> Text:
    """A sentence as it is, anything else as a text that reads alike in both languages."""
    return value if isinstance(value, Text) else both(str(value))


_OS_WORDS = {
    errno.ENOENT: "没有这个文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "系统不允许",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已经存在",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EROFS: "磁盘只读",
    errno.EBUSY: "正被占用",
    errno.ETXTBSY: "正被占用",
    errno.ENAMETOOLONG: "名称太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.EIO: "磁盘读写出错",
    errno.ENXIO: "没有这个设备",
    errno.EADDRINUSE: "端口已被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}


def os_words(error: OSError) -> Text:
    """What the system says of a file or an address, in words; what is not listed as the system says it."""
    said = error.strerror or str(error)
    return Text(_OS_WORDS.get(error.errno or 0, said), said)


def clock_time(minute: int) -> str:
    """Minutes after midnight as HH:MM; 24:00 is the end of the day, hours beyond it go on counting."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def clock_span(start: int, end: int) -> str:
    """Wall minutes of a day and the next as `22:00–06:00`; what ends with a day ends at 24:00."""
    return f"{clock_time(start % 1440)}–{clock_time(end % 1440 or 1440)}"


def unit_words(measured: str) -> Text:
    """A measured value with its unit, in both languages: `8 h` is 8 小时; a day off is 休息."""
    chinese = "休息" if measured == "off" else measured
    for unit, word in ((" h", " 小时"), (" min", " 分钟"), (" d", " 天")):
        if chinese.endswith(unit):
            chinese = chinese.removesuffix(unit) + word
    return Text(chinese, measured)


def signed(number: float, decimals: int | None = None) -> str:
    """A difference with its sign, a true minus: `+2`, `−0.5`, `±0`; `decimals` None: as short as it is."""
    text = f"{number:+g}" if decimals is None else f"{number:+.{decimals}f}"
    return "±0" if not float(text) and decimals is None else text.replace("-", "−")


def counted(number: int, one: str, many: str = "") -> str:
    """A number and its English noun: `1 cell`, `2 cells`; `many` where the plural is not made with an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
