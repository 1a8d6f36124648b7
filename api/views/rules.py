"""The rulebook as programs get it."""

from collections.abc import Mapping
from typing import Any

from roster.rule import Rule
from roster.text import Language


def rule_view(
    rule: type[Rule], language: Language, values: Mapping[str, Any], weights: Mapping[str, float]
) -> dict[str, Any]:
    """A rule with its parameters and weights; `values` and `weights` are a centre's own."""
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
                "minimum": item.minimum,
                "maximum": item.maximum,
                "choices": list(item.choices),
            }
            for item in rule.parameters
        ],
        "weights": [
            {
                "name": item.name,
                "default": float(item.default),
                "per": item.per,
                "about": item.meaning.to(language),
                "value": weights.get(item.name),
            }
            for item in rule.weights
        ],
    }
