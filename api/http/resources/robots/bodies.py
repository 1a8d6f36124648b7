"""The bodies of the robots' resources."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.http.models import Body, Id, Line

RobotKind = Literal["wecom", "dingtalk", "feishu"]
Address = Annotated[str, StringConstraints(min_length=8, max_length=2000, pattern=r"^https?://[^\s\x00-\x1f]+$")]
Secret = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\s\x00-\x1f]*$")]


class RobotBody(Body):
    """A robot of a group chat: of WeCom (企业微信), DingTalk (钉钉) or Feishu (飞书)."""

    kind: RobotKind
    url: Address = Field(description="The robot's address, as the service gives it")
    secret: Secret = Field("", description="For the signature of DingTalk and Feishu; empty where none is asked for")
    centre_id: Id | None = None
    whose: Literal["me", "team", "centre"] = Field("me", alias="for")
    team: Line | None = None
    language: Literal["zh", "en"] = "zh"
    label: Line = ""

    model_config = {
        **Body.model_config,
        "populate_by_name": True,
        "json_schema_extra": {
            "examples": [
                {"kind": "wecom", "url": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0", "for": "me"},
                {"kind": "dingtalk", "url": "https://oapi.dingtalk.com/robot/send?access_token=0", "secret": "SEC0"},
            ]
        },
    }


class RobotOut(BaseModel):
    """A robot; its address and secret are not told again."""

    id: str
    centre_id: str
    kind: RobotKind
    whose: Literal["me", "team", "centre"] = Field(alias="for")
    team: str | None
    language: str
    label: str
    address: str
    signed: bool
    created_at: str

    model_config = ConfigDict(populate_by_name=True)


class TrialOut(BaseModel):
    """How a trial message went; `error` is what the service says against it."""

    taken: bool
    error: str | None
