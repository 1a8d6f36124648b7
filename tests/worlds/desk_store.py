"""A desk over a store of its own: SQLite in a temporary file, or PostgreSQL where a test server is named."""

import shutil
import uuid

import desk_world
from fresh_store import POSTGRES
from sqlalchemy import create_engine, make_url, text

from constraints import CATALOGUE
from roster.desk.desk import SYSTEM, Desk
from roster.desk.opening import open_desk
from roster.desk.rosters.roster_desk import appoint, import_case, publish, save_draft
from roster.model import Roster
from roster.model.approval import Office
from roster.store.connect import Store, open_store


class Watch:
    """A clock that a test sets."""

    def __init__(self, moment):
        self.moment = moment

    def now(self):
        return self.moment

    def to(self, day, wall="00:00", month=10):
        self.moment = desk_world.at(day, wall, month)


class SqliteRounds:
    """A store in a file that begins anew, as it was prepared, as often as one likes."""

    def __init__(self, folder):
        self.template, self.file = folder / "template.db", folder / "round.db"
        self.store = None

    def prepare(self, act):
        """What `act` made of a fresh store is where every round begins; what it returned."""
        self.close()
        self.template.unlink(missing_ok=True)
        store = open_store(self.template)
        made = act(store)
        store.close()
        return made

    def begin(self):
        """The store as prepared."""
        self.close()
        for file in (self.file, *self.file.parent.glob("round.db-*")):
            file.unlink(missing_ok=True)
        shutil.copyfile(self.template, self.file)
        self.store = self.store or open_store(self.file)
        return self.store

    def close(self):
        if self.store is not None:
            self.store.close()


class PostgresRounds:
    """The same on the test server: each round is a database copied from the prepared one."""

    def __init__(self):
        self.name = f"t{uuid.uuid4().hex[:12]}"
        address = make_url(POSTGRES.replace("postgresql://", "postgresql+psycopg://", 1))
        self.admin = create_engine(address, isolation_level="AUTOCOMMIT")
        self.address = {
            name: address.set(database=name).render_as_string(hide_password=False)
            for name in (self.name, f"{self.name}r")
        }
        self.store = None

    def _sql(self, *statements):
        with self.admin.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def prepare(self, act):
        self.close()
        self._sql(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)", f"CREATE DATABASE {self.name}")
        store = open_store(self.address[self.name])
        made = act(store)
        store.close()
        return made

    def begin(self):
        self.close()
        copied = f"{self.name}r"
        self._sql(f"DROP DATABASE IF EXISTS {copied} WITH (FORCE)", f"CREATE DATABASE {copied} TEMPLATE {self.name}")
        self.store = self.store or open_store(self.address[copied])
        return self.store

    def close(self):
        if self.store is not None:
            self.store.close()

    def drop(self):
        self.close()
        self._sql(*(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in self.address))
        self.admin.dispose()


def opened(store: Store, roster_text: str, *, now=None, publishes=True, centre="hotline", **given) -> Desk:
    """A desk with a case, and its roster published unless told otherwise."""
    desk = open_desk(store, centre, CATALOGUE, Watch(now or desk_world.at(1, month=9)))
    world = desk_world.case(**given)
    import_case(desk, SYSTEM, world)
    appoint(desk, SYSTEM, desk_world.DIRECTOR, Office.DIRECTOR)
    appoint(desk, SYSTEM, desk_world.CENTRE_DIRECTOR, Office.CENTRE_DIRECTOR)
    if publishes:
        draft = save_draft(desk, "l1", world.month, Roster.of(desk_world.duties(roster_text)))
        publish(desk, desk_world.DIRECTOR, draft.roster_id, accept_breaches=True, reason="as drawn")
    return desk
