"""Ids of one or two digits, as a list numbered 1, 2, 3 has them: named where nothing but a person can be meant."""

import pytest

from api.views.people import Namer

NAMES = {"1": "王丽娟", "2": "李志强", "16": "郭芳", "0021": "郑爽"}


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("1 在 2026-12 的换班将达 3 次,上限 2 次", "1 王丽娟 在 2026-12 的换班将达 3 次,上限 2 次"),
        ("16 的 2026-12-07 晚 班", "16 郭芳 的 2026-12-07 晚 班"),
        ("与 16 换,还班 2026-12-11 夜", "与 16 郭芳 换,还班 2026-12-11 夜"),
        ("请一班班长 1、2 审批", "请一班班长 1 王丽娟、2 李志强 审批"),
        ("请 2 先接受", "请 2 李志强 先接受"),
        ("swap with 16, pay back 2026-12-11", "swap with 16 郭芳, pay back 2026-12-11"),
        # What counts something, or may, stays.
        ("1、2、16 日没有班", "1、2、16 日没有班"),
        ("缺 2 人,共 16 个班", "缺 2 人,共 16 个班"),
        ("2 在岗,0021 休息", "2 在岗,0021 郑爽 休息"),
    ],
)
def test_short_ids_are_named_where_only_a_person_can_be_meant(sentence, told):
    assert Namer.of(NAMES, id_first=True)(sentence) == told
