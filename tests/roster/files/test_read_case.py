import pytest

from roster.cases import bundled_folder
from roster.files.read_case import read_case
from roster.model import LeaveStatus


@pytest.mark.parametrize(("name", "people"), [("hotline", 70), ("hall", 20)])
def test_bundled_cases_read_without_a_word(name, people):
    case, notices = read_case(bundled_folder(name))
    assert len(case.agents) == people
    assert notices == ()


def test_seats_given_win_over_the_load_of_the_same_interval():
    case, _ = read_case(bundled_folder("hotline"))
    floors = [row for row in case.seats if row.min_seats]
    assert {(row.seats, row.min_seats) for row in floors} == {(9, 2)}
    assert len(case.seats) == len(case.load) == 31 * 48 * 3


def test_ids_keep_their_leading_zeros():
    case, _ = read_case(bundled_folder("hotline"))
    assert case.agents[0].agent_id == "0001"
    assert case.leaves[0].status is LeaveStatus.APPROVED
