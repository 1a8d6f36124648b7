"""How annealing goes: from which temperature to which, and by what moves."""

from typing import NamedTuple


class Schedule(NamedTuple):
    """Annealing from `hot` to `cold` points, `noise` in units of the temperature, `ruined` agents a move at most.

    An agent to be ruined is drawn, with probability `focus`, where a row is badly priced; months are put back by
    `rounds` of multipliers. With every ruin and recreate go `exchanges` trades of up to `longest` days, a share
    `astray` of them to bring somebody back to the own team. With labels a month is put back on `window_days`
    neighbouring days only, with probability `apart` on two such windows.
    """

    hot: float = 6.0
    cold: float = 0.15
    noise: float = 4.0
    ruined: int = 1
    focus: float = 0.5
    rounds: int = 4
    exchanges: int = 60
    longest: int = 7
    astray: float = 0.2
    window_days: int = 31
    apart: float = 0.0

    def cooling(self, hot: float, cold: float) -> "Schedule":
        """The same moves between other temperatures (`anneal` takes them in ticks)."""
        return self._replace(hot=float(hot), cold=float(cold))


COMPANY = Schedule(hot=9.0, exchanges=120, longest=4)
"""Annealing where company has a price (TEAM): more and shorter exchanges, begun hotter, as whole teams' months must
come to fit each other. Where only seats count that costs a little: exchanges mend nothing there."""
