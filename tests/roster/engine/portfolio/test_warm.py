"""The engine is compiled before a clock runs, once for each state of its sources."""

import pytest

from roster.engine.portfolio import precompile as warming


@pytest.fixture
def compiled(monkeypatch, tmp_path):
    runs = []
    monkeypatch.setattr(warming, "_mark", lambda: tmp_path / "warm")

    def compile_all():
        runs.append("compiled")
        (tmp_path / "warm").touch()

    monkeypatch.setattr(warming, "compile_all", compile_all)
    return runs


def test_what_is_compiled_is_not_compiled_again(compiled):
    assert warming.compile_once(lambda: compiled.append("told"))
    assert not warming.compile_once(lambda: compiled.append("told"))
    assert compiled == ["told", "compiled"]


def test_nothing_is_compiled_where_nothing_can_be_kept(compiled, monkeypatch):
    monkeypatch.setattr(warming, "_mark", lambda: None)
    assert not warming.compile_once(lambda: compiled.append("told"))
    assert compiled == []


def test_compiling_leaves_its_mark(monkeypatch, tmp_path):
    monkeypatch.setattr(warming, "_mark", lambda: tmp_path / "warm")
    warming.warm(0.0)
    assert (tmp_path / "warm").exists()
