"""A group of commands that imports the one it runs, and none to say what there is."""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from api.cli.commands import COMMANDS, Entry
from api.cli.speech import Speech


class LazyGroup(TyperGroup):
    """`COMMANDS`, as names with their purpose in the reader's language until one of them is called."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        speech = Speech.of(None)
        self.commands.update(
            {entry.name: TyperCommand(entry.name, help=speech.to(entry.purpose)) for entry in COMMANDS}
        )

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command itself in the place of its name."""
        for entry in COMMANDS:
            if args and entry.name == args[0]:
                self.commands[entry.name] = loaded(entry)
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
