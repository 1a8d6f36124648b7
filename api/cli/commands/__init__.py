"""The commands, in the order in which `roster --help` lists them. To add one: write its file, name it here."""

import typer

from api.cli.commands import (
    backup,
    bench,
    capacity,
    check,
    demo,
    desk,
    explain,
    export,
    generate,
    import_,
    init,
    leave,
    replan,
    rules,
    seats,
    serve,
    swap,
    worker,
)


def register_all(app: typer.Typer) -> None:
    """Every command of the house."""
    app.command("demo")(demo.demo)
    app.command("init")(init.init)
    app.command("seats")(seats.seats)
    app.command("capacity")(capacity.capacity)
    app.command("generate")(generate.generate)
    app.command("check")(check.check)
    app.command("explain")(explain.explain)
    app.command("export")(export.export)
    app.command("import")(import_.import_)
    app.command("replan")(replan.replan)
    app.command("rules")(rules.rules)
    app.command("serve")(serve.serve)
    app.command("worker")(worker.worker)
    app.command("backup")(backup.backup)
    app.command("restore")(backup.restore)
    app.add_typer(bench.app, name="bench")
    app.add_typer(swap.app, name="swap")
    app.add_typer(leave.app, name="leave")
    app.command("register")(desk.register)
    app.command("ledger")(desk.ledger)
    app.add_typer(desk.attendance_app, name="attendance")
    app.add_typer(desk.app, name="desk")
    app.command("close")(desk.close)
    app.add_typer(desk.audit_app, name="audit")
