"""A month as people × days, for the terminal and for paper: what stands in each cell, and how it is coloured."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from roster.files.grid_marks import cell_text, leave_mark
from roster.files.palette import Colour, shift_colours
from roster.model import Agent, Case
from roster.rule.evidence import Evidence
from roster.text import Language


@dataclass(frozen=True, slots=True)
class DayCell:
    """What somebody does on a day: duties (`early; late/190`), the mark of leave, or nothing; a shift's colour or None.

    `here` False: the person is not employed that day.
    """

    text: str = ""
    colour: Colour | None = None
    leave: bool = False
    here: bool = True


@dataclass(frozen=True)
class MonthTable:
    """The rows of a month: each team's people in the case's order, with their cells by day."""

    case: Case
    language: Language
    cells: Mapping[tuple[str, date], DayCell]
    agents: tuple[Agent, ...]

    @classmethod
    def of(
        cls, evidence: Evidence, language: Language, *, teams: Collection[str] = (), agents: Collection[str] = ()
    ) -> "MonthTable":
        """The table of a roster; only of these teams and agents (by id), where any are named."""
        case = evidence.case
        shown = tuple(
            agent
            for agent in case.agents_by_team
            if (not teams or agent.team in teams) and (not agents or agent.agent_id in agents)
        )
        colours = shift_colours(case.shifts)
        texts: dict[tuple[str, date], tuple[str, str]] = {}
        for duty in evidence.roster.duties:
            key = (duty.agent_id, duty.day)
            before = f"{texts[key][0]}; " if key in texts else ""
            texts[key] = (before + cell_text(duty, case), duty.shift)
        mark = leave_mark(case, language)
        cells = {}
        for agent in shown:
            absences = evidence.absences[agent.agent_id]
            for day in case.month:
                if (agent.agent_id, day) in texts:
                    text, code = texts[agent.agent_id, day]
                    cells[agent.agent_id, day] = DayCell(text, colours[code])
                elif not agent.employed_on(day):
                    cells[agent.agent_id, day] = DayCell(here=False)
                elif any(leave.touches(day) for leave in absences):
                    cells[agent.agent_id, day] = DayCell(mark, leave=True)
                else:
                    cells[agent.agent_id, day] = DayCell()
        return cls(case, language, cells, shown)

    @property
    def teams(self) -> Iterator[tuple[str, tuple[Agent, ...]]]:
        """The teams in the order in which their people stand, each with them."""
        for team in dict.fromkeys(agent.team for agent in self.agents):
            yield team, tuple(agent for agent in self.agents if agent.team == team)
