"""Robots of group chats: a notice in the form that each service's robot takes, and whether its answer says yes.

Sources: WeCom (企业微信) «群机器人配置说明»; DingTalk (钉钉) «自定义机器人安全设置» and «自定义机器人发送消息»;
Feishu (飞书) «自定义机器人使用指南». A robot is known by its address, which is a secret; DingTalk and Feishu ask for a
signature too where the robot was made with one.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from roster.text import Language, Text

WECOM, DINGTALK, FEISHU = "wecom", "dingtalk", "feishu"
MOST_BYTES = 2000
"""Of a text: WeCom takes 4,096 bytes in all, the others more."""

Made = tuple[dict[str, Any], str]
"""A body, and the address that it goes to."""

TITLE = Text("排班通知", "Roster")
OPEN = Text("查看", "Open")


@dataclass(frozen=True)
class Message:
    """One post: where, what, with which headers."""

    url: str
    body: bytes
    headers: Mapping[str, str]


def message(kind: str, url: str, secret: str, text: str, link: str, language: Language, seconds: int) -> Message:
    """A notice for a robot of this kind. `seconds`: the instant (Unix), which signatures hold for an hour around."""
    body, address = _MAKERS[kind](url, secret, _short(text), link, language, seconds)
    data = json.dumps(body, ensure_ascii=False).encode()
    return Message(address, data, {"Content-Type": "application/json; charset=utf-8"})


def _short(text: str) -> str:
    data = text.encode()
    return text if len(data) <= MOST_BYTES else data[: MOST_BYTES - 3].decode(errors="ignore") + "…"


def _wecom(url: str, _secret: str, text: str, link: str, language: Language, _seconds: int) -> Made:
    content = f"{_marked(text)}\n[{OPEN.to(language)}]({link})"
    return {"msgtype": "markdown", "markdown": {"content": content}}, url


def _dingtalk(url: str, secret: str, text: str, link: str, language: Language, seconds: int) -> Made:
    # The word of the title stands in the text too: a robot may be made to take only what holds a keyword.
    title = TITLE.to(language)
    content = f"**{title}**\n\n{_marked(text)}\n\n[{OPEN.to(language)}]({link})"
    body = {"msgtype": "markdown", "markdown": {"title": f"{title} {text}"[:64], "text": content}}
    if not secret:
        return body, url
    millis = str(seconds * 1000)
    signed = hmac.new(secret.encode(), f"{millis}\n{secret}".encode(), hashlib.sha256).digest()
    extra = urlencode({"timestamp": millis, "sign": base64.b64encode(signed).decode()})
    return body, f"{url}{'&' if urlsplit(url).query else '?'}{extra}"


def _feishu(url: str, secret: str, text: str, link: str, language: Language, seconds: int) -> Made:
    line = [{"tag": "text", "text": f"{text} "}, {"tag": "a", "text": OPEN.to(language), "href": link}]
    post = {"title": TITLE.to(language), "content": [line]}
    body: dict[str, Any] = {
        "msg_type": "post",
        "content": {"post": {"zh_cn" if language == "zh" else "en_us": post}},
    }
    if secret:
        # Unlike DingTalk's: the string is the key, and nothing is signed with it.
        signed = hmac.new(f"{seconds}\n{secret}".encode(), b"", hashlib.sha256).digest()
        body = {"timestamp": str(seconds), "sign": base64.b64encode(signed).decode(), **body}
    return body, url


def _marked(text: str) -> str:
    """Text that no service reads as markdown."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]#<>" else letter for letter in text)


_MAKERS: Mapping[str, Callable[[str, str, str, str, Language, int], Made]] = {
    WECOM: _wecom,
    DINGTALK: _dingtalk,
    FEISHU: _feishu,
}
KINDS = tuple(_MAKERS)


def refused(data: bytes) -> str | None:
    """What an answer says against the message; None where it was taken. Services refuse with status 200 and a code."""
    try:
        refusal = json.loads(data)
    except ValueError:
        return "its answer is no JSON"
    if not isinstance(refusal, dict):
        return "its answer is no object"
    code = next((refusal[name] for name in ("errcode", "code", "StatusCode") if name in refusal), None)
    if code == 0:
        return None
    words = next((refusal[name] for name in ("errmsg", "msg", "StatusMessage") if name in refusal), "")
    return f"{code} {words}"[:200]
