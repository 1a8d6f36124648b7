"""The log of a shift: swaps, covers, leave enter it by themselves; entries are added, never changed (DUTY-4)."""

from desk_world import at, on

from roster.desk.leaves.leave_decision import decide_leave
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.shift_log.log import enter, read_log
from roster.desk.swaps.swap_decision import accept_swap, approve_swap
from roster.desk.swaps.swap_filing import request_change, request_cover, request_swap
from roster.model.shift_log import Category, Follow, Gravity
from roster.text import Text

TEXT = "a: 9E 12E; b: 14E 20E; c: 21E; l1: 22E; l2: 23E"


def entries_of(desk, day, shift):
    return [(line.entry.kind, line.entry.words.en) for line in read_log(desk, on(day), shift).lines]


def wrote(desk, day, shift, words, **given):
    with desk.writing("l1", "log.enter") as work:
        return enter(
            work, on(day), shift, category=Category.INCIDENT, kind="incident", words=Text(words, words), **given
        )


def test_a_swap_enters_the_log_of_both_shifts_with_its_number_and_time(desk_of):
    desk = desk_of(TEXT)
    swap = request_swap(desk, "a", on(9), "b", on(14), reason="family")
    assert entries_of(desk, 9, "E") == []
    accept_swap(desk, "b", swap.swap_id)
    desk.clock.to(3, "10:00")
    approve_swap(desk, "l1", swap.swap_id)
    assert entries_of(desk, 9, "E") == [("swap", "swap No. 1 is effective: b Bao works 2026-10-09 E for a Anna")]
    assert entries_of(desk, 14, "E") == [("swap", "swap No. 1 is effective: a Anna works 2026-10-14 E for b Bao")]
    (line,) = read_log(desk, on(9), "E").lines
    assert (line.entry.author, line.entry.at, line.entry.subject) == ("l1", at(3, "10:00"), f"swap:{swap.swap_id}")
    assert line.entry.words.zh == "第 1 号换班生效:a Anna 的 2026-10-09 E 由 b Bao 上"


def test_a_cover_a_change_and_a_leave_enter_it_too(desk_of):
    desk = desk_of(TEXT)
    request_cover(desk, "l1", "a", on(12), "b", reason="ill")
    request_change(desk, "l1", on(20), on(21), "L", reason="school", agent_id="b")
    leave = file_leave(desk, "a", "a", kind="sick", start=on(9), end=on(9), reason="a private thing")
    decide_leave(desk, "l1", leave.leave_id, approved=True)
    decide_leave(desk, "dir", leave.leave_id, approved=True)
    assert entries_of(desk, 12, "E") == [("cover", "cover No. 1 is effective: b Bao works 2026-10-12 E for a Anna")]
    moved = ("change", "change No. 2 is effective: b Bao, 2026-10-20 E becomes 2026-10-21 L")
    assert (entries_of(desk, 20, "E"), entries_of(desk, 21, "L")) == ([moved], [moved])
    assert entries_of(desk, 9, "E") == [("leave", "a Anna is on leave: 2026-10-09 E stands vacant")]


def test_an_open_entry_passes_to_the_later_shifts_until_it_is_closed(desk_of):
    desk = desk_of("a: 9E 10E; b: 9L")
    number = wrote(desk, 9, "E", "the line is down", gravity=Gravity.MAJOR, opens=True)
    assert [line.entry.entry_id for line in read_log(desk, on(9), "L").carried] == [number]
    assert [line.entry.entry_id for line in read_log(desk, on(10), "E").open] == [number]
    assert read_log(desk, on(8), "E").open == ()
    wrote(desk, 9, "L", "the line is up", about=number, follow=Follow.CLOSE)
    assert read_log(desk, on(10), "E").open == ()
    (line,) = read_log(desk, on(9), "E").lines
    assert [item.words.en for item in line.follows] == ["the line is up"]
    assert not line.is_open


def test_what_has_a_key_is_written_once(desk_of):
    desk = desk_of("a: 9E")
    numbers = [wrote(desk, 9, "E", "seen", key="tablet-1"), wrote(desk, 9, "E", "seen again", key="tablet-1")]
    assert numbers[0] == numbers[1]
    assert entries_of(desk, 9, "E") == [("incident", "seen")]
    assert desk.clock.now() == read_log(desk, on(9), "E").lines[0].entry.at
