"""What a job does, how it stands and how it ended, in words."""

from roster.text import Text

KINDS = {
    "solve": Text("生成", "Generate"),
    "replan": Text("重排", "Re-plan"),
    "explain": Text("查原因", "Find out why"),
}
STATES = {
    "queued": Text("排队中", "Waiting"),
    "running": Text("求解中", "Solving"),
    "done": Text("已结束", "Done"),
    "cancelled": Text("已停止", "Stopped"),
    "failed": Text("出错", "Failed"),
}
OUTCOMES = {
    "optimal": Text("已证明最优", "Proven the best"),
    "feasible": Text("已得到班表", "A roster is found"),
    "infeasible": Text("已证明没有班表能满足全部硬性规则", "Proven: no roster keeps every hard rule"),
    "timeout": Text("限时内没有找到班表", "No roster was found in the time given"),
    "conflict": Text("已证明没有班表能满足全部硬性规则", "Proven: no roster keeps every hard rule"),
    "exists": Text("存在满足全部硬性规则的班表", "There is a roster that keeps every hard rule"),
    "undecided": Text("限时内未能判定", "Not settled in the time given"),
}
