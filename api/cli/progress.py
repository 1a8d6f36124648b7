"""How a solve goes, on standard error: a live line on a terminal, a plain line now and then elsewhere."""

import sys
import time
from types import TracebackType
from typing import Self

from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table

from api.cli.speech import Speech
from roster.engine.portfolio.portfolio import Progress
from roster.rule import TICKS
from roster.text import Text

PLAIN_EVERY_SECONDS = 10.0


class ProgressView:
    """Shows each report of a solve that may take `seconds`."""

    def __init__(self, speech: Speech, seconds: float) -> None:
        self.speech, self.seconds = speech, seconds
        self.live = Live(console=speech.err, refresh_per_second=4, transient=True) if speech.err.is_terminal else None
        self._told: tuple[int | None, int | None] = (None, None)
        self._told_at = 0.0

    def __enter__(self) -> Self:
        if self.live:
            self.live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.live:
            self.live.stop()

    def show(self, progress: Progress) -> None:
        """One report."""
        if self.live:
            grid = Table.grid(padding=(0, 1))
            grid.add_row(ProgressBar(total=self.seconds, completed=progress.seconds, width=24), self.line(progress))
            self.live.update(grid)
            return
        now = time.monotonic()
        news = (progress.ticks, progress.bound)
        first = self._told[0] is None and progress.ticks is not None
        if news != self._told and (first or now - self._told_at >= PLAIN_EVERY_SECONDS):
            self._told, self._told_at = news, now
            print(self.line(progress), file=sys.stderr, flush=True)

    def line(self, progress: Progress) -> str:
        """Seconds, objective, bound and gap in one line."""
        objective = "–" if progress.ticks is None else f"{progress.ticks / TICKS:.1f}"
        bound = "–" if progress.bound is None else f"{progress.bound / TICKS:.1f}"
        gap = "–" if progress.gap is None else f"{progress.gap:.2%}"
        return self.speech.to(
            Text(
                f"{progress.seconds:6.1f} 秒  目标 {objective}  下界 {bound}  差距 {gap}",
                f"{progress.seconds:6.1f} s  objective {objective}  bound {bound}  gap {gap}",
            )
        )
