"""Bodies that several resources share. Strings are bounded and hold no control characters but line ends."""

from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Item = TypeVar("Item")

NO_CONTROLS = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Id = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
Line = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
MonthText = Annotated[str, StringConstraints(max_length=7, pattern=NO_CONTROLS)]
Prose = Annotated[str, StringConstraints(max_length=2000, pattern=NO_CONTROLS)]


class Body(BaseModel):
    """A request's body: what it does not know it refuses."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class PageOf(BaseModel, Generic[Item]):
    """A page of a list."""

    items: list[Item]
    total: int
    next: int | None = Field(description="The next page's offset; null on the last")


class FaultOut(BaseModel):
    """One thing wrong in what was sent."""

    file: str
    row: int | None
    field: str | None
    problem: str
    remedy: str


class RefusalOut(BaseModel):
    """One rule that says no."""

    rule: str
    clause: str
    message: str
    measured: str
    allowed: str
    alternative: str | None
    link: str | None = Field(None, description="The request that stands in its way")


class ProblemOut(BaseModel):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    detail: str
    instance: str | None = None
    request_id: str | None = None
    faults: list[FaultOut] | None = None
    refusals: list[RefusalOut] | None = None


PROBLEM_RESPONSE: dict[str, Any] = {
    "description": "Problem details (RFC 9457)",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemOut"}}},
}
