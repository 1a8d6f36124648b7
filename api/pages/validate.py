"""A form's fields held to the same description as the API's body."""

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from api.fault_words import remedy, sentence
from roster.errors import Fault, InputError

Model = TypeVar("Model", bound=BaseModel)


def body_of(model: type[Model], **values: Any) -> Model:
    """The body; InputError with a fault for every field that does not fit."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        faults = []
        for item in error.errors():
            name = ".".join(str(part) for part in item["loc"])
            why = sentence(str(item["type"]), str(item["msg"]), dict(item.get("ctx") or {}))
            faults.append(Fault("form", None, name, why, remedy(str(item["type"]))))
        raise InputError(faults) from error
