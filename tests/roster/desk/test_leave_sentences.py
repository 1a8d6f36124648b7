"""What a supervisor is told of a late or an out-of-turn leave, as it is said aloud in both languages."""

from typing import Any

import pytest
from desk_world import DIRECTOR, asked, at, board, leave

from roster.model.approval import Approval, DecisionAct, Office, Step
from roster.model.requests import span_words

SAID: dict[str, tuple[Any, ...]] = {
    # leave, filed when: rule, Chinese, English
    "ordinary": (("personal", 12, {}), at(12), "LEAVE-2a", "一般事假最迟 10月11日 24:00 提出,现已逾期",
                 "ordinary leave had to be filed by 24:00 on 11 October"),
    "annual leave is called by its name": (("annual", 12, {}), at(12), "LEAVE-2a",
        "年假最迟 10月11日 24:00 提出,现已逾期", "annual leave had to be filed by 24:00 on 11 October"),
    "special": (("personal", 12, {"special": True}), at(12, "07:01"), "LEAVE-2b",
                "特殊事假最迟 10月12日 07:00 提出,现已逾期", "special leave had to be filed by 07:00 on 12 October"),
    "late": (("personal", 12, {}), at(12), "LEAVE-2c",
             "逾期:2026-10-12 00:00 提出,时限为 10月11日 24:00;未获批准按旷工处理",
             "late: filed 2026-10-12 00:00, due by 24:00 on 11 October; without approval it is absenteeism"),
    "ill on duty, for the whole day": (("sick", 12, {}), at(12, "08:00"), "LEAVE-2d",
        "病假应在 10月12日 08:00 之前报告;当班发病的,从离岗的时刻起请假,已上的班照算",
        ("sickness had to be reported before 08:00 on 12 October; who falls ill on duty files from the hour of "
         "leaving, and the time worked stands")),
    "ill on duty, told late": (("sick", 12, {"start_minute": 660}), at(12, "11:01"), "LEAVE-2d",
                               "病假最迟 10月12日 11:00 报告", "sickness had to be reported by 11:00 on 12 October"),
}  # fmt: skip


@pytest.mark.parametrize("label", SAID)
def test_what_is_said_of_leave_that_comes_late(label):
    (kind, day, given), filed, rule, *said = SAID[label]
    verdict = asked(leave("a", kind, day, day, filed, **given), board("a: 12E 20E"), filed)
    (flag,) = (flag for flag in verdict.flags if flag.rule == rule)
    assert [flag.message.zh, flag.message.en] == said


def test_who_decided_already_is_told_whom_it_waits_for():
    made = (Approval(Step(Office.LEADER, "T1"), True, "l1", at(1, month=9)),)
    act = DecisionAct(leave("a", "personal", 12, 12, at(1, month=9)), "l1", True, made)
    (refusal,) = asked(act, board("a: 12E")).refusals
    assert refusal.message.zh == "l1 已审批过,现待客服部主任审批"
    assert refusal.message.en == "l1 has decided; it waits for the department director"
    assert DIRECTOR in refusal.alternative.en


@pytest.mark.parametrize(
    ("last", "begin", "end", "told"),
    [
        (12, None, None, "2026-10-12"),
        (13, None, None, "2026-10-12 – 2026-10-13"),
        (12, 660, 900, "2026-10-12 11:00 – 15:00"),
        (12, None, 900, "2026-10-12 – 2026-10-12 15:00"),
        (12, 660, None, "2026-10-12 11:00 – 2026-10-12"),
        (13, 660, 900, "2026-10-12 11:00 – 2026-10-13 15:00"),
    ],
)
def test_a_day_is_told_once(last, begin, end, told):
    asked = leave("a", "personal", 12, last, at(1), start_minute=begin, end_minute=end)
    assert span_words(asked) == told
