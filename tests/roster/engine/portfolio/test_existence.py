"""Whether any roster exists, against every plan of tiny problems; the portfolio asks when it has found none."""

import time
from dataclasses import dataclass, field
from threading import Event

import pytest
from random_problem import legal_plans, random_problem
from rule_world import NIGHT, agent, rulebook, seats, world

from roster.engine.cpsat import Answer, Effort, Ending
from roster.engine.portfolio import portfolio
from roster.engine.portfolio.existence import choiceless, exists, limits_conflict
from roster.engine.portfolio.portfolio import SolveOptions, solve
from roster.engine.problem.outcome import Status
from roster.engine.problem.problem import Problem
from roster.engine.process.child import SoundPlan
from roster.engine.process.packing import packed
from roster.rule import MonthContext
from roster.rule.pieces import Allow, Row, Term


@dataclass
class Letters:
    """A mailbox without a parent."""

    sent: list[SoundPlan] = field(default_factory=list)
    stop: Event = field(default_factory=Event)

    def send(self, message: SoundPlan) -> None:
        self.sent.append(message)


def asked(problem: Problem, *, relaxed_only: bool = False) -> tuple[Answer | str, list[SoundPlan]]:
    letters = Letters()
    return exists(letters, packed(problem), Effort(60), relaxed_only), letters.sent  # type: ignore[arg-type]


def nights(nights_a_month: int, people: int = 4) -> Problem:
    """A month with a floor of one seat every night, so many nights allowed to each of some people."""
    case = world(
        *(agent(f"a{number}") for number in range(people)),
        shifts=(NIGHT,),
        seats=seats(tuple(range(2, 32)), (1,), 1, least=1),
        rules={"max_nights_per_month": nights_a_month},
    )
    context = MonthContext(case)
    return Problem.of(context, rulebook(case).encode(context))


def odd_ring() -> Problem:
    """Of each two of three agents exactly one is on duty: halves would do, people do not."""
    shift = frozenset({0})
    rows = [Row("RING", (Term(pair, 0, shift),), minimum=1, maximum=1) for pair in ((0, 1), (1, 2), (0, 2))]
    return Problem(rows, agents=3, days=1, shifts=1, jobs=1)


@pytest.mark.parametrize("seed", range(40))
def test_it_says_what_trying_every_plan_says(seed: int) -> None:
    problem, plans = random_problem(seed), legal_plans(seed)
    answer, sent = asked(problem)
    if plans:
        assert answer == "work"
        assert [verdict.ticks for verdict in sent] == [problem.evaluate(sent[0].plan).ticks]
        assert problem.evaluate(sent[0].plan).broken == ()
    else:
        assert isinstance(answer, Answer)
        assert answer.ending is Ending.INFEASIBLE
        assert sent == []


@pytest.mark.parametrize("seed", range(40))
def test_the_relaxation_never_denies_a_plan(seed: int) -> None:
    problem = random_problem(seed)
    answer, _ = asked(problem, relaxed_only=True)
    assert answer == "work" or not legal_plans(seed)


def test_more_floors_than_nights_allowed_need_no_search() -> None:
    # 30 nights to fill: 4 people with 7 nights each have 28, with 8 they have 32.
    answer, _ = asked(nights(7), relaxed_only=True)
    assert isinstance(answer, Answer)
    assert asked(nights(8), relaxed_only=True) == ("work", [])


def test_what_only_whole_people_contradict_is_proven_by_search() -> None:
    ring = odd_ring()
    assert not limits_conflict(ring, list(ring.pieces), 10)
    assert asked(ring, relaxed_only=True) == ("work", [])
    answer, _ = asked(ring)
    assert isinstance(answer, Answer)
    assert answer.ending is Ending.INFEASIBLE


def test_a_day_without_any_choice_is_seen_before_any_search() -> None:
    leave, pin = Allow("LEAVE", 0, (0,), frozenset()), Allow("STABLE", 0, (0,), frozenset({(0, 0)}), off=False)
    assert not choiceless(Problem([leave], agents=1, days=1, shifts=1, jobs=1))
    assert not choiceless(Problem([pin], agents=1, days=1, shifts=1, jobs=1))
    both = Problem([leave, pin], agents=1, days=1, shifts=1, jobs=1)
    assert choiceless(both)
    solved = solve(both, SolveOptions(deadline=time.monotonic()))
    assert (solved.status, solved.stopped_by) == (Status.INFEASIBLE, "proof")


@pytest.mark.parametrize("workers", [1, 2])
def test_the_portfolio_proves_what_its_solvers_do_not(workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # Both solvers end at once without a word.
    monkeypatch.setattr(portfolio.members, "best_response", _silent)
    monkeypatch.setattr(portfolio.cpsat_member, "cpsat", _silent if workers == 2 else _never)
    monkeypatch.setattr(portfolio, "EXISTENCE_SECONDS", 0.0)
    solved = solve(nights(7), SolveOptions(deadline=time.monotonic() + 120, workers=workers))
    assert solved.status is Status.INFEASIBLE
    assert solved.stopped_by == "proof"
    assert solved.bound is None


def _silent(*_: object) -> str:
    time.sleep(2)
    return "work"


def _never(*_: object) -> str:
    raise AssertionError("proven before")
