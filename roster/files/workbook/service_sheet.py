"""The workbook's sheet of predicted service beside its target."""

from datetime import date
from typing import Any

from roster.files.workbook.contents import Contents
from roster.files.workbook.heat import FIRST_DAY, Block, write_blocks
from roster.files.workbook.paper import A4, set_up
from roster.files.workbook.styles import Styles
from roster.files.workbook.words import SERVICE_SHEET


def write_service(workbook: Any, contents: Contents, styles: Styles) -> None:
    """Predicted service level and answer rate per interval, beside the target; no sheet where no load is given.

    Where callers' patience is not known nobody is taken to hang up: an answer rate of 100 % then tells nothing.
    """
    service = contents.service
    if not service.jobs:
        return
    title = SERVICE_SHEET.to(contents.language)
    sheet = workbook.add_worksheet(title)
    set_up(sheet, contents, title, A4)
    sheet.set_column(0, 0, 8)
    sheet.set_column(FIRST_DAY, len(contents.days), 5)
    sheet.freeze_panes(0, FIRST_DAY)
    level = service.mean(service.service_level)
    summary = contents.say(
        f"目标：{service.level:.0%} 的来电在 {service.seconds:g} 秒内接听。按来电量平均，预计服务水平 {level:.1%}",
        f"Target: {service.level:.0%} of calls answered within {service.seconds:g} s. "
        f"Predicted, weighted by calls: service level {level:.1%}",
    )
    kinds = [(contents.say("服务水平", "service level"), service.service_level)]
    if contents.case.centre.service.patience_seconds is not None:
        rate = service.mean(service.answer_rate)
        summary += contents.say(f"，接通率 {rate:.1%}", f", answer rate {rate:.1%}")
        kinds.append((contents.say("接通率", "answer rate"), service.answer_rate))
    sheet.write_string(0, 0, summary + contents.say("。", "."), styles())
    word = contents.say("工种", "Job")
    blocks = [
        _block(contents, job, f"{word} {job} · {kind}", values)
        for job in dict.fromkeys(service.jobs)
        for kind, values in kinds
    ]
    write_blocks(sheet, contents, styles, 1, blocks)


def _block(contents: Contents, job: str, title: str, values: Any) -> Block:
    service = contents.service
    by_cell: dict[tuple[int, date], float] = {}
    for index, (day, minute, of) in enumerate(zip(service.days, service.minutes, service.jobs, strict=True)):
        if of == job and service.calls[index] > 0:
            key = (minute, day)
            by_cell[key] = min(by_cell.get(key, 1.0), float(values[index]))
    minutes = sorted({minute for minute, _ in by_cell})
    scale = {
        "type": "3_color_scale",
        "min_type": "num", "mid_type": "num", "max_type": "num",
        "min_value": 0, "mid_value": service.level, "max_value": 1,
        "min_color": "F8696B", "mid_color": "FFFFFF", "max_color": "A9D08E",
    }  # fmt: skip
    return Block(title, minutes, by_cell, "0%", scale, bold_below=service.level)
