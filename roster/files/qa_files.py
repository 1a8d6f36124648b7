"""Quality assurance in files: the plan of a month, the marks of calls that were heard, summaries of both."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from roster.files.cells import a_date, a_float, a_list, a_person
from roster.files.columns.column import TableColumn, sound
from roster.files.plain_text import guarded
from roster.files.report import Report
from roster.files.sheets.csv_folder import read_csv
from roster.files.tables.known import Checks, ReferenceIndex
from roster.model import Case
from roster.qa import QaPlan, QualityMark
from roster.qa.summary import Summary
from roster.rule.evidence import Evidence
from roster.text import Language, Text

COLUMNS = (
    TableColumn("date", a_date, required=True),
    TableColumn("monitor_id", a_person, required=True, text=True),
    TableColumn("agent_id", a_person, required=True, text=True),
    TableColumn("points", a_float(0, 100), required=True),
    TableColumn("faults", a_list, default=(), text=True),
)
PLAN_HEADER = Text(
    "日期,时间,质检员,质检员姓名,工号,姓名,班次,分钟", "date,time,monitor_id,monitor,agent_id,name,shift,minutes"
)
SUMMARY_HEADER = Text(
    "起,止,次数,平均分,工号,姓名,班组,问题,需培训", "from,to,samples,mean,agent_id,name,team,faults,training"
)
YES = Text("是", "yes")


def read_marks(path: Path, case: Case) -> tuple[QualityMark, ...]:
    """A file of marks: `date,monitor_id,agent_id,points,faults`, of any month. InputError with every fault."""
    report = Report()
    sheet = read_csv(path, path.name, report)
    marks: list[QualityMark] = []
    if sheet is not None:
        checks = Checks(sheet, ReferenceIndex.of(case), report)
        for row, values in checks.rows(COLUMNS):
            day, monitor_id, agent_id, points, faults = values
            fine = [checks.agent(row, monitor_id, "monitor_id"), checks.agent(row, agent_id)]
            if all(fine) and sound(values):
                marks.append(QualityMark(monitor_id, agent_id, day, points, faults))
    report.raise_if_faulty()
    return tuple(marks)


def write_plan(file: TextIO, evidence: Evidence, plan: QaPlan, language: Language) -> None:
    """One row a sample, by time, in wall time."""
    names = {agent.agent_id: agent.name for agent in evidence.case.agents}
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(PLAN_HEADER.to(language).split(","))
    for sample in plan.samples:
        start = sample.start.astimezone(evidence.zone)
        monitor, agent = sample.monitor.agent_id, sample.agent.agent_id
        cells = (f"{start:%Y-%m-%d}", f"{start:%H:%M}", monitor, names[monitor], agent, names[agent])
        writer.writerow([guarded(str(cell)) for cell in (*cells, sample.agent.shift, sample.minutes)])


def write_summary(file: TextIO, case: Case, summaries: Iterable[Summary], language: Language) -> None:
    """One row a person and period, one for all (without id): the commonest faults first, who is to be trained."""
    agents = case.agent_by_id
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(SUMMARY_HEADER.to(language).split(","))
    for item in summaries:
        agent = agents.get(item.agent_id) if item.agent_id else None
        faults = ";".join(f"{fault}×{count}" for fault, count in item.faults)
        person = (agent.agent_id, agent.name, agent.team) if agent else ("", "", "")
        cells = (
            item.first,
            item.last,
            item.samples,
            f"{item.mean:.1f}",
            *person,
            faults,
            YES.to(language) if item.training else "",
        )
        writer.writerow([guarded(str(cell)) for cell in cells])
