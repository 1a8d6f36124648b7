"""The standard instances' format: read in any order, each fault by line and field."""

import pytest

from roster.bench.shift24.reader import MAX_FAULTS, parse, read
from roster.errors import InputError

SOUND = """\
# a comment
SECTION_HORIZON
14

SECTION_SHIFTS
E,480,
L,600,E

SECTION_STAFF
A,E=14|L=0,4320,3360,5,2,3,1
B,,4320,0,5,2,3,1

SECTION_DAYS_OFF
A,0,13

SECTION_SHIFT_ON_REQUESTS
A,2,E,2

SECTION_SHIFT_OFF_REQUESTS
B,3,L,4

SECTION_COVER
0,E,5,100,1
"""


def faults(text: str) -> list[tuple[int | None, str | None]]:
    with pytest.raises(InputError) as caught:
        parse(text, name="tiny", file="tiny.txt")
    assert all(fault.file == "tiny.txt" and fault.remedy.en and fault.remedy.zh for fault in caught.value.faults)
    return [(fault.row, fault.field) for fault in caught.value.faults]


def test_every_section_is_read():
    instance = parse(SOUND, name="tiny", file="tiny.txt")
    assert (instance.name, instance.horizon_days) == ("tiny", 14)
    assert [(shift.id, shift.length_minutes, shift.no_successors) for shift in instance.shifts] == [
        ("E", 480, frozenset()),
        ("L", 600, frozenset({"E"})),
    ]
    first, second = instance.employees
    assert first.max_shifts == {"E": 14, "L": 0}
    assert (first.max_total_minutes, first.min_total_minutes) == (4320, 3360)
    assert (first.max_consecutive_shifts, first.min_consecutive_shifts) == (5, 2)
    assert (first.min_consecutive_days_off, first.max_weekends) == (3, 1)
    assert (first.days_off, second.days_off, second.max_shifts) == (frozenset({0, 13}), frozenset(), {})
    wanted, unwanted, cover = instance.on_requests[0], instance.off_requests[0], instance.covers[0]
    assert (wanted.employee, wanted.day, wanted.shift, wanted.weight) == ("A", 2, "E", 2)
    assert (unwanted.employee, unwanted.day, unwanted.shift, unwanted.weight) == ("B", 3, "L", 4)
    assert (cover.day, cover.shift, cover.required_seats, cover.weight_under, cover.weight_over) == (0, "E", 5, 100, 1)


def test_line_ends_blanks_and_the_mark_at_the_start_do_not_matter(tmp_path):
    path = tmp_path / "Other.txt"
    path.write_bytes(b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").replace(",", " , ").encode())
    assert read(path).employees == parse(SOUND, name="Other", file="").employees


def test_sections_come_in_any_order():
    blocks = SOUND.split("\n\n")
    assert parse("\n\n".join(reversed(blocks)), name="tiny", file="") == parse(SOUND, name="tiny", file="")


@pytest.mark.parametrize(
    ("old", "new", "row", "field"),
    [
        ("\n14\n", "\nfourteen\n", 3, "horizon"),
        ("\n14\n", "\n0\n", 3, "horizon"),
        ("\n14\n", "\n14\n15\n", 4, None),
        ("\n14\n", "\n99999999999999\n", 3, "horizon"),
        ("E,480,", "E", 6, None),
        ("E,480,", "E,480.5,", 6, "Length"),
        ("E,480,", "E,-480,", 6, "Length"),
        ("L,600,E", "L,600,X", 7, "cannot follow"),
        ("L,600,E", "L,600,E\nL,600,E", 8, "ShiftID"),
        ("A,E=14|L=0,4320,3360", "A,E=14|X=0,4320,3360", 10, "MaxShifts"),
        ("A,E=14|L=0,4320,3360", "A,E14|L=0,4320,3360", 10, "MaxShifts"),
        ("A,E=14|L=0,4320,3360", "A,E=14|E=0,4320,3360", 10, "MaxShifts"),
        ("A,E=14|L=0,4320,3360", "A,E=14|L=,4320,3360", 10, "MaxShifts"),
        ("A,E=14|L=0,4320,3360", "A,E=14|L=0,4320", 10, None),
        ("A,E=14|L=0,4320,3360", "A,E=14|L=0,many,3360", 10, "MaxTotalMinutes"),
        ("B,,4320,0,5,2,3,1", "B,,4320,0,5,2,3,NaN", 11, "MaxWeekends"),
        ("B,,4320,0,5,2,3,1", "B,,4320,0,5,2,3,٣", 11, "MaxWeekends"),
        ("A,0,13", "A,0,14", 14, "Day"),
        ("A,0,13", "Z,0,13", 14, "EmployeeID"),
        ("A,0,13", "A,0\nA,13", 15, "EmployeeID"),
        ("A,2,E,2", "A,2,E", 17, None),
        ("A,2,E,2", "A,2,N,2", 17, "ShiftID"),
        ("B,3,L,4", "B,3,L,-4", 20, "Weight"),
        ("0,E,5,100,1", "0,E,5,100", 23, None),
        ("0,E,5,100,1", "0,E,-5,100,1", 23, "Requirement"),
        ("SECTION_DAYS_OFF", "SECTION_DAYS_ON", 13, "SECTION_DAYS_ON"),
        ("# a comment", "a comment", 1, None),
    ],
)
def test_one_fault_is_told_with_its_line_and_field(old, new, row, field):
    assert faults(SOUND.replace(old, new, 1)) == [(row, field)]


def test_a_fault_in_an_id_is_told_once_where_it_stands():
    assert (10, "ID") in faults(SOUND.replace("A,E=14", ",E=14", 1))


def test_a_section_twice_is_told():
    assert (25, "SECTION_COVER") in faults(SOUND + "\nSECTION_COVER\n1,E,5,100,1\n")


def test_all_faults_come_at_once():
    text = SOUND.replace("E,480,", "E,x,", 1).replace("A,0,13", "A,99", 1).replace("0,E,5,100,1", "0,E,5,100,y", 1)
    assert faults(text) == [(6, "Length"), (14, "Day"), (23, "Weight for over")]


@pytest.mark.parametrize("name", ["SECTION_HORIZON", "SECTION_SHIFTS", "SECTION_STAFF", "SECTION_COVER"])
def test_a_missing_section_is_told_by_name(name):
    blocks = [block for block in SOUND.replace("# a comment\n", "").split("\n\n") if not block.startswith(name)]
    assert (None, name) in faults("\n\n".join(blocks))


def test_an_empty_file_lacks_every_needed_section():
    assert [field for _, field in faults("")] == ["SECTION_HORIZON", "SECTION_SHIFTS", "SECTION_STAFF", "SECTION_COVER"]


def test_a_wholly_different_file_does_not_fill_the_screen():
    assert len(faults("SECTION_COVER\n" + "nonsense\n" * 5_000)) == MAX_FAULTS


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "x.txt"
    path.write_bytes(b"SECTION_HORIZON\n\xff\xfe\x00")
    with pytest.raises(InputError, match="not UTF-8"):
        read(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path / "none.txt")


def test_the_published_instances_are_read(shared_instance):
    instance = read(shared_instance(1))
    assert (instance.horizon_days, len(instance.employees), len(instance.covers)) == (14, 8, 14)
    # Fifty employees, a year, ten shifts.
    instance = read(shared_instance(22))
    assert (instance.horizon_days, len(instance.shifts), len(instance.employees)) == (364, 10, 50)
