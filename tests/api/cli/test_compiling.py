"""A command that searches compiles first where it must, says so, and counts its seconds from there."""

import time

import pytest

from api.cli import clock, compiling
from api.cli.speech import Speech
from roster.engine.portfolio import precompile
from roster.errors import InputError


@pytest.fixture
def since():
    """A command that began ten seconds ago."""
    before = list(clock._began)
    clock._began[:] = [time.monotonic() - 10]
    yield clock.began()
    clock._began[:] = before


def test_the_clock_starts_once_all_is_compiled(monkeypatch, capsys, since):
    monkeypatch.setattr(precompile, "compile_once", lambda on_cold: on_cold() or True)
    compiling.compile_first(Speech("zh"))
    assert clock.began() >= since + 10
    assert capsys.readouterr().err.splitlines() == [
        "首次运行,先编译引擎(约一分钟,仅此一次),编译完才开始计时",
        "编译完成",
    ]


def test_what_is_compiled_takes_nothing_of_the_time_and_no_words(monkeypatch, capsys, since):
    monkeypatch.setattr(precompile, "compile_once", lambda _: False)
    compiling.compile_first(Speech("en"))
    assert clock.began() == since
    assert capsys.readouterr().err == ""


def test_a_case_is_read_before_all_is_compiled(monkeypatch, capsys):
    def read():
        raise InputError(())

    monkeypatch.setattr(precompile, "compile_once", lambda on_cold: on_cold() or True)
    with pytest.raises(InputError):
        compiling.compile_first(Speech("zh"), read)
    assert capsys.readouterr().err == ""
