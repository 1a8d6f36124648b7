"""The recurring tasks that the regulations name, as the bundled cases bring them (tasks.csv)."""

TaskRow = tuple[str, str, str, str, str, str, str]
"""Id, what, whose, how often, by when, what on a day off, clause."""

HOTLINE_TASKS: tuple[TaskRow, ...] = (
    ("班-04日", "当日工作统计日报", "day_leader", "day", "18:00", "stay", "客服部班长责任制 §4"),
    ("班-04周", "本周工作统计周报", "day_leader", "week:5", "18:00", "before", "客服部班长责任制 §4"),
    ("班-03", "服务质量分析报告", "leader", "month:22", "18:00", "before", "客服部班长责任制 §3"),
    ("班-06", "各班忙闲情况报告", "leader", "week:5", "18:00", "before", "客服部班长责任制 §6"),
    ("级-01", "登记本月级别考核成绩", "leader", "month:25", "18:00", "before", "员工级别划分规则 §1–2"),
    ("访-01", "回访满意度周汇总", "job:回访", "week:1", "18:00", "after", "员工级别划分规则 §4 回访工位"),
    ("检-05", "质检周小结与培训计划", "job:质检", "week:5", "18:00", "before", "客服部质检员的职责 §5"),
    ("检-04", "质检月度汇总", "job:质检", "month:last", "18:00", "before", "客服部质检员的职责 §4"),
    ("会-04", "半年、年度工作总结", "director", "year:06-30;12-31", "18:00", "before", "客服部会议制度 §4"),
    ("卫-02", "更衣室清洁", "day_leader", "week:1", "18:00", "after", "客户服务中心卫生管理制度 §2"),
    ("卫-03日", "机房花草浇水", "day_leader", "day", "18:00", "stay", "客户服务中心卫生管理制度 §3"),
    ("卫-03周", "花草清洁叶面", "day_leader", "week:5", "18:00", "before", "客户服务中心卫生管理制度 §3"),
)
HALL_TASKS: tuple[TaskRow, ...] = (
    ("厅-01", "营业前晨会", "manager", "day", "open-15", "stay", "营业厅 002 晨会"),
    ("厅-02", "午间现金与卡交接清点", "day_leader", "day", "open+240", "stay", "营业厅 002 交接"),
    ("厅-03", "当日营业点评", "manager", "day", "close+15", "stay", "营业厅 002 班后会"),
    ("厅-04", "消防安全检查", "manager", "week:1", "18:00", "after", "营业厅 002 安全检查"),
    ("班-03", "服务质量分析报告", "leader", "month:22", "18:00", "before", "客服部班长责任制 §3"),
    ("班-06", "忙闲情况报告", "leader", "week:5", "18:00", "before", "客服部班长责任制 §6"),
    ("会-04", "半年、年度工作总结", "director", "year:06-30;12-31", "18:00", "before", "客服部会议制度 §4"),
)
