"""A group of commands that imports the one it runs, and none to say what there is."""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import Abort, TyperException
from typer.main import get_group

from api.cli.commands import COMMANDS, Entry
from api.cli.errors import Code
from api.cli.speech import Speech, speaking
from api.cli.usage import localise, tell_usage, without_language


class LazyGroup(TyperGroup):
    """`COMMANDS`, as names with their purpose in the reader's language until one of them is called."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.commands.update({entry.name: TyperCommand(entry.name, help=entry.purpose.en) for entry in COMMANDS})

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command line; usage errors are told in the language that it asks for, before or after the command."""
        given = list(sys.argv[1:] if args is None else args)
        with speaking(sys.argv[0], given):
            given = without_language(given)
            speech = Speech.of(None)
            localise(self, speech.language)
            for entry in COMMANDS:
                self.commands[entry.name].help = speech.to(entry.purpose)
            if not standalone_mode:
                return super().main(given, prog_name, complete_var, False, windows_expand_args, **extra)
            try:
                code = super().main(given, prog_name, complete_var, False, windows_expand_args, **extra)
            except Abort:
                sys.exit(Code.INTERRUPTED)
            except TyperException as error:
                sys.exit(tell_usage(error, speech))
            sys.exit(code if isinstance(code, int) else Code.CLEAN)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command itself in the place of its name."""
        for entry in COMMANDS:
            if args and entry.name == args[0]:
                self.commands[entry.name] = localise(loaded(entry), Speech.of(None).language)
        return super().resolve_command(ctx, args)


def loaded(entry: Entry) -> Any:
    """The command or group of a line, from its module."""
    member = getattr(import_module(f"api.cli.commands.{entry.module}"), entry.member)
    holder = typer.Typer()
    if isinstance(member, typer.Typer):
        holder.add_typer(member, name=entry.name)
    else:
        holder.command(entry.name)(member)
    return get_group(holder).commands[entry.name]
