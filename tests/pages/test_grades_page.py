"""The page of grade tests: a leader writes the own team's results, the director decides what they speak for."""

from page_steps import follow


def test_results_are_written_and_decided_on_the_page(centre, visit):
    leader = visit(centre, "leader", "/grades?month=2026-10")
    leader.get_by_label("梁军宁 字/分钟").fill("20")
    leader.get_by_label("胡伟博 字/分钟").fill("55")
    follow(leader, leader.get_by_role("button", name="保存成绩"))
    row = leader.locator("tr", has_text="胡伟博")
    assert "待核定" in row.inner_text()
    assert "中级" in row.inner_text()
    assert leader.get_by_role("button", name="按建议核定").count() == 0
    director = visit(centre, "director", "/grades?month=2026-10")
    # Where somebody waits for a decision the team stands open, the others are folded.
    assert director.locator("tr", has_text="胡伟博").is_visible()
    assert director.locator("details[data-paper]:not([open])").count() == 5
    follow(director, director.get_by_role("button", name="按建议核定 2 人"))
    director.locator("details[data-paper]", has_text="胡伟博").locator("summary").click()
    assert "已核定" in director.locator("tr", has_text="胡伟博").inner_text()
    assert "2026-11-01" in director.locator("tr", has_text="梁军宁").inner_text()
