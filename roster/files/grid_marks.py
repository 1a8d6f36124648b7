"""What a day's cell of the people × days grid says; written by the workbook, read back from it."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

from roster.model import Agent, Case, Duty, Shift
from roster.text import Language
from roster.words import VALUES, folded, normal, value_word

SEPARATOR = "/"
_STROKES = frozenset({"/", "//", "\\", "×", "✕", "✗"})
"""What is drawn into a cell of a grid so that nobody writes a duty into it."""
_LEAVE = {"zh": ("假", "(假)", "[假]"), "en": ("leave", "(leave)", "[leave]")}
_KINDS = (
    "婚",
    "产",
    "丧",
    "陪产",
    "探亲",
    "工伤",
    "护理",
    "育儿",
    "哺乳",
    "年休",
    "休",
    "公",
    "调",
    "调休",
    "补休",
    "例",
    "慰唁",
    "节育",
)
LEAVE_MARKS = frozenset(
    {mark for marks in _LEAVE.values() for mark in marks}
    | {f"{kind}假" for kind in _KINDS}
    | {"调休", "补休"}
    | {form for word in VALUES["leave"].values() for form in word.forms}
)
"""What supervisors write for a day of leave, folded."""


class Codes(Protocol):
    """What a grid's cells may name: a case, or what is known of one that is being read."""

    @property
    def shift_by_code(self) -> Mapping[str, Shift]:
        """Shifts by code."""

    @property
    def jobs(self) -> Collection[str] | None:
        """Every job."""


def usual_job(agent: Agent, shift: str, case: Codes) -> str:
    """The job of a duty that names none: the agent's first that the shift serves, or else the agent's first."""
    serves = case.shift_by_code[shift].serves
    return next((job for job in agent.jobs if serves(job)), agent.jobs[0])


def cell_text(duty: Duty, case: Case) -> str:
    """`CODE`, or `CODE/JOB` where the job is not the agent's first (or the code alone would mean another)."""
    agent = case.agent_by_id[duty.agent_id]
    if duty.job == agent.jobs[0] == usual_job(agent, duty.shift, case):
        return duty.shift
    return f"{duty.shift}{SEPARATOR}{duty.job}"


def code_of(text: str, case: Codes) -> str | None:
    """The shift that a text names: by its code, or by a name that only one shift has (早班), with or without 班."""
    if text in case.shift_by_code:
        return text
    shifts = case.shift_by_code.values()
    named = [shift.code for shift in shifts if shift.name and folded(shift.name) == folded(text)]
    if not named and value_word("shift", text) is None and (short := _without_word(text)):
        named = [shift.code for shift in shifts if short in {_without_word(shift.code), _without_word(shift.name)}]
    return named[0] if len(named) == 1 else None


def _without_word(text: str) -> str:
    """早 of 早班."""
    return folded(text).removesuffix("班")


def shift_word(text: object, case: Codes, *words: str) -> object:
    """A cell's shift: a code, a shift's name, or one of `words` (`off`, `work`) in either language; else as it is."""
    if not isinstance(text, str) or text in case.shift_by_code:
        return text
    word = value_word("shift", text)
    return code_of(text, case) or (word if word in words else text)


def parse_cell(text: str, agent: Agent, case: Codes) -> tuple[str, str] | None:
    """The (shift, job) that a cell means for an agent; None where it is neither."""
    text = normal(text)
    whole = code_of(text, case)
    if whole is not None:
        return whole, usual_job(agent, whole, case)
    for named, job in splits(text):
        code = code_of(named, case)
        if code is not None and job in (case.jobs or ()):
            return code, job
    return None


def pieces(text: str, case: Codes) -> list[str]:
    """What stands in a cell, one by one: several duties of one day stand on lines, or with `;` between."""
    if code_of(normal(text), case) is not None:
        return [text]
    return [piece.strip() for piece in re.split("[;；\r\n]", text) if piece.strip()]


def splits(text: str) -> Iterator[tuple[str, str]]:
    """Every way to read a text as something before and something after a `/`."""
    for place, char in enumerate(text):
        if char == SEPARATOR:
            yield text[:place].strip(), text[place + 1 :].strip()


def leave_mark(case: Case, language: Language) -> str:
    """What marks a day of leave, whatever its kind: that is between the agent and those who approve it."""
    return next(mark for mark in _LEAVE[language] if mark not in case.shift_by_code or mark == _LEAVE[language][-1])


def is_leave_mark(text: str, case: Codes, kinds: Collection[str] = ()) -> bool:
    """Whether a cell marks leave: as `leave_mark` does, or by hand with its kind (`年假`, `病`, `假·病`).

    `kinds` are those that the centre adds. A text that merely ends with 假 is none (`早,替王休假`, `半假`).
    """
    if code_of(normal(text), case) is not None:
        return False
    word = folded(text)
    if word in LEAVE_MARKS or word in {folded(form) for kind in kinds for form in (kind, f"{kind}假")}:
        return True
    kind = re.fullmatch(r"假[·:(\[](.+?)[)\]]?", word)
    return kind is not None and (kind[1] in LEAVE_MARKS or f"{kind[1]}假" in LEAVE_MARKS)


def is_day_off(text: str, case: Codes) -> bool:
    """Whether a cell says, or leaves open, that there is no duty."""
    if not text:
        return True
    return code_of(normal(text), case) is None and (value_word("shift", text) == "off" or normal(text) in _STROKES)
