"""A case's own order of teams and people."""

from rule_world import Role, agent, world


def test_teams_stand_in_the_cases_order_and_leaders_first():
    people = (
        agent("a", team="一班"),
        agent("b", team="二班"),
        agent("c", team="三班", role=Role.DEPUTY),
        agent("d", team="二班", role=Role.LEADER),
        agent("e", team="三班", role=Role.LEADER),
    )
    case = world(*people)
    assert case.teams == ("一班", "二班", "三班")
    assert [one.agent_id for one in case.agents_by_team] == ["a", "d", "b", "e", "c"]
