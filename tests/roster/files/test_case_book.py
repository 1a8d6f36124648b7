"""The workbook to fill in: it reads back as the case, and helps whoever fills it in."""

import openpyxl
import pytest

from roster.cases.init_case import init_case
from roster.errors import InputError
from roster.files.read_case import read_case
from roster.model import Month


@pytest.fixture(scope="module")
def starter(tmp_path_factory):
    folder = tmp_path_factory.mktemp("starter") / "case"
    init_case(folder)
    return read_case(folder)[0]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workbook_and_the_folder_read_as_the_starter(tmp_path, starter, language):
    init_case(tmp_path / "case.xlsx", language=language)
    case_read, notices = read_case(tmp_path / "case.xlsx")
    assert case_read == starter
    said = [notice.message.en for notice in notices]
    assert set(said) == {"an example of what belongs here, left aside"}
    init_case(tmp_path / "case", language=language)
    assert read_case(tmp_path / "case") == (starter, ())


def test_the_sheets_help_whoever_fills_them_in(tmp_path):
    init_case(tmp_path / "case.xlsx", language="zh")
    book = openpyxl.load_workbook(tmp_path / "case.xlsx")
    assert book.sheetnames[:5] == ["中心", "人员", "班次", "座席需求", "话务量"]
    people = book["人员"]
    assert [cell.value for cell in people[1]][:5] == ["工号", "姓名", "班组", "职务", "工种"]
    assert people["A1"].comment.text == "必填。文字，前导零保留"
    lists = {str(rule.sqref): rule.formula1 for rule in people.data_validations.dataValidation if rule.type == "list"}
    assert lists["D2:D2001"] == '"业务代表,副班长,班长,值班经理"'
    assert people["A2"].number_format == "@"
    assert book["座席需求"]["A2"].number_format == "yyyy-mm-dd"
    assert book["节假日"]["A2"].value == "例:2026-10-01"
    wishes = {str(rule.sqref): rule.formula1 for rule in book["意愿"].data_validations.dataValidation}
    assert wishes["A2:A2001"] == "'人员'!$A$2:$A$2000"


def test_another_month_and_nothing_written_over(tmp_path):
    init_case(tmp_path / "case.xlsx", Month(2027, 2), "zh")
    assert read_case(tmp_path / "case.xlsx")[0].month == Month(2027, 2)
    before = (tmp_path / "case.xlsx").read_bytes()
    with pytest.raises(InputError, match="there is such a file already"):
        init_case(tmp_path / "case.xlsx")
    assert (tmp_path / "case.xlsx").read_bytes() == before
