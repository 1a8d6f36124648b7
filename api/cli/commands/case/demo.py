"""`roster demo`: a bundled month, rostered."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.commands.case.generate import run
from api.cli.commands.service.serve import DataOption, HostOption, PortOption, run_service
from api.cli.errors import reporting_errors
from api.cli.options import JsonOption, LangOption, OutOption, SecondsOption, SeedOption, WorkersOption
from api.cli.speech import Speech
from api.cli.spelling import shell_word
from api.cli.usage import BadUsage
from roster.cases import BUNDLED, bundled_folder
from roster.files.outputs import ROSTER_CSV
from roster.text import Text


def known_case(name: str) -> str:
    """The name of a bundled case."""
    if name not in BUNDLED:
        raise BadUsage(Text(f"应为 {'、'.join(BUNDLED)} 之一", f"one of {', '.join(BUNDLED)}"))
    return name


def demo(
    *,
    out: OutOption = Path("out/demo"),
    case: Annotated[str, typer.Option("--case", callback=known_case, help="hotline or hall. 自带案例")] = "hotline",
    seconds: SecondsOption = 60,
    seed: SeedOption = 0,
    workers: WorkersOption = "all",
    lang: LangOption = None,
    as_json: JsonOption = False,
    serve: Annotated[
        bool, typer.Option("--serve", help="Fill a service with it, an account per role. 启动带演示账户的服务")
    ] = False,
    data: DataOption = None,
    host: HostOption = None,
    port: PortOption = None,
) -> None:
    """用自带案例演示 · Roster a bundled, realistic month and say where the files are."""
    if serve:
        with reporting_errors():
            run_service(
                host=host,
                port=port,
                data=data or Path("out/demo-data"),
                config=None,
                demo=(case, seconds),
                made=out / "roster.csv",
            )
        return
    folder = bundled_folder(case)
    Speech.of(lang).complain(
        Text(f"案例:{folder}(可复制后修改成自己的)", f"Case: {folder} (copy it and make it your own)")
    )
    run(folder, out, seconds=seconds, seed=seed, workers=workers, gap=0, lang=lang, as_json=as_json)
    if case == "hotline" and (out / ROSTER_CSV).is_file():
        made = f"{shell_word(folder)} {shell_word(out / ROSTER_CSV)}"
        Speech.of(lang).complain(
            Text(
                f"接着可看:一天的休息 roster breaks {made} --date 2026-10-12;一月的质检 roster qa plan {made}",
                f"Next, a day's breaks: roster breaks {made} --date 2026-10-12; the month's quality samples: "
                f"roster qa plan {made}",
            )
        )
