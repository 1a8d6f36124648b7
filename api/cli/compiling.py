"""Commands that search compile the engine before their clock starts, and say so."""

from api.cli import clock
from api.cli.speech import Speech
from roster.text import Text

COMPILING = Text(
    "首次运行,先编译引擎(约一分钟,仅此一次),编译完才开始计时",
    "First run: the engine is compiled (about a minute, once only); the clock starts afterwards",
)
COMPILED = Text("编译完成", "Compiled")


def compile_first(speech: Speech) -> None:
    """Compiles what this state of the engine has not compiled yet; the command's seconds count from its end."""
    from roster.engine.portfolio.precompile import compile_once

    if compile_once(lambda: speech.complain(COMPILING)):
        clock.restart()
        speech.complain(COMPILED)
