"""What a roster without a list of grants must have granted."""

from rule_world import APPROVED, Case, agent, leave, roster, rulebook, world

from roster.rule import inferred_grants

TEAM = tuple(agent(name) for name in "abcd")


def grants(case: Case, text: str = "") -> set[int]:
    return set(inferred_grants(case, roster(case, text), rulebook(case)))


def test_a_request_without_a_duty_on_its_days_is_granted() -> None:
    case = world(*TEAM, leaves=(leave("a", 12, 13), leave("b", 20, 20)))
    assert grants(case, "a 11D 14D") == {0, 1}


def test_a_duty_on_its_days_or_a_night_into_them_declines_it() -> None:
    case = world(*TEAM, leaves=(leave("a", 12, 13), leave("b", 20, 20)))
    assert grants(case, "a 13D; b 19N") == set()


def test_sick_leave_is_granted_whatever_the_roster_says() -> None:
    case = world(*TEAM, leaves=(leave("a", 12, 13, "sick"),))
    assert grants(case, "a 13D") == {0}


def test_a_public_holiday_declines_it_unless_extreme() -> None:
    case = world(*TEAM, leaves=(leave("a", 7, 8), leave("b", 7, 7, extreme=True)))
    assert grants(case) == {1}


def test_the_quota_goes_by_priority_then_by_date() -> None:
    # Four in the team: one place a day.
    case = world(*TEAM, leaves=(leave("a", 12, 13, priority=1), leave("b", 13, 14, priority=5), leave("c", 14, 15)))
    assert grants(case) == {1}
    case = world(*TEAM, leaves=(leave("a", 13, 13), leave("b", 12, 13)))
    assert grants(case) == {1}


def test_approvals_above_the_quota_leave_no_place() -> None:
    approved = (leave("a", 12, 12, status=APPROVED), leave("b", 12, 12, status=APPROVED))
    case = world(*TEAM, leaves=(*approved, leave("c", 12, 12), leave("c", 19, 19)))
    assert grants(case) == {3}


def test_in_doubt_the_hours_decide() -> None:
    # Own contract of 18 h over 18 working days: a day of leave lowers the cap from 18 h to 17 h.
    rules: dict[str, object] = {"max_overtime_month": 0}
    short = world(agent("a", contract_minutes=1080), leaves=(leave("a", 30, 30),), rules=rules)
    assert grants(short, "a 12D 13D") == {0}
    long = world(agent("a", contract_minutes=960), leaves=(leave("a", 30, 30),), rules=rules)
    assert grants(long, "a 12D 13D") == set()


def test_requests_of_other_months_and_what_the_roster_says_are_left_aside() -> None:
    case = world(*TEAM, leaves=(leave("a", 33, 34), leave("b", 12, 12)))
    assert inferred_grants(case, roster(case, "b 12D", 0, 1), rulebook(case)) == frozenset()
