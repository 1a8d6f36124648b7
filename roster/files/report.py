"""Faults of files gathered, put together by cause, and told in order."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

from roster.errors import Fault, InputError
from roster.files.notice import Notice, Urgency
from roster.text import Text, counted
from roster.words import Named

MOST_FAULTS_A_FILE = 1000
"""Then the file is read no further: a million lines help nobody, and time and memory stay bounded."""

MOST_FAULTY_CELLS_A_FILE = 20_000
"""The same for faults that are told as few: counting more of them tells nobody more."""

MOST_ROWS_NAMED = 5
"""Of faults that are one cause, so many rows are named a file; the others are counted."""

MOST_SAMPLES = 8
"""Of one cause in many texts (ids whose zeros are lost), so many are quoted."""

MOST_NOTICES_A_FILE = 100


def printable(text: str) -> str:
    """A text on one line with nothing invisible in it: what files hold may be quoted to a terminal."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else f"<{ord(char):04X}>" for char in text)


def _both_printable(text: Text) -> Text:
    return Text(printable(text.zh), printable(text.en))


def _place(field: str | None) -> str | None:
    if isinstance(field, Named):
        return Named(printable(field[:60]), printable(field.zh[:60]))
    return None if field is None else printable(field[:60])


@dataclass(frozen=True, slots=True)
class Cause:
    """What many faults have in common, so that they are told once.

    `key` tells causes apart, `sample` is this fault's part of it, `tell` makes problem and remedy of all of them from
    the number of rows and the samples (each once, at most `MOST_SAMPLES`).
    """

    key: Hashable
    sample: str
    tell: Callable[[int, Sequence[str]], tuple[Text, Text]]


@dataclass
class _Gathered:
    """Faults of one cause: the first, where the others are, and what they have to say."""

    first: Fault
    cause: Cause | None
    rows: dict[str, list[int]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    samples: dict[str, None] = field(default_factory=dict)

    def add(self, file: str, row: int | None, cause: Cause | None) -> None:
        self.counts[file] += 1
        rows = self.rows.setdefault(file, [])
        if row is not None and row not in rows and len(rows) < MOST_ROWS_NAMED:
            rows.append(row)
        if cause is not None and len(self.samples) < MOST_SAMPLES:
            self.samples.setdefault(cause.sample)

    def fault(self) -> Fault:
        """One fault for all."""
        first, total = self.first, sum(self.counts.values())
        problem, remedy = first.problem, first.remedy
        if self.cause is not None and len(self.samples) > 1:
            problem, remedy = map(_both_printable, self.cause.tell(total, tuple(self.samples)))
        if total > 1 and any(self.rows.values()):
            where = self._places()
            problem = Text(f"{problem.zh}（{where.zh}）", f"{problem.en} ({where.en})")
        return Fault(first.file, first.row, first.field, problem, remedy)

    def _places(self) -> Text:
        parts = []
        for file, count in self.counts.items():
            rows = self.rows[file]
            listed = ", ".join(map(str, rows)) + (" …" if count > len(rows) else "")
            alone = len(self.counts) == 1
            name = Text("", "") if alone else Text(f"{file} ", f"{file}: ")
            parts.append(Text(f"{name.zh}共 {count} 行：{listed}", f"{name.en}{counted(count, 'row')}: {listed}"))
        return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


class Report:
    """What a reading finds wrong or worth saying, collected over all files before anything is raised.

    The same fault in several rows is one fault that names them; with a `Cause` also different ones, over all files.
    """

    def __init__(self) -> None:
        self._gathered: dict[Hashable, _Gathered] = {}
        self._notices: list[Notice] = []
        self._unread: set[str] = set()
        self._files: dict[str, int] = {}
        self._listed_in: Counter[str] = Counter()
        self._found_in: Counter[str] = Counter()
        self._notices_in: Counter[str] = Counter()

    def fault(
        self, file: str, row: int | None, field: str | None, problem: Text, remedy: Text, *, cause: Cause | None = None
    ) -> None:
        """Note a fault."""
        file = printable(file)
        self._files.setdefault(file, len(self._files))
        self._found_in[file] += 1
        problem, remedy, field = _both_printable(problem), _both_printable(remedy), _place(field)
        key: Hashable = ("alike", file, field, problem) if cause is None else cause.key
        gathered = self._gathered.get(key)
        if gathered is None:
            self._listed_in[file] += 1
            gathered = self._gathered[key] = _Gathered(Fault(file, row, field, problem, remedy), cause)
        gathered.add(file, row, cause)

    def full(self, file: str) -> bool:
        """Whether so much is wrong with a file that it need not be read further."""
        return self._listed_in[file] >= MOST_FAULTS_A_FILE or self._found_in[file] >= MOST_FAULTY_CELLS_A_FILE

    def take(self, fault: Fault) -> None:
        """Note a fault that another part found."""
        self.fault(fault.file, fault.row, fault.field, fault.problem, fault.remedy)

    def notice(
        self, file: str, row: int | None, field: str | None, message: Text, urgency: Urgency = Urgency.USUAL
    ) -> None:
        """Note something worth saying."""
        self._notices_in[file] += 1
        if self._notices_in[file] <= MOST_NOTICES_A_FILE:
            self._notices.append(Notice(printable(file), row, _place(field), _both_printable(message), urgency))

    def left_aside(self, file: str, message: Text) -> None:
        """Note a whole file or sheet that was not read: also said where there are faults."""
        self._unread.add(printable(file))
        self.notice(file, None, None, message)

    @property
    def faulty(self) -> bool:
        """Whether anything is wrong."""
        return bool(self._gathered)

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
        if self._gathered:
            faults = [gathered.fault() for gathered in self._gathered.values()]
            unread = [
                Text(notice.line("zh"), notice.line("en")) for notice in self._notices if notice.file in self._unread
            ]
            raise InputError(sorted(faults, key=lambda fault: (self._files[fault.file], fault.row or 0)), unread)
