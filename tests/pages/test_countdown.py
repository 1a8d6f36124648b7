"""A deadline that passes while its page is open reads as one sentence still."""

import pytest
from sqlalchemy import update

from api.store.tables import ACCOUNTS


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [("zh", "期限:还有", "期限:已过"), ("en", "Deadline: ", "Deadline: passed")],
)
def test_a_deadline_that_passes_reads_on(world, as_visitor, language, before, after):
    with world.parts.store.writing() as connection:
        connection.execute(update(ACCOUNTS).values(language=language))
    with as_visitor(world, "leader") as visitor:
        page = visitor.page
        page.clock.install()
        visitor.goto("/")
        due = page.locator(".about span", has=page.locator("time[data-until]:not(.late)")).first
        told = due.element_handle()
        assert told.inner_text().startswith(before)
        page.clock.fast_forward(60 * 24 * 3600 * 1000)
        assert told.inner_text() == after
