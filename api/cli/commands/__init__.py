"""The commands, in the order in which `roster --help` lists them. To add one: write its file, name it here."""

import typer

from api.cli.commands import (
    backup,
    bench,
    capacity,
    check,
    demo,
    explain,
    generate,
    import_,
    init,
    rules,
    seats,
    serve,
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
    app.command("import")(import_.import_)
    app.command("rules")(rules.rules)
    app.command("serve")(serve.serve)
    app.command("worker")(worker.worker)
    app.command("backup")(backup.backup)
    app.command("restore")(backup.restore)
    app.add_typer(bench.app, name="bench")
