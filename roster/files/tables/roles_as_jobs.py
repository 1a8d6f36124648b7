"""Roles in a column read as jobs (岗位: 班长, 客服): they are the role, and the job is the centre's only one."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from roster.files.cells import shown
from roster.files.tables.known import MOST_NAMED, Checks
from roster.model import Agent, Role
from roster.text import Text, counted
from roster.words import VALUES, column_word, value_word

_RANKS = {role: rank for rank, role in enumerate((Role.AGENT, Role.DEPUTY, Role.LEADER, Role.MANAGER))}


class RolesAsJobs:
    """Tells roles from jobs in one people's table, row by row; `asked` names the jobs that other tables ask for.

    A word of a role that is also a job asked for is both. Under the column's own name (工种, jobs) whatever stands
    there is a job.
    """

    def __init__(self, checks: Checks, asked: Callable[[], Collection[str]]) -> None:
        self._checks = checks
        self._look_up = asked
        self._said: Counter[str] = Counter()
        self._first_row: int | None = None

    @cached_property
    def _asked(self) -> Collection[str]:
        return self._look_up()

    def apart(self, row: int, role: Role, held: tuple[str, ...]) -> tuple[Role, tuple[str, ...]]:
        """The role and the jobs that a row means; no jobs where it names roles alone."""
        head = self._checks.sheet.heads.get("jobs", "jobs")
        if column_word("jobs", self._checks.sheet.table).is_called(head):
            return role, held
        roles = {job: Role(word) for job in held if (word := value_word("role", job)) is not None}
        if not roles:
            return role, held
        jobs = tuple(job for job in held if job not in roles or job in self._asked)
        if role is Role.AGENT:
            role = max(roles.values(), key=lambda one: _RANKS[one])
        if not jobs or role is not Role.AGENT:
            self._said.update(list(roles))
            self._first_row = self._first_row or row
        return role, jobs

    def filled(self, agents: Sequence[Agent], jobs: set[str]) -> list[Agent]:
        """The agents, with the centre's only job where a row named none; `jobs`, those that rows name, is added to.

        A fault where there are several.
        """
        if not self._said:
            return list(agents)
        asked = sorted(self._asked) or sorted(jobs) or [self._most_said()]
        jobs.update(asked)
        lacking = [agent for agent in agents if not agent.jobs]
        if len(asked) > 1 and lacking:
            self._several(asked)
        self._tell(asked[0] if lacking and len(asked) == 1 else None)
        return [agent if agent.jobs else replace(agent, jobs=(asked[0],)) for agent in agents]

    def _most_said(self) -> str:
        """The job's name where no table tells one: what most of those are called who lead nobody."""
        ordinary = [word for word, _ in self._said.most_common() if value_word("role", word) == Role.AGENT]
        return (ordinary or list(self._said))[0]

    def _tell(self, job: str | None) -> None:
        words = [(text, count, VALUES["role"][str(value_word("role", text))]) for text, count in self._said.items()]
        zh = "、".join(
            f"{text} {count} 人" + (f"（{word.zh}）" if text != word.zh else "") for text, count, word in words
        )
        en = ", ".join(
            f"{shown(text)} ({counted(count, 'person', 'people')}) is {word.en}" for text, count, word in words
        )
        named = Text(f"；工种都是 {shown(job)}", f"; their job is {shown(job)}") if job else Text("", "")
        self._checks.notice(
            self._first_row,
            "jobs",
            Text(f"写的是职务：{zh}{named.zh}", f"roles stand here: {en}{named.en}"),
        )

    def _several(self, asked: Iterable[str]) -> None:
        listed = list(asked)[:MOST_NAMED]
        words = "、".join(self._said)
        self._checks.fault(
            self._first_row,
            "jobs",
            Text(
                f"写的是职务（{words}），看不出各人的工种；要用到的有 {'、'.join(listed)}",
                f"roles stand here ({words}), and nothing says whose job is which; there are {', '.join(listed)}",
            ),
            Text(
                "此列改名为 职务，另加一列 工种，写每人会的，几个用 ; 分隔",
                "Rename this column to role, and add a column jobs with what each can do, separated by ;",
            ),
        )
