"""`roster backup` and `roster restore`: everything in one file, while the service goes on."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.commands.service.serve import ConfigOption, DataOption
from api.cli.errors import reporting_errors
from api.cli.speech import Speech
from roster.errors import Fault, InputError
from roster.text import Text, counted

if TYPE_CHECKING:
    from api.http.dependencies import Services

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The backup, a .zip. 备份文件")]
YesOption = Annotated[bool, typer.Option("--yes", help="Without asking. 不再询问")]


@contextmanager
def existing(config: Path | None, data: Path | None, *, new: bool = False) -> "Iterator[Services]":
    """The parts of an installation that is there; InputError for a folder without one, unless it may be `new`."""
    from api.app import open_services
    from api.settings import load_settings

    settings = load_settings(config, data=str(data) if data else None)
    if not new and not settings.database_url and not (settings.folder / "roster.sqlite").is_file():
        problem = Text("这个文件夹里没有 roster 的数据", "there is no data of roster in this folder")
        remedy = Text("用 --data 指明 roster serve 所用的文件夹", "Name the folder that roster serve uses with --data")
        raise InputError([Fault(str(settings.folder), None, None, problem, remedy)])
    parts = open_services(settings)
    try:
        yield parts
    finally:
        parts.store.close()


def backup(file: FileArgument, *, data: DataOption = None, config: ConfigOption = None) -> None:
    """备份:写成一个文件 · Write everything to one file, as of one moment, while the service goes on."""
    with reporting_errors():
        from api.store.archive import backup as write

        with existing(config, data) as parts:
            count = write(parts.store, file)
        Speech.of(None).say(Text(f"已备份 {count} 行到 {file}", f"{counted(count, 'row')} written to {file}"))


def restore(
    file: FileArgument, *, yes: YesOption = False, data: DataOption = None, config: ConfigOption = None
) -> None:
    """恢复备份 · Put a backup in the place of everything there is, at once; a running service goes on with it."""
    with reporting_errors():
        from api.store.archive import held, need_sound
        from api.store.archive import restore as read

        speech = Speech.of(None)
        need_sound(file)
        with existing(config, data, new=True) as parts:
            centres, accounts = held(parts.store)
            if (centres or accounts) and not yes:
                _ask(centres, accounts, parts.settings.store_place, speech)
            count = read(parts.store, file)
        speech.say(Text(f"已恢复 {count} 行", f"{counted(count, 'row')} restored"))


def _ask(centres: int, accounts: int, place: str, speech: Speech) -> None:
    """A yes before everything gives way; typer.Abort for a no, InputError where nobody can answer."""
    question = Text(
        f"{place} 中现有的数据(中心 {centres} 个,账户 {accounts} 个)将全部被备份取代,继续?",
        f"Everything in {place} (centres: {centres}, accounts: {accounts}) gives way to the backup. Go on?",
    )
    if not sys.stdin.isatty():
        remedy = Text("确认无误后加 --yes", "Add --yes once you are sure")
        raise InputError([Fault(place, None, None, question, remedy)])
    typer.confirm(speech.to(question), abort=True, err=True)
