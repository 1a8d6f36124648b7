"""tasks.csv: read in either language, written and read back, every fault told."""

import pytest

from roster.cases import bundled_folder
from roster.errors import InputError
from roster.files.read_case import read_case
from roster.files.tables.tasks import read_task_file
from roster.files.write_case import write_case
from roster.model.task import DayRoll, Every, Recurrence, Task, TaskClock, TaskRole

ROWS = [
    ("每日", "18:00", Recurrence(Every.DAY), TaskClock.MIDNIGHT, 1080),
    ("day", "", Recurrence(Every.DAY), TaskClock.MIDNIGHT, 1440),
    ("每周一", "18:00", Recurrence(Every.WEEK, (1,)), TaskClock.MIDNIGHT, 1080),
    ("周五", "17:30", Recurrence(Every.WEEK, (5,)), TaskClock.MIDNIGHT, 1050),
    ("week:7", "17:30", Recurrence(Every.WEEK, (7,)), TaskClock.MIDNIGHT, 1050),
    ("每月22日", "18:00", Recurrence(Every.MONTH, (22,)), TaskClock.MIDNIGHT, 1080),
    ("month:last", "18:00", Recurrence(Every.MONTH, (0,)), TaskClock.MIDNIGHT, 1080),
    ("月末", "18:00", Recurrence(Every.MONTH, (0,)), TaskClock.MIDNIGHT, 1080),
    ("6月30日;12月31日", "18:00", Recurrence(Every.YEAR, dates=((6, 30), (12, 31))), TaskClock.MIDNIGHT, 1080),
    ("year:12-31", "18:00", Recurrence(Every.YEAR, dates=((12, 31),)), TaskClock.MIDNIGHT, 1080),
    ("每日", "open-30", Recurrence(Every.DAY), TaskClock.OPENING, -30),
    ("每日", "营业前15分钟", Recurrence(Every.DAY), TaskClock.OPENING, -15),
    ("每日", "close+15", Recurrence(Every.DAY), TaskClock.CLOSING, 15),
]


@pytest.mark.parametrize(("every", "time", "when", "clock", "minutes"), ROWS)
def test_a_task_as_people_write_it(tmp_path, every, time, when, clock, minutes):
    path = tmp_path / "tasks.csv"
    head = "编号,任务,由谁,周期,截止时间,遇休息日"
    path.write_text(f"{head}\nT1,日报,日班值班班长,{every},{time},提前\n", encoding="utf-8")
    assert read_task_file(path) == (Task("T1", "日报", TaskRole.DAY_LEADER, when, minutes, clock, DayRoll.BEFORE),)


def test_every_fault_at_once(tmp_path):
    path = tmp_path / "tasks.csv"
    path.write_text(
        "task_id,name,role,every,time,roll\n"
        "T1,a,老板,每日,18:00,\n"
        "T2,b,job:质检,偶尔,18:00,\n"
        "T3,c,leader,2月30日,18:00,\n"
        "T4,d,leader,day,25:00,sideways\n"
        "T5,e,leader,day,,\n"
        "T5,f,leader,day,,\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        read_task_file(path)
    assert [(fault.row, fault.field) for fault in caught.value.faults] == [
        (2, "role"), (3, "every"), (4, "every"), (5, "time"), (5, "roll"), (7, "task_id"),
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["hotline", "hall"])
def test_the_bundled_lists_are_written_and_read_back(tmp_path, name, language):
    case, _ = read_case(bundled_folder(name))
    assert case.tasks
    write_case(case, tmp_path, language)
    assert read_case(tmp_path)[0].tasks == case.tasks
