"""What went wrong, as a page shows it: a title, the rules that refuse, the fields at fault, the way on."""

from dataclasses import dataclass, field
from typing import Any

from fastapi.exceptions import RequestValidationError

from api.problem import INPUT, LIMITED, NOT_FOUND, STALE, STORAGE, KeyTakenError, Problem
from api.views.problems import tell
from roster.errors import NotFoundError
from roster.text import Language, Text

NOTHING_HERE = Text("没有或无权查看", "Not found, or not yours to see")
CHANGED = Text("他人已更改,您的输入仍在", "Somebody changed it; your input is kept")


SENT_ALREADY = Text("此表单已提交过,请刷新后再改", "This form was sent already: load the page anew to change it")


@dataclass(frozen=True)
class Trouble:
    """A problem in words. `retry`: sending the same form again may do; `reload`: there is something newer to load."""

    status: int
    title: str
    detail: str = ""
    refusals: list[dict[str, Any]] = field(default_factory=list)
    faults: list[dict[str, Any]] = field(default_factory=list)
    retry: bool = False
    reload: bool = False
    wait_seconds: int | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def fault(self, name: str) -> str:
        """What is wrong with a field, in words; empty where nothing is."""
        return next((item["problem"] for item in self.faults if item["field"] == name), "")


def trouble(error: Exception, language: Language) -> Trouble:
    """The error as a page shows it. Of errors outside the tree nothing is told."""
    if isinstance(error, RequestValidationError):
        return Trouble(INPUT.status, INPUT.title.to(language))
    fault = tell(error, language)
    title, detail = str(fault.body["title"]), str(fault.body["detail"])
    if isinstance(error, NotFoundError) or fault.status == NOT_FOUND.status:
        title, detail = NOTHING_HERE.to(language), ""
    if fault.status == STALE.status:
        title, detail = CHANGED.to(language), ""
    if isinstance(error, KeyTakenError):
        return Trouble(fault.status, SENT_ALREADY.to(language), reload=True)
    if isinstance(error, Problem) and error.kind is not STALE and error.detail is not error.kind.title:
        title, detail = error.detail.to(language), ""
    refusals, faults = fault.body.get("refusals", []), fault.body.get("faults", [])
    if refusals or faults or detail == title:
        detail = ""
    wait = fault.headers.get("Retry-After")
    return Trouble(
        fault.status,
        title,
        detail,
        refusals,
        faults,
        retry=fault.status in {STORAGE.status, LIMITED.status},
        reload=fault.status == STALE.status,
        wait_seconds=int(wait) if wait else None,
        headers={"Retry-After": wait} if wait else {},
    )
