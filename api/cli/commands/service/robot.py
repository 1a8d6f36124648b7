"""`roster robot`: the group robots of centres and teams."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from api.cli.commands.service.serve import ConfigOption, DataOption
from api.cli.errors import Code, reporting_errors
from api.cli.speech import Speech
from roster.errors import NotFoundError
from roster.text import Text

app = typer.Typer(
    no_args_is_help=True,
    help="群机器人:把班组或中心的消息发到群里 · Robots of group chats that tell a team or a centre its news.",
)

KindArgument = Annotated[str, typer.Argument(metavar="KIND", help="wecom, dingtalk or feishu. 企业微信、钉钉、飞书")]
UrlArgument = Annotated[str, typer.Argument(metavar="URL", help="The robot's address. 机器人地址")]
CentreOption = Annotated[str, typer.Option("--centre", metavar="ID", help="The centre. 中心")]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="As `roster robot list` shows it. 编号")]


@contextmanager
def _opened(data: Any, config: Any) -> Iterator[Any]:
    from api.app import open_services
    from api.settings import load_settings

    parts = open_services(load_settings(config, data=str(data) if data else None))
    try:
        yield parts
    finally:
        parts.store.close()


def _shared(parts: Any, centre: str | None = None) -> list[Any]:
    """The robots of teams and centres; those of single accounts are their owners' alone."""
    from api.notices.deliver import SIGNED
    from api.store.notice_rows import webhooks

    with parts.store.reading() as connection:
        rows = webhooks(connection, centre)
    return [row for row in rows if row.kind != SIGNED and row.account_id is None]


def _one(parts: Any, robot_id: str) -> Any:
    robot = next((row for row in _shared(parts) if row.id == robot_id), None)
    if robot is None:
        raise NotFoundError(robot_id)
    return robot


@app.command("add")
def add(
    kind: KindArgument,
    url: UrlArgument,
    *,
    centre: CentreOption,
    team: Annotated[str | None, typer.Option(help="One team's news alone. 只发某班组的通知")] = None,
    secret: Annotated[str, typer.Option(help="For DingTalk's or Feishu's signature. 加签密钥")] = "",
    lang: Annotated[str, typer.Option("--messages", help="zh or en. 消息语言")] = "zh",
    data: DataOption = None,
    config: ConfigOption = None,
) -> None:
    """添加群机器人 · Add a robot for a centre's or a team's group."""
    with reporting_errors():
        from api.http.resources.robots.bodies import RobotBody
        from api.notices.robot_desk import add_robot
        from api.pages.validate import body_of

        body = body_of(RobotBody, kind=kind, url=url, secret=secret, team=team, language=lang)
        with _opened(data, config) as parts:
            case_teams = _teams(parts, centre)
            if team is not None and team not in case_teams:
                raise NotFoundError(team)
            with parts.store.writing() as connection:
                row = add_robot(connection, parts.settings, centre, body.model_dump(), None)
            Speech.of(None).say(Text(f"已添加 {row.id}", f"added {row.id}"))


def _teams(parts: Any, centre: str) -> tuple[str, ...]:
    from roster.store.case_rows import months_of

    desk = parts.office.desk(centre)
    with parts.store.reading() as connection:
        months = months_of(connection, centre)
    return tuple(desk.board(months[-1]).case.teams) if months else ()


@app.command("list")
def list_robots(
    *,
    centre: Annotated[str | None, typer.Option("--centre", metavar="ID", help="One centre's. 某中心的")] = None,
    data: DataOption = None,
    config: ConfigOption = None,
) -> None:
    """列出群机器人 · The robots of centres and teams."""
    with reporting_errors(), _opened(data, config) as parts:
        from api.notices.robot_desk import robot_view

        for row in _shared(parts, centre):
            view = robot_view(row)
            line = (view["id"], view["kind"], view["centre_id"], view["team"] or "-", view["address"], view["label"])
            Speech.of(None).say_line("  ".join(line).rstrip())


@app.command("try")
def try_robot(robot_id: IdArgument, *, data: DataOption = None, config: ConfigOption = None) -> None:
    """试发 · Post a trial message now."""
    with reporting_errors(), _opened(data, config) as parts:
        from api.notices.robot_desk import try_out

        error = try_out(parts.settings, _one(parts, robot_id))
    speech = Speech.of(None)
    if error is not None:
        speech.complain(Text(f"没有发出:{error}", f"not taken: {error}"))
        raise typer.Exit(Code.BREACHES)
    speech.say(Text("已发出", "sent"))


@app.command("drop")
def drop(robot_id: IdArgument, *, data: DataOption = None, config: ConfigOption = None) -> None:
    """删除群机器人 · Take a robot away; what waits for it is not sent."""
    with reporting_errors(), _opened(data, config) as parts:
        from api.store.notice_rows import drop_webhook

        row = _one(parts, robot_id)
        with parts.store.writing() as connection:
            drop_webhook(connection, row.id)
        Speech.of(None).say(Text("已删除", "taken away"))
