"""The case that the samples change, as texts and as cells, and how a sample says what is expected of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

SAME = "same"

CENTRE = '名称 = "热线"\ntimezone = "Asia/Shanghai"\ncountry = "CN"\nmonth = "2026-10"\ninterval_minutes = 60\n'
CASE: Mapping[str, str] = {
    "centre.toml": CENTRE.replace("名称", '"名称"'),
    "agents.csv": (
        "工号,姓名,班组,职务,工种,级别,倒班\n"
        "0001,王建国,一班,班长,热线,高级,是\n"
        "0002,李欣怡,一班,业务代表,热线;投诉,中级,是\n"
        "0003,张文涛,二班,业务代表,热线,初级,否\n"
    ),
    "shifts.csv": "代码,名称,开始,结束\n早,早班,08:00,16:00\n夜,夜班,22:00,06:00\n",
    "seats.csv": "日期,时间,工种,座席数\n2026-10-01,08:00,热线,1\n2026-10-01,09:00,投诉,2\n",
    "leave.csv": "工号,类别,开始,结束,状态\n0002,年假,2026-10-12,2026-10-13,申请\n",
    "history.csv": "工号,日期,班次\n0001,2026-09-29,早\n0002,2026-09-30,夜\n",
}
Files = Mapping[str, str | bytes]


@dataclass(frozen=True)
class Sample:
    """One real-looking input: `make` writes it below a folder and says where the case is."""

    name: str
    make: Callable[[Path], Path]
    expect: str = SAME
    lines: tuple[str, ...] = ()


def folder(place: Path, files: Files) -> Path:
    """The case as a folder with these files instead of its own."""
    for name, content in {**CASE, **files}.items():
        (place / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return place


def with_files(name: str, files: Files, *lines: str, expect: str = SAME) -> Sample:
    """A sample that changes files of the folder."""
    return Sample(name, lambda place: folder(place, files), expect, lines)


def swapped(file: str, *pairs: tuple[str, str]) -> dict[str, str]:
    """The file with texts in place of others."""
    text = CASE[file]
    for old, new in pairs:
        assert old in text, (file, old)
        text = text.replace(old, new)
    return {file: text}
