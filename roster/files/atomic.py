"""Files exchanged as a set: all of them or none, whatever ends the run."""

import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from roster.errors import StorageError

_STAGING = ".roster-writing"
_LAID_ASIDE = ".roster-before"
_COMPLETE = ".complete"


@contextmanager
def written_whole(out: Path, owned: Collection[str]) -> Iterator[Path]:
    """An empty folder to write into; at the end its entries replace `owned` in `out`, all of them or none.

    `owned` are the names of files and folders that belong to one output: those not written this time are taken away,
    so `out` never mixes two runs. Other files in `out` are left alone. An error inside the block, or a crash before
    the last step, leaves `out` as it was; a crash during the last step (renames only) is undone by the next writer.
    StorageError where the disk refuses.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError.of(out, error) from error
    with _only_writer(out):
        try:
            _restore(out, owned)
            staging = out / _STAGING
            _remove(staging)
            staging.mkdir()
        except OSError as error:
            raise StorageError.of(out, error) from error
        try:
            yield staging
            _sync()
            _exchange(out, staging, owned)
        except OSError as error:
            raise StorageError.of(error.filename or out, error) from error
        finally:
            with suppress(OSError):
                _remove(staging)


def require_writable(out: Path) -> None:
    """StorageError where `out` can't be written into; asked before a long search, it saves the wait for nothing."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise StorageError.of(out, error) from error


@contextmanager
def _only_writer(out: Path) -> Iterator[None]:
    """Two runs into one folder write one after the other."""
    try:
        import fcntl
    except ImportError:  # not POSIX: the last writer wins, each file is still whole
        yield
        return
    handle = os.open(out, os.O_RDONLY)
    try:
        with suppress(OSError):  # a network folder without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _exchange(out: Path, staging: Path, owned: Collection[str]) -> None:
    """Lay the old entries aside, move the new ones in; undo it all when a step fails."""
    aside = out / _LAID_ASIDE
    aside.mkdir()
    try:
        for name in sorted(owned):
            if os.path.lexists(out / name):
                (out / name).rename(aside / name)
        (aside / _COMPLETE).touch()
        for entry in sorted(staging.iterdir()):
            entry.rename(out / entry.name)
        # From this rename on the new output stands: what was laid aside is rubbish, no longer a way back.
        aside.rename(staging / _LAID_ASIDE)
    except OSError:
        _restore(out, owned)
        raise
    _sync_folder(out)


def _restore(out: Path, owned: Collection[str]) -> None:
    """Put back what a writer that died between the renames had laid aside."""
    aside = out / _LAID_ASIDE
    if not aside.is_dir():
        return
    if (aside / _COMPLETE).exists():  # so whatever of the set stands in `out` is new
        for name in owned:
            _remove(out / name)
        (aside / _COMPLETE).unlink()
    for entry in sorted(aside.iterdir()):
        entry.rename(out / entry.name)
    aside.rmdir()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _sync() -> None:
    """Bytes first, names later: after a power cut no new name may stand for an empty file.

    One call for all: thousands of small files, synced one by one, take longer than the rest of the writing.
    """
    if hasattr(os, "sync"):
        os.sync()


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # not every system lets a folder be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
