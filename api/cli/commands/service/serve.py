"""`roster serve`: API, pages, calendars and a job worker in one process."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from api.cli.compiling import compile_first
from api.cli.errors import reporting_errors
from api.cli.speech import Speech
from roster.errors import Fault, InputError
from roster.text import Language, Text

if TYPE_CHECKING:
    import uvicorn

    from api.operation.demo_links import DemoLink
    from api.settings import Settings

HostOption = Annotated[str | None, typer.Option("--host", help="Address to listen on (127.0.0.1). 监听地址")]
PortOption = Annotated[int | None, typer.Option("--port", min=1, max=65535, help="Port (8000). 端口")]
DataOption = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="Data folder. 数据文件夹")]
ConfigOption = Annotated[Path | None, typer.Option("--config", metavar="FILE", help="Settings in TOML. 配置文件")]


def serve(
    *, host: HostOption = None, port: PortOption = None, data: DataOption = None, config: ConfigOption = None
) -> None:
    """启动服务 · API, calendars and a job worker in one process, on SQLite unless the settings say otherwise."""
    with reporting_errors():
        run_service(host=host, port=port, data=data, config=config)


def run_service(  # noqa: PLR0915 - a start from top to bottom
    *,
    host: str | None,
    port: int | None,
    data: Path | None,
    config: Path | None,
    demo: tuple[str, float] | None = None,
    made: Path | None = None,
) -> None:
    """The service, until it is asked to stop. `demo`: a bundled case to fill an empty store with, and its seconds.

    `made`: where `roster demo` wrote the case's roster, which then need not be made a second time.
    """
    import uvicorn

    from api.app import create_app, keep_what_there_is, open_services
    from api.demo import PASSWORD, fill_demo
    from api.operation.demo_clock import DemoClock
    from api.operation.demo_links import DemoLinks, is_loopback
    from api.operation.first_admin import first_admin
    from api.operation.instance import listening, sole_service
    from api.operation.logs import set_up_logs
    from api.settings import load_settings
    from roster.cases import bundled_folder
    from roster.files.read_case import read_case
    from roster.store.roster_rows import BINDING

    settings = load_settings(config, host=host, port=port, data=str(data) if data else None)
    if demo is not None and not is_loopback(settings.host):
        raise InputError([_not_here(settings.host)])
    speech = Speech.of(None)
    clock = DemoClock() if demo is not None else None
    # Before the store is touched and any password is told: what can't listen, or would be the second, changes nothing.
    held, door = sole_service(settings), listening(settings.host, settings.port)
    set_up_logs(settings.log_level)
    compile_first(speech)
    parts = open_services(settings, clock)
    try:
        if demo is not None and clock is not None:
            case, _ = read_case(bundled_folder(demo[0]))
            now = clock.begin(parts.store, case.centre).astimezone(ZoneInfo(case.centre.timezone))
            told_at = f"{now:%Y-%m-%d %H:%M} ({case.centre.timezone})"
            speech.say(
                Text(
                    f"演示时间从 {told_at} 走起,排班月份 {case.month}",
                    f"In the demonstration it is {told_at}; its month is {case.month}",
                )
            )
            if made is None or not made.is_file():
                speech.say(
                    Text(
                        f"首次启动先排班,至多 {demo[1]:g} 秒",
                        f"The first start rosters the month, {demo[1]:g} s at most",
                    )
                )
            people = fill_demo(parts, case, demo[1], made)
            parts.demo = DemoLinks(people, {agent.agent_id: agent.name for agent in case.agents})
            base = f"http://{_shown(settings.host)}:{settings.port}"
            for line in link_lines(parts.demo.links, base, speech.language):
                speech.say_line(line)
            speech.say(
                Text(f"密码均为 {PASSWORD};链接只在本机有效", f"The password of all: {PASSWORD}; links work here only")
            )
            with parts.store.reading() as connection:
                _, published = parts.office.list_stored(connection, None, None, BINDING, 0, 1)
            if not published:
                speech.complain(
                    Text(
                        "限时内未生成排班,中心内尚无已发布的排班;可用 solve 生成",
                        "No roster was found in the time given, so none is published yet; solve one",
                    )
                )
        else:
            with parts.store.writing() as connection:
                password = first_admin(connection, speech.language)
            if password is not None:
                speech.say(Text(f"管理员 admin 的一次性密码:{password}", f"One-time password of admin: {password}"))
        speech.say_line(f"http://{_shown(settings.host)}:{settings.port}/")
        serving = serving_as(create_app(parts, work=settings.run_jobs), settings)
        keep_what_there_is()
        uvicorn.Server(serving).run(sockets=[door])
    finally:
        parts.store.close()
        door.close()
        if held is not None:
            held.close()


def serving_as(app: Callable[..., Any], settings: "Settings") -> "uvicorn.Config":
    """How the service listens: whom it believes about a caller's address, and how long it waits for one."""
    import uvicorn

    from api.operation.timely import TimelyHeaders

    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=TimelyHeaders,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        h11_max_incomplete_event_size=32 * 1024,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=10,
    )


def link_lines(links: "Iterable[DemoLink]", base: str, language: Language) -> Iterator[str]:
    """A line for each account of the demonstration: role, whose it is, user name and address, in columns."""
    from rich.cells import cell_len, set_cell_size

    from api.pages.words import ROLES

    rows = [(ROLES[link.role.value].to(language), link.who, link.username, base + link.path) for link in links]
    widths = [max(map(cell_len, column)) + 2 for column in zip(*rows, strict=True)]
    for row in rows:
        yield "".join(map(set_cell_size, row, widths)).rstrip()


def _shown(host: str) -> str:
    """An address as a browser takes it."""
    return f"[{host}]" if ":" in host else host


def _not_here(host: str) -> Fault:
    return Fault(
        "--host",
        None,
        None,
        Text(f"演示人人可登录,不能监听 {host}", f"anybody may log in to a demonstration: it does not listen on {host}"),
        Text("用 127.0.0.1;正式使用请运行 roster serve", "Use 127.0.0.1; for real use run roster serve"),
    )
