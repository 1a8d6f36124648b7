"""The verdict at the end of a solve: a roster against what is proven to be possible, and what else stands out."""

from dataclasses import replace

import pytest
from rule_world import (
    DAY,
    NIGHT,
    Case,
    Evidence,
    Grade,
    MonthContext,
    Role,
    Shift,
    agent,
    roster,
    rulebook,
    seats,
    world,
)

from roster.engine.diagnosis.capacity import least_short
from roster.engine.diagnosis.verdict import verdict, without_bare
from roster.engine.problem.outcome import Level, Result, RosterVerdict, Status
from roster.engine.problem.problem import Problem
from roster.engine.process.crowding import CROWDED
from roster.rule import Finding
from roster.text import Text

# Two people, a seat of eight hours on each of five days: 40 seat-hours.
LEADERS = (agent("a", role=Role.LEADER), agent("b", role=Role.DEPUTY))
CASE = world(*LEADERS, shifts=(DAY,), seats=seats((8, 9, 10, 12, 13), range(8, 16), 1))
WHOLE, FOUR_DAYS, ONE_DAY = "a 8D 9D 10D 12D 13D", "a 8D 9D 10D 12D", "a 8D"


def judged(
    case: Case,
    text: str | None,
    *,
    least: int | None = 0,
    ticks: int = 1000,
    bound: int | None = 100,
    status: Status = Status.FEASIBLE,
    searched: bool = True,
    crowded: float = 1.0,
) -> RosterVerdict | None:
    judged_roster = None if text is None else roster(case, text)
    result = Result(status, judged_roster, ticks, bound, 1.0, "clock", 0)
    return verdict(case, rulebook(case), result, least, searched=searched, crowded=crowded)


@pytest.mark.parametrize(
    ("text", "least", "bound", "level"),
    [
        (WHOLE, 0, 950, Level.GOOD),
        # Every seat is filled, and the price is not proven to be near the best.
        (WHOLE, 0, 500, Level.COULD_BE_BETTER),
        # Every seat is filled, and the search came to no bound: it had hardly begun.
        (WHOLE, 0, None, Level.COULD_BE_BETTER),
        # 8 of 40 short where none need be; where 8 are proven; where 6 are, but a day of 8 stands empty.
        (FOUR_DAYS, 0, 100, Level.FAR),
        (FOUR_DAYS, 8, 950, Level.GOOD),
        (FOUR_DAYS, 6, 100, Level.FAR),
        (ONE_DAY, 32, 950, Level.GOOD),
        (ONE_DAY, 0, 100, Level.FAR),
        # Nothing is known of what is possible, but the price is far from its bound.
        (ONE_DAY, None, 100, Level.FAR),
        (ONE_DAY, None, None, Level.COULD_BE_BETTER),
        # The weights want it so: a price proven to be near the best.
        (ONE_DAY, 0, 950, Level.GOOD),
        ("", 0, 100, Level.FAR),
    ],
)
def test_levels(text: str, least: int | None, bound: int | None, level: Level) -> None:
    verdict = judged(CASE, text, least=least, bound=bound)
    assert verdict is not None
    assert verdict.level is level
    assert verdict.sentence.zh
    assert verdict.sentence.en


def test_of_what_was_hardly_searched_it_is_said_and_nobody_says_that_it_is_good() -> None:
    starved = judged(CASE, WHOLE, bound=None)
    assert starved is not None
    assert starved.sentence.en == (
        "could be better: 100.0% of the seats are filled; hardly searched: nothing is proven of how far from the best "
        "it is; more time may better it"
    )
    assert "几乎没来得及搜索" in starved.sentence.zh


@pytest.mark.parametrize(
    ("text", "bound", "crowded", "told"),
    [
        (FOUR_DAYS, 100, 4.0, True),
        (WHOLE, 500, 4.0, True),
        (FOUR_DAYS, 100, CROWDED, True),
        (FOUR_DAYS, 100, CROWDED - 0.1, False),
        # Near the best all the same: nothing is to be made good.
        (WHOLE, 950, 4.0, False),
    ],
)
def test_a_busy_machine_is_told_where_the_roster_could_be_better(
    text: str, bound: int, crowded: float, told: bool
) -> None:
    found = judged(CASE, text, bound=bound, crowded=crowded)
    assert found is not None
    assert (f"the machine was busy and left this about {1 / crowded:.0%} of its time" in found.sentence.en) == told
    assert ("电脑正忙" in found.sentence.zh) == told


def test_of_what_was_given_or_replanned_the_seats_are_told_and_nobody_says_that_it_is_good() -> None:
    given = judged(CASE, WHOLE, bound=None, searched=False)
    assert given is not None
    assert (given.level, given.sentence.en) == (Level.GOOD, "100.0% of the seats are filled")
    far = judged(CASE, ONE_DAY, bound=None, searched=False)
    assert far is not None
    assert far.sentence.en.startswith("far from what is possible: 20.0% of the seats are filled")
    assert judged(CASE, FOUR_DAYS, least=8, bound=None, searched=False).level is Level.GOOD  # type: ignore[union-attr]


def test_proven_best_is_good_and_no_roster_has_no_verdict() -> None:
    best = judged(CASE, FOUR_DAYS, bound=1000, status=Status.OPTIMAL)
    assert best is not None
    assert best.level is Level.GOOD
    assert "proven: no roster is better" in best.sentence.en
    assert judged(CASE, None) is None


def test_a_roster_half_empty_is_not_called_good_where_no_better_is_possible() -> None:
    # 32 of 40 seats stay empty, as they must.
    verdict = judged(CASE, ONE_DAY, least=32, bound=950)
    assert verdict is not None
    assert verdict.sentence.en.startswith(
        "too few hours, and near the best that they allow: 20.0% of the seats are filled"
    )
    assert verdict.sentence.zh.startswith("人手不够,已接近最好:座席排满 20.0%,缺 32.0 座席小时")
    whole = judged(CASE, WHOLE, bound=950)
    assert whole is not None
    assert whole.sentence.en.startswith("good: 100.0%")


def test_a_day_alone_left_empty_is_far_from_possible() -> None:
    # Of 100 seat-hours 4 are short, within 5 %; but they are a whole day's.
    case = world(
        *LEADERS,
        shifts=(DAY,),
        seats=(
            *seats((8, 9, 10, 12, 13), range(8, 16), 2),
            *seats((14, 15), range(8, 16), 1),
            *seats((16,), (9, 10), 1),
        ),
    )
    verdict = judged(case, "a 8D 9D 10D 12D 13D 14D 15D; b 8D 9D 10D 12D 13D", least=0)
    assert verdict is not None
    assert (verdict.required, verdict.short) == (98, 2)
    assert verdict.level is Level.FAR
    assert verdict.warnings[0].en == "days with nobody on any seat (1): 10-16"


def test_what_stands_out_is_told() -> None:
    people = (agent("a"), agent("b", "180", team="二班", role=Role.LEADER))
    case = world(*people, shifts=(DAY,), seats=(*seats((8,), (9,), 1), *seats((8,), (9,), 1, job="96")))
    verdict = judged(case, "a 8D", least=1, bound=950)
    assert verdict is not None
    assert [item.en for item in verdict.warnings] == [
        "jobs that seats ask for and nobody holds: 96",
        "teams without a leader or deputy: 一班",
        "jobs that no leader or deputy holds: 189, 96",
        (
            "1.0 seat-hours cannot be filled by any roster: those who hold the job are too few then, in what "
            "nights, rest and hours allow (96 1.0 h)"
        ),
    ]


def test_duties_that_no_seat_asks_for_are_told() -> None:
    # c could fill seats; d holds nothing but the other job, and is there for that.
    people = (*LEADERS, agent("c", "189", "180"), agent("d", "180"))
    case = world(*people, shifts=(DAY,), seats=seats((8,), range(8, 16), 1))
    idle = judged(case, "a 8D; c 8D/180 9D/180; d 8D/180")
    assert idle is not None
    assert [text.zh for text in idle.warnings if "座席需求" in text.zh] == [
        "2 个班排在没有座席需求的工种上,不填补座席(其中夜班 0 个):180 2;不需要就从这些人的工种中去掉"
    ]


def test_hours_far_apart_are_told_and_hours_alike_are_not() -> None:
    people = (agent("a", contract_minutes=2400), agent("b", contract_minutes=2400), agent("c", contract_minutes=480))
    case = world(*people, shifts=(DAY,), seats=seats((8, 9, 10, 12, 13), range(8, 16), 1))
    verdict = judged(case, f"{WHOLE}; b 8D")
    assert verdict is not None
    assert [text.zh for text in verdict.warnings if "悬殊" in text.zh] == [
        "全职人员工时悬殊:最多 40 小时(a 姓名a,合同 40)、最少 8 小时(b 姓名b,合同 40)"
    ]
    even = judged(case, f"{WHOLE}; b 8D 9D 10D 12D")
    assert even is not None
    assert not [text for text in even.warnings if "悬殊" in text.zh]


def test_no_roster_is_good_in_which_hours_lack_here_and_are_over_there() -> None:
    people = (agent("a", contract_minutes=2400), agent("b", contract_minutes=2400))
    case = world(*people, shifts=(DAY,), seats=seats((8, 9, 10, 12, 13, 14), range(8, 16), 1))
    # 48 hours of 40, and 8 of 40; then 40 and 16, over nobody's contract.
    judged_levels = []
    for text in ("a 8D 9D 10D 12D 13D 14D; b 8D", "a 8D 9D 10D 12D 13D; b 13D 14D"):
        one = judged(case, text, bound=950)
        assert one is not None
        judged_levels.append((one.level, one.sentence.zh.partition(":")[0]))
    assert judged_levels == [(Level.COULD_BE_BETTER, "还可以更好"), (Level.GOOD, "好")]
    best = judged(case, "a 8D 9D 10D 12D 13D 14D; b 8D", bound=1000, status=Status.OPTIMAL)
    assert best is not None
    assert best.sentence.en.startswith("hours are far apart: 100.0% of the seats are filled; some work less than six")


def test_nights_that_fall_to_the_leaders_are_told_with_the_cause() -> None:
    people = (agent("a", role=Role.LEADER), agent("b"))
    case = world(*people, shifts=(NIGHT,), seats=seats((8,), (23,), 1))
    told = judged(case, "a 8N 9N 10N 12N 13N 14N; b 15N")
    assert told is not None
    [nights] = [text for text in told.warnings if "夜班" in text.zh]
    assert nights.zh.partition(":能带班的人")[0] == (
        "夜班悬殊:a 姓名a 至多 6 个,其他人 1 个;夜里也要有班长当班,而班长、副班长只有 1 人"
    )
    assert "规则.leaders_on_duty 设为 0" in nights.zh
    assert "[rules] leaders_on_duty to 0" in nights.en
    even = judged(case, "a 8N 9N 10N 12N 13N; b 14N 15N")
    assert even is not None
    assert not [text for text in even.warnings if "夜班" in text.zh]


def test_the_fewest_seats_that_any_roster_leaves_empty() -> None:
    # Two seats for eight hours on seven days in a row: each of two people may work six.
    case = replace(CASE, seats=seats(range(12, 19), range(8, 16), 2))
    context = MonthContext(case)
    problem = Problem.of(context, rulebook(case).encode(context))
    assert least_short(context, problem, 20.0) == 16
    assert least_short(context, Problem.of(context, ()), 20.0) == 0


@pytest.mark.parametrize(
    ("text", "least", "bound", "kept"),
    [
        ("", 0, 100, False),
        ("", None, None, False),
        # Nothing can be filled, or the price says that nothing should be.
        ("", 40, 100, True),
        ("", 0, 1000, True),
        (ONE_DAY, 0, 100, True),
    ],
)
def test_a_roster_with_nobody_on_duty_is_none_found(
    text: str, least: int | None, bound: int | None, kept: bool
) -> None:
    result = Result(Status.FEASIBLE, roster(CASE, text), 1000, bound, 1.0, "clock", 0)
    settled = without_bare(replace(result, verdict=verdict(CASE, rulebook(CASE), result, least)))
    assert settled.status is (Status.FEASIBLE if kept else Status.TIMEOUT)
    assert (settled.roster is None, settled.objective_ticks is None) == (not kept, not kept)
    assert without_bare(Result(Status.TIMEOUT, None, None, None, 1.0, "clock", 0)).status is Status.TIMEOUT


LONG = Shift("L", 8 * 60, 20 * 60)
ONE_SEAT = seats((8,), range(8, 16), 1)


@pytest.mark.parametrize(
    ("case", "text", "rule_id", "said"),
    [
        # A day of eight hours without a senior: 32 points; all else is switched off.
        (
            world(*LEADERS, seats=ONE_SEAT),
            "a 8D",
            "SKILL",
            "人员都没有级别,不算高级工,怎么排都一样扣分,班表不因此不同:在人员表的 级别 一栏",
        ),
        (
            world(*LEADERS, agent("c", grade=Grade.SENIOR), seats=ONE_SEAT),
            "a 8D",
            "SKILL",
            "2 人没有级别,不算高级工,高级工只有 1 人:",
        ),
        (world(seats=ONE_SEAT), "a 8D", "LEADER", "班长、副班长只有 0 人,而有座席需求的时段都要有班长当班:"),
        # 2 × 18 × 8 h there, 8 asked for.
        (world(*LEADERS, seats=ONE_SEAT), "a 8D", "HOURS", "合同工时共 288 小时,座席只需 8 小时,富余 280 小时:"),
        (world(agent("a", contract_minutes=60), seats=ONE_SEAT), "a 8D", "HOURS", "座席要 8 小时,合同工时共 1 小时"),
        (world(shifts=(LONG,), seats=ONE_SEAT), "", "COVERAGE", "谁也不能上:L 12 h;写明 休息分钟"),
        (world(seats=ONE_SEAT), "", "COVERAGE", "座席没有排满:座席要 8 小时,合同工时共 288 小时;"),
        (world(seats=ONE_SEAT), "a 8D 9D", "COVERAGE", "多数时段的座席多于需求,合同工时比座席所需多 280 小时:"),
        (world(seats=ONE_SEAT), "a 14N", "SPARE", "代价最高的一处:2026-10-14 夜班 189 有 1 人,需要 0 人"),
    ],
)
def test_a_rule_that_makes_the_price_is_told_with_the_data_that_makes_it_so(
    case: Case, text: str, rule_id: str, said: str
) -> None:
    book = rulebook(case)
    given = roster(case, text)
    findings = tuple(item for item in book.check(Evidence(case, given)) if item.rule == rule_id)
    result = Result(Status.FEASIBLE, given, 1000, 100, 1.0, "clock", 0, findings=findings)
    judged_as = verdict(case, book, result, 0)
    assert judged_as is not None
    *_, told = judged_as.warnings
    assert told.zh.startswith(f"{book[rule_id].title.zh}({rule_id})占代价的 100%:")
    assert said in told.zh


def test_every_soft_rule_that_makes_the_price_is_told_with_a_reason() -> None:
    findings = {
        rule.id: Finding(rule.id, False, None, None, "", "", 360) for rule in rulebook(CASE).rules if rule.weights
    }
    for rule_id, finding in findings.items():
        facts = {"kind": "short"} if rule_id == "COVERAGE" else {}
        priced = replace(finding, facts=facts, message=Text("此处", "here"))
        result = Result(Status.FEASIBLE, roster(CASE, ""), 1000, 100, 1.0, "clock", 0, findings=(priced,))
        judged_as = verdict(CASE, rulebook(CASE), result, 0)
        assert judged_as is not None
        told = judged_as.warnings[-1]
        assert f"({rule_id}) makes 100% of the price: " in told.en
        assert told.zh.rpartition("100%:")[2]
