"""The first page: what waits for one's word, and what is new."""

from fastapi import APIRouter, Response

from api.pages.shell import Here, PageRoute

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/")
def home(here: Here) -> Response:
    """The inbox."""
    return here.render("home.html")
