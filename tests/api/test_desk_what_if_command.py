"""`roster desk what-if` and `roster register --out`, as a supervisor reads them."""

from datetime import date

from desk_world import ZONE, at, board, duties, effective, on

from roster.desk.board.what_if import stretches, what_if
from roster.desk.swaps import register_csv
from roster.desk.swaps.register import entry
from roster.model.approval import Approval, Office, Step
from roster.model.swap import LaterPayBack, SwapKind, SwapRequest, SwapState, handed


def test_what_gets_better_is_told_beside_what_gets_worse():
    seats = tuple((on(14), minute, "189", 1) for minute in range(480, 960, 30))
    world = board("a: 8L; b: 9E", seats=seats)
    (added,) = duties("b: 14E")
    effect = what_if(world, (), (added,))
    assert effect.worse == () or all(not item.hard for item in effect.worse)
    assert any(item.rule == "COVERAGE" for item in effect.better)
    assert what_if(world, duties("b: 9E"), ()).better != effect.better
    (stretch,) = stretches(effect.seats, effect.interval_minutes)
    first, last = stretch[0], stretch[-1]
    assert (first.minute, last.minute, first.before_seats, first.after_seats) == (480, 930, 0, 1)


def test_a_stretch_ends_where_the_seats_or_the_day_change():
    seats = tuple((on(14), minute, "189", 2 if minute < 720 else 1) for minute in range(480, 960, 30))
    effect = what_if(board("a: 14E", seats=seats), duties("a: 14E"), ())
    assert [(part[0].minute, part[-1].minute) for part in stretches(effect.seats, 30)] == [(480, 690), (720, 930)]


def test_the_register_is_written_with_a_row_for_each_duty():
    done = effective("a: 8E", "b: 12E", 1)
    (given,) = duties("c: 14E")
    later = SwapRequest(
        "c",
        SwapKind.SWAP,
        (handed(given, "=b"),),
        "moving",
        done.filed_at,
        "s2",
        SwapState.EFFECTIVE,
        number=2,
        later=LaterPayBack(date(2026, 11, 3), "L"),
    )
    made = (
        Approval(Step(Office.LEADER, "T1"), True, "p1", at(2, "14:03"), "l1"),
        Approval(Step(Office.LEADER, "T2"), True, "l2", at(2, "15:00")),
    )
    entries = (entry(done, made, ZONE), entry(later, made[1:], ZONE))
    agreed, once = "p1 (for l1),2026-10-02 14:03,l2,2026-10-02 15:00", "l2,2026-10-02 15:00,l2,2026-10-02 15:00"
    assert register_csv.text(entries).splitlines() == [
        ",".join(column.en for column in register_csv.COLUMNS),
        f"1,swap,2026-09-01 00:00,a,family,a,2026-10-08,E,189,b,2026-10-08,E,{agreed}",
        f"1,swap,2026-09-01 00:00,a,family,b,2026-10-12,E,189,a,2026-10-12,E,{agreed}",
        f"2,swap,2026-09-01 00:00,c,moving,c,2026-10-14,E,189,'=b,2026-10-14,E,{once}",
        f"2,swap,2026-09-01 00:00,c,moving,'=b,,,189,c,2026-11-03,L,{once}",
    ]
    chinese = register_csv.text(entries[:1], "zh").splitlines()
    assert chinese[0].startswith("登记号,类别,申请时间,申请人,事由,原班人")
    assert chinese[1].startswith("1,换班,2026-09-01 00:00,a,family,a,2026-10-08")
    assert chinese[1].endswith("p1(代 l1),2026-10-02 14:03,l2,2026-10-02 15:00")
