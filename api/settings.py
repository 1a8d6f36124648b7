"""What an installation may set: environment first, then the file, then the default. One table, for code and docs."""

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from dataclasses import field as entry
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import urlsplit

from roster.errors import Fault, InputError
from roster.store.connect import store_address
from roster.text import Text

PREFIX = "ROSTER_"
LOG_LEVELS = ("debug", "info", "warning", "error")
MOST_PORT = 65_535
OTHER_VARIABLES = ("CONFIG", "STORE", "ACTOR", "TRACE")
"""Variables of the same prefix that are no settings of the service."""

ALIKE = 0.8
"""How alike (0 to 1) an unknown variable must be to one of ours to count as misspelt; others are somebody else's."""

ADDRESSES = {"smtp_url": ("smtp", "smtps"), "public_url": ("http", "https")}
"""What the addresses among the settings begin with."""


def setting(default: Any, what: str, *, secret: bool = False) -> Any:
    """One setting: its default, and what it is for, as docs/operations.md says it."""
    return entry(default=default, metadata={"what": what, "secret": secret})


@dataclass(frozen=True)
class Settings:
    """The service's settings. Each is `ROSTER_` + its name in capitals in the environment, its name in the file."""

    data: str = setting("roster-data", "Folder of the SQLite databases and the lock files")
    database_url: str = setting("", "SQLAlchemy URL of the store; empty: SQLite in `data`", secret=True)
    jobs_url: str = setting("", "SQLAlchemy URL of the job queue; empty: as the store", secret=True)
    host: str = setting("127.0.0.1", "Address to listen on")
    port: int = setting(8000, "Port to listen on")
    public_url: str = setting("", "The address that people use, for links and calendars; empty: the request's own")
    secure_cookies: bool = setting(False, "Send the session's cookie over https only; set it behind TLS")
    session_hours: int = setting(12, "How long a session lives, in hours")
    login_attempts_per_minute: int = setting(10, "Attempts to log in, per name and per address")
    requests_per_minute: int = setting(1200, "Requests per account")
    feed_requests_per_minute: int = setting(600, "Calendar requests per address")
    upload_megabytes: int = setting(64, "Largest upload, in MiB")
    run_jobs: bool = setting(True, "Whether `roster serve` works on jobs itself")
    jobs_at_once: int = setting(1, "Solves that one worker process runs side by side")
    jobs_per_account: int = setting(3, "Unfinished jobs that one account may have")
    job_seconds: int = setting(3600, "Longest solve, in seconds")
    job_memory_megabytes: int = setting(4000, "Memory of one solve, in MiB")
    job_agents: int = setting(3000, "Largest case that is solved, in agents")
    job_attempts: int = setting(5, "How often a job is taken up again after its worker died")
    heartbeat_seconds: int = setting(5, "How often a worker says that it lives, in seconds")
    dead_after_seconds: int = setting(30, "Silence after which a worker counts as dead, in seconds")
    log_level: str = setting("info", "Least important log line: debug, info, warning or error")
    smtp_url: str = setting("", "`smtp://user:password@host:port` (smtps for TLS); empty: no e-mail", secret=True)
    mail_from: str = setting("roster@localhost", "Sender of e-mail")
    oidc_issuer: str = setting("", "OpenID Connect issuer; empty: local accounts only")
    oidc_client_id: str = setting("", "Client id at the issuer")
    oidc_client_secret: str = setting("", "Client secret at the issuer", secret=True)
    oidc_claim: str = setting(
        "email", "Claim of the ID token that names the account's user name; `email` counts only once verified"
    )
    oidc_role_claim: str = setting("", "Claim that gives the role at each log-in; empty: roles are never the token's")
    oidc_roles: str = setting("", "What that claim's values mean: `value=role;value=role`, the first that fits counts")
    metrics_token: str = setting("", "Bearer token that /metrics asks for; empty: none", secret=True)

    @property
    def folder(self) -> Path:
        """The data folder."""
        return Path(self.data)

    @property
    def store_url(self) -> str:
        """Where the store is."""
        return self.database_url or f"sqlite:///{self.folder / 'roster.sqlite'}"

    @property
    def queue_url(self) -> str:
        """Where the job queue is."""
        return self.jobs_url or self.database_url or f"sqlite:///{self.folder / 'jobs.sqlite'}"


def load_settings(file: Path | None = None, environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """The settings of this process; `given` (the command line's) win. InputError with every fault."""
    environment = os.environ if environment is None else environment
    named = environment.get(PREFIX + "CONFIG")
    file = file or (Path(named) if named else None)
    faults: list[Fault] = []
    written = _from_file(file, faults) if file else {}
    types = get_type_hints(Settings)
    values: dict[str, Any] = {}
    for item in fields(Settings):
        key = PREFIX + item.name.upper()
        for place, source in ((key, environment.get(key)), (str(file), written.get(item.name))):
            if source is not None:
                _take(values, item.name, types[item.name], source, place, faults)
                break
    faults.extend(_misspelt(environment))
    faults.extend(_no_addresses(values))
    if not faults:
        faults.extend(_out_of_range(values))
    if faults:
        raise InputError(faults)
    return Settings(**{**values, **{key: value for key, value in given.items() if value is not None}})


def _from_file(file: Path, faults: list[Fault]) -> Mapping[str, Any]:
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        faults.append(_fault(str(file), None, Text(f"无法读取({error})", f"can't be read ({error})")))
        return {}
    known = {item.name for item in fields(Settings)}
    faults.extend(
        _fault(str(file), key, Text("没有这个设置", "there is no such setting")) for key in written if key not in known
    )
    return written


def _take(values: dict[str, Any], name: str, kind: type, source: Any, place: str, faults: list[Fault]) -> None:
    try:
        values[name] = _as(kind, source)
    except ValueError:
        faults.append(_fault(place, name, Text(f"不是 {kind.__name__}", f"is not {kind.__name__}")))


def _as(kind: type, source: Any) -> Any:
    if kind is bool:
        if isinstance(source, bool):
            return source
        word = str(source).strip().lower()
        if word not in {"1", "0", "true", "false", "yes", "no"}:
            raise ValueError(source)
        return word in {"1", "true", "yes"}
    if kind is int:
        if isinstance(source, bool):
            raise ValueError(source)
        return int(source)
    return str(source)


def _misspelt(environment: Mapping[str, str]) -> Iterator[Fault]:
    """Variables that are nearly ours: taken silently, a setting that somebody made would not count."""
    known = [*(item.name.upper() for item in fields(Settings)), *OTHER_VARIABLES]
    for variable in sorted(environment):
        name = variable.removeprefix(PREFIX)
        if name == variable or name in known:
            continue
        for meant in difflib.get_close_matches(name, known, 1, ALIKE):
            problem = Text("没有这个设置", "there is no such setting")
            remedy = Text(f"是否指 {PREFIX}{meant}?", f"Is {PREFIX}{meant} meant?")
            yield Fault(variable, None, None, problem, remedy)


def _no_addresses(values: Mapping[str, Any]) -> Iterator[Fault]:
    """Addresses that could not be used. They are not told whole, as they may hold a password."""
    for name in ("database_url", "jobs_url"):
        if values.get(name):
            try:
                store_address(values[name], PREFIX + name.upper())
            except InputError as error:
                yield from error.faults
    for name, schemes in ADDRESSES.items():
        if values.get(name) and not _is_address(values[name], schemes):
            kinds = " / ".join(f"{scheme}://" for scheme in schemes)
            why = Text(f"不是以 {kinds} 开头的地址", f"is no address that begins with {kinds}")
            yield _fault(PREFIX + name.upper(), name, why)


def _is_address(text: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _out_of_range(values: Mapping[str, Any]) -> Iterator[Fault]:
    """What no service could work with: it would lock everybody out, or take living workers for dead."""
    for name, value in values.items():
        if type(value) is int and value < 1:
            yield _fault(PREFIX + name.upper(), name, Text(f"{value} 小于 1", f"is {value}; the least is 1"))
    if values.get("port", 1) > MOST_PORT:
        yield _fault(f"{PREFIX}PORT", "port", Text(f"大于 {MOST_PORT}", f"is over {MOST_PORT}"))
    if values.get("log_level", LOG_LEVELS[0]).lower() not in LOG_LEVELS:
        known = ", ".join(LOG_LEVELS)
        yield _fault(f"{PREFIX}LOG_LEVEL", "log_level", Text(f"应为 {known} 之一", f"is none of {known}"))
    beat = values.get("heartbeat_seconds", Settings.heartbeat_seconds)
    if values.get("dead_after_seconds", Settings.dead_after_seconds) <= beat:
        why = Text(f"应大于心跳间隔 {beat} 秒", f"is not over the {beat} s between two signs of life")
        yield _fault(f"{PREFIX}DEAD_AFTER_SECONDS", "dead_after_seconds", why)


def _fault(file: str, field: str | None, problem: Text) -> Fault:
    return Fault(file, None, field, problem, Text("见 docs/operations.md", "See docs/operations.md"))
