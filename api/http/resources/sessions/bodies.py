"""The body of a log-in."""

from typing import Annotated

from pydantic import StringConstraints

from api.http.models import Body


class LogIn(Body):
    """A name and a password."""

    username: Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
    password: Annotated[str, StringConstraints(min_length=1, max_length=200)]

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"username": "demo-agent", "password": "demo-password"}]},
    }
