"""QA: each agent's calls are listened to every month (质检员职责 §3)."""

from typing import ClassVar

from roster.qa.shares import MONITORING
from roster.rule import Example, Parameter, Rule, Strength
from roster.text import Text


class Qa(Rule):
    """Each agent's calls are listened to at least `qa_min` times a month, towards `qa_target`.

    Planned on the finished roster (`roster qa plan`): a sample lies on a duty of both, monitor and agent; an agent with
    a mean below `qa_pass` last month, or in the first `qa_newcomer_days`, is heard twice as often. It binds no roster.
    """

    id: ClassVar[str] = "QA"
    title: ClassVar[Text] = Text("质检计划", "Quality monitoring")
    clause: ClassVar[str] = "客服部质检员的职责 §3"
    strength: ClassVar[Strength] = Strength.WORKFLOW
    summary: ClassVar[Text] = Text(
        "每位业务代表每月至少被质检一次,目标五次;上月成绩差者与新员工加倍。排班之后按班表安排,不约束排班。",
        "Each agent is monitored at least once a month, five as a target; twice as often after poor marks or as a "
        "newcomer. Planned on the finished roster, which it does not bind.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "qa_min", 1, "times", Text("每人每月至少质检次数", "fewest samples of each agent a month"),
            "客服部质检员的职责 §3", minimum=0, maximum=100,
        ),
        Parameter(
            "qa_target", 5, "times", Text("每人每月质检次数的目标", "samples of each agent a month as a target"),
            "客服部质检员的职责 §3", minimum=0, maximum=100,
        ),
        Parameter(
            "qa_pass", 80.0, "points",
            Text("上月平均分低于此数者加倍", "a mean below it last month doubles the samples"),
            "POLICY", minimum=0, maximum=100, number=True,
        ),
        Parameter(
            "qa_newcomer_days", 90, "days", Text("入职多少天内加倍", "days from joining with twice the samples"),
            "质检 004(2): 入职后的前三个月", minimum=0, maximum=366,
            ours=True,
        ),
        Parameter(
            "qa_sample_minutes", 30, "minutes", Text("一次质检所需时间", "how long a monitor needs for one sample"),
            "POLICY", minimum=5, maximum=240,
            ours=True,
        ),
        Parameter(
            "qa_job", MONITORING, "text", Text("质检员当班的工种", "the job of a monitor's duty"), "POLICY", ours=True
        ),
    )  # fmt: skip
    example: ClassVar[Example] = Example(
        bad=Text("0007 的班与所有质检班都不重叠,本月无人质检", "No monitor's duty overlaps any of 0007's all month"),
        good=Text("0007 当月五个班各抽检一次,分在五周", "0007 is heard on five duties, one in each week"),
    )
