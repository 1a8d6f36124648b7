"""What an installation may set: environment first, then the file, then the default. One table, for code and docs."""

import difflib
import ipaddress
import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from api.fault_words import sentence
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
NETWORKS = ("trusted_proxies", "webhook_networks")


def _no_flag(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("true and false are no numbers")  # noqa: TRY004 - pydantic tells a ValueError as a fault
    return value


Count = Annotated[int, BeforeValidator(_no_flag), Field(ge=1)]


def setting(default: Any, what: str, *, secret: bool = False) -> Any:
    """One setting: its default, and what it is for, as docs/operations.md says it."""
    return Field(default, description=what, repr=not secret)


class Settings(BaseSettings):
    """The service's settings. Each is `ROSTER_` + its name in capitals in the environment, its name in the file."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", coerce_numbers_to_str=True)

    data: str = setting("roster-data", "Folder of the SQLite databases and the lock files")
    database_url: str = setting("", "SQLAlchemy URL of the store; empty: SQLite in `data`", secret=True)
    jobs_url: str = setting("", "SQLAlchemy URL of the job queue; empty: as the store", secret=True)
    host: str = setting("127.0.0.1", "Address to listen on")
    port: Annotated[Count, Field(le=MOST_PORT)] = setting(8000, "Port to listen on")
    public_url: str = setting("", "The address that people use, for links and calendars; empty: host and port")
    secure_cookies: bool = setting(False, "Send the session's cookie over https only; set it behind TLS")
    trusted_proxies: str = setting(
        "", "Proxies whose X-Forwarded-For and -Proto count: addresses or networks, with commas; empty: none"
    )
    session_hours: Count = setting(12, "How long a session lives, in hours")
    login_attempts_per_minute: Count = setting(
        10, "Attempts to log in, per address and name; five times as many per address"
    )
    requests_per_minute: Count = setting(1200, "Requests per account")
    feed_requests_per_minute: Count = setting(600, "Calendar requests per address")
    threads: Count = setting(16, "Requests that one process works on at a time")
    upload_megabytes: Count = setting(64, "Largest upload, in MiB")
    run_jobs: bool = setting(True, "Whether `roster serve` works on jobs itself")
    jobs_at_once: Count = setting(1, "Solves that one worker process runs side by side")
    jobs_per_account: Count = setting(3, "Unfinished jobs that one account may have")
    job_seconds: Count = setting(3600, "Longest solve, in seconds")
    job_memory_megabytes: Count = setting(4000, "Memory of one solve, in MiB")
    job_agents: Count = setting(3000, "Largest case that is solved, in agents")
    job_attempts: Count = setting(5, "How often a job is taken up again after its worker died")
    heartbeat_seconds: Count = setting(5, "How often a worker says that it lives, in seconds")
    dead_after_seconds: Count = setting(30, "Silence after which a worker counts as dead, in seconds")
    log_level: str = setting("info", "Least important log line: debug, info, warning or error")
    smtp_url: str = setting("", "`smtp://user:password@host:port` (smtps for TLS); empty: no e-mail", secret=True)
    webhook_networks: str = setting(
        "", "Private networks that webhooks may reach, with commas (10.1.0.0/16); empty: public addresses only"
    )
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

    @classmethod
    def settings_customise_sources(  # type: ignore[override]
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the library passes it by name
        init_settings: PydanticBaseSettingsSource,
        **_: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is given: `load_settings` says where things come from."""
        return (init_settings,)

    @property
    def folder(self) -> Path:
        """The data folder."""
        return Path(self.data)

    @property
    def own_address(self) -> str:
        """Where people reach the service; never what a request says of it."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def store_url(self) -> str:
        """Where the store is."""
        return self.database_url or f"sqlite:///{self.folder / 'roster.sqlite'}"

    @property
    def store_place(self) -> str:
        """Where the store is, for people: the folder, or the server and its database."""
        address = urlsplit(self.database_url)
        return f"{address.hostname or ''}{address.path}" if self.database_url else str(self.folder)

    @property
    def queue_url(self) -> str:
        """Where the job queue is."""
        return self.jobs_url or self.database_url or f"sqlite:///{self.folder / 'jobs.sqlite'}"


class _Environment(EnvSettingsSource):
    """The variables of a mapping."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        super().__init__(Settings)

    def _load_env_vars(self) -> Mapping[str, str | None]:
        return {name.lower(): value for name, value in self._environment.items()}


def load_settings(file: Path | None = None, environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """The settings of this process; `given` (the command line's) win. InputError with every fault."""
    environment = os.environ if environment is None else environment
    named = environment.get(PREFIX + "CONFIG")
    file = file or (Path(named) if named else None)
    faults: list[Fault] = []
    written = _from_file(file, faults) if file else {}
    environment_values = _Environment(environment)()
    values = {**written, **environment_values, **{key: value for key, value in given.items() if value is not None}}
    faults.extend(_misspelt(environment))
    faults.extend(_no_addresses(values))
    try:
        settings = Settings(**values)
    except ValidationError as error:
        for item in error.errors():
            name = str(item["loc"][0])
            place = PREFIX + name.upper() if name in environment_values or name in given else str(file)
            why = sentence(str(item["type"]), str(item["msg"]), item.get("ctx") or {})
            faults.append(_fault(place, name, why))
        raise InputError(faults) from error
    faults.extend(_contradictions(settings))
    if faults:
        raise InputError(faults)
    return settings


def _from_file(file: Path, faults: list[Fault]) -> Mapping[str, Any]:
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        faults.append(_fault(str(file), None, Text(f"无法读取({error})", f"can't be read ({error})")))
        return {}
    unknown = written.keys() - Settings.model_fields.keys()
    faults.extend(
        _fault(str(file), key, Text("没有这个设置", "there is no such setting")) for key in written if key in unknown
    )
    return {key: value for key, value in written.items() if key not in unknown}


def _misspelt(environment: Mapping[str, str]) -> Iterator[Fault]:
    """Variables that are nearly ours: taken silently, a setting that somebody made would not count."""
    known = [*(name.upper() for name in Settings.model_fields), *OTHER_VARIABLES]
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


def networks(text: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """Addresses and networks, with commas; ValueError for what is none."""
    return tuple(ipaddress.ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())


def _contradictions(settings: Settings) -> Iterator[Fault]:
    """What no service could work with: it would take living workers for dead, or log what there is no word for."""
    if settings.log_level.lower() not in LOG_LEVELS:
        known = ", ".join(LOG_LEVELS)
        yield _fault(f"{PREFIX}LOG_LEVEL", "log_level", Text(f"应为 {known} 之一", f"is none of {known}"))
    beat = settings.heartbeat_seconds
    if settings.dead_after_seconds <= beat:
        why = Text(f"应大于心跳间隔 {beat} 秒", f"is not over the {beat} s between two signs of life")
        yield _fault(f"{PREFIX}DEAD_AFTER_SECONDS", "dead_after_seconds", why)
    for name in NETWORKS:
        try:
            networks(getattr(settings, name))
        except ValueError:
            why = Text("应为网络地址,用逗号分开", "must be addresses or networks, with commas")
            yield _fault(PREFIX + name.upper(), name, why)


def _fault(file: str, field: str | None, problem: Text) -> Fault:
    return Fault(file, None, field, problem, Text("见 docs/operations.md", "See docs/operations.md"))
