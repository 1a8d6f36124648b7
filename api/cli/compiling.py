"""Commands that search compile the engine before their clock starts, and say so."""

from collections.abc import Callable

from api.cli import clock
from api.cli.speech import Speech
from roster.text import Text

COMPILING = Text(
    "首次运行,先编译引擎(约一分钟,仅此一次),编译完才开始计时",
    "First run: the engine is compiled (about a minute, once only); the clock starts afterwards",
)
COMPILED = Text("编译完成", "Compiled")


def compile_first(speech: Speech, read: Callable[[], object] | None = None) -> None:
    """Compiles what this state of the engine has not compiled yet; the command's seconds count from its end.

    `read` looks at what was given before that, so that nobody waits a minute for the faults of a file.
    """
    from roster.engine.portfolio.precompile import compile_once

    def on_cold() -> None:
        if read is not None:
            read()
        speech.complain(COMPILING)

    if compile_once(on_cold):
        clock.restart()
        speech.complain(COMPILED)
