"""值班日: a day's shifts from the roll call to the signed hand-over: on a desk, a tablet, on paper (DUTY-1 to 5)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from api.office.office import is_id
from api.operation.demo_clock import DemoClock
from api.pages.forms import Form, Sent
from api.pages.problems import Trouble
from api.pages.shell import Here, PageRoute, Shell, sound_id
from api.pages.times import day_text
from roster.desk.attendance.attendance_desk import contradictions, report_proxy, settle
from roster.desk.board.board import Board
from roster.desk.desk import Work
from roster.desk.duty_day.call_in import call_in, ways, word_on_call
from roster.desk.duty_day.hand_over import State, check_item, follow, note, relieve, sign, sign_verdict, state_of
from roster.desk.duty_day.overtime import (
    call_in_extra,
    extra_ways,
    list_overtime,
    note_refusal,
    stay_on,
    staying_ways,
)
from roster.desk.duty_day.permits import answer_permit, end_permit, grant_permit, list_permits
from roster.desk.duty_day.roll_call import Called, Line, Mark, call_roll, read_roll, roll_of
from roster.desk.policy.ladder import step_words, swap_steps
from roster.desk.policy.policy import Policy
from roster.desk.quality.break_desk import breaks_of, place_breaks
from roster.desk.refusals import bad_request
from roster.desk.shift_log.occurrence import Occurrence, duty_leaders, going, leads_shift_of, occurrence, occurrences
from roster.desk.words import state_words
from roster.errors import NotFoundError
from roster.model import Duty, Month
from roster.model.attendance import Attendance, Presence
from roster.model.handover import Side
from roster.model.shift_log import Category, Follow, Gravity, LogLine
from roster.model.swap import OPEN_SWAPS
from roster.text import Text

router = APIRouter(route_class=PageRoute, include_in_schema=False)
MOST_WAYS = 5
"""How many covers stand beside an empty seat."""
MOST_LINES = 12
"""Of a longer list what needs nobody's eye is folded."""
SOON = timedelta(minutes=30)
LATE_RULE, LOG_RULE = "LEAVE-8", "DUTY-4"
CATEGORIES = {
    Category.INCIDENT: Text("事件", "Incident"),
    Category.PROBLEM: Text("问题", "Problem"),
    Category.EQUIPMENT: Text("设备", "Equipment"),
    Category.ORDER: Text("上级指示", "Order"),
    Category.NOTICE: Text("通知", "Notice"),
    Category.INVENTORY: Text("物品", "Inventory"),
    Category.STAFF: Text("人员", "Staff"),
}
GRAVITIES = {
    Gravity.ORDINARY: Text("一般", "Ordinary"),
    Gravity.MAJOR: Text("重大", "Major"),
    Gravity.URGENT: Text("紧急", "Urgent"),
    Gravity.CRITICAL: Text("关键设备启停", "Critical equipment"),
    Gravity.UNREADY: Text("准备未完", "Not prepared"),
}


@router.get("/day")
def today(here: Here) -> Response:
    """To the day that the centre's clock is in; to the nearest of the month where another one is asked for.

    While nothing of today is called or worked yet, a shift of the eve that goes on is what leads it.
    """
    here.need_lead()
    day = here.now.astimezone(here.zone).date()
    eve = day - timedelta(days=1)
    if not here.asked_month and not _going(here, day) and _going(here, eve):
        return here.see(f"/day/{eve}")
    return here.see(_nearest_day(here))


def _going(here: Shell, day: date) -> bool:
    """Whether a shift of that day is worked now, or its roll may be called."""
    if Month.of(day) not in here.months:
        return False
    board = here.desk.board(Month.of(day))
    return bool(going(board, day, here.now, _lead(board)))


def _nearest_day(here: Shell) -> str:
    """The address of today, or of the nearest day of the month that is known or asked for."""
    month, today = here.known_month, here.now.astimezone(here.zone).date()
    return f"/day/{min(max(today, month.first), month.last)}"


@router.get("/day/{day}")
def day_page(here: Here, day: date, shift: str = "", extra: str = "", staying: bool = False) -> Response:
    """A day: its shifts, one of them open; `extra`: who could be called in for a job, `staying`: who be kept on."""
    here.need_lead()
    if here.asked_month and day not in here.known_month:
        return here.see(_nearest_day(here))
    return _page(here, day, shift, extra=extra, staying=staying)


def _page(
    here: Shell,
    day: date,
    shift: str,
    problem: Trouble | None = None,
    form: Sent | None = None,
    *,
    extra: str = "",
    staying: bool = False,
) -> Response:
    if Month.of(day) in here.months:
        # The header tells the month of the day that is shown.
        here = replace(here, asked_month=str(Month.of(day)))
    view = {"extra_job": "", "extra_ways": (), "staying": None} | _view(here, day, shift, form)
    now = view["now"]
    if extra and now is not None:
        ways = extra_ways(here.desk, here.caller.person, now.day, now.shift, extra)
        view |= {"extra_job": extra, "extra_ways": ways[:MOST_WAYS]}
    if staying and now is not None:
        view["staying"] = staying_ways(here.desk, here.caller.person, now.day, now.shift)
    return here.render("day.html", problem=problem, fresh="", form=form or Sent(), **view)


def _view(here: Shell, day: date, shift: str, form: Sent | None) -> dict[str, Any]:
    """All that the page shows of a day."""
    if Month.of(day) not in here.months:
        raise NotFoundError(str(day))
    today = here.now.astimezone(here.zone).date()
    with here.desk.reading() as work:
        board = work.board(Month.of(day))
        every = occurrences(board, day)
        now = _chosen(here, board, every, day, shift)
        base = {
            "day": day,
            "day_words": day_text(day),
            "today": today if today != day and Month.of(today) in here.months else None,
            "before": day - timedelta(days=1) if Month.of(day - timedelta(days=1)) in here.months else None,
            "after": day + timedelta(days=1) if Month.of(day + timedelta(days=1)) in here.months else None,
            "tabs": [_tab(here, work, board, one, now) for one in every],
            "now": now,
            "at": lambda moment: moment.astimezone(here.zone).strftime("%H:%M"),
            "at_day": lambda moment: moment.astimezone(here.zone).strftime("%m-%d %H:%M"),
            # Who signs or writes may hold an office without being rostered.
            "person": lambda who: here.told.names.get(who, who) if who.startswith("@") else _name(board, who),
        }
        return base if now is None else base | _shift_view(here, work, board, now, form)


def _chosen(here: Shell, board: Board, every: tuple[Occurrence, ...], day: date, shift: str) -> Occurrence | None:
    """The shift asked for, else the one that is or comes next by the clock, else the first."""
    if shift:
        return occurrence(board, day, shift)
    lead = _lead(board)
    coming = [one for one in every if here.now < one.start + lead]
    called = going(board, day, here.now, lead)
    return next(iter([*reversed(called), *coming, *every]), None)


def _lead(board: Board) -> timedelta:
    """How long before its start a shift's roll is called."""
    return timedelta(minutes=Policy.of(board.rulebook).roll_call_minutes)


def _tab(here: Shell, work: Work, board: Board, one: Occurrence, now: Occurrence | None) -> dict[str, Any]:
    roll = roll_of(work, board, one)
    return {
        "shift": one.shift,
        "name": board.case_of(one.day).shift_by_code[one.shift].name,
        "start": one.start.astimezone(here.zone).strftime("%H:%M"),
        "people": len(roll.lines),
        "marked": sum(line.state is not None for line in roll.lines),
        "here": now is not None and one.shift == now.shift,
    }


def _shift_view(here: Shell, work: Work, board: Board, now: Occurrence, form: Sent | None) -> dict[str, Any]:
    roll, state = roll_of(work, board, now), state_of(work, board, now)
    policy = Policy.of(board.rulebook)
    opens = now.start - _lead(board)
    over = here.now >= now.end
    calling = opens <= here.now and not over
    empty = [line for line in roll.lines if line.stands_empty]
    differences = [item for item in contradictions(here.desk, now.day, now.day) if item.agent_id in set(now.people)]
    leads = leads_shift_of(board, here.caller.person, now, here.now)
    lines = [
        _line(here, board, line, form)
        | {"open": (calling and leads) or (over and _puts_right(here, board, line)), "boxes": leads and not over}
        for line in roll.lines
    ]
    settled = _settled(lines)
    return {
        "shift": now.shift,
        "leads": leads,
        "signs": leads or (state.to is not None and leads_shift_of(board, here.caller.person, state.to, here.now)),
        "leaders": [_name(board, who) for who in duty_leaders(board, now)],
        "opens": opens,
        "calling": calling,
        "over": over,
        "forward": _forward(here, board, now),
        "now_ms": int(here.now.timestamp() * 1000),
        "opens_ms": int(opens.timestamp() * 1000),
        "lines": [line for line in lines if line not in settled],
        "settled": settled,
        "unmarked": any(not line["state"] for line in lines),
        "counts": _counts(roll.lines),
        "notices": roll.notices,
        "faults": roll.faults,
        "limit": policy.late_minutes,
        "late_clause": board.rulebook[LATE_RULE].clause,
        "empty": [_empty(here, work, board, line, over=over) for line in empty],
        "differ": [
            {"item": item, "mine": board.staff.judges(here.caller.person, item.agent_id)} for item in differences
        ],
        "shift_state": state,
        "signing": {side.value: _signing(here, work, board, state, side) for side in Side},
        "ending": here.now >= now.end - _lead(board),
        "rights": over
        and any(_puts_right(here, board, one) for one in roll.lines if one.state is not Presence.ON_LEAVE),
        "items": policy.checklist,
        "to_leaders": [] if state.to is None else [_name(board, who) for who in duty_leaders(board, state.to)],
        "log": [_entry(here, line) for line in state.log.lines if line.entry.about is None],
        "carried": [_entry(here, line) for line in state.log.carried],
        "categories": CATEGORIES,
        "gravities": GRAVITIES,
        "beyond": _beyond(here, board, now),
        "breaks": _breaks(here, now),
    }


def _signing(here: Shell, work: Work, board: Board, state: State, side: Side) -> dict[str, Any]:
    """Why the caller's signature would be refused, were all accepted that may be, and what they should know."""
    accept = [line.entry.entry_id for line in state.blocking]
    verdict = sign_verdict(work, board, state, here.caller.person, side, accept=accept)
    # The log's own remarks stand with their entries.
    flags = [here.say(flag.message) for flag in verdict.flags if flag.rule == LOG_RULE]
    return {"refusals": here.refusals(verdict.refusals), "flags": flags}


def _settled(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of a long list, once everybody is marked, who was there on time: folded, since there is nothing more to do."""
    if len(lines) <= MOST_LINES or not all(line["state"] for line in lines):
        return []
    return [line for line in lines if line["called"] == "present" and not line["called_in"]]


def _puts_right(here: Shell, board: Board, line: Line) -> bool:
    """Whether the caller may say what holds of a duty: a leader of that person or a director, and not the own."""
    return board.staff.judges(here.caller.person, line.duty.agent_id)


def _forward(here: Shell, board: Board, now: Occurrence) -> datetime | None:
    """To when a demonstration may set its clock: the shift's roll call, start or end; None for other clocks."""
    coming = (moment for moment in (now.start - _lead(board), now.start, now.end) if moment > here.now)
    return next(coming, None) if isinstance(here.parts.clock, DemoClock) else None


def _breaks(here: Shell, now: Occurrence) -> dict[str, Any]:
    """The shift's breaks as they were told; `stale` where the day's should be placed anew.

    `first`: of many, those that are on or begin soon; the others are folded.
    """
    day_breaks = breaks_of(here.desk, now.day)
    rows = [item for item in day_breaks.placed if item.duty.shift == now.shift]
    near = [item for item in rows if item.start - SOON <= here.now < item.end]
    return {
        "rows": rows,
        "first": near if len(rows) > MOST_LINES else rows,
        "stale": day_breaks.stale and here.now.astimezone(here.zone).date() <= now.day,
    }


def _empty(here: Shell, work: Work, board: Board, line: Line, *, over: bool) -> dict[str, Any]:
    """An empty seat, who is called in and waited for, who could take it, and whether the caller may say so."""
    actor, duty = here.caller.person, line.duty
    suggestions = () if over else ways(work, board, actor, duty.day, duty.agent_id)[:MOST_WAYS]
    mine = bool(suggestions) and word_on_call(work, board, actor, duty, suggestions).allowed
    asked = [
        (_name(board, move.taker), [step_words(step) for step in swap_steps(swap, board.staff)])
        for swap in board.swaps
        if swap.by_leader and swap.state in OPEN_SWAPS
        for move in swap.moves
        if move.given == duty
    ]
    return {"line": line, "mine": mine, "ways": suggestions, "asked": asked, "over": over}


def _beyond(here: Shell, board: Board, now: Occurrence) -> dict[str, Any]:
    """Who may be away from the post, who works beyond the roster, and whom either could be."""
    here_now = here.now.astimezone(here.zone)
    people = [(who, _name(board, who)) for who in now.people]
    others = [(agent.agent_id, _name(board, agent.agent_id)) for agent in board.case.agents]
    ends = min(now.end.astimezone(here.zone), here_now + timedelta(minutes=15))
    return {
        "permits": [item for item in list_permits(here.desk, now.day, now.day) if item.duty.shift == now.shift],
        "overtime": [
            (item, state_words(item.kind.value))
            for item in list_overtime(here.desk, Month.of(now.day))
            if (item.duty.day, item.duty.shift) == (now.day, now.shift)
        ],
        "people": people,
        "mine": [(who, name) for who, name in people if board.staff.judges(here.caller.person, who)],
        "others": others,
        "jobs": [(job, job) for job in board.case.shift_by_code[now.shift].jobs or board.case.jobs],
        "from": here_now.strftime("%H:%M"),
        "to": ends.strftime("%H:%M"),
        "over": here.now >= now.end,
        "begun": here.now >= now.start,
    }


def _counts(lines: tuple[Line, ...]) -> dict[str, int]:
    states = [None if line.state is None else line.state.value for line in lines]
    return {
        "all": len(states),
        "there": sum(state not in {None, "absent", "on leave"} for state in states),
        "late": states.count("late"),
        "absent": states.count("absent"),
        "leave": states.count("on leave"),
    }


def _line(here: Shell, board: Board, line: Line, form: Sent | None) -> dict[str, Any]:
    """A row: what is known of it, or what was typed where the form came back."""
    who = line.duty.agent_id
    state = "" if line.state is None else line.state.value
    called = {"on time": "present", "late": "late", "absent": "absent"}.get(state, "present" if state else "")
    minutes = "" if line.record is None or not line.record.late_minutes else str(line.record.late_minutes)
    if form is not None and form.get(f"m.{who}"):
        called, minutes = form[f"m.{who}"], form[f"n.{who}"]
    return {
        "id": who,
        "name": _name(board, who),
        "job": line.duty.job,
        "state": state,
        "called": called,
        "minutes": minutes,
        "fixed": state == "on leave",
        "replaced_by": _name(board, line.replaced_by) if line.replaced_by else "",
        "called_in": line.call_in is not None,
        "due": None if line.due_at is None else line.due_at.astimezone(here.zone).strftime("%H:%M"),
    }


def _entry(here: Shell, line: LogLine) -> dict[str, Any]:
    return {
        "line": line,
        "category": CATEGORIES[line.entry.category],
        "gravity": GRAVITIES[line.entry.gravity] if line.entry.blocks else None,
        "traced": line.entry.category in {Category.PROBLEM, Category.INCIDENT},
        "words": here.say(line.entry.words),
        "follows": [(item, here.say(item.words)) for item in line.follows],
    }


def _name(board: Board, who: str) -> str:
    agent = board.case.agent_by_id.get(who)
    return who if agent is None else f"{agent.name} {who}"


@router.get("/handovers/{day}/{code}")
def hand_over(here: Here, day: date, code: str) -> Response:
    """To where a shift is handed over: on the page of its day."""
    here.need_lead()
    if Month.of(day) not in here.months:
        raise NotFoundError(str(day))
    occurrence(here.desk.board(Month.of(day)), day, code)
    return here.see(f"/day/{day}?{urlencode({'shift': code})}#over")


@router.post("/day/{day}/{code}/{step}")
def act_on_shift(here: Here, day: date, code: str, step: str, form: Form) -> Response:
    """Roll call, call-in, an entry, a check, a relief, a signature, the leader's word on attendance."""
    here.need_lead()
    steps = {
        "roll-call": _roll_call,
        "call-in": _call_in,
        "note": _note,
        "close": _close,
        "check": _check,
        "relieve": _relieve,
        "sign": _sign,
        "settle": _settle,
        "permit": _permit,
        "back": _back,
        "answer": _answer,
        "stay": _stay,
        "extra": _extra,
        "refused": _refused,
        "proxy": _proxy,
        "breaks": _place_breaks,
        "clock": _set_clock,
    }
    if step not in steps or Month.of(day) not in here.months:
        raise NotFoundError(step)

    def do() -> Response:
        steps[step](here, day, code, form)
        # Who would not come is followed by the next who could.
        more = {"extra": form["job"]} if step == "refused" else {}
        return here.see(f"/day/{day}", "forward" if step == "clock" else "saved", shift=code, **more)

    # The search for breaks holds no lock (`place_breaks`), and placed again they stay as they are.
    once = None if step == "breaks" else form
    return here.attempt(do, lambda problem: _page(here, day, code, problem, form), once)


def _roll_call(here: Shell, day: date, code: str, form: Sent) -> None:
    call_roll(here.desk, here.caller.person, day, code, _marks(form), rest_present=form.ticked("rest"))


def _marks(form: Sent) -> list[Mark]:
    """The marks that say something else than the page did."""
    marks = []
    for name in form.fields:
        who = name.removeprefix("m.")
        called = form.get(name)
        if who == name or not called:
            continue
        minutes = form.get(f"n.{who}", "0")
        mark = Mark(who, Called(called), int(minutes) if is_id(minutes) else 0) if called in set(Called) else None
        if mark is not None and (called, minutes) != (form[f"w.{who}"], form.get(f"v.{who}", "0")):
            marks.append(mark)
    return marks


def _set_clock(here: Shell, day: date, code: str, _: Sent) -> None:
    board = here.desk.board(Month.of(day))
    to, clock = _forward(here, board, occurrence(board, day, code)), here.parts.clock
    if to is None or not isinstance(clock, DemoClock):
        raise NotFoundError("clock")
    clock.forward(to)


def _call_in(here: Shell, day: date, _: str, form: Sent) -> None:
    who, partner = form.needed("agent_id"), form.needed("partner")
    call_in(here.desk, here.caller.person, who, day, partner, reason=form.get("reason", "DUTY-1"))


def _note(here: Shell, day: date, code: str, form: Sent) -> None:
    try:
        category, gravity = Category(form["category"]), Gravity(form.get("gravity", "ordinary"))
    except ValueError as error:
        raise NotFoundError(form["category"]) from error
    opens = form.ticked("opens")
    note(
        here.desk, here.caller.person, day, code, form.needed("words"), category=category, gravity=gravity, opens=opens
    )


def _close(here: Shell, day: date, code: str, form: Sent) -> None:
    follow(
        here.desk,
        here.caller.person,
        day,
        code,
        sound_id(form["entry"]),
        how=Follow.CORRECT if form.ticked("correct") else Follow.CLOSE,
        words=form["words"],
        cause=form["cause"],
        course=form["course"],
        result=form["result"],
    )


def _check(here: Shell, day: date, code: str, form: Sent) -> None:
    for item in form.all("item"):
        check_item(here.desk, here.caller.person, day, code, item, fault=form[f"fault.{item}"])


def _relieve(here: Shell, day: date, code: str, form: Sent) -> None:
    pairs = {name.removeprefix("r."): form[name] for name in form.fields if name.startswith("r.") and form[name]}
    relieve(here.desk, here.caller.person, day, code, pairs)


def _sign(here: Shell, day: date, code: str, form: Sent) -> None:
    side = Side.TAKE if form["side"] == "take" else Side.GIVE
    accept = [int(number) for number in form.all("accept") if is_id(number)]
    upto = None if side is Side.TAKE else sound_id(form["upto"])
    sign(here.desk, here.caller.person, day, code, side, accept=accept, upto=upto)


def _settle(here: Shell, day: date, code: str, form: Sent) -> None:
    """The leader's word on people of a shift: of one on whom the sources differ, or of several once it is over."""
    board = here.desk.board(Month.of(day))
    marks = _marks(form)
    if form["agent_id"]:
        late = form.get("late", "0")
        minutes = min(int(late), 1440) if is_id(late) else 0
        called = Called.ABSENT if form["holds"] == "absent" else Called.LATE if minutes else Called.PRESENT
        marks.append(Mark(form["agent_id"], called, minutes))
    lines = {line.duty.agent_id: line for line in read_roll(here.desk, day, code).lines}
    for mark in marks:
        line = lines.get(mark.agent_id)
        if line is None or not _puts_right(here, board, line):
            raise NotFoundError(mark.agent_id)
        settle(here.desk, here.caller.person, _righted(mark, day, line.record), reason=form["reason"])


def _righted(mark: Mark, day: date, known: Attendance | None) -> Attendance:
    """The record as a mark has it; the time away that was known stays, with what was permitted of it."""
    if mark.called is Called.ABSENT:
        return Attendance(mark.agent_id, day, absent=True)
    if mark.called is Called.LATE and not 0 < mark.minutes <= 1440:
        raise bad_request(
            "minutes",
            Text("迟到分钟数应为 1–1440", "the minutes late are from 1 to 1440"),
            Text("写明迟到几分钟", "say how many minutes late"),
        )
    late = mark.minutes if mark.called is Called.LATE else 0
    known = known or Attendance(mark.agent_id, day)
    away = known.away_minutes + known.permitted_minutes
    return replace(known, absent=False, late_minutes=late, away_minutes=away, permitted_minutes=0)


def moment_within(here: Shell, form: Sent, name: str, day: date, code: str) -> datetime:
    """A time of day within the shift: of the days around it that which lies in it, else on its own day."""
    clock = form.clock(name)
    board = here.desk.board(Month.of(day))
    now = occurrence(board, day, code)
    moments = [board.month_case.at(day + timedelta(days=later), clock) for later in (0, 1)]
    return next((moment for moment in moments if now.start <= moment <= now.end), moments[0])


def _permit(here: Shell, day: date, code: str, form: Sent) -> None:
    span = moment_within(here, form, "start", day, code), moment_within(here, form, "end", day, code)
    grant_permit(
        here.desk,
        here.caller.person,
        form.needed("agent_id"),
        day,
        span,
        reason=form["reason"],
        stand_in=form["stand_in"],
        consent=form.ticked("consent"),
    )


def _answer(here: Shell, _: date, __: str, form: Sent) -> None:
    yes, consent = form["yes"] == "1", form.ticked("consent")
    answer_permit(here.desk, here.caller.person, form.needed("permit"), yes=yes, reason=form["reason"], consent=consent)


def _back(here: Shell, _: date, __: str, form: Sent) -> None:
    end_permit(here.desk, here.caller.person, form.needed("permit"))


def _stay(here: Shell, day: date, _: str, form: Sent) -> None:
    minutes = form.whole("minutes", 0, 1440) or 0
    who, consent = form.needed("agent_id"), form.ticked("consent")
    stay_on(here.desk, here.caller.person, who, day, minutes, reason=form["reason"], consent=consent)


def _asked(day: date, code: str, form: Sent) -> Duty:
    return Duty(form.needed("agent_id"), day, code, form.needed("job"))


def _extra(here: Shell, day: date, code: str, form: Sent) -> None:
    call_in_extra(here.desk, here.caller.person, _asked(day, code, form), reason=form["reason"])


def _refused(here: Shell, day: date, code: str, form: Sent) -> None:
    note_refusal(here.desk, here.caller.person, _asked(day, code, form), reason=form["reason"])


def _place_breaks(here: Shell, day: date, _: str, __: Sent) -> None:
    place_breaks(here.desk, here.caller.person, day)


def _proxy(here: Shell, day: date, _: str, form: Sent) -> None:
    who, by = form.needed("agent_id"), form.needed("by")
    board = here.desk.board(Month.of(day))
    if not board.staff.judges(here.caller.person, who):
        raise NotFoundError(who)
    report_proxy(here.desk, here.caller.person, who, by, day, reason=form["reason"])
