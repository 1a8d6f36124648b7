"""The bodies of the webhooks' resources."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from api.http.models import Body, Id


class WebhookBody(Body):
    """Where notices shall be posted."""

    url: Annotated[str, StringConstraints(min_length=8, max_length=2000, pattern=r"^https?://[^\s\x00-\x1f]+$")]
    centre_id: Id | None = None

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"centre_id": "demo", "url": "https://hooks.example.com/roster"}]},
    }


class WebhookOut(BaseModel):
    """A webhook; the secret that signs its posts is told once."""

    id: str
    centre_id: str
    url: str
    created_at: str
    secret: str | None = None
