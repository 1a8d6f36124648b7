"""What comes next after an act on a request, and the command for it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from api.cli.over_store import At
from roster.desk.board.board import Board
from roster.desk.desk import Work
from roster.desk.leaves.giving_back import month_of_leave
from roster.desk.leaves.leave_decision import SICK_ACKNOWLEDGED
from roster.desk.leaves.taken import UNDECIDED
from roster.desk.leaves.vacancy_desk import covers_asked, filled_vacancies, vacancies_of
from roster.desk.policy.deadlines import duties_touched
from roster.desk.policy.desk_rule import verdict_of
from roster.desk.policy.ladder import (
    DECIDED,
    NOTED,
    deciders,
    leave_steps,
    next_step,
    open_swap_steps,
    step_words,
    whom_to_ask,
    word_asked,
)
from roster.desk.rosters.grants_desk import consents, grants_waiting
from roster.desk.rosters.roster_desk import InTheWay, publish_preview
from roster.desk.rosters.table_leave import TableLeave, drafted, leave_of_month
from roster.desk.words import state_words
from roster.model import Month
from roster.model.approval import Approval, Office, Step
from roster.model.leave_request import LeaveRequest, LeaveState, uncovered_days
from roster.model.requests import span_words
from roster.model.swap import OPEN_SWAPS, SwapRequest, SwapState
from roster.store.leave_rows import decisions_of, vacancies_of_leave
from roster.store.roster_rows import RosterState, binding_version, roster_version
from roster.text import Text, both, counted

MOST_SAID = 3
"""Breaches of a draft that are told in full."""


def tell_after_swap(swap: SwapRequest, at: At) -> None:
    """Who has the next word on a swap, or that it stands and where it is seen."""
    for line in _after_swap(swap, at):
        at.speech.say(line)


def _after_swap(swap: SwapRequest, at: At) -> Iterator[Text]:
    number = swap.swap_id
    if swap.state is SwapState.EFFECTIVE:
        month = swap.given[0].day.strftime("%Y-%m")
        who = " ".join(f"--agent {party}" for party in swap.parties)
        yield Text(
            f"已生效;看新班表:roster desk show {month} {who}",
            f"It is effective; see it: roster desk show {month} {who}",
        )
    if swap.state not in OPEN_SWAPS:
        return
    if not swap.by_leader:
        for party in swap.parties:
            if party not in swap.accepted:
                command = f"roster swap accept {number} --as {party}"
                name = at.person(party)
                yield Text(f"接着由 {name} 答复:{command}", f"Next, {name} answers: {command}")
    with at.desk.reading() as work:
        board = work.board(swap.month)
        made = decisions_of(work.connection, f"swap:{number}")
        steps = open_swap_steps(swap, made, board.staff)
        asked = [_asked(board, step, work.now, at, but=swap.parties) for step in steps]
    yield from _said(made, at)
    for rung in asked:
        yield from _next(board, rung, f"roster swap approve {number}")


def tell_before_publishing(roster_id: int, at: At, *, alarms: bool = True) -> None:
    """What a draft still waits for, each with its command, and how it is published then; nothing of what is none.

    `alarms`: whether what alarms about it is told too, and not only what to do then.
    """
    with at.desk.reading() as work:
        version = roster_version(work.connection, roster_id)
        month = work.month_of(version.month_id)
    if version.state is not RosterState.DRAFT:
        return
    preview = publish_preview(at.desk, roster_id)
    if preview.stale:
        at.speech.say(
            Text(
                f"已发布的班表后来有变动,这份草稿不能再发布:roster desk replan {month}",
                f"the published roster changed since; this draft is void: roster desk replan {month}",
            )
        )
        return
    for alarm in preview.alarms if alarms else ():
        at.speech.alarm(_told(alarm.message, at))
    for line in unsettled_leave(month, at):
        at.speech.say(line)
    before = [*_waiting(roster_id, at), *_breaches(roster_id, preview, at)]
    for line in before:
        at.speech.say(line)
    if preview.alarms:
        again = f"roster desk publish {roster_id} --accept-breaches --reason"
        at.speech.say(
            Text(
                f"请先重新生成(roster generate 加大 --seconds)再存草稿;确实要发布:{again} 事由",
                f"Generate it again (roster generate with more --seconds) and draft that; to publish all the same: "
                f"{again} WHY",
            )
        )
        return
    after = Text("接着发布", "Next, publish it")
    if before:
        after = Text("办妥以上各项后发布", "Once that is done, publish it")
    command = f"roster desk publish {roster_id}"
    at.speech.say(Text(f"{after.zh}:{command}", f"{after.en}: {command}"))


def unsettled_leave(month: Month, at: At) -> Iterator[Text]:
    """The leave of a month that nobody has decided, and that no draft would grant: why not, and who decides it."""
    with at.desk.reading() as work:
        board = work.board(month)
        undecided = [item for item in leave_of_month(at.desk, month) if item.state is LeaveState.PENDING]
        in_draft = drafted(work, (item for item in undecided if not isinstance(item, TableLeave)))
        waiting = [
            item
            for item in undecided
            if (item.draft is None if isinstance(item, TableLeave) else item.leave_id not in in_draft)
        ]
        if waiting:
            yield Text(
                f"{len(waiting)} 份请假还没有决定,排班里没有批:",
                f"{counted(len(waiting), 'leave')} still undecided, and not granted by this roster:",
            )
        for item in waiting:
            leave = item.leave if isinstance(item, TableLeave) else item
            kind, days = state_words(leave.kind), span_words(leave)
            who = at.person(leave.agent_id)
            if isinstance(item, TableLeave):
                step = Text("排班没有批,发布后即为不批", "the roster does not grant it: published, it is declined")
            else:
                verdict = verdict_of(board.rulebook, item, board, work.clock)
                consent = [flag.message for flag in verdict.flags if flag.consent]
                against = [*(refusal.message for refusal in verdict.refusals), *consent]
                why = next((_told(message, at) for message in against), None)
                said = Text("", "") if why is None else Text(f"{why.zh};", f"{why.en}; ")
                _, rung = _standing(item, work, board)
                but = (item.agent_id, item.applicant)
                there = () if rung is None else deciders(board, rung, work.now, but=but)
                acting = both(there[0]) if there else Text("工号", "PERSON")
                number, express = item.leave_id, " --consent" if consent else ""
                step = Text(
                    f"{said.zh}批:roster leave approve {number} --as {acting.zh}{express},"
                    f"不批:roster leave decline {number} --as {acting.zh}",
                    f"{said.en}roster leave approve {number} --as {acting.en}{express}, "
                    f"or roster leave decline {number} --as {acting.en}",
                )
            yield Text(f"  {who} {kind.zh} {days}:{step.zh}", f"  {who} {kind.en} {days}: {step.en}")


def open_before(month: Month, at: At) -> Iterator[Text]:
    """What is still open in the month before one that is planned: vacant duties, leave undecided, the closing."""
    before = month.before
    with at.desk.reading() as work:
        if before not in work.known_months():
            return
        version = binding_version(work.connection, work.month_row(before).month_id)
        if version is None or version.state is RosterState.CLOSED:
            return
        vacant = len(vacancies_of(work, before))
        over = work.board(before).month_case.local(work.now).date() > before.last
    undecided = list(unsettled_leave(before, at))
    if vacant or undecided or over:
        yield Text(f"{before} 还没办完的:", f"still open in {before}:")
    if vacant:
        yield Text(
            f"{before} 还有 {vacant} 个空班没人顶:roster leave vacancies {before}",
            f"{counted(vacant, 'duty', 'duties')} of {before} {'stands' if vacant == 1 else 'stand'} vacant: "
            f"roster leave vacancies {before}",
        )
    yield from undecided
    if over:
        yield Text(
            f"{before} 已过完,还没有月结:roster close {before}",
            f"{before} is over and not closed: roster close {before}",
        )


def tell_waiting(roster_id: int, at: At) -> None:
    """What a draft waits for that could not be published, beside the refusal: no part of the answer."""
    for line in _waiting(roster_id, at):
        at.speech.complain(line)


def _waiting(number: int, at: At) -> Iterator[Text]:
    with at.desk.reading() as work:
        version = roster_version(work.connection, number)
        board = work.board(work.month_of(version.month_id))
        waiting = grants_waiting(work, board, version)
        rungs: dict[Step, list[str]] = {}
        for item in waiting:
            rungs.setdefault(item.due, []).append(item.leave.agent_id)
        asked = [_asked(board, step, work.now, at, but=whose) for step, whose in rungs.items()]
    if waiting:
        yield Text(
            f"{len(waiting)} 个拟批请假待审批:roster desk grants {number}",
            f"{counted(len(waiting), 'leave')} to be decided by the chain: roster desk grants {number}",
        )
    for rung in asked:
        yield from _next(board, rung, f"roster desk grant {number}")
    yield from _consents_waiting(number, at)


def _breaches(number: int, preview: InTheWay, at: At) -> Iterator[Text]:
    """What else a draft would be refused for, unless it is accepted expressly."""
    messages = [finding.message for finding in preview.breaches] + [refusal.message for refusal in preview.left_out]
    said = [_told(message, at) for message in messages]
    if said:
        yield Text(
            f"{len(said)} 处违反硬性规则:改草稿(roster desk edit {number}),或发布时加 --accept-breaches 明示接受",
            f"{counted(len(said), 'breach', 'breaches')} of hard rules: change the draft "
            f"(roster desk edit {number}), or publish with "
            "--accept-breaches",
        )
    for message in said[:MOST_SAID]:
        yield Text(f"  {message.zh}", f"  {message.en}")
    if len(said) > MOST_SAID:
        more = len(said) - MOST_SAID
        yield Text(f"  另有 {more} 处", f"  and {more} more")


def _consents_waiting(number: int, at: At) -> Iterator[Text]:
    """Whose word a draft waits for, with the command of the first; who has declined is none of them."""
    every = consents(at.desk, number)
    asked = [item for item in every if item.state == "asked"]
    declined = [item for item in every if item.state == "declined"]
    if asked:
        first = asked[0]
        command = f"roster desk consent {number} {first.day} --as {first.agent_id}"
        name = at.person(first.agent_id)
        yield Text(
            f"{len(asked)} 个变动待本人同意:roster desk consents {number}",
            f"{counted(len(asked), 'change')} waiting for consent: roster desk consents {number}",
        )
        yield Text(f"接着由 {name} 答复:{command}", f"Next, {name} answers: {command}")
    if declined:
        yield Text(
            f"{len(declined)} 个变动本人不同意:roster desk consents {number};改草稿(roster desk edit {number}),"
            f"或未经同意也发布(--without-consent)",
            f"{counted(len(declined), 'change')} declined: roster desk consents {number}; change the draft "
            f"(roster desk edit {number}), or publish it without (--without-consent)",
        )


def _told(message: Text, at: At) -> Text:
    """A sentence of a rule with names beside the ids, in the reader's language."""
    return both(at.speech.told(message))


def _said(made: Iterable[Approval], at: At, *, noted: bool = False) -> Iterator[Text]:
    """Who has agreed, or has taken note, so far."""
    for item in made:
        if item.approved:
            office, name = step_words(item.step), at.person(item.by)
            yield (
                Text(f"{office.zh} {name} 已知悉", f"The {office.en} {name} has taken note")
                if noted
                else Text(f"{office.zh} {name} 已同意", f"The {office.en} {name} has agreed")
            )


@dataclass(frozen=True, slots=True)
class _Rung:
    """A rung that is due: how it is decided, and who would; nobody where its holders are away and none may act."""

    step: Step
    whom: Text
    people: tuple[str, ...]


def _asked(board: Board, step: Step, now: datetime, at: At, *, but: Collection[str], word: Text = DECIDED) -> _Rung:
    whom = _told(whom_to_ask(board, step, now, but=but, word=word), at)
    return _Rung(step, whom, deciders(board, step, now, but=but))


def _next(board: Board, rung: _Rung, command: str) -> Iterator[Text]:
    """The command with which a rung is decided; before it, how its office is filled where nobody holds it."""
    to_appoint = list(_to_appoint(board, rung.step))
    yield from to_appoint
    if to_appoint:
        yield Text(f"任命后:{command} --as 工号", f"Then: {command} --as PERSON")
    elif rung.people:
        spoken = f"{command} --as {rung.people[0]}"
        yield Text(f"接着{rung.whom.zh}:{spoken}", f"Next, {rung.whom.en}: {spoken}")
    else:
        yield Text(f"接着:{rung.whom.zh}", f"Next, {rung.whom.en}")
        for holder in sorted(board.staff.holders(rung.step))[:1]:
            named = f"roster desk delegate {holder}"
            yield Text(
                f"指定代理人:{named} 工号 起日 止日;然后 {command} --as 工号",
                f"A deputy is named by {named} PERSON FIRST END; then {command} --as PERSON",
            )


def _to_appoint(board: Board, step: Step) -> Iterator[Text]:
    """How somebody comes to an office that nobody holds; leaders come from the agents' table."""
    if board.staff.holders(step):
        return
    if step.office is Office.LEADER:
        yield Text(
            f"班组 {step.team} 没有班长:在人员表的职务列写明,再运行 roster desk amend CASE",
            f"The team {step.team} has no leader: write the role into the agents' table, then roster desk amend CASE",
        )
    else:
        words, how = step_words(step), appointing(step)
        yield Text(f"还没有人任{words.zh},请先任命:{how.zh}", f"Nobody is {words.en} yet; appoint one first: {how.en}")


def appointing(step: Step) -> Text:
    """The command that gives a director's office, and where the id in it is found."""
    return Text(
        f"roster desk appoint 工号 {step_words(step).zh}(人员表里的工号或姓名;不排班的主任自定一个,如 D01)",
        f"roster desk appoint PERSON {step.office.value} (an id or name of the agents' table; for a director who is "
        "not rostered one of your own, as D01)",
    )


def tell_after_leave(leave: LeaveRequest, at: At) -> None:
    """Who decides a leave next, or what is still to be done about it."""
    for line in _after_leave(leave, at):
        at.speech.say(line)


def _without_duty(leave: LeaveRequest, at: At) -> Iterator[Text]:
    """Leave that touches no duty of a published roster: as on days off, or since the roster was made around it."""
    back = leave.state is LeaveState.WITHDRAWN
    if not back and (leave.is_sick or leave.state not in {*UNDECIDED, LeaveState.EFFECTIVE} or leave.vacated):
        return
    with at.desk.reading() as work:
        board = work.board(month_of_leave(work, leave.start))
        if not board.is_rostered(leave.start) or not board.is_rostered(leave.end) or duties_touched(leave, board):
            return
    if back:
        yield Text(
            "注意:这几天班表上没有班,撤回后仍不上班;要上班,由班长调班(swap change)或由主任重排(desk replan)",
            "note: there is no duty on these days to come back; a leader may move one there (swap change), or the "
            "director re-plan (desk replan)",
        )
        return
    yield Text(
        "注意:这几天班表上本来就没有班,不需要请假;确要请的不受影响",
        "note: there is no duty on these days, so no leave is needed; where it is meant all the same, it stands",
    )


def _standing(leave: LeaveRequest, work: Work, board: Board) -> tuple[list[Approval], Step | None]:
    """Who has agreed to a leave, or has taken note of it, and the step that is next; None after the last."""
    made = [item for item in decisions_of(work.connection, f"leave:{leave.leave_id}") if item.approved]
    return made, next_step(leave_steps(leave, board), made)


def _after_leave(leave: LeaveRequest, at: At) -> Iterator[Text]:
    yield from _without_duty(leave, at)
    if leave.state in (SICK_ACKNOWLEDGED if leave.is_sick else UNDECIDED):
        word, but = word_asked(leave), (leave.agent_id, leave.applicant)
        with at.desk.reading() as work:
            board = work.board(month_of_leave(work, leave.start))
            made, step = _standing(leave, work, board)
            rung = None if step is None else _asked(board, step, work.now, at, but=but, word=word)
            flags = () if word is NOTED else verdict_of(board.rulebook, leave, board, work.clock).flags
            express = [_told(flag.message, at) for flag in flags if flag.consent]
        yield from _said(made, at, noted=word is NOTED)
        if word is NOTED and rung is None:
            yield Text("各级均已知悉", "Everybody of the chain has taken note")
        elif word is NOTED:
            yield Text("病假不待审批,由各级依次知悉", "Sickness waits for nobody's yes: the chain takes note in turn")
        if rung is not None:
            if leave.is_report:
                yield Text(
                    "同事代报:本班班长核实后才生效", "A colleague's report: it counts once the own leader confirms it"
                )
            for message in express:
                yield Text(f"批准须明示同意:{message.zh}", f"To approve it takes express consent: {message.en}")
            yield from _next(board, rung, f"roster leave approve {leave.leave_id}{' --consent' if express else ''}")
    if leave.state is LeaveState.DECLINED and not leave.is_report:
        with at.desk.reading() as work:
            board = work.board(month_of_leave(work, leave.start))
            _, step = _standing(leave, work, board)
            rung = None if step is None else _asked(board, step, work.now, at, but=(leave.agent_id, leave.applicant))
        yield Text("班照常上;改变主意可再批准", "The duties stand; a yes is possible still")
        if rung is not None:
            yield from _next(board, rung, f"roster leave approve {leave.leave_id}")
    if leave.state is LeaveState.PROVISIONAL:
        missing = uncovered_days(leave)
        first, last = (missing[0], missing[-1]) if leave.certificates and missing else (leave.start, leave.end)
        command = f"roster leave certificate {leave.leave_id} {first} {last} --as {leave.agent_id}"
        if leave.certificates and missing:
            days = ", ".join(day.isoformat() for day in missing)
            yield Text(f"证明还缺 {days};补交:{command}", f"No certificate covers {days} yet; hand it in: {command}")
        else:
            yield Text(f"病假证明交到后:{command}", f"Once there is a certificate: {command}")
    yield from _freed(leave, at)


def _freed(leave: LeaveRequest, at: At) -> Iterator[Text]:
    """What a leave has freed: who works it, who is asked to, and what stands vacant."""
    for item, by in filled_vacancies(at.desk, leave.leave_id):
        duty, name = f"{item.duty.day} {item.duty.shift}", at.person(by)
        if by:
            yield Text(f"{duty} 由 {name} 顶班", f"{duty} is covered by {name}")
        else:
            yield Text(f"{duty} 已由重排补上", f"{duty} is filled by a new roster")
    for swap in covers_asked(at.desk, leave.leave_id):
        duty, name = f"{swap.given[0].day} {swap.given[0].shift}", at.person(swap.moves[0].taker)
        said = f"roster swap approve {swap.swap_id}"
        yield Text(
            f"{duty} 已请 {name} 顶班,待其班长同意:{said} --as 班长工号",
            f"{duty}: {name} is to cover it once their leader agrees: {said} --as LEADER",
        )
    with at.desk.reading() as work:
        vacant = vacancies_of_leave(work.connection, leave.leave_id)
    if vacant:
        days = ", ".join(f"{item.duty.day} {item.duty.shift}" for item in vacant)
        yield Text(
            f"空出的班:{days};看可顶班的人:roster leave cost {leave.leave_id}",
            f"Duties left vacant: {days}; who can cover them: roster leave cost {leave.leave_id}",
        )
