"""Every file, sheet, column, key and word of a case in English and Chinese: one table for all who read or write them.

The reader takes any of a word's forms, mixed too; the writer takes `en`, or `zh` where Chinese is asked for; the
workbook to fill in shows `zh` or `en` with its hint; `docs/files.md` is generated from here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from roster.text import Language, Text
from roster.words.normal import folded

_NO_HINT = Text("", "")


@dataclass(frozen=True)
class FileWord:
    """A word of files: as written in English and Chinese, further forms that are read, and what it means."""

    en: str
    zh: str
    also: tuple[str, ...] = ()
    hint: Text = _NO_HINT

    def to(self, language: Language) -> str:
        """The form that is written in a language."""
        return self.zh if language == "zh" else self.en

    def is_called(self, text: str) -> bool:
        """Whether a text is one of its two own names, not merely a further form that is read."""
        return folded(text) in {folded(self.en), folded(self.zh)}

    @cached_property
    def forms(self) -> frozenset[str]:
        """All forms that are read, folded."""
        return frozenset(map(folded, (self.en, self.zh, *self.also)))


def _word(en: str, zh: str, also: str = "", hint_zh: str = "", hint_en: str = "") -> FileWord:
    return FileWord(en, zh, tuple(also.split()), Text(hint_zh, hint_en))


def _by_name(*words: FileWord) -> Mapping[str, FileWord]:
    return {word.en: word for word in words}


TABLES: Mapping[str, FileWord] = _by_name(
    _word(
        "centre",
        "中心",
        "客服中心 设置 基本设置 中心设置 参数 基本信息 中心信息 基础信息 基础设置 参数设置 中心参数 "
        "center settings setup",
        "中心与月份",
        "the centre and the month",
    ),
    _word(
        "agents",
        "人员",
        "员工 人员表 员工表 名册 花名册 人员名单 员工名单 座席 坐席 人员信息 员工信息 人员花名册 员工花名册 "
        "people staff employees personnel staff_list employee_list",
        "排班的人",
        "the people",
    ),
    _word(
        "shifts",
        "班次",
        "班次表 班次设置 班次定义 班次信息 班次时间 班次时间表 班次说明 shift shift_types shift_times",
        "有哪些班次",
        "the shifts",
    ),
    _word("load", "话务量", "忙闲 话务 忙闲表 话务量预测 calls call_volume", "每个时段的来电", "calls per interval"),
    _word(
        "seats",
        "座席需求",
        "坐席需求 座席数 坐席数 需求 人力需求 人数需求 需求表 座席需求表 坐席需求表 人力需求表 时段需求 时段人数 "
        "每班人数 班次人数 各班人数 每班需求 各班需求 班次需求 每班座席数 各班座席数 "
        "demand requirement requirements staffing staffing_requirements headcount",
        "每个时段要几个人",
        "seats per interval",
    ),
    _word(
        "leave",
        "请假",
        "休假 假期 请假表 休假表 请假登记表 请假登记 请假申请 休假申请 请假记录 请假单 请假汇总 请假明细 "
        "请休假 请休假表 请休假登记 休假登记 休假登记表 休假安排 请假安排 休假计划 "
        "absence absences time_off annual_leave vacation vacations leave_requests",
        "请假与申请",
        "leave, approved or requested",
    ),
    _word(
        "wishes",
        "意愿",
        "愿望 排班意愿 班次意愿 员工意愿 员工愿望 意愿表 意愿登记 排班愿望 preferences shift_preferences",
        "想上或不想上的班",
        "wishes for and against duties",
    ),
    _word("availability", "可上班时间", "可用时间 可用性 出勤限制 上班限制", "长期的限制", "standing limits"),
    _word(
        "history",
        "历史排班",
        "历史 上月排班 上月班表 历史班表 历史当班 上月排班表 last_month previous_month",
        "以前的当班",
        "duties before the month",
    ),
    _word(
        "ahead",
        "后续排班",
        "下月排班 次月排班 下月班表 次月班表 后续",
        "月后已定的当班",
        "duties fixed after the month",
    ),
    _word(
        "pins", "固定安排", "固定 固定班 固定班次 预排 fixed fixed_shifts", "已定的安排", "what is fixed in the month"
    ),
    _word(
        "holidays",
        "节假日",
        "放假安排 假日 public_holidays bank_holidays",
        "本中心的放假与调休",
        "the centre's own days off",
    ),
    _word("tasks", "任务", "例行任务 工作任务", "例行任务", "recurring tasks"),
    _word("actuals", "实际话务量", "实际话务 实际来电", "实际来电", "actual calls"),
    _word("contracts", "以前合同", "历史合同 以前工时 合同", "以前各月的合同工时", "contract hours of earlier months"),
    _word("entitlements", "假期额度", "年假额度 假期余额", "每年每类的天数", "days of leave a year"),
    _word(
        "stayed",
        "班后延时",
        "延时 实际延时 延时记录",
        "下班后实际多留的分钟，计入工时与休息",
        "minutes really worked beyond a duty's end; hours and rest count them",
    ),
)
"""A case's files and sheets by the stem of their name."""

ROSTER_NAMES = ("班表", "排班", "roster", "schedule", "rota")
"""What the name of a month's roster holds: 11月班表, 2026年11月排班."""

MONTH_NAMES = tuple(f"*{number}月{more}" for number in range(1, 13) for more in ("", "份"))
"""Patterns of a name that is a month and nothing else, as a roster's may be."""

_MONTH_NAME = re.compile(r"(?:20[0-9]{2}年?[.-]?)?(?:1[0-2]|0?[1-9])月份?")


def is_roster_name(text: str) -> bool:
    """Whether a file or sheet is called as a month's roster may be."""
    return says_roster(text) or _MONTH_NAME.fullmatch(folded(text)) is not None


def says_roster(text: str) -> bool:
    """Whether a name says that it is a roster's (11月班表), not merely a month's (11月)."""
    return any(name in folded(text) for name in ROSTER_NAMES)


_DAY = ("写作 2026-10-31、2026/10/31 或 10月31日", "a day, as 2026-10-31")
_TIME = ("写作 08:30", "a time, as 08:30")
_LIST = ("几个用 ; 或 、 分隔", "several are separated by ;")
_YES = ("是 或 否", "true or false")

COLUMNS: Mapping[str, FileWord] = _by_name(
    _word(
        "agent_id",
        "工号",
        "员工号 员工编号 人员编号 员工工号 坐席工号 座席工号 客服工号 坐席编号 座席编号 编号 工号/编号 ID "
        "员工编码 人员编码 employee_id employee_no employee_number emp_id staff_id staff_no staff_number",
        "文字，前导零保留",
        "text; zeros stay",
    ),
    _word("name", "名称", "姓名"),
    _word("team", "班组", "组别 小组 所属班组 组 group team_name crew"),
    _word(
        "role",
        "职务",
        "职位 角色 position job_title",
        "业务代表 副班长 班长 值班经理",
        "agent, deputy, leader or manager",
    ),
    _word(
        "jobs",
        "工种",
        "技能 技能组 技能队列 队列 业务 业务组 岗位 技能名称 岗位名称 job skill skills queue queues",
        f"第一个为主要工种，{_LIST[0]}",
        f"the main one first; {_LIST[1]}",
    ),
    _word("grade", "级别", "员工级别 等级 level", "初级 中级 高级", "junior, intermediate or senior"),
    _word(
        "contract_hours",
        "合同工时",
        "月工时 应出勤工时 月合同工时 monthly_hours hours_per_month",
        "每月小时；空：按法定工作日",
        "hours a month; empty: by working days",
    ),
    _word("rotating", "倒班", "轮班 是否倒班 是否轮班", f"{_YES[0]}；空为是", f"{_YES[1]}; empty: true"),
    _word(
        "protected",
        "保护",
        "保护原因 特殊保护 不上夜班原因 不上夜班 不排夜班 免夜班 是否免夜班 禁夜班 孕期 哺乳期 孕哺期 "
        "三期 三期人员 是否三期 怀孕 是否怀孕",
        "不上夜班的原因，可写 哺乳期:2026-12-31",
        "why no nights, as nursing:2026-12-31",
    ),
    _word(
        "nights",
        "能否夜班",
        "能否上夜班 能上夜班 可上夜班 可否夜班 可否上夜班 可夜班 是否可上夜班 是否能上夜班 是否可夜班 是否上夜班 "
        "是否夜班 上夜班 夜班",
        "否：不上夜班",
        "false: no nights",
    ),
    _word(
        "weekly_hours",
        "每周工时",
        "周工时 周工作时间 周工作时长 每周小时 周小时 每周工作时间 每周工作小时 每周工作时长 每周标准工时 周合同工时 "
        "hours_per_week hours/week",
        "每周小时，按当月法定工作日折算",
        "hours a week, by the month's legal working days",
    ),
    _word(
        "trainee_until",
        "培训至",
        "实习至 见习至 培训截止 培训截止日期",
        "此日以前不占座席",
        "until then no seat is filled",
    ),
    _word("start_date", "入职日期", "入职 入职时间 到岗日期 hire_date joined", *_DAY),
    _word("end_date", "离职日期", "离职 离职时间 leaving_date", *_DAY),
    _word(
        "code",
        "代码",
        "班次代码 班次代号 代号 简称 shift_code",
        "排班表格子里写的字",
        "what stands in the roster's cells",
    ),
    _word("start", "开始", "开始时间 上班时间 上班 起始 起始日期 开始日期 起始时间 起 start_time from"),
    _word(
        "span",
        "起止时间",
        "时间 时间段 上下班时间 上班时间段 工作时间 工作时段 班次时间 班次时段 上班时段 时段 起止 起止时段 time times",
        "8:00-16:00，代替开始与结束两列",
        "8:00-16:00, instead of start and end",
    ),
    _word("end", "结束", "结束时间 下班时间 下班 截止 截止日期 结束日期 截止时间 止 end_time finish to"),
    _word(
        "break_minutes",
        "休息分钟",
        "休息 休息时长 休息时间 休息(分钟) 休息分钟数 吃饭 吃饭时间 用餐时间 就餐时间 break break_(min) unpaid_break",
        "其中不计工时的分钟",
        "unpaid minutes within",
    ),
    _word("monitor_id", "质检员", "质检员工号", "谁听的", "who listened"),
    _word(
        "characters",
        "每分钟字数",
        "字数 录入速度 汉字录入 打字速度 字/分钟",
        "考核时每分钟录入的汉字",
        "typed a minute at the test",
    ),
    _word("exam", "业务考试", "业务考试合格 考试 是否合格", "合格填 是", "true: passed"),
    _word("points", "得分", "分数 成绩 质检得分", "0 至 100", "0 to 100"),
    _word("faults", "问题", "差错 扣分项 问题类别", _LIST[0], _LIST[1]),
    _word(
        "breaks",
        "班中休息",
        "用餐 工间休息 用餐休息 就餐安排",
        "轮流安排的休息，例如 30@11:00-13:30;15@09:00-11:00",
        "breaks taken in turn, as 30@11:00-13:30;15@09:00-11:00",
    ),
    _word("second_start", "第二段开始", "第二段上班 二段开始 下半段开始", "两头班的第二段", "of a split duty"),
    _word("second_end", "第二段结束", "第二段下班 二段结束 下半段结束", "两头班的第二段", "of a split duty"),
    _word("night", "夜班", "是否夜班", f"{_YES[0]}；空：按时间判断", f"{_YES[1]}; empty: by its hours"),
    _word("date", "日期", "当班日期 天 day", *_DAY),
    _word(
        "time",
        "时间",
        "时刻 时段 开始时刻 时段开始 interval",
        "时段的开始，例如 08:30",
        "the interval's start, as 08:30",
    ),
    _word("job", "工种", "技能 技能组 技能队列 队列 业务 业务组 岗位 skill queue"),
    _word(
        "calls",
        "来电数",
        "来电量 呼入量 话务量 来电 呼入数 电话量 volume call_volume",
        "这一时段的来电",
        "calls offered in the interval",
    ),
    _word(
        "aht_seconds",
        "平均处理时长",
        "平均处理时长(秒) 平均处理秒数 平均通话时长 处理时长 AHT 处理秒数 handle_time",
        "秒",
        "seconds a call takes",
    ),
    _word(
        "seats",
        "座席数",
        "坐席数 座席 坐席 人数 需求人数 需求 需要人数 required agents",
        "要几个人",
        "how many are needed",
    ),
    _word(
        "min_seats",
        "最低座席",
        "最低座席数 最低坐席 最低坐席数 最少人数 最低人数 minimum",
        "硬性下限，可空",
        "a hard floor; may stay empty",
    ),
    _word("kind", "类别", "请假类别 假别 请假类型 假期类型 类型 假种 type"),
    _word(
        "status",
        "状态",
        "审批状态 请假状态 审批 批准 是否批准 是否已批 是否审批 是否同意 批准情况 审批情况 审批结果 审批意见 "
        "审批人意见 领导意见 班长意见 approval approved",
        "已批 或 申请；空为已批",
        "approved or requested; empty: approved",
    ),
    _word("priority", "优先级", "优先", "1 至 5，5 最先", "1 to 5, 5 first"),
    _word("special", "特殊", "是否特殊", *_YES),
    _word("extreme", "极特殊", "是否极特殊", *_YES),
    _word("shift", "班次", "班次代码 班 班别 shift_code"),
    _word("weight", "权重", "分量", "正数想要，负数不想", "positive: wanted; negative: not"),
    _word("weekday", "星期", "周几 星期几", "一 至 日，或 1 至 7", "1 Monday to 7 Sunday"),
    _word("available", "可上班", "能否上班 可用 是否可上班", *_YES),
    _word("key", "项目", "项 设置项 名称 键 setting item", "设置的名称", "which setting"),
    _word("value", "值", "内容 取值 数值", "设置的内容", "what it is set to"),
    _word("late_minutes", "迟到分钟", "迟到 迟到(分钟)"),
    _word("away_minutes", "离岗分钟", "离岗 离岗(分钟)"),
    _word("early_minutes", "早退分钟", "早退 早退(分钟)"),
    _word("check_in", "签到时间", "签到 上班打卡 签到时刻", "如 08:05", "as in 08:05"),
    _word("check_out", "签退时间", "签退 下班打卡 签退时刻", "如 16:02", "as in 16:02"),
    _word("proxy", "代签人", "代签 代签工号"),
    _word("absent", "缺勤", "旷工 是否缺勤", *_YES),
    _word("first", "最早日期", "最早", *_DAY),
    _word("last", "最晚日期", "最晚", *_DAY),
    _word("shifts", "班次", "可接受班次 愿换班次", *_LIST),
    _word("service_level", "接通水平", ""),
    _word("answer_rate", "接通率", ""),
    _word("occupancy", "占用率", ""),
    _word("offered", "来电数", "来电"),
    _word("answered", "接起数", "接起"),
    _word("within", "及时接起数", "及时接起"),
    _word("days", "天数", "额度 年度额度 应休天数", "一年的天数，可有半天", "days a year, halves too"),
    _word(
        "carried_over",
        "上年结转",
        "结转 结余 上年结余",
        "上一年没休完、还可休的天数",
        "days left over from the year before",
    ),
    _word(
        "used", "已休", "已用 已休天数", "本年已休、别处未记的天数", "days taken this year that no other table tells of"
    ),
    _word("month", "月份", "年月"),
    _word("hours", "工时", "小时"),
    _word("minutes", "分钟", ""),
    _word("handover", "交接原因", "交接不清"),
    _word("longest_away_minutes", "最长离岗分钟", ""),
    _word("task_id", "编号", "任务编号 任务号"),
    _word(
        "every",
        "周期",
        "频次 多久一次 重复",
        "每日 每周一 每月22日 每月末 6月30日;12月31日",
        "day, week:1, month:22, month:last, year:06-30;12-31",
    ),
    _word("roll", "遇休息日", "遇节假日 顺延", "提前 顺延 不变；空为不变", "before, after or stay; empty: stay"),
    _word("clause", "依据", "条款 出处"),
    _word("number", "登记号", ""),
    _word("filed_at", "申请时间", ""),
    _word("requester", "申请人", ""),
    _word("giver", "让班人", ""),
    _word("taker", "接班人", ""),
    _word("to_date", "换至日期", ""),
    _word("to_shift", "换至班次", ""),
)
"""Columns by their English name."""

_OF_TABLE: Mapping[str, FileWord] = {
    "agents.name": _word(
        "name",
        "姓名",
        "名字 员工姓名 人员姓名 座席姓名 坐席姓名 客服姓名 员工 请假人 申请人 员工名称 "
        "full_name employee_name staff_name agent_name employee agent",
        "姓名",
        "the person's name",
    ),
    "shifts.code": _word(
        "code",
        "代码",
        "班次代码 班次代号 代号 简称 班次 shift shift_code",
        "排班表格子里写的字",
        "what stands in the roster's cells",
    ),
    "shifts.name": _word("name", "名称", "班次名称 班次名 shift_name", "例如 早班", "as Early"),
    "shifts.start": _word("start", "开始", "开始时间 上班时间 上班 起始时间 起 start_time from", *_TIME),
    "shifts.end": _word(
        "end",
        "结束",
        "结束时间 下班时间 下班 截止时间 止 end_time finish to",
        "不晚于开始则为次日",
        "not after start: the next day",
    ),
    "shifts.jobs": _word(
        "jobs",
        "工种",
        "技能 队列 业务 岗位 适用工种 适用岗位 适用技能",
        f"空为全部；{_LIST[0]}",
        f"empty: all; {_LIST[1]}",
    ),
    "leave.kind": _word(
        "kind",
        "类别",
        "请假类别 假别 请假类型 假期类型 类型 假种 type leave_type absence_type",
        "事假 病假 急诊 因公 学习 年假",
        "personal, sick, annual …",
    ),
    "leave.start": _word(
        "start",
        "开始",
        "开始日期 起始日期 请假开始 开始时间 起 from start_date first_day",
        f"{_DAY[0]}；只请一段时间写 2026-10-31T11:00",
        f"{_DAY[1]}; from a time of day, as 2026-10-31T11:00",
    ),
    "leave.span": _word(
        "span",
        "起止日期",
        "起止 日期 请假日期 请假时间 时间 起止时间 dates date",
        "11月9日-11月13日，代替开始与结束两列",
        "9/11 to 13/11, instead of start and end",
    ),
    "leave.days": _word(
        "days",
        "天数",
        "请假天数 休假天数 共计天数 合计天数 总天数 number_of_days",
        "起止相隔的天数，只作核对",
        "how many days; only held against the dates",
    ),
    "leave.end": _word(
        "end",
        "结束",
        "结束日期 截止日期 请假结束 结束时间 止 to until end_date last_day",
        "最后一天（含），或截止时间，如 2026-10-31T15:00",
        "its last day, or until when, as 2026-10-31T15:00",
    ),
    "entitlements.kind": _word("kind", "类别", "请假类别 假别 假期类型 类型 假种", "年假 事假 …", "annual, personal …"),
    "holidays.date": _word("date", "日期", "放假日期 放假时间 休息日期 节日日期", *_DAY),
    "holidays.name": _word("name", "名称", "节日 节日名称 节假日 节假日名称 假日名称 假期名称 说明"),
    "holidays.makeup": _word(
        "makeup", "调休上班", "调休 补班 调休上班日 调休上班日期 补班日期 上班日期", "几天用 、 分隔", _LIST[1]
    ),
    "holidays.kind": _word("kind", "类别", "类型", "休 或 班", "off or work"),
    "tasks.name": _word("name", "任务", "任务名称 内容", "要做的事", "what is to be done"),
    "tasks.role": _word(
        "role",
        "由谁",
        "责任人 职务 角色 负责人",
        "班长 日班值班班长 值班经理 客服部主任 客服中心主任，或 工种:质检",
        "leader, day_leader, manager, director, centre_director, or job:NAME",
    ),
    "tasks.time": _word(
        "time",
        "截止时间",
        "时间 时刻 完成时间",
        "18:00，或 open-30、close+15；空为 24:00",
        "18:00, or open-30, close+15; empty: 24:00",
    ),
    "wishes.shift": _word(
        "shift",
        "班次",
        "班次代码 班 班别 希望班次 意愿班次 想上的班 意愿",
        "班次代码、休 或 上班",
        "a code, off or work",
    ),
    "pins.shift": _word("shift", "班次", "班次代码 班 班别", "班次代码 或 休", "a code or off"),
    "availability.start": _word(
        "start", "开始", "开始时间 起始时间 起 从", "只限一段时间时写，例如 08:00", "of some hours only, as 08:00"
    ),
    "availability.end": _word("end", "结束", "结束时间 截止时间 止 到", "例如 12:00", "as 12:00"),
    "availability.shift": _word("shift", "班次", "班次代码 班 班别", "空为全部", "empty: all"),
}
"""Columns that a table words in its own way, by `table.column`."""

KEYS: Mapping[str, FileWord] = _by_name(
    _word("name", "名称", "中心名称 客服中心 单位名称 单位 机构名称 部门名称 centre_name"),
    _word("timezone", "时区", ""),
    _word("country", "国家", "国家地区 国家/地区"),
    _word("month", "月份", "排班月份 年月"),
    _word("interval_minutes", "时段分钟", "时段长度 时段 interval"),
    _word("holidays", "节假日", "节假日表"),
    _word("service", "服务", "服务水平目标"),
    _word("rules", "规则", "规章"),
    _word("weights", "权重", ""),
    _word("level", "服务水平", "接通目标"),
    _word("seconds", "应答秒数", ""),
    _word("patience_seconds", "耐心秒数", "等待耐心秒数"),
    _word("shrinkage", "损耗率", "缩减率"),
    _word("break_shrinkage", "休息损耗率", "班中休息占比"),
    _word("max_occupancy", "最高占用率", ""),
)
"""The centre's keys; parameters of rules and weights keep their names, which `roster rules` explains."""

SERVICE = frozenset({"level", "seconds", "patience_seconds", "shrinkage", "max_occupancy", "break_shrinkage"})
"""Keys of the table `service`; in Chinese they may stand without it."""


def key_word(key: str) -> str:
    """A centre's key in English, dots and all (`服务水平`: service.level); one that is not known as it is."""
    lookup = forms(KEYS.values())
    first, *rest = key.split(".")
    first = lookup.get(folded(first), first)
    if not rest:
        return f"service.{first}" if first in SERVICE and key != first else first
    if first == "service":
        rest[0] = lookup.get(folded(rest[0]), rest[0])
    return ".".join((first, *rest))


class Named(str):
    """What a file, sheet, column or key is called where English is spoken, and `zh` where Chinese is.

    What stands in a file is called as it stands there, in both.
    """

    __slots__ = ("zh",)
    zh: str

    def __new__(cls, en: str, zh: str | None = None) -> Self:
        """The name in both languages; without `zh` the same in both."""
        name = super().__new__(cls, en)
        name.zh = en if zh is None else zh
        return name


def place_name(file: str, language: Language) -> str:
    """A file's or sheet's name for people, or what else a fault may lie in."""
    if language != "zh":
        return file
    return file.zh if isinstance(file, Named) else PLACES.get(file, file)


PLACES = {
    "request": "申请",
    "PERSON": "人员",
    "month": "月份",
    "what-if": "改动",
    "late": "迟到",
    "shares": "分摊",
    "marks": "登记",
    "results": "成绩",
    "duties": "班次",
    "case": "案例",
    "agents": "人员",
}
"""Where a fault may lie that is in no file: the desk's words for what it was given."""


def field_name(field: str, file: str, language: Language) -> str:
    """A column's or key's name for people: as it stands in the file, or else in the file's language."""
    if language != "zh":
        return field
    if isinstance(field, Named):
        return field.zh
    return _field_zh(field) if field.isascii() and not place_name(file, "zh").rpartition("!")[2].isascii() else field


def _field_zh(name: str) -> str:
    """A column or key by its English name, in Chinese; the parameters of rules keep their names."""
    first, *rest = name.split(".")
    word = KEYS.get(first) or COLUMNS.get(first)
    if word is None:
        return name
    named = [KEYS[part].zh if part in SERVICE else part for part in rest]
    return named[0] if first == "service" and named else ".".join((word.zh, *named))


VALUES: Mapping[str, Mapping[str, FileWord]] = {
    "role": _by_name(
        _word(
            "agent",
            "业务代表",
            "座席员 坐席员 座席 坐席 组员 班员 员工 普通员工 客服 客服代表 客服员 客服专员 话务员 接线员 座席代表 "
            "坐席代表 advisor adviser representative operator",
        ),
        _word("deputy", "副班长", "副组长 deputy_leader deputy_team_leader"),
        _word("leader", "班长", "组长 班组长 team_leader team_lead supervisor"),
        _word("manager", "值班经理", "大堂经理 经理 店长 duty_manager floor_manager"),
    ),
    "grade": _by_name(
        _word("junior", "初级", "初"), _word("intermediate", "中级", "中"), _word("senior", "高级", "高")
    ),
    "status": _by_name(
        _word("approved", "已批", "已批准 已审批 批准 同意 通过 已通过 审批通过 已同意 是 √ ✓ ✔ yes y"),
        _word("requested", "申请", "申请中 待批 待审批 未批 待批准 待审 审批中 pending"),
    ),
    "leave": _by_name(
        _word("personal", "事假", "事 personal_leave"),
        _word("sick", "病假", "病 sick_leave sickness"),
        _word("emergency", "急诊", "急诊假"),
        _word("business", "因公", "公假 出差 公差 因公外出 business_trip"),
        _word("study", "学习", "学习假 培训 study_leave training"),
        _word("annual", "年假", "年休假 年休 年 annual_leave vacation"),
    ),
    "truth": _by_name(
        _word("true", "是", "1 yes y 对 √ ✓ ✔ 有 可 能 可以 能上 合格 passed"),
        _word("false", "否", "0 no n 不 × ✗ ✕ 无 不可 不能 不可以 不行 不上 不是 不合格 failed"),
    ),
    "task_role": _by_name(
        _word("leader", "班长", "各班班长 班组长"),
        _word("day_leader", "日班值班班长", "当天班长 日班班长 日班值班长 值班班长"),
        _word("manager", "值班经理", "大堂经理"),
        _word("director", "客服部主任", "主任"),
        _word("centre_director", "客服中心主任", "中心主任"),
    ),
    "every": _by_name(
        _word("day", "每日", "每天 日 daily"),
        *(_word(f"week:{number}", f"每周{name}") for number, name in enumerate("一二三四五六日", start=1)),
        _word("month:last", "每月末", "月末 每月最后一天"),
    ),
    "roll": _by_name(_word("before", "提前"), _word("after", "顺延", "推迟"), _word("stay", "不变", "照常")),
    "shift": _by_name(
        _word("off", "休", "休息 公休 轮休 例休 休班 休息日 day_off - – —"),
        _word("work", "上班", "班 出勤 当班"),
    ),
    "day": _by_name(_word("off", "休", "放假 休息 假"), _word("work", "班", "上班 调休上班 补班 调休")),
    "days": _by_name(
        _word("workdays", "工作日", "平日 平时 平常 日常 上班日 weekdays weekday workday working_days"),
        _word("weekends", "周末", "双休日 双休 周六日 周末双休 周六周日 weekend"),
        _word("holidays", "节假日", "法定节假日 法定节日 节日 假日 假期 公众假期 holiday"),
        _word("rest days", "休息日", "非工作日 周末及节假日 周末节假日 周末和节假日"),
        _word("every day", "每天", "每日 天天 全月 全部日期 daily"),
    ),
    "weekday": {
        str(number): _word(str(number), f"周{name}", f"{name} 星期{name} 礼拜{name} {english} {english[:3]}{more}")
        for number, name, english, more in (
            (1, "一", "Monday", ""),
            (2, "二", "Tuesday", ""),
            (3, "三", "Wednesday", ""),
            (4, "四", "Thursday", ""),
            (5, "五", "Friday", ""),
            (6, "六", "Saturday", ""),
            (7, "日", "Sunday", " 天 周天 星期天"),
        )
    },
}
"""Words in cells, by what they are about."""


_ABOUT: Mapping[str, str] = {
    **dict.fromkeys(("rotating", "night", "special", "extreme", "available", "absent", "exam"), "truth"),
    "agents.role": "role",
    "agents.grade": "grade",
    "leave.kind": "leave",
    "entitlements.kind": "leave",
    "leave.status": "status",
    "wishes.shift": "shift",
    "pins.shift": "shift",
    "holidays.kind": "day",
    "tasks.role": "task_role",
    "every": "every",
    "roll": "roll",
    "weekday": "weekday",
}
"""Which columns hold words, by column or `table.column`: a key of `VALUES`."""


def about_of(column: str, table: str) -> str | None:
    """What the words of a column are about; None for columns of ids, numbers, texts."""
    return _ABOUT.get(f"{table}.{column}") or _ABOUT.get(column)


def column_word(name: str, table: str = "") -> FileWord:
    """A column's word, as its table has it; a column of no table here reads alike in both languages."""
    return _OF_TABLE.get(f"{table}.{name}") or COLUMNS.get(name) or FileWord(name, name)


def value_word(about: str, text: str) -> str | None:
    """The English word that a cell's text means, None where it is none of them."""
    return _lookup(about).get(folded(text))


_LOOKUPS: dict[str, Mapping[str, str]] = {}


def _lookup(about: str) -> Mapping[str, str]:
    if about not in _LOOKUPS:
        _LOOKUPS[about] = forms(VALUES[about].values())
    return _LOOKUPS[about]


def forms(words: Iterable[FileWord]) -> Mapping[str, str]:
    """Every folded form → the English word; a word's own two names win over others' further forms."""
    words = tuple(words)
    words_by_form = {form: word.en for word in words for form in word.forms}
    return words_by_form | {folded(name): word.en for word in words for name in (word.en, word.zh)}


def spoken(about: str, word: str, language: Language) -> str:
    """A cell's word as it is written in a language; one that is not listed (a centre's own kind of leave) as it is."""
    spoken_word = VALUES[about].get(word)
    return word if spoken_word is None else spoken_word.to(language)
