"""The words that pages share. What one page says stands in its template: `say(zh, en)`."""

from roster.desk.words import state_words
from roster.text import Text

product = Text("排班台", "Roster")
skip = Text("跳到正文", "Skip to content")
comma = Text("、", ", ")
"""Between the items of a list in a sentence: `names|join(w.comma)`."""

# Places
inbox = Text("待办", "Inbox")
board = Text("班表", "Board")
coverage = Text("覆盖", "Coverage")
generate = Text("生成", "Generate")
publish = Text("发布", "Publish")
requests = Text("申请", "Requests")
day_desk = Text("值班日", "Duty day")
tasks = Text("任务", "Tasks")
quality = Text("质检", "Quality")
grades = Text("定级", "Grades")
register = Text("登记表", "Register")
fairness = Text("公平", "Fairness")
people = Text("人员", "People")
accounts = Text("账号", "Accounts")
rules = Text("规则", "Rules")
import_case = Text("导入", "Import")
audit = Text("日志", "Audit")
home = Text("首页", "Home")
my_shifts = Text("我的班", "Shifts")
ledger = Text("账本", "Ledger")
more = Text("更多", "More")
me = Text("我的", "Me")
notices = Text("动态", "News")
calendars = Text("日历订阅", "Calendars")
wishes = Text("心愿", "Wishes")

# Acts
log_in = Text("登录", "Log in")
log_out = Text("退出", "Log out")
save = Text("保存", "Save")
approve = Text("同意", "Approve")
decline = Text("不同意", "Decline")
accept = Text("接受", "Accept")
refuse = Text("不接受", "Decline")
withdraw = Text("撤回", "Withdraw")
undo = Text("撤销", "Undo")
cancel = Text("取消", "Cancel")
send = Text("发出", "Send")
check = Text("检查", "Check")
look = Text("查看", "Open")
search = Text("搜索", "Search")
filter_by = Text("筛选", "Filter")
load_latest = Text("载入最新", "Load")
retry = Text("重试", "Retry")
copy = Text("复制", "Copy")
revoke = Text("停用", "Revoke")
rotate = Text("换新地址", "New address")
confirm_duty = Text("确认接班", "Confirm")
back = Text("返回", "Back")

# Labels
reason = Text("事由", "Reason")
due = Text("截止", "Due")
deputy = Text("代理", "Deputy")
quota = Text("额度", "Quota")
required = Text("需求", "Required")
rostered = Text("在岗", "Rostered")
gap = Text("缺口", "Gap")
hard_breach = Text("硬性违规", "Hard breaches")
points = Text("分", "Points")
bound = Text("下界", "Proven bound")
gap_to_bound = Text("差距", "Gap to bound")
pin = Text("固定", "Pin")
history = Text("来历", "History")
what_if = Text("试算", "What if")
sign_off = Text("销假", "Sign off")
roll_call = Text("点名", "Roll call")
hand_over = Text("交接班", "Hand-over")
re_plan = Text("重排", "Re-plan")
close = Text("月结", "Close")
month = Text("月份", "Month")
date = Text("日期", "Date")
day_off = Text("休", "Off")
team = Text("班组", "Team")
job = Text("工种", "Job")
person = Text("人员", "Person")
kind = Text("类别", "Kind")
state_label = Text("状态", "State")
username = Text("用户名", "User name")
password = Text("密码", "Password")
language_label = Text("语言", "Language")
clause = Text("条款", "Clause")
measured = Text("实际", "Measured")
allowed = Text("允许", "Allowed")
found = Text("现为", "Now:")
wanted = Text("要求", "needed:")
nearest = Text("可行的做法", "Nearest way")

SCOPES = {"read": Text("只读", "read only"), "write": Text("读写", "read and write")}
"""What a token may be used for."""
ROLES = {
    "agent": Text("业务代表", "Agent"),
    "leader": Text("班长", "Team leader"),
    "deputy": Text("副班长", "Deputy leader"),
    "manager": Text("值班经理", "Manager"),
    "department_director": Text("客服部主任", "Department director"),
    "centre_director": Text("客服中心主任", "Centre director"),
    "planner": Text("排班员", "Planner"),
    "admin": Text("管理员", "Administrator"),
}
GRADES = {
    "junior": Text("初级", "junior"),
    "intermediate": Text("中级", "intermediate"),
    "senior": Text("高级", "senior"),
}

# Longer titles first: they hold shorter ones.
REGULATIONS = {
    "现场工作时间不少于 80 %,营业忙时不得离开": "on the floor 80 % of the time at least, never away at a peak",
    "一般每日不得超过一小时": "as a rule one hour a day at most",
    "每日不得超过三小时": "three hours a day at most",
    "入职后的前三个月": "the first three months",
    "客户服务中心卫生管理制度": "hygiene regulations",
    "请假制度汇编": "leave regulations, collected",
    "请假制度": "leave regulations",
    "换班制度": "swap regulations",
    "交接班制度": "hand-over regulations",
    "交接班规定": "hand-over rules",
    "客服部班长责任制": "team leaders' duties",
    "班长责任制": "team leaders' duties",
    "客服部值班制度": "duty regulations",
    "值班制度": "duty regulations",
    "客服人员守则": "staff code",
    "客房部规章": "housekeeping rules",
    "员工级别划分规则": "grading rules",
    "客服部会议制度": "meeting regulations",
    "客服部质检员的职责": "quality inspectors' duties",
    "质检": "quality inspection",
    "营业厅值班长": "service hall, shift head",
    "营业厅": "service hall",
    "值班经理": "manager",
    "客服领班": "front-desk leader",
    "回访工位": "call-back seats",
    "安全检查": "safety check",
    "班后会": "closing review",
    "晨会": "morning meeting",
    "场管制度": "floor regulations",
    "国务院关于职工工作时间的规定": "State Council, working hours",
    "职工带薪年休假条例": "annual leave ordinance",
    "女职工劳动保护特别规定": "protection of women at work",
    "劳动法": "Labour Law",
    "休息权": "the right to rest",
    "连班": "back-to-back duties",
    "倒班": "rotating shifts",
    "交接": "hand-over",
}
"""The regulations' titles in English, and what clauses say beside them; a clause keeps what is not among them."""

DONE = {
    "saved": Text("已保存", "Saved"),
    "opened": Text("新月已开,可以生成班表", "The month is open: its roster can be generated"),
    "drafted": Text("已建草稿", "The draft is made"),
    "sent": Text("已发出", "Sent"),
    "accepted": Text("已接受", "Accepted"),
    "approved": Text("已同意", "Approved"),
    "passed": Text("已同意,还待下一级审批", "Approved; the next rung decides"),
    "swapped": Text("已同意,生效,班表已更新", "Approved: it is effective and the roster changed"),
    "away": Text("已同意,请假生效,其间的班已空出", "Approved: the leave counts and its duties are vacant"),
    "declined": Text("已拒绝", "Declined"),
    "withdrawn": Text("已撤回", "Withdrawn"),
    "confirmed": Text("已确认接班", "Confirmed"),
    "revoked": Text("已停用", "Revoked"),
    "read": Text("已全部标为已读", "All marked as read"),
    "password": Text("密码已更改", "The password is changed"),
    "everywhere": Text("已退出所有设备", "Logged out everywhere"),
    "delegated": Text("已设置代理", "The deputy is named"),
    "ended": Text("代理已结束", "The deputy's time is over"),
    "returned": Text("已销假", "Signed off"),
    "certified": Text("证明已登记", "The certificate is registered"),
    "agreed": Text("已定补还班日", "The new day is written down"),
    "waived": Text("已免还", "Waived"),
    "covered": Text("已安排顶班", "The cover is arranged"),
    "matched": Text("已匹配心愿", "The wishes are matched"),
    "disabled": Text("账号已停用", "The account is disabled"),
    "enabled": Text("账号已启用", "The account is enabled"),
    "published": Text("已发布", "Published"),
    "closed": Text("已月结", "Closed"),
    "forward": Text("演示时钟已拨快", "The demonstration's clock is set forward"),
    "started": Text("已开始", "Started"),
    "cancelled": Text("已停止", "Stopped"),
    "deleted": Text("已删除", "Deleted"),
    "imported": Text("已导入", "Imported"),
}
"""What a page says of an act that is done, by the word in its address."""


def state(value: str) -> Text:
    """A state or a kind in words."""
    return state_words(value)
