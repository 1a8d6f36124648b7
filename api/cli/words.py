"""The desk's states, kinds and offices in the reader's language."""

from api.cli.speech import Speech
from roster.desk.approval import Office
from roster.desk.ladder import OFFICE_WORDS

_CHINESE = {
    "swap": "换班",
    "cover": "顶班",
    "change": "调班",
    "cycle": "环换",
    "requested": "待对方",
    "accepted": "待审批",
    "effective": "生效",
    "declined": "已拒绝",
    "withdrawn": "已撤回",
    "expired": "已过期",
    "void": "已作废",
    "pending": "待审批",
    "provisional": "暂定",
    "returned": "已销假",
    "lapsed": "已失效",
    "draft": "草稿",
    "published": "已发布",
    "superseded": "已被替代",
    "closed": "已月结",
    "personal": "事假",
    "sick": "病假",
    "emergency": "急诊",
    "business": "因公",
    "study": "学习",
    "annual": "年假",
    "asked": "待答复",
    "agreed": "已同意",
    "open": "待匹配",
    "proposed": "已提出",
    "granted": "已满足",
    "final": "已定",
    "cleared": "已消除",
    "late": "迟到",
    "away": "离岗",
}
_OFFICES = {Office.LEADER: "班长", Office.DIRECTOR: "客服部主任", Office.CENTRE_DIRECTOR: "客服中心主任"}


def word(value: str, speech: Speech) -> str:
    """A state or kind for people; what the house has no word for stays as it is."""
    return _CHINESE.get(value, value) if speech.language == "zh" else value


def rung(step: str, speech: Speech) -> str:
    """A rung of the ladder for people: `team leader T1`, 班长 T1."""
    if speech.language == "zh":
        for office, english in OFFICE_WORDS.items():
            if step == english or step.startswith(f"{english} "):
                return f"{_OFFICES[office]}{step.removeprefix(english)}"
    return step
