from pathlib import Path
from typing import Annotated

import typer

from api.cli.commands.service.serve import ConfigOption, DataOption
from api.cli.errors import told
from api.cli.speech import Speech
from roster.text import Text

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The backup, a .zip. 备份文件")]


def backup(file: FileArgument, *, data: DataOption = None, config: ConfigOption = None) -> None:
    """备份 · Write everything to one file, as of one moment, while the service goes on."""
    with told():
        from api.http.app import open_services
        from api.settings import load_settings
        from api.store.archive import backup as write

        parts = open_services(load_settings(config, data=str(data) if data else None))
        count = write(parts.store, file)
        parts.store.close()
        Speech.of(None).say(Text(f"已备份 {count} 行到 {file}", f"{count} rows written to {file}"))


def restore(file: FileArgument, *, data: DataOption = None, config: ConfigOption = None) -> None:
    """恢复 · Put a backup in the place of everything there is, at once; a running service goes on with it."""
    with told():
        from api.http.app import open_services
        from api.settings import load_settings
        from api.store.archive import restore as read

        parts = open_services(load_settings(config, data=str(data) if data else None))
        count = read(parts.store, file)
        parts.store.close()
        Speech.of(None).say(Text(f"已恢复 {count} 行", f"{count} rows restored"))
