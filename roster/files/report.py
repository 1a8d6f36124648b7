from collections import Counter

from roster.errors import Fault, InputError
from roster.files.notice import Notice
from roster.text import Text

MOST_FAULTS_A_FILE = 1000
"""More are counted, not listed: a million lines help nobody, and memory stays bounded."""

MOST_NOTICES_A_FILE = 100


class Report:
    """What a reading finds wrong or worth saying, collected over all files before anything is raised."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._notices: list[Notice] = []
        self._faults_in: Counter[str] = Counter()
        self._notices_in: Counter[str] = Counter()

    def fault(self, file: str, row: int | None, field: str | None, problem: Text, remedy: Text) -> None:
        """Note a fault."""
        self._faults_in[file] += 1
        if self._faults_in[file] <= MOST_FAULTS_A_FILE:
            self._faults.append(Fault(file, row, field, problem, remedy))

    def take(self, fault: Fault) -> None:
        """Note a fault that another part found."""
        self.fault(fault.file, fault.row, fault.field, fault.problem, fault.remedy)

    def notice(self, file: str, row: int | None, field: str | None, message: Text) -> None:
        """Note something worth saying."""
        self._notices_in[file] += 1
        if self._notices_in[file] <= MOST_NOTICES_A_FILE:
            self._notices.append(Notice(file, row, field, message))

    @property
    def faulty(self) -> bool:
        """Whether anything is wrong."""
        return bool(self._faults)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """All that is worth saying, in the order found; what exceeds the limit of a file as one count."""
        more = [
            Notice(
                file,
                None,
                None,
                Text(f"另有 {count - MOST_NOTICES_A_FILE} 条提示", f"{count - MOST_NOTICES_A_FILE} more"),
            )
            for file, count in self._notices_in.items()
            if count > MOST_NOTICES_A_FILE
        ]
        return (*self._notices, *more)

    def raise_if_faulty(self) -> None:
        """InputError with every fault: files in the order read, rows from top to bottom."""
        if not self._faults:
            return
        order = {file: index for index, file in enumerate(self._faults_in)}
        listed = sorted(self._faults, key=lambda fault: (order[fault.file], fault.row or 0))
        for file, count in self._faults_in.items():
            more = count - MOST_FAULTS_A_FILE
            if more > 0:
                listed.append(
                    Fault(
                        file,
                        None,
                        None,
                        Text(f"另有 {more} 处错误未列出", f"{more} more faults are not listed"),
                        Text("先改正列出的错误，再读一次", "Mend those listed, then read the file again"),
                    )
                )
        raise InputError(listed)
