from pathlib import Path

from roster.cases import write_starter
from roster.errors import StorageError
from roster.files.write_case import refuse_others
from roster.model import Month


def init_case(folder: Path, month: Month | None = None) -> tuple[Path, ...]:
    """Write the small case to start from into a new or empty folder; the files written. `month`: another than its own.

    InputError where the folder holds anything already, StorageError where the disk refuses.
    """
    refuse_others(folder, ())
    try:
        return tuple(write_starter(folder, month))
    except OSError as error:
        raise StorageError(f"{error.filename or folder}: {error.strerror}") from error
