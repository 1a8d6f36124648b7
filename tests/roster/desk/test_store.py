"""The store: what goes in comes out, the log cannot be changed unseen, the schema is the migrations'."""

from dataclasses import replace
from datetime import date

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from big_world import big_case
from desk_store import opened
from desk_world import AGENTS, DIRECTOR, MONTH, case, duties, on
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from roster.cases.bundle import bundled_folder
from roster.desk.desk import SYSTEM
from roster.desk.rosters.roster_desk import (
    compare,
    edit_draft,
    export_case,
    import_case,
    publish,
    published_roster,
    read_roster,
    save_draft,
    versions,
)
from roster.errors import InputError, NotFoundError, RefusedError, StaleError, StorageError
from roster.files.read_case import read_case
from roster.model import Availability, Leave, LeaveStatus, Load, Month, Pin, Protection, Roster, Service, Wish
from roster.store import audit
from roster.store.connect import open_store
from roster.store.roster_rows import RosterState
from roster.store.tables import METADATA
from roster.text import Text

OCTOBER = Month(2026, 10)


def exotic():
    """A case with something in every field that a case can hold."""
    plain = case(
        rules={"min_rest_hours": 10.5, "unpopular_shifts": ("N", "Z"), "REST.min_rest_hours": 10, "kinds": ["a", "b"]},
        seats=((on(8), 480, "189", 3, 1), (on(8), 510, "180", 0, 0)),
        history=[
            replace(duties("a: 1E")[0], day=date(2026, 9, 30)),
            replace(duties("b: 1N")[0], day=date(2026, 9, 29), job=""),
        ],
        leaves=[
            Leave("a", "annual", on(3), on(4)),
            Leave("b", "personal", on(9), on(9), LeaveStatus.REQUESTED, 5, special=True, extreme=True),
        ],
    )
    first = replace(
        AGENTS[0],
        name="安娜 “O'Hara”",
        contract_minutes=9601,
        rotating=False,
        protections=(Protection("nursing", date(2026, 12, 1)), Protection("minor")),
        trainee_until=on(15),
        start_date=date(2020, 2, 29),
        end_date=date(2030, 1, 1),
        grade=None,
    )
    centre = replace(
        plain.centre,
        interval_minutes=15,
        service=Service(0.85, 20.5, 180.25, 0.123456789, 0.91),
        weights={"wish": 3.1, "fair": 4.0},
    )
    calendar = replace(plain.calendar, provisional={2027: Text("未公布", "not out")}, weekend=frozenset({4, 5}))
    return replace(
        plain,
        centre=centre,
        calendar=calendar,
        agents=(first, *AGENTS[1:]),
        load=(Load(on(8), 480, "189", 12.3456789, 180.1), Load(on(8), 480, "180", 1e-3, 7.0)),
        wishes=(Wish("a", on(8), "off", -2), Wish("b", on(9), "E")),
        availability=(Availability("a", 3, None, None, False), Availability("a", None, on(9), "N", True)),
        pins=(Pin("a", on(10), "E", "189"), Pin("b", on(10), "off")),
    )


def test_a_case_comes_out_as_it_went_in(store):
    desk = opened(store, "", publishes=False)
    given = exotic()
    import_case(desk, SYSTEM, given)
    assert export_case(desk, OCTOBER) == given


@pytest.mark.parametrize("name", ["hotline", "hall"])
def test_bundled_cases_come_out_as_they_went_in(lite, name):
    desk = opened(lite, "", publishes=False, centre=name)
    given, _ = read_case(bundled_folder(name))
    import_case(desk, SYSTEM, given)
    assert export_case(desk, given.month) == given


def test_two_months_of_one_centre_keep_their_own_people(store):
    desk = opened(store, "", publishes=False)
    october, november = case(), case()
    moved = replace(AGENTS[0], team="T2", grade=None)
    november = replace(november, centre=replace(november.centre, month=MONTH.next), agents=(moved, *AGENTS[2:]))
    import_case(desk, SYSTEM, november)
    assert export_case(desk, OCTOBER) == october
    assert export_case(desk, OCTOBER.next) == november


def test_a_setting_that_json_cannot_carry_is_refused(lite):
    desk = opened(lite, "", publishes=False)
    odd = case()
    odd = replace(odd, centre=replace(odd.centre, rules={"when": date(2026, 1, 1)}))
    with pytest.raises(StorageError):
        import_case(desk, SYSTEM, odd)
    assert export_case(desk, OCTOBER) == case()


def test_a_case_under_a_published_roster_is_not_overwritten(desk_of):
    desk = desk_of("a: 8E")
    with pytest.raises(RefusedError):
        import_case(desk, SYSTEM, case())


def test_the_schema_is_what_the_migrations_make(store):
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, METADATA) == []


def test_opening_twice_changes_nothing(tmp_path):
    one = open_store(tmp_path / "x.db")
    opened(one, "a: 8E")
    one.close()
    two = open_store(tmp_path / "x.db")
    with two.reading() as connection:
        assert audit.verify(connection).rows > 3
    two.close()


def test_a_place_that_is_no_store_says_so(tmp_path):
    (tmp_path / "x.db").write_bytes(b"this is no database, whatever its name" * 100)
    with pytest.raises(StorageError):
        open_store(tmp_path / "x.db")


@pytest.mark.parametrize("change", ["UPDATE audit SET actor = 'x' WHERE seq = 2", "DELETE FROM audit WHERE seq = 2"])
def test_the_log_refuses_to_be_changed(store, change):
    opened(store, "a: 8E")
    with pytest.raises(DBAPIError), store.engine.begin() as connection:
        connection.execute(text(change))


def unguarded(connection):
    """As somebody would who owns the database."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP TRIGGER audit_guard ON audit"))
    else:
        for verb in ("UPDATE", "DELETE"):
            connection.execute(text(f"DROP TRIGGER audit_no_{verb}"))


@pytest.mark.parametrize(
    ("change", "seq"),
    [
        ("UPDATE audit SET actor = 'x' WHERE seq = 2", 2),
        ("UPDATE audit SET payload = '{}' WHERE seq = 3", 3),
        ("UPDATE audit SET at = '2026-01-01' WHERE seq = 1", 1),
        ("UPDATE audit SET previous = '' WHERE seq = 4", 4),
        ("DELETE FROM audit WHERE seq = 3", 3),
        ("DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)", 5),
        ("UPDATE audit SET seq = 99 WHERE seq = 2", 2),
    ],
)
def test_the_first_broken_row_is_named(store, change, seq):
    opened(store, "a: 8E")
    with store.reading() as connection:
        whole = audit.verify(connection)
        assert whole.intact
        assert whole.rows == 5
    with store.engine.begin() as connection:
        unguarded(connection)
        connection.execute(text(change))
    with store.reading() as connection:
        verdict = audit.verify(connection)
    assert (verdict.intact, verdict.broken_seq) == (False, seq)
    assert verdict.problem


def test_a_failed_act_leaves_neither_rows_nor_log(desk_of):
    desk = desk_of("a: 8E")
    with desk.reading() as work:
        before = audit.verify(work.connection).rows

    def fails():
        with desk.writing("a", "test") as work:
            work.tell("x:1", {})
            assert work.connection.execute(text("DELETE FROM duties")).rowcount == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    with desk.reading() as work:
        assert audit.verify(work.connection).rows == before
    assert len(published_roster(desk, OCTOBER)[1].duties) == 1


def test_draft_published_superseded(desk_of):
    desk = desk_of("a: 8E; b: 12E")
    version, roster = published_roster(desk, OCTOBER)
    assert version.state is RosterState.PUBLISHED
    other = Roster.of(duties("a: 9E; b: 12E"))
    draft = save_draft(desk, "l1", OCTOBER, other, re_plans=version)
    assert draft.state is RosterState.DRAFT
    done = publish(desk, DIRECTOR, draft.roster_id, without_consent=True, reason="as drawn")
    assert done.state is RosterState.PUBLISHED
    assert [item.state for item in versions(desk, OCTOBER)] == [RosterState.SUPERSEDED, RosterState.PUBLISHED]
    changes = compare(desk, version.roster_id, draft.roster_id)
    assert [(item.agent_id, item.day.day, bool(item.before), bool(item.after)) for item in changes] == [
        ("a", 8, True, False),
        ("a", 9, False, True),
    ]
    assert read_roster(desk, version.roster_id)[1] == roster


def test_a_draft_that_knows_nothing_of_the_published_roster_is_stale(desk_of):
    desk = desk_of("a: 8E")
    draft = save_draft(desk, "l1", OCTOBER, Roster.of(duties("a: 9E")))
    with pytest.raises(StaleError):
        publish(desk, DIRECTOR, draft.roster_id)


def test_a_roster_with_a_hard_breach_is_not_published_unnoticed(lite):
    desk = opened(lite, "", publishes=False)
    draft = save_draft(desk, "l1", OCTOBER, Roster.of(duties("a: 8L 9E")))
    with pytest.raises(RefusedError) as refusal:
        publish(desk, DIRECTOR, draft.roster_id)
    assert {item.rule for item in refusal.value.refusals} == {"REST"}
    for breaches in (True, False):
        with pytest.raises(InputError, match="reason"):
            publish(desk, DIRECTOR, draft.roster_id, accept_breaches=breaches, without_consent=not breaches, reason=" ")
    assert (
        publish(desk, DIRECTOR, draft.roster_id, accept_breaches=True, reason="as drawn").state is RosterState.PUBLISHED
    )
    with desk.reading() as work:
        row = list(audit.audit_rows(work.connection))[-1]
    assert '"breaches_accepted":1' in row.payload


def test_only_a_director_publishes_and_only_what_was_read(lite):
    desk = opened(lite, "", publishes=False)
    draft = save_draft(desk, "l1", OCTOBER, Roster.of(duties("a: 8E")))
    with pytest.raises(RefusedError):
        publish(desk, "l1", draft.roster_id)
    with pytest.raises(StaleError):
        publish(desk, DIRECTOR, draft.roster_id, revision=draft.revision + 1)
    publish(desk, DIRECTOR, draft.roster_id, revision=draft.revision)
    with pytest.raises(RefusedError):
        publish(desk, DIRECTOR, draft.roster_id)


def test_a_draft_edited_by_hand_is_a_draft_of_its_own(lite):
    desk = opened(lite, "", publishes=False)
    first = save_draft(desk, "l1", OCTOBER, Roster.of(duties("a: 8E")))
    second = edit_draft(desk, "l1", first.roster_id, duties("a: 8E"), duties("a: 9E"))
    assert second.version == first.version + 1
    assert read_roster(desk, first.roster_id)[1].duties == duties("a: 8E")
    assert read_roster(desk, second.roster_id)[1].duties == duties("a: 9E")


def test_a_roster_of_another_centre_is_not_found(lite):
    one, two = opened(lite, "a: 8E"), opened(lite, "a: 9E", centre="hall")
    version, _ = published_roster(two, OCTOBER)
    with pytest.raises(NotFoundError):
        read_roster(one, version.roster_id)


def test_a_roster_of_hundreds_goes_in_and_out(lite):
    given, roster = big_case(140)
    desk = opened(lite, "", publishes=False, centre="big")
    import_case(desk, SYSTEM, given)
    draft = save_draft(desk, "0000", OCTOBER, roster)
    assert read_roster(desk, draft.roster_id)[1] == roster
