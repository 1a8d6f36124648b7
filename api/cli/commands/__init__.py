"""The commands, in the order in which `roster --help` lists them. To add one: write its file, name it here.

A command's file brings its libraries, so it is imported when the command runs. What it is for stands here as well as in
its docstring, so that help need not import any; a test holds the two together.
"""

from dataclasses import dataclass

from roster.text import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """A command, or a group of them: `member` of the module `api.cli.commands.<module>`."""

    name: str
    module: str
    member: str
    purpose: Text


COMMANDS = (
    Entry(
        "demo",
        "case.demo",
        "demo",
        Text("用自带案例演示", "Roster a bundled, realistic month and say where the files are."),
    ),
    Entry(
        "init",
        "case.init",
        "init",
        Text(
            "写出一个可编辑的小案例,或由本月生成下月案例",
            "Write a small case to edit, or next month's from this month's.",
        ),
    ),
    Entry(
        "seats",
        "case.seats",
        "seats",
        Text("由话务量计算座席需求", "The seats that the load asks for, per interval and job, as CSV."),
    ),
    Entry(
        "capacity",
        "case.capacity",
        "capacity",
        Text(
            "求解前核对工时是否够用",
            "Hours that the seats need against hours there, per job and week, before any solve.",
        ),
    ),
    Entry(
        "generate",
        "case.generate",
        "generate",
        Text("生成一个月的排班", "Roster a month: write roster, workbook, report and calendars to --out."),
    ),
    Entry(
        "check",
        "case.check",
        "check",
        Text("独立校验一份排班", "Check any roster of a case against every rule, independently of the solver."),
    ),
    Entry(
        "explain",
        "case.explain",
        "explain",
        Text("说明为何没有可行排班及最省的解决办法", "Why no roster exists, and the cheapest ways out, each proven."),
    ),
    Entry(
        "export",
        "case.export",
        "export",
        Text(
            "把任意排班写成工作簿、CSV 与日历",
            "The workbook, CSV and calendars of any roster, one edited by hand included.",
        ),
    ),
    Entry(
        "import",
        "case.import_",
        "import_",
        Text("读回手工修改过的排班", "Bring back a roster.xlsx or roster.csv edited by hand, as roster.csv in --out."),
    ),
    Entry(
        "replan",
        "case.replan",
        "replan",
        Text("以最少变动修复已公布的排班", "Keep every rule after something has happened, with the fewest changes."),
    ),
    Entry(
        "breaks",
        "case.breaks",
        "breaks",
        Text("排定一天的班中休息", "A day's breaks: the seats short proven least, kept with the fewest changes."),
    ),
    Entry(
        "qa",
        "case.qa",
        "app",
        Text(
            "质检:谁听谁的录音",
            "Quality: who listens to whom on the finished roster, and what the marks say.",
        ),
    ),
    Entry("rules", "case.rules", "rules", Text("规则目录、依据与参数", "The catalogue with clauses and parameters.")),
    Entry(
        "serve",
        "service.serve",
        "serve",
        Text(
            "启动服务", "API, calendars and a job worker in one process, on SQLite unless the settings say otherwise."
        ),
    ),
    Entry(
        "worker",
        "service.worker",
        "worker",
        Text("启动求解工作进程", "A job worker; several machines share one queue over PostgreSQL."),
    ),
    Entry(
        "account",
        "service.account",
        "app",
        Text("账户:供本机运维人员管理", "Accounts, for the operator of the machine."),
    ),
    Entry(
        "backup",
        "service.backup",
        "backup",
        Text(
            "备份:写成一个文件",
            "Write everything to one file, as of one moment, while the service goes on.",
        ),
    ),
    Entry(
        "restore",
        "service.backup",
        "restore",
        Text(
            "恢复备份",
            "Put a backup in the place of everything there is, at once; a running service goes on with it.",
        ),
    ),
    Entry(
        "robot",
        "service.robot",
        "app",
        Text("群机器人:把班组或中心的消息发到群里", "Robots of group chats that tell a team or a centre its news."),
    ),
    Entry("bench", "bench.commands", "app", Text("测量求解引擎", "Measure the engine.")),
    Entry(
        "swap",
        "store.swap",
        "app",
        Text("换班:在班表文件上查,在库中办理", "Swaps: asked about on a roster file, carried out over the store."),
    ),
    Entry(
        "leave",
        "store.leave",
        "app",
        Text(
            "请假:申请、审批、证明、销假",
            "Leave: filed, costed, decided step by step, certified, signed off.",
        ),
    ),
    Entry("register", "store.desk.books", "register", Text("换班登记表:按编号列出", "The numbered swap register.")),
    Entry(
        "ledger",
        "store.desk.books",
        "ledger",
        Text(
            "台账:每人的班与假",
            "Each agent's account: swaps, pay-backs, nights, weekends, holidays, leave, hours.",
        ),
    ),
    Entry("actuals", "store.actuals", "app", Text("实际话务:与预测对照", "Actual calls beside the predicted ones.")),
    Entry("attendance", "store.attendance", "app", Text("考勤:导入、点名、缺勤的认定", "Attendance.")),
    Entry(
        "day",
        "store.day",
        "app",
        Text("值班日:点名、紧急加班、值班日志、交接班", "The duty day: roll call, call-in, log, hand-over."),
    ),
    Entry(
        "overtime",
        "store.overtime",
        "app",
        Text("紧急加班:临时叫来或延时留岗", "Called in or kept on in an emergency."),
    ),
    Entry("permit", "store.permits", "app", Text("离岗许可:经准许离开岗位", "Leaving the post with permission.")),
    Entry(
        "desk",
        "store.desk.app",
        "app",
        Text(
            "值班台:导入、草稿、发布、版本、假如 …",
            "The desk's store: import, draft, publish, versions, what-if …",
        ),
    ),
    Entry(
        "close",
        "store.desk.books",
        "close",
        Text("月结:冻结一个月,由下个月记住", "Close a month: it freezes, and the next one remembers it."),
    ),
    Entry("audit", "store.audit", "app", Text("审计:谁在何时做了什么", "The audit log.")),
)
