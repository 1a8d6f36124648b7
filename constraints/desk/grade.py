"""GRADE: grades by monthly test, decided by the department director, in force from a date (员工级别划分规则 §1–2)."""

from collections.abc import Iterable
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.ladder import LEADER_OR_DIRECTOR, OFFICE_WORDS, acts_for
from roster.desk.words import grade_words
from roster.model.approval import Office
from roster.model.grade_test import GradeDecisionAct, GradeResultAct
from roster.rule import Example, Parameter, Refusal
from roster.text import Text


class MonthlyGradeTest(DeskRule):
    """A test a month: characters a minute and the business exam; the director decides the grade, in force from a day.

    The exam passed, `typing_junior` make a junior and `typing_intermediate` an intermediate; no test makes or unmakes a
    senior. The result is written by the own leader or a director. The grade counts from a day after the test; one that
    the result does not speak for needs a reason. Who misses the test keeps the grade and is listed.
    """

    id: ClassVar[str] = "GRADE"
    title: ClassVar[Text] = Text("每月考核定级", "Grades by monthly test")
    clause: ClassVar[str] = "员工级别划分规则 §1–2"
    about: ClassVar[tuple[type, ...]] = (GradeResultAct, GradeDecisionAct)
    summary: ClassVar[Text] = Text(
        "每月考核汉字录入与业务考试,系统按标准提出定级建议,由客服部主任核定并注明生效日期;"
        "换班与排班都以当日级别为准。缺考的保留原级别并列出。",
        "Typing and the business exam are tested every month; the thresholds propose a grade, the department director "
        "decides it with the day from which it holds. Swaps and plans go by the grade of the day. Who misses the test "
        "keeps the grade and is listed.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "typing_junior", 30, "characters a minute",
            Text("初级工每分钟录入汉字数", "characters a minute that a junior types"),
            "员工级别划分规则 §1", minimum=0, maximum=1000,
        ),
        Parameter(
            "typing_intermediate", 50, "characters a minute",
            Text("中级工每分钟录入汉字数", "characters a minute that an intermediate types"),
            "员工级别划分规则 §2", minimum=0, maximum=1000,
        ),
    )  # fmt: skip
    example: ClassVar[Example] = Example(
        bad=Text("班长自己把录入 42 字的组员定为中级", "A leader makes somebody who types 42 an intermediate"),
        good=Text(
            "每分钟 52 字、业务考试合格,主任定为中级,自下月 1 日起",
            "52 a minute and the exam passed: intermediate from the 1st of next month, by the director",
        ),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses a result or a grade that is not the actor's to write, a day too early, and a grade without reason."""
        if isinstance(request, GradeResultAct):
            yield from self._result(request, board, clock)
        elif isinstance(request, GradeDecisionAct):
            yield from self._decision(request, board)

    def _result(self, act: GradeResultAct, board: Board, clock: Clock) -> Iterable[Refusal]:
        result, staff = act.result, board.staff
        who = result.agent_id
        now = clock.now()
        if act.actor == who or not (staff.is_manager_of(act.actor, who) or acts_for(board, act.actor, who, now)):
            reason = Text(f"{who} 的考核成绩不能由 {act.actor} 登记", f"{who}'s result is not for {act.actor} to write")
            yield self.refuse(reason, act.actor, LEADER_OR_DIRECTOR)
        today = board.month_case.local(now).date()
        if result.day > today:
            reason = Text(f"{result.day} 的考核还没到", f"the test of {result.day} is still to come")
            yield self.refuse(reason, str(result.day), Text(f"不晚于 {today}", f"{today} at the latest"))
        if act.decided:
            reason = Text(
                f"{who} {result.month} 的级别已核定,成绩不能再改",
                f"{who}'s grade was decided on the test of {result.month}: the result stands",
            )
            yield self.refuse(
                reason,
                Text("已核定", "decided"),
                Text("尚未核定", "undecided"),
                Text("由主任直接改定级别", "the director sets another grade directly"),
            )

    def _decision(self, act: GradeDecisionAct, board: Board) -> Iterable[Refusal]:
        result, staff = act.result, board.staff
        if act.actor == result.agent_id or act.actor not in staff.directors | staff.centre_directors:
            reason = Text(f"{act.actor} 不能核定级别", f"grades are not for {act.actor} to decide")
            yield self.refuse(reason, act.actor, OFFICE_WORDS[Office.DIRECTOR])
        if act.since <= result.day:
            reason = Text(
                f"级别在考核({result.day})之后才生效", f"a grade counts from a day after its test ({result.day})"
            )
            yield self.refuse(reason, str(act.since), Text(f"{result.day} 之后", f"after {result.day}"))
        if act.grade is not act.proposed and not act.reason.strip():
            one, two = grade_words(act.proposed), grade_words(act.grade)
            reason = Text(
                f"成绩建议{one.zh},核定{two.zh}须写明理由",
                f"the result speaks for {one.en}: deciding {two.en} needs a reason",
            )
            yield self.refuse(reason, Text("未写理由", "no reason"), Text("写明理由", "a reason"))
