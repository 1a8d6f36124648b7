"""`roster account`: what an operator does about accounts when nobody can log in."""

from typing import Annotated

import typer

from api.cli.commands.service.serve import ConfigOption, DataOption
from api.cli.errors import reporting_errors
from api.cli.speech import Speech
from roster.errors import NotFoundError
from roster.text import Text

app = typer.Typer(help="账户:供本机运维人员管理 · Accounts, for the operator of the machine.", no_args_is_help=True)


@app.callback()
def _account() -> None:
    """A group also with one command."""


@app.command("reset")
def reset(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The user name. 用户名")],
    *,
    data: DataOption = None,
    config: ConfigOption = None,
) -> None:
    """重置密码 · A new one-time password for an account, told once; its sessions and tokens end."""
    with reporting_errors():
        from api.accounts.accounts import set_password
        from api.accounts.secrets import fresh_password
        from api.cli.commands.service.backup import existing
        from api.store.account_rows import account_named

        password = fresh_password()
        with existing(config, data) as parts, parts.store.writing() as connection:
            account = account_named(connection, name)
            if account is None:
                raise NotFoundError(Text(f"账户 {name}", f"an account {name}"))
            set_password(connection, account.id, password, one_time=True)
        Speech.of(None).say(
            Text(
                f"{account.username} 的一次性密码:{password}(登录后须改密)",
                f"One-time password of {account.username}: {password} (to be changed at log-in)",
            )
        )
