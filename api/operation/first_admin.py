"""The first account of an empty store."""

from api.accounts.accounts import create_account
from api.accounts.caller import Role
from api.accounts.secrets import fresh_password
from api.store.account_rows import any_account
from roster.store.connect import Connection
from roster.text import Language


def first_admin(connection: Connection, language: Language = "zh") -> str | None:
    """On a store without accounts: an `admin` with a one-time password, which is returned; None otherwise.

    `language`: of whoever starts the service, whose pages then speak it.
    """
    if any_account(connection):
        return None
    password = fresh_password()
    create_account(connection, "admin", Role.ADMIN, password=password, one_time=True, language=language)
    return password
