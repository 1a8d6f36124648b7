"""The log: who did what to what and when; whether its chain is whole."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Response

from api.accounts.caller import Right
from api.pages.me import here_name
from api.pages.shell import Here, PageRoute, Shell
from api.pages.swaps import day_in
from api.pages.times import moment_text
from roster.store.audit import AuditQuery, AuditRow, audit_page, verify
from roster.text import Text

router = APIRouter(route_class=PageRoute, include_in_schema=False)
SHOWN = 100
ACTS = {
    "swap.request": Text("申请换班", "asked for a swap"),
    "swap.accept": Text("接受换班", "accepted a swap"),
    "swap.approve": Text("同意换班", "approved a swap"),
    "swap.decline": Text("不同意换班", "declined a swap"),
    "swap.withdraw": Text("撤回换班", "withdrew a swap"),
    "swap.confirm": Text("确认接班", "confirmed a duty"),
    "cover.request": Text("申请顶班", "asked for a cover"),
    "change.request": Text("申请调班", "asked to move a duty"),
    "vacancy.cover": Text("安排顶班", "covered a freed duty"),
    "leave.file": Text("提出请假", "asked for leave"),
    "leave.approve": Text("同意请假", "approved a leave"),
    "leave.decline": Text("不同意请假", "declined a leave"),
    "leave.withdraw": Text("撤回请假", "withdrew a leave"),
    "leave.certificate": Text("登记证明", "registered a certificate"),
    "leave.proxies": Text("指定代办人", "named who may report for them"),
    "leave.return": Text("销假", "signed off a leave"),
    "wish.file": Text("挂换班心愿", "filed a swap wish"),
    "wish.withdraw": Text("撤回心愿", "withdrew a wish"),
    "wish.match": Text("匹配心愿", "matched the wishes"),
    "wishes.set": Text("填写班次心愿", "set shift wishes"),
    "roster.draft": Text("存草稿", "kept a draft"),
    "roster.edit": Text("改草稿", "edited a draft"),
    "roster.solve": Text("求解写入草稿", "a solve filled the draft"),
    "roster.publish": Text("发布班表", "published a roster"),
    "grants.decide": Text("审批请假提案", "decided granted leave"),
    "consent.answer": Text("答复改班征询", "answered about a moved duty"),
    "case.import": Text("导入", "imported a case"),
    "case.edit": Text("修改基础数据", "changed the case"),
    "account.make": Text("建账号", "made accounts"),
    "account.change": Text("改账号", "changed an account"),
    "office.set": Text("任免", "set an office"),
    "grade.set": Text("设级别", "set a grade"),
    "grade.test": Text("登记考核成绩", "wrote a test result"),
    "grade.decide": Text("核定级别", "decided a grade"),
    "delegate": Text("设代理", "named a deputy"),
    "delegate.end": Text("结束代理", "ended a deputy's time"),
    "case.open": Text("开新月份", "opened a month"),
    "month.close": Text("月结", "closed a month"),
    "load.correct": Text("校正话务", "corrected the load"),
    "breaks.place": Text("排班中休息", "placed the breaks"),
    "tick": Text("到期处理", "let what was due happen"),
    "payback.agree": Text("商定还班", "agreed on a pay-back"),
    "payback.waive": Text("免还班", "waived a pay-back"),
    "roll-call": Text("点名", "called the roll"),
    "call-in": Text("叫人顶岗", "called somebody in"),
    "relief": Text("在岗交接", "noted a relief"),
    "log.note": Text("记值班日志", "wrote in the log"),
    "log.check": Text("核对交接项", "checked an item"),
    "log.close": Text("了结日志事项", "closed an entry"),
    "log.accept": Text("接受未决事项", "took over an open entry"),
    "log.correct": Text("更正日志", "corrected an entry"),
    "handover.give": Text("签字交班", "signed the hand-over"),
    "handover.take": Text("签字接班", "signed the take-over"),
    "permit.ask": Text("申请离岗", "asked to leave the post"),
    "permit.answer": Text("答复离岗申请", "answered who asked to leave the post"),
    "permit.grant": Text("准离岗", "permitted leaving the seat"),
    "permit.return": Text("记返岗", "noted the return"),
    "overtime.call-in": Text("叫人加班", "called in for overtime"),
    "overtime.stay": Text("留人延时", "kept somebody on"),
    "overtime.refused": Text("记未接受加班", "noted a refusal"),
    "attendance.check-in": Text("签到", "checked in"),
    "attendance.check-out": Text("签退", "checked out"),
    "attendance.record": Text("登记考勤", "recorded attendance"),
    "attendance.settle": Text("认定考勤", "settled attendance"),
    "attendance.proxy": Text("记代签", "noted a proxy"),
    "absence.adjust": Text("调整旷工", "adjusted an absence"),
    "actuals.import": Text("导入实际数据", "imported actuals"),
    "tasks.set": Text("设任务", "set the tasks"),
    "task.done": Text("完成任务", "did a task"),
    "task.reopen": Text("重开任务", "reopened a task"),
    "meeting.record": Text("记会议", "recorded a meeting"),
    "meeting.heard": Text("补听会议", "made up for a meeting"),
    "qa.plan": Text("安排质检", "planned the monitoring"),
    "qa.mark": Text("质检评分", "marked calls"),
}
"""Every act that the log knows, in words."""
SUBJECTS = {
    "swap": Text("换班", "Swap"),
    "leave": Text("请假", "Leave"),
    "roster": Text("班表", "Roster"),
    "wish": Text("心愿", "Wish"),
    "case": Text("基础数据", "Case"),
    "month": Text("月份", "Month"),
    "person": Text("人员", "Person"),
    "agent": Text("人员", "Agent"),
    "account": Text("账号", "Account"),
    "delegation": Text("代理", "Deputy"),
    "centre": Text("中心", "Centre"),
    "shift": Text("值班", "Shift"),
    "entry": Text("日志", "Entry"),
    "permit": Text("离岗", "Permit"),
    "overtime": Text("加班", "Overtime"),
    "attendance": Text("考勤", "Attendance"),
    "actuals": Text("实际数据", "Actuals"),
    "breaks": Text("休息", "Breaks"),
    "meeting": Text("会议", "Meeting"),
    "task": Text("任务", "Task"),
    "overdue": Text("逾期任务", "Overdue"),
    "qa": Text("质检", "Monitoring"),
    "qa-marks": Text("质检评分", "Marks"),
}
"""What a row may be about, in words."""
PLACES = {"roster": "/rosters/{}", "agent": "/people/{}", "person": "/people/{}", "month": "/rosters?month={}"}
"""Where the administrator may look at it."""


@router.get("/audit")
def audit(
    here: Here, actor: str = "", action: str = "", first: str = "", last: str = "", offset: int = 0, check: str = ""
) -> Response:
    """The rows wanted, newest first."""
    here.need(Right.ADMIN)
    since, until = day_in(first), day_in(last)
    offset = min(max(offset, 0), 10_000_000)

    def midnight(day: Any) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=here.zone).astimezone(UTC)

    wanted = AuditQuery(
        here.caller.centre_id,
        actor or None,
        action or None,
        None,
        midnight(since) if since else None,
        midnight(until + timedelta(days=1)) if until else None,
    )
    with here.parts.store.reading() as connection:
        rows, total = audit_page(connection, wanted, offset, SHOWN)
        verdict = verify(connection) if check else None
    return here.render(
        "audit.html",
        rows=[_row(here, row) for row in rows],
        total=total,
        verdict=verdict,
        actor=actor,
        action=action,
        first=first,
        last=last,
        acts=[(name, here.say(words)) for name, words in ACTS.items()],
        before=offset - SHOWN if offset >= SHOWN else None,
        after=offset + SHOWN if offset + SHOWN < total else None,
    )


def _row(here: Shell, row: AuditRow) -> dict[str, Any]:
    kind, _, subject = row.subject.partition(":")
    person = row.actor
    name = here_name(here, person) if here.months and person not in {"", "system"} else here.say(Text("系统", "system"))
    return {
        "seq": row.seq,
        "at": moment_text(datetime.fromisoformat(row.at), here.zone),
        "who": name,
        "act": here.say(ACTS.get(row.action, Text(row.action, row.action))),
        "subject": f"{here.say(SUBJECTS[kind])} {subject}" if kind in SUBJECTS else row.subject,
        "link": PLACES[kind].format(quote(subject)) if _there(here, kind, subject) else "",
        "payload": row.payload,
        "hash": row.hash,
    }


def _there(here: Shell, kind: str, subject: str) -> bool:
    """Whether what a row is about has a page still, and one that the administrator may open."""
    if kind == "roster":
        return subject.isdecimal()
    if kind == "month":
        return subject in map(str, here.months)
    return kind in PLACES and bool(here.months) and subject in here.board.case.agent_by_id
