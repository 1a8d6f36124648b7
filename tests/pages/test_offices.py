"""What administrators do: the log's chain verified, a role changed, and what those who are concerned see of it."""

from sqlalchemy import select, text, update

from roster.store.tables.audit import AUDIT


def test_a_row_of_the_log_that_was_tampered_with_is_named(world, as_visitor):
    with world.parts.store.reading() as connection:
        rows = connection.execute(select(AUDIT.c.seq).order_by(AUDIT.c.seq)).scalars().all()
    with as_visitor(world, "admin") as admin:
        admin.goto("/audit")
        admin.follow(admin.page.get_by_role("link", name="校验"))
        assert f"链完整 · {len(rows)} 行" in admin.text()
        with world.parts.store.writing() as connection:
            connection.execute(text("DROP TRIGGER audit_no_UPDATE"))
            connection.execute(update(AUDIT).where(AUDIT.c.seq == rows[3]).values(actor="@nobody"))
        admin.goto("/audit?check=1")
        assert f"第 {rows[3]} 行被改动或缺失" in admin.text()


def test_a_changed_role_ends_the_sessions_that_were_open(world, as_visitor):
    with as_visitor(world, "planner") as planner, as_visitor(world, "admin") as admin:
        planner.goto("/import")
        assert planner.page.url.endswith("/import")
        admin.goto("/accounts?q=planner")
        row = admin.page.locator("tr", has_text="planner")
        row.get_by_role("button", name="改角色").click()
        dialog = admin.page.locator("dialog[open]")
        assert "业务代表" not in dialog.inner_text()
        dialog.get_by_label("角色").select_option(label="客服部主任")
        admin.follow(dialog.get_by_role("button", name="保存"))
        assert "已保存" in admin.page.inner_text(".toast")
        planner.goto("/import")
        assert "/login" in planner.page.url
