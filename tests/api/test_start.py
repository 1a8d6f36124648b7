"""The console script before any command runs."""

import sys

import pytest

from api.cli import errors, start


def test_ctrl_c_while_libraries_load_ends_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "api.cli.main":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "api.cli.main", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Interrupted(), *sys.meta_path])
    with pytest.raises(SystemExit) as ended:
        start.run()
    assert ended.value.code == start.INTERRUPTED


def test_ctrl_c_is_not_told_as_hard_breaches() -> None:
    with pytest.raises(SystemExit) as ended, errors.reporting_errors():
        raise KeyboardInterrupt
    assert ended.value.code == errors.Code.INTERRUPTED == start.INTERRUPTED
