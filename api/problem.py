"""The kinds of problems that a door tells (RFC 9457), and those that are the door's own."""

from collections.abc import Mapping
from dataclasses import dataclass

from roster.errors import Fault, InputError, RosterError
from roster.text import Text


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One kind of problem: its HTTP status and its title."""

    name: str
    status: int
    title: Text


INPUT = ProblemKind("input", 422, Text("输入有误", "The input has faults"))
REFUSED = ProblemKind("refused", 409, Text("制度不允许", "The regulations refuse it"))
NOT_FOUND = ProblemKind("not-found", 404, Text("没有找到", "Not found"))
STALE = ProblemKind("stale", 412, Text("内容已被他人更改,请重新读取", "Somebody changed it meanwhile; read it again"))
STORAGE = ProblemKind("storage", 503, Text("存储暂时不可用", "The store is not available now"))
INTERNAL = ProblemKind("internal", 500, Text("内部错误", "An internal error"))
UNAUTHENTICATED = ProblemKind("unauthenticated", 401, Text("请先登录", "Log in first"))
FORBIDDEN = ProblemKind("forbidden", 403, Text("不允许", "Not allowed"))
PRECONDITION = ProblemKind(
    "precondition-required", 428, Text("请附上 If-Match", "Send If-Match with the version you read")
)
CONFLICT = ProblemKind("conflict", 409, Text("与现状冲突", "It conflicts with what is there"))
LIMITED = ProblemKind("limited", 429, Text("请求过多,请稍后再试", "Too many requests; try again later"))
TOO_LARGE = ProblemKind("too-large", 413, Text("内容过大", "Too large"))
SLOW = ProblemKind("too-slow", 408, Text("内容传送太慢", "What was sent came too slowly"))
UNSUPPORTED = ProblemKind("unsupported-media", 415, Text("不支持的类型", "This kind of content is not read here"))
METHOD = ProblemKind("method", 405, Text("不支持的方法", "This resource does not know that method"))
UPSTREAM = ProblemKind(
    "identity-provider", 502, Text("公司登录服务没有正确应答", "The company's log-in did not answer as it should")
)


class Problem(RosterError):  # noqa: N818 - the name that RFC 9457 gives it
    """A problem of the door itself (log-in, limits, preconditions), not of the engine."""

    def __init__(self, kind: ProblemKind, detail: Text | None = None, headers: Mapping[str, str] | None = None) -> None:
        self.kind, self.detail, self.headers = kind, detail or kind.title, dict(headers or {})
        super().__init__(self.detail.en)


class KeyTakenError(InputError):
    """A key that makes a write happen once was used for another one."""

    def __init__(self) -> None:
        problem = Text("此键已用于另一个请求", "this key was used for another request")
        remedy = Text("每个请求用一个新键", "Use a new key for each request")
        super().__init__([Fault("header", None, "Idempotency-Key", problem, remedy)])


def input_problem(field_name: str, problem: Text, remedy: Text, where: str = "request") -> InputError:
    """One fault in what a request says."""
    return InputError([Fault(where, None, field_name, problem, remedy)])
