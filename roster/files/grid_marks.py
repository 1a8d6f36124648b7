"""What a day's cell of the people × days grid says; written by the workbook, read back from it."""

from collections.abc import Iterator

from roster.model import Agent, Case, Duty
from roster.text import Language

SEPARATOR = "/"
_LEAVE = {"zh": ("假", "(假)", "[假]"), "en": ("leave", "(leave)", "[leave]")}
_DAY_OFF = frozenset({"off", "休", "-", "–", "—"})


def usual_job(agent: Agent, shift: str, case: Case) -> str:
    """The job of a duty that names none: the agent's first that the shift serves, or else the agent's first."""
    serves = case.shift_by_code[shift].serves
    return next((job for job in agent.jobs if serves(job)), agent.jobs[0])


def cell_text(duty: Duty, case: Case) -> str:
    """`CODE`, or `CODE/JOB` where the job is not the agent's first (or the code alone would mean another)."""
    agent = case.agent_by_id[duty.agent_id]
    if duty.job == agent.jobs[0] == usual_job(agent, duty.shift, case):
        return duty.shift
    return f"{duty.shift}{SEPARATOR}{duty.job}"


def parse_cell(text: str, agent: Agent, case: Case) -> tuple[str, str] | None:
    """The (shift, job) that a cell means for an agent; None where it is neither."""
    if text in case.shift_by_code:
        return text, usual_job(agent, text, case)
    for code, job in splits(text):
        if code in case.shift_by_code and job in case.jobs:
            return code, job
    return None


def splits(text: str) -> Iterator[tuple[str, str]]:
    """Every way to read a text as something before and something after a `/`."""
    for place, char in enumerate(text):
        if char == SEPARATOR:
            yield text[:place].strip(), text[place + 1 :].strip()


def leave_mark(case: Case, language: Language) -> str:
    """What marks a day of leave, whatever its kind: that is between the agent and those who approve it."""
    return next(mark for mark in _LEAVE[language] if mark not in case.shift_by_code or mark == _LEAVE[language][-1])


def is_leave_mark(text: str, case: Case) -> bool:
    """Whether a cell marks leave, as `leave_mark` does or by hand with its kind (`年假`, `假·病`)."""
    if text in case.shift_by_code:
        return False
    word = _LEAVE["zh"][0]
    return any(text in marks for marks in _LEAVE.values()) or text.startswith(word) or text.endswith(word)


def is_day_off(text: str, case: Case) -> bool:
    """Whether a cell says, or leaves open, that there is no duty."""
    return not text or (text.casefold() in _DAY_OFF and text not in case.shift_by_code)
