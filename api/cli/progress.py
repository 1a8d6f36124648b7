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


TERMS = Text(
    "代价是各条软性规则扣分之和,越低越好;下界是已经证明的:任何排班的代价都不会更低。"
    "随时可按 Ctrl-C 停下,保留目前最好的",
    "The price sums what the soft rules charge, lower is better; no roster can be cheaper than the bound, which is "
    "proven. Ctrl-C stops at any time and keeps the best so far",
)
"""What the figures mean, said once a solve."""


class ProgressView:
    """Shows each report of a solve that may take `seconds`."""

    def __init__(self, speech: Speech, seconds: float) -> None:
        self.speech, self.seconds = speech, seconds
        self.live = Live(console=speech.err, refresh_per_second=4, transient=True) if speech.err.is_terminal else None
        self._last: tuple[int | None, int | None] = (None, None)
        self._last_at = 0.0

    def __enter__(self) -> Self:
        self.speech.complain(TERMS)
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
        first = self._last[0] is None and progress.ticks is not None
        if news != self._last and (first or now - self._last_at >= PLAIN_EVERY_SECONDS):
            self._last, self._last_at = news, now
            print(self.line(progress), file=sys.stderr, flush=True)

    def line(self, progress: Progress) -> str:
        """How far it is, in words, and the figures behind them: price and proven bound."""
        return self.speech.to(Text(f"{progress.seconds:6.1f} 秒  ", f"{progress.seconds:6.1f} s  ")) + self.speech.to(
            progress_words(progress)
        )


def progress_words(progress: Progress) -> Text:
    """`已排满 99.1%,离最好至多 3.2%(代价 5234.0,下界 5070.1)`."""
    if progress.ticks is None:
        return Text("还没有排出来", "no roster yet")
    filled, gap = progress.filled, progress.gap
    price, bound = f"{progress.ticks / TICKS:.1f}", "" if progress.bound is None else f"{progress.bound / TICKS:.1f}"
    seats = Text("", "") if filled is None else Text(f"已排满 {filled:.1%},", f"{filled:.1%} of the seats filled, ")
    best = (
        Text("离最好还不知道多远", "how far from the best is not known yet")
        if gap is None
        else Text(f"离最好至多 {gap:.1%}", f"at most {gap:.1%} from the best")
    )
    figures = Text(
        f"(代价 {price}{f',下界 {bound}' if bound else ''})", f" (price {price}{f', bound {bound}' if bound else ''})"
    )
    return Text(seats.zh + best.zh + figures.zh, seats.en + best.en + figures.en)
