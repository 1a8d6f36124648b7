"""A Chinese workbook of 25 people, as a supervisor has it, reads in the first run."""

# ruff: noqa: E501 - whole sentences, as a supervisor reads them

from datetime import date

from supervisor_book import PEOPLE, save

from roster.files.read_case import read_case
from roster.files.second_look import second_look
from roster.model import Duty, Grade, Leave, LeaveStatus, Role, Shift


def test_a_chinese_workbook_reads_in_the_first_run(tmp_path):
    case, notices = read_case(save(tmp_path / "排班.xlsx"))
    assert [agent.name for agent in case.agents] == PEOPLE
    assert [agent.team for agent in case.agents[3:7]] == ["一班", "一班", "二班", "二班"]
    assert (case.agents[0].role, case.agents[1].role, case.agents[2].role) == (Role.LEADER, Role.DEPUTY, Role.AGENT)
    assert (case.agents[0].jobs, case.agents[1].jobs) == (("热线", "投诉"), ("热线",))
    assert case.agents[1].grade is Grade.INTERMEDIATE
    assert case.shifts[0] == Shift("早", 480, 960, "早班")
    assert case.shifts[3] == Shift("夜", 1320, 1920, "夜班")
    assert (case.centre.timezone, case.centre.country, case.centre.interval_minutes) == ("Asia/Shanghai", "CN", 60)
    assert case.centre.rules == {"max_nights_per_month": 8}
    assert len(case.seats) == 31 * (24 + 8)
    assert case.leaves == (
        Leave("0003", "personal", date(2026, 10, 12), date(2026, 10, 12), LeaveStatus.REQUESTED),
        Leave("0007", "sick", date(2026, 10, 8), date(2026, 10, 9)),
        Leave("0011", "annual", date(2026, 10, 19), date(2026, 10, 21)),
    )
    assert case.history[0] == Duty("0001", date(2026, 9, 1), "早", "热线")
    assert {duty.agent_id for duty in case.history} == {f"{number:04d}" for number in range(1, 26)}
    assert Duty("0005", date(2026, 9, 10), "早", "热线") not in case.history
    assert [notice.line() for notice in notices] == [
        "排班.xlsx!设置 [country]: no country is given: holidays are those of CN, where Asia/Shanghai lies; write none if there are none",
        "排班.xlsx!设置 [interval_minutes]: not given: 60, as the rows of the tables step",
        "排班.xlsx!花名册:2: the header is on row 2; what stands above it (“市民热线人员名单” …) is left aside",
        "排班.xlsx!花名册: merged cells C3:C7, C8:C12, C13:C17, C18:C22, C23:C27: what they show is taken for each of their cells",
        "排班.xlsx!请假登记表: 1 row of leave does not touch 2026-10 and is left aside",
        "排班.xlsx!上月排班:2: columns beside days and people are left aside: “备注”",
        "排班.xlsx!上月排班: 2 days are marked as leave, taken as no duty",
        "排班.xlsx!上月排班 [agent_id]: 1 person is not in the table agents (“钱已离职”): 20 earlier duties are left aside",
    ]  # fmt: skip
    assert second_look(case) == ()
