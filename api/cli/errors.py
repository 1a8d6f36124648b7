"""Exit codes, and errors as sentences for people."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING

import typer

from api.cli.speech import Speech
from api.cli.spelling import shell_word
from roster.errors import InputError, InternalError, NotFoundError, RefusedError, RosterError, StaleError, StorageError
from roster.text import Text, os_words
from roster.words import VALUES

if TYPE_CHECKING:
    from roster.rule import Refusal


class Code(IntEnum):
    """What the process tells its caller.

    `CLEAN` done; `BREACHES` the check found hard breaches; `INPUT` bad input or usage; `NO_ROSTER` proven that none
    exists; `NONE_FOUND` none in the time given; `FAR` a roster far from what is possible; `STORAGE` a file could not be
    read or written; `STALE` somebody else changed it meanwhile; `INTERNAL` a contradiction inside the program;
    `INTERRUPTED` ended by Ctrl-C with nothing to keep.
    """

    CLEAN = 0
    BREACHES = 1
    INPUT = 2
    NO_ROSTER = 3
    NONE_FOUND = 4
    FAR = 5
    STORAGE = 74
    STALE = 75
    INTERNAL = 70
    INTERRUPTED = 130


@contextmanager
def reporting_errors(speech: Speech | None = None) -> Iterator[None]:
    """Errors of the house become sentences on standard error and an exit code."""
    try:
        yield
    except typer.Exit:
        raise  # an exit code of the command's own
    except RosterError as error:
        sys.exit(tell(error, speech or Speech.of(None)))
    except KeyboardInterrupt:
        # Not the shell's code for an aborted command, 1: that one says that hard breaches were found.
        sys.exit(Code.INTERRUPTED)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        words = os_words(error)
        (speech or Speech.of(None)).complain(Text(f"{place}{words.zh}", f"{place}{words.en}"))
        sys.exit(Code.STORAGE)
    except Exception as error:
        # A defect of the program: said in one line; ROSTER_TRACE=1 shows where.
        if os.environ.get("ROSTER_TRACE"):
            raise
        kind = type(error).__name__
        (speech or Speech.of(None)).complain(
            Text(
                f"程序出现内部错误({kind}: {error});设 ROSTER_TRACE=1 再运行可看到位置",
                f"Internal error ({kind}: {error}); run again with ROSTER_TRACE=1 to see where",
            )
        )
        sys.exit(Code.INTERNAL)


def refusal_lines(refusals: "Sequence[Refusal]", speech: Speech) -> Iterator[str]:
    """Refusals for people: rule, clause, sentence, measured and allowed; then the nearest ways, each once."""
    from api.views.rules import clause_words, rule_words  # loads the rules: where there is a refusal they are loaded

    for refusal in refusals:
        measured, allowed = speech.told(refusal.measured), speech.told(refusal.allowed)
        values = Text(f"(实际 {measured},允许 {allowed or '-'})", f" (measured {measured}, allowed {allowed or '-'})")
        shown = speech.to(values) if measured.strip("-") else ""
        rule = speech.to(rule_words(refusal.rule))
        yield f"{rule} [{speech.to(clause_words(refusal.clause))}] {speech.told(refusal.message)}{shown}"
    ways = {refusal.alternative: refusal for refusal in reversed(refusals)}
    for way in dict.fromkeys(refusal.alternative for refusal in refusals):
        if way is not None:
            yield f"    → {speech.told(way)}{_option(ways[way])}"
            yield from (f"      {command}" for command in _parts_filed(ways[way], speech))


def _option(refusal: "Refusal") -> str:
    """The option of the command line that takes a way out, where it is the same command once more."""
    from roster.model.approval import DecisionAct
    from roster.model.leave_request import LeaveRequest
    from roster.model.refusal import SAY_WHY

    if refusal.alternative == SAY_WHY:
        return " (--reason)"
    offers = refusal.offers
    if offers and all(isinstance(offer, DecisionAct) and offer.consent for offer in offers):
        return " (--consent)"
    if len(offers) == 1 and isinstance(offers[0], LeaveRequest) and not _is_split(refusal):
        flags = [
            flag for flag, raised in (("--special", offers[0].special), ("--extreme", offers[0].extreme)) if raised
        ]
        return f" ({' '.join(flags)} --reason)" if flags else ""
    return ""


def _is_split(refusal: "Refusal") -> bool:
    from roster.desk.words import split_words
    from roster.model.leave_request import LeaveRequest

    parts = [offer for offer in refusal.offers if isinstance(offer, LeaveRequest)]
    return bool(parts) and refusal.alternative == split_words((part.start, part.end) for part in parts)


def _parts_filed(refusal: "Refusal", speech: Speech) -> Iterator[str]:
    """The commands with which the parts of a leave that may be had are filed."""
    from roster.model.leave_request import LeaveRequest

    for part in refusal.offers if _is_split(refusal) else ():
        if isinstance(part, LeaveRequest):
            why = shell_word(part.reason) if part.reason.strip("-") else speech.to(Text("事由", "WHY"))
            flags = f"{' --special' if part.special else ''}{' --extreme' if part.extreme else ''}"
            kind = VALUES["leave"][part.kind].to(speech.language) if part.kind in VALUES["leave"] else part.kind
            acting = f" --as {part.filed_by}" if part.filed_by else ""
            yield (
                f"roster leave file {part.agent_id} {kind} {part.first_text} {part.last_text}{flags} "
                f"--reason {why}{acting}"
            )


def tell(error: RosterError, speech: Speech) -> Code:
    """Say what is wrong; the exit code."""
    if isinstance(error, InputError):
        count = len(error.faults)
        speech.complain(Text(f"输入有 {count} 处错误:", f"The input has {count} fault{'s' if count != 1 else ''}:"))
        for fault in error.faults:
            speech.complain_line(fault.line(speech.language))
        if error.unread:
            speech.complain(Text("另外,以下内容不会被读取:", "Besides, these are not read:"))
        for unread in error.unread:
            speech.complain_line(unread.to(speech.language))
        return Code.INPUT
    if isinstance(error, RefusedError):
        for line in refusal_lines(error.refusals, speech):
            speech.complain_line(line)
        return Code.BREACHES
    if isinstance(error, NotFoundError):
        what = speech.told(error.what)
        speech.complain(Text(f"没有找到:{what}", f"Not found: {what}"))
        return Code.INPUT
    if isinstance(error, InternalError):
        speech.complain(
            Text(
                f"程序内部矛盾,没有写出任何结果:{error}",
                f"A contradiction inside the program; nothing was written: {error}",
            )
        )
        return Code.INTERNAL
    if isinstance(error, StaleError):
        speech.complain(
            Text(
                "期间内容已被他人更改,请重新读取后再试",
                f"Somebody changed it meanwhile ({error}); read it again",
            )
        )
        return Code.STALE
    speech.complain(error.said if isinstance(error, StorageError) else Text(str(error), str(error)))
    return Code.STORAGE
