"""Files opened with care: regular ones only, and of bounded size."""

import os
import stat
from pathlib import Path

from roster.errors import Fault
from roster.files.sheets.limits import MAX_FILE_BYTES
from roster.text import Text, both, os_words


def read_bytes(path: Path, file: str, *, most: int = MAX_FILE_BYTES, within: Path | None = None) -> bytes | Fault:
    """A regular file's bytes, at most `most`; a fault for anything else (a folder, a pipe, a device, too large).

    `within`: the file must really lie in that folder, links followed.
    """
    if within is not None and not _inside(path, within):
        return Fault(
            file,
            None,
            None,
            Text("该文件不在案例文件夹之内", "the file lies outside the case's folder"),
            Text("请将文件本身放入该文件夹", "Put the file itself into the folder"),
        )
    try:
        # Without O_NONBLOCK opening a pipe that nobody writes would wait for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    except OSError as error:
        return _unreadable(file, error)
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            return Fault(
                file,
                None,
                None,
                Text("这不是普通文件", "this is not a plain file"),
                Text("请在此处放一个普通文件，不要用文件夹或设备", "Put a plain file here, not a folder or a device"),
            )
        if about.st_size > most:
            return _too_large(file, about.st_size, most)
        with os.fdopen(handle, "rb", closefd=False) as stream:
            data = stream.read(most + 1)
    except OSError as error:
        return _unreadable(file, error)
    finally:
        os.close(handle)
    return _too_large(file, len(data), most) if len(data) > most else data


def _inside(path: Path, folder: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return False


def _unreadable(file: str, error: OSError) -> Fault:
    why = os_words(error)
    return Fault(
        file,
        None,
        None,
        Text(f"无法打开文件（{why.zh}）", f"the file can't be opened ({why.en})"),
        Text("检查文件名和权限", "Check its name and permissions"),
    )


def _too_large(file: str, size_bytes: int, most: int) -> Fault:
    sizes = both(f"{size_bytes / 2**20:.1f} MiB > {most / 2**20:g} MiB")
    return Fault(
        file,
        None,
        None,
        Text(f"文件太大 ({sizes.zh})", f"the file is too large ({sizes.en})"),
        Text(
            "确认这是一个月的数据；删去不需要的行",
            "Make sure it holds one month's data; delete rows that are not needed",
        ),
    )
