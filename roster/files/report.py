from collections import Counter
from collections.abc import Iterator

from roster.errors import Fault, InputError
from roster.files.notice import Notice
from roster.text import Text

MOST_FAULTS_A_FILE = 1000
"""Then the file is read no further: a million lines help nobody, and time and memory stay bounded."""

MOST_ROWS_ALIKE = 5
"""The same fault in the same column (an id that is nowhere known) is listed so often, then counted."""

MOST_NOTICES_A_FILE = 100


def printable(text: str) -> str:
    """A text on one line with nothing invisible in it: what files hold may be quoted to a terminal."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else f"<{ord(char):04X}>" for char in text)


def _both_printable(text: Text) -> Text:
    return Text(printable(text.zh), printable(text.en))


def _place(field: str | None) -> str | None:
    return None if field is None else printable(field[:60])


class Report:
    """What a reading finds wrong or worth saying, collected over all files before anything is raised."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._notices: list[Notice] = []
        self._files: dict[str, int] = {}
        self._listed_in: Counter[str] = Counter()
        self._alike: Counter[tuple[str, str | None, Text]] = Counter()
        self._notices_in: Counter[str] = Counter()

    def fault(self, file: str, row: int | None, field: str | None, problem: Text, remedy: Text) -> None:
        """Note a fault."""
        file = printable(file)
        self._files.setdefault(file, len(self._files))
        problem, remedy, field = _both_printable(problem), _both_printable(remedy), _place(field)
        alike = (file, field, problem)
        self._alike[alike] += 1
        if self._alike[alike] <= MOST_ROWS_ALIKE:
            self._listed_in[file] += 1
            self._faults.append(Fault(file, row, field, problem, remedy))

    def full(self, file: str) -> bool:
        """Whether so much is wrong with a file that it need not be read further."""
        return self._listed_in[file] >= MOST_FAULTS_A_FILE

    def take(self, fault: Fault) -> None:
        """Note a fault that another part found."""
        self.fault(fault.file, fault.row, fault.field, fault.problem, fault.remedy)

    def notice(self, file: str, row: int | None, field: str | None, message: Text) -> None:
        """Note something worth saying."""
        self._notices_in[file] += 1
        if self._notices_in[file] <= MOST_NOTICES_A_FILE:
            self._notices.append(Notice(printable(file), row, _place(field), _both_printable(message)))

    @property
    def faulty(self) -> bool:
        """Whether anything is wrong."""
        return bool(self._faults)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """All that is worth saying, in the order found; what exceeds the limit of a file as one count."""
        more = [
            Notice(file, None, None, Text(f"另有 {count} 条提示", f"{count} more of this file"))
            for file, noted in self._notices_in.items()
            if (count := noted - MOST_NOTICES_A_FILE) > 0
        ]
        return (*self._notices, *more)

    def raise_if_faulty(self) -> None:
        """InputError with every fault: files in the order read, rows from top to bottom."""
        if self._faults:
            listed = sorted(self._faults, key=lambda fault: (self._files[fault.file], fault.row or 0))
            raise InputError(self._with_counts(listed))

    def _with_counts(self, listed: list[Fault]) -> Iterator[Fault]:
        """The faults listed, the last of several alike followed by how many more there are."""
        left_alike = Counter((fault.file, fault.field, fault.problem) for fault in listed)
        for fault in listed:
            yield fault
            alike = (fault.file, fault.field, fault.problem)
            left_alike[alike] -= 1
            more = self._alike[alike] - MOST_ROWS_ALIKE
            if more > 0 and not left_alike[alike]:
                problem = Text(
                    f"另有 {more} 行有同样的错误：{fault.problem.zh}",
                    f"{more} more rows have the same fault: {fault.problem.en}",
                )
                yield Fault(fault.file, None, fault.field, problem, fault.remedy)
