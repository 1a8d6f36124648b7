"""The rulebook: what each rule says, its clause, its parameters."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from api.http.dependencies import Me, Paged, Parts, Tongue, answer
from api.http.models import PageOf
from constraints import CATALOGUE
from roster.rule import Rule
from roster.text import Language

router = APIRouter(prefix="/rules", tags=["rules"])


class ParameterOut(BaseModel):
    """A parameter: its name, default and unit, and the value of a centre where one is asked about."""

    name: str
    default: Any
    unit: str
    about: str
    source: str
    value: Any = None


class RuleOut(BaseModel):
    """A rule."""

    id: str
    title: str
    clause: str
    strength: str
    summary: str
    parameters: list[ParameterOut]


@router.get("", response_model=PageOf[RuleOut])
def list_rules(
    parts: Parts,
    caller: Me,
    page: Paged,
    language: Tongue,
    centre_id: Annotated[str | None, Query(max_length=200)] = None,
    month: Annotated[str | None, Query(max_length=7)] = None,
) -> Response:
    """The catalogue, in its order; with `centre_id` the centre's own values."""
    values: dict[str, Any] = {}
    if centre_id is not None:
        caller.need_centre(centre_id)
        values = dict(parts.office.board(centre_id, month).rulebook.values)
    return answer(page.of([out(rule, language, values) for rule in CATALOGUE]))


def out(rule: type[Rule], language: Language, values: dict[str, Any]) -> dict[str, Any]:
    """A rule as the caller reads it."""
    return {
        "id": rule.id,
        "title": rule.title.to(language),
        "clause": rule.clause,
        "strength": rule.strength.value,
        "summary": rule.summary.to(language),
        "parameters": [
            {
                "name": item.name,
                "default": item.default,
                "unit": item.unit,
                "about": item.meaning.to(language),
                "source": item.source,
                "value": values.get(item.name),
            }
            for item in rule.parameters
        ],
    }
