"""An existing case folder as the model of a new month: its centre, people, shifts and standing limits."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

from roster.cases.folder import CaseFolder
from roster.errors import Fault, InputError
from roster.files.encoding import encoding_of
from roster.files.read_case import read_case
from roster.model.case import Case
from roster.model.centre import Month
from roster.text import Text

_MONTH_LINE = re.compile(r"""^month\s*=\s*(["'])[^"']*\1""", re.MULTILINE)


@dataclass(frozen=True)
class ModelCase:
    """What of a case outlives its month; dated things (leave, wishes, history, pins, load) do not.

    `page` is the text of centre.toml, kept with its comments.
    """

    folder: Path
    page: str
    case: Case

    @classmethod
    def read(cls, folder: Path) -> "ModelCase":
        """Read a case folder whole, with ``InputError`` for all its faults."""
        case, _ = read_case(folder)
        path = folder / "centre.toml"
        if not path.is_file():
            raise InputError([Fault(str(folder), None, None, _NO_FOLDER, _NAME_FOLDER)])
        data = path.read_bytes()
        encoding = encoding_of(data, str(path))
        if isinstance(encoding, Fault):
            raise InputError([encoding])
        page = data.decode(encoding)
        if len(_MONTH_LINE.findall(page)) != 1:
            raise InputError([Fault(str(path), None, "month", _NO_MONTH_LINE, _WRITE_MONTH)])
        return cls(folder, page, case)

    def require_job(self, job: str) -> None:
        """Refuse a job that nobody in the case holds."""
        held = sorted({job for agent in self.case.agents for job in agent.jobs})
        if job not in held:
            raise InputError([
                Fault(
                    str(self.folder / "agents.csv"), None, "jobs",
                    Text(f"没有人会工种 {job}", f"nobody holds the job {job}"),
                    Text(f"请选择其中之一：{'、'.join(held)}", f"name one of: {', '.join(held)}"),
                )
            ])  # fmt: skip

    def copy_to(self, case: CaseFolder, month: Month) -> None:
        """Write what lasts into ``case``, as it stands, for ``month``."""
        page = _MONTH_LINE.sub(f'month = "{month}"', self.page)
        (case.folder / "centre.toml").write_text(page, encoding="utf-8", newline="\n")
        holidays = tomllib.loads(page).get("holidays")
        for name in ("agents.csv", "shifts.csv", *([holidays] if holidays else [])):
            inside = not Path(name).is_absolute() and ".." not in Path(name).parts
            if inside and (self.folder / name).is_file():
                (case.folder / name).parent.mkdir(parents=True, exist_ok=True)
                copyfile(self.folder / name, case.folder / name)
        lasting = [limit for limit in self.case.availability if limit.day is None]
        if lasting:
            case.availability(
                (limit.agent_id, limit.weekday, "", limit.shift or "", str(limit.available).lower())
                for limit in lasting
            )


_NO_FOLDER = Text("这不是案例文件夹", "this is not a case folder")
_NAME_FOLDER = Text("请给出含 centre.toml 的文件夹", "name a folder that holds a centre.toml")
_NO_MONTH_LINE = Text("没有单独成行的 month", "there is no line of its own for the month")
_WRITE_MONTH = Text('请单独写一行 month = "2026-10"', 'write a line month = "2026-10"')
