"""What a form sent: its fields, the key that makes it count once, the version that was read."""

import asyncio
import json
import re
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import UploadFile
from starlette.types import Receive

from api.http.routing import BODY_BYTES
from api.office.office import is_id
from api.problem import TOO_LARGE, Problem, input_problem
from roster.errors import InputError
from roster.text import Text

MOST_FIELDS = 3000
LONGEST = 2000
STEP_BYTES = 64 * 1024
"""Of a file that is sent, taken apart between two turns of others."""
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Sent:
    """The fields of a form, trimmed; of one name sent several times `all` holds each."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, UploadFile] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.get(name)

    def get(self, name: str, otherwise: str = "") -> str:
        """The field, or `otherwise` where it was left empty or out."""
        value = self.fields.get(name)
        return value[0] if value and value[0] else otherwise

    def all(self, name: str) -> list[str]:
        """Each value sent under the name."""
        return [item for item in self.fields.get(name, []) if item]

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return bool(self.get(name))

    def day(self, name: str) -> date:
        """A date; InputError for none and for what is none."""
        try:
            return date.fromisoformat(self.get(name))
        except ValueError as error:
            raise _fault(
                name, Text("不是日期", "is no date"), Text("写作 2026-10-20", "Write it as 2026-10-20")
            ) from error

    def clock(self, name: str) -> time:
        """A time of day; InputError for none and for what is none."""
        try:
            return time.fromisoformat(self.get(name)).replace(tzinfo=None)
        except ValueError as error:
            problem = Text("不是时刻", "is no time of day")
            raise _fault(name, problem, Text("写作 09:30", "Write it as 09:30")) from error

    def whole(self, name: str, least: int, most: int) -> int | None:
        """A whole number of `least` … `most`, None for an empty field; InputError for anything else."""
        text = self.get(name)
        if not text:
            return None
        if not is_id(text) or not least <= int(text) <= most:
            problem = Text(f"“{text}” 应为 {least}–{most} 的整数", f"“{text}” is no whole number of {least} to {most}")
            raise _fault(name, problem, Text("请更正", "Correct it"))
        return int(text)

    def decimal(self, name: str, otherwise: float) -> float:
        """A number, `otherwise` for an empty field; InputError for anything else."""
        try:
            return float(self.get(name) or otherwise)
        except ValueError as error:
            raise _fault(name, Text("不是数字", "is no number"), Text("请更正", "Correct it")) from error

    def needed(self, name: str) -> str:
        """The field; InputError where it is empty."""
        value = self.get(name)
        if not value:
            raise _fault(name, Text("没有填写", "is empty"), Text("请填写", "Fill it in"))
        return value

    @property
    def key(self) -> str | None:
        """What makes a form sent twice count once (the API's Idempotency-Key)."""
        return self.get("key")[:200] or None

    @property
    def fingerprint(self) -> bytes:
        """What tells this form from another one that is sent with the same key."""
        asked = {name: values for name, values in self.fields.items() if name != "key"}
        return json.dumps(asked, sort_keys=True).encode()

    @property
    def etag(self) -> str | None:
        """The version that was read (the API's If-Match)."""
        return self.get("etag") or None


def _fault(name: str, problem: Text, remedy: Text) -> InputError:
    return input_problem(name, problem, remedy)


def _in_steps(body: bytes) -> Receive:
    """The body again, a step at a time, so that whoever takes a large one apart lets others have their turn."""
    steps = iter(range(0, max(len(body), 1), STEP_BYTES))

    async def receive() -> MutableMapping[str, Any]:
        await asyncio.sleep(0)
        at = next(steps)
        return {"type": "http.request", "body": body[at : at + STEP_BYTES], "more_body": at + STEP_BYTES < len(body)}

    return receive


async def read_form(request: Request) -> Sent:
    """The form of this request; a problem for a large one of no files, a field too long, and control characters."""
    body = await request.body()
    if len(body) > BODY_BYTES and not request.headers.get("content-type", "").lower().startswith("multipart/"):
        raise Problem(TOO_LARGE)
    form = await Request(request.scope, _in_steps(body)).form(max_files=4, max_fields=MOST_FIELDS)
    fields: dict[str, list[str]] = {}
    files: dict[str, UploadFile] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            files[name] = value
            continue
        if len(value) > LONGEST and name != "cells":
            raise _fault(
                name, Text(f"超过 {LONGEST} 字", f"is longer than {LONGEST} characters"), Text("请缩短", "Shorten it")
            )
        if CONTROLS.search(value):
            raise _fault(name, Text("含有控制字符", "holds control characters"), Text("删去它们", "Remove them"))
        fields.setdefault(name, []).append(value if "password" in name else value.strip())
    return Sent(fields, files)


Form = Annotated[Sent, Depends(read_form)]
