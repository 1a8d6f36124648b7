from pathlib import Path
from typing import Annotated

import typer

from api.cli.errors import told
from api.cli.options import LangOption
from api.cli.speech import Speech
from roster.cases import write_starter
from roster.errors import Fault, InputError
from roster.text import Text


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="New case folder. 新案例文件夹")],
    lang: LangOption = None,
) -> None:
    """写出一个可编辑的小案例 · Write a small case to edit."""
    speech = Speech.of(lang)
    with told(speech):
        try:
            files = write_starter(folder)
        except FileExistsError as error:
            problem = Text(f"文件已存在:{error}", f"these files are already there: {error}")
            remedy = Text("换一个文件夹", "Name another folder")
            raise InputError([Fault(str(folder), None, None, problem, remedy)]) from error
        for file in files:
            speech.say_line(str(file))
        speech.complain(Text(f"下一步:roster generate {folder} --out out", f"Next: roster generate {folder} --out out"))
