"""A swap in words: who gives and gets what, who decides, what it does."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from api.pages.times import hours_of, short_day
from api.pages.views.codes import shift_classes
from api.pages.views.people import named
from roster.desk.board.board import Board
from roster.desk.policy.ladder import step_words, swap_steps
from roster.desk.swaps.suggest import Suggestion
from roster.desk.words import state_words
from roster.model import Duty
from roster.model.approval import Approval, Step
from roster.model.swap import OPEN_SWAPS, SwapKind, SwapRequest, SwapState
from roster.text import Text

SIGNS = {SwapKind.SWAP: "⇄", SwapKind.CYCLE: "⇄", SwapKind.COVER: "→", SwapKind.CHANGE: "↷"}
"""How each kind is marked: duties exchanged, a duty taken over, a duty moved."""
PENDING = {
    SwapState.REQUESTED: Text("待对方接受", "waits for the other party"),
    SwapState.ACCEPTED: Text("待审批", "waits for approval"),
}
ASKED = Text("待您答复", "waits for your answer")
MOST_PARTNERS = 24
MOST_WAYS = 4


@dataclass(frozen=True)
class DutyWords:
    """A duty: its day, code, hours and job."""

    day: date
    words: Text
    code: str
    css: str
    hours: str
    job: Text


def duty_words(board: Board, duty: Duty) -> DutyWords:
    """A duty in words; one of a later month shows what the code is known to mean."""
    shift = board.case.shift_by_code.get(duty.shift)
    return DutyWords(
        duty.day,
        short_day(duty.day),
        duty.shift,
        shift_classes(board.case).get(duty.shift, ""),
        hours_of(shift) if shift else "",
        Text(f"工种 {duty.job}", f"job {duty.job}"),
    )


@dataclass(frozen=True)
class Party:
    """One party: what is given up and what is got; `promised` is a pay-back whose month has no roster yet."""

    agent_id: str
    name: str
    team: str
    gives: tuple[DutyWords, ...]
    gets: tuple[DutyWords, ...]
    accepted: bool
    confirmed: bool
    promised: DutyWords | None = None


def parties_named(board: Board, swap: SwapRequest) -> str:
    """Whose duties change, the requester first, with the sign of its kind between: `刘洋 0005 → 陈静 0012`."""
    return f" {SIGNS[swap.kind]} ".join(named(board.case, person) for person in swap.parties)


def mark_of(swap: SwapRequest, person: str, day: date) -> Text:
    """How a swap marks a day of one of its parties: its kind, where it stands, and what the day would be."""
    kind, sign = state_words(swap.kind.value), SIGNS[swap.kind]
    if swap.state not in OPEN_SWAPS:
        return Text(f"{sign} {kind.zh}", f"{sign} {kind.en}")
    asked = swap.state is SwapState.REQUESTED and person not in swap.accepted
    stands = ASKED if asked else PENDING[swap.state]
    then = next((duty.shift for duty in swap.taken if (duty.agent_id, duty.day) == (person, day)), None)
    would = Text("将休", "would be off") if then is None else Text(f"将上 {then}", f"would be {then}")
    return Text(f"{sign} {kind.zh}{stands.zh}:{would.zh}", f"{sign} {kind.en} {stands.en}: {would.en}")


def parties(board: Board, swap: SwapRequest) -> list[Party]:
    """Everybody whose duties change."""
    sides = []
    for person in swap.parties:
        agent = board.case.agent_by_id[person]
        gives = tuple(duty_words(board, move.given) for move in swap.moves if move.giver == person)
        gets = [move.taken for move in swap.moves if move.taker == person]
        owed, promised = swap.pay_back if swap.later is not None else None, None
        if owed is not None and owed.agent_id == person:
            if board.is_rostered(owed.day):
                gets.append(owed)
            else:
                promised = duty_words(board, owed)
        sides.append(
            Party(
                person,
                named(board.case, person),
                agent.team,
                gives,
                tuple(duty_words(board, duty) for duty in gets),
                person in swap.accepted or swap.by_leader,
                person in swap.confirmed,
                promised,
            )
        )
    return sides


@dataclass(frozen=True)
class StepWords:
    """One word that is needed: whose, and whether it was given, by whom and when."""

    words: Text
    done: bool = False
    refused: bool = False
    by: str = ""
    at: datetime | None = None
    for_whom: str = ""
    reason: str = ""


def swap_path(board: Board, swap: SwapRequest, made: Iterable[Approval], name: Callable[[str], str]) -> list[StepWords]:
    """Every word that a swap needs, in order: the parties', then the leaders'."""
    path = [
        StepWords(Text(f"{name(person)} 接受", f"{name(person)} accepts"), done=person in swap.accepted)
        for person in swap.parties
        if person != swap.requester and not swap.by_leader
    ]
    decided = {approval.step: approval for approval in made}
    steps = dict.fromkeys([*swap_steps(swap, board.staff), *decided])
    return [*path, *(_rung(step, decided, name) for step in steps)]


def _rung(step: Step, decided: Mapping[Step, Approval], name: Callable[[str], str]) -> StepWords:
    words = step_words(step)
    approval = decided.get(step)
    if approval is None:
        return StepWords(words)
    behalf = name(approval.on_behalf_of) if approval.on_behalf_of else ""
    return StepWords(
        words, approval.approved, not approval.approved, name(approval.by), approval.at, behalf, approval.reason
    )


def rungs(steps: Iterable[Step], made: Iterable[Approval], name: Callable[[str], str]) -> list[StepWords]:
    """The rungs of a ladder, in order, each with what was decided on it last."""
    decided = {approval.step: approval for approval in made}
    return [_rung(step, decided, name) for step in dict.fromkeys([*steps, *decided])]


@dataclass(frozen=True)
class DayBeforeAfter:
    """A day of somebody's week, as it is and as it would be."""

    words: Text
    before: DutyWords | None
    after: DutyWords | None

    @property
    def changes(self) -> bool:
        """Whether the swap changes it."""
        return self.before != self.after


def around(board: Board, swap: SwapRequest, person: str, days: int = 3) -> list[DayBeforeAfter]:
    """The days beside what a swap changes for a person; where it is decided already, as it is now."""
    touched = [duty.day for duty in (*swap.given, *swap.taken) if duty.agent_id == person]
    now = {duty.day: duty for duty in board.duties.get(person, {}).values()}
    then = dict(now)
    if swap.state in OPEN_SWAPS or not swap.swap_id:
        for move in swap.moves:
            if move.giver == person and then.get(move.given.day) == move.given:
                del then[move.given.day]
        then.update({move.taken.day: move.taken for move in swap.moves if move.taker == person})
    shown = sorted({day + timedelta(days=offset) for day in touched for offset in range(-days, days + 1)})

    def words(duty: Duty | None) -> DutyWords | None:
        return duty_words(board, duty) if duty is not None else None

    return [
        DayBeforeAfter(short_day(day), words(now.get(day)), words(then.get(day)))
        for day in shown
        if day in board.case.month
    ]


@dataclass(frozen=True)
class Way:
    """One pay-back that a partner could take; `points` are for those who lead."""

    pay_back: DutyWords | None
    seats_lost: int
    rest_hours: float
    points: float | None


@dataclass(frozen=True)
class PartnerWays:
    """Somebody who could take the duty, with the best pay-backs."""

    agent_id: str
    name: str
    team: str
    ways: tuple[Way, ...]
    more: int


def _by_day(way: Suggestion) -> tuple[date, str]:
    return (date.min, "") if way.pay_back is None else (way.pay_back.day, way.pay_back.shift)


def by_partner(
    board: Board, suggestions: Iterable[Suggestion], day: date | None = None, *, priced: bool
) -> list[PartnerWays]:
    """The suggestions by person, best first, each with the best pay-backs by their days.

    With `day` those paid back on it; `priced` for those who lead.
    """
    grouped: dict[str, list[Suggestion]] = {}
    for item in suggestions:
        if day is None or (item.pay_back is not None and item.pay_back.day == day):
            grouped.setdefault(item.partner, []).append(item)
    partners = []
    for partner, ways in list(grouped.items())[:MOST_PARTNERS]:
        agent = board.case.agent_by_id[partner]
        best = tuple(
            Way(
                duty_words(board, item.pay_back) if item.pay_back else None,
                item.seats_lost,
                min(item.rest_hours, 99.0),
                round(item.fairness_points + item.wish_points + item.other_points, 1) if priced else None,
            )
            for item in sorted(ways[:MOST_WAYS], key=_by_day)
        )
        partners.append(PartnerWays(partner, named(board.case, partner), agent.team, best, len(ways) - len(best)))
    return partners
