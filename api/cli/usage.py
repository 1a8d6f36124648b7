"""Help and usage errors in the reader's language: what the library for command lines says in English only."""

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

import typer
from typer import rich_utils
from typer.core import TyperCommand

from api.cli.speech import Speech, asked_language
from api.cli.spelling import LANGUAGE
from api.fault_words import sentence
from roster.text import Language, Text, both

TITLES = {
    "ARGUMENTS_PANEL_TITLE": Text("参数", "Arguments"),
    "OPTIONS_PANEL_TITLE": Text("选项", "Options"),
    "COMMANDS_PANEL_TITLE": Text("命令", "Commands"),
    "DEFAULT_STRING": Text("[默认:{}]", "[default: {}]"),
    "ENVVAR_STRING": Text("[环境变量:{}]", "[env var: {}]"),
    "REQUIRED_LONG_STRING": Text("[必填]", "[required]"),
}
"""The fixed strings of the help's layout, by their names in the library."""

HELP = Text("显示本说明", "Show this message and exit.")
OPTIONS_METAVAR = Text("[选项]", "[OPTIONS]")
COMMAND_METAVAR = Text("命令 [参数]...", "COMMAND [ARGS]...")
TYPES = {
    "str": Text("文字", "text"),
    "path": Text("路径", "path"),
    "file": Text("文件", "file"),
    "directory": Text("文件夹", "folder"),
    "int": Text("整数", "int"),
    "int range": Text("整数", "int"),
    "float": Text("数", "number"),
    "float range": Text("数", "number"),
    "bool": Text("开关", "switch"),
    "datetime": Text("日期或时刻", "date or time"),
}
"""What an option takes, by the library's word for it."""

DAYS, MOMENTS = Text("日期", "date"), Text("日期或时刻", "date or time")
CONTEXT: Any = TyperCommand.context_class
PATHS = {
    "does not exist.": Text("不存在", "does not exist"),
    "is a file.": Text("是文件,应为文件夹", "is a file"),
    "is a directory.": Text("是文件夹,应为文件", "is a directory"),
    "is not readable.": Text("无法读取", "is not readable"),
    "is not writable.": Text("无法写入", "is not writable"),
}
"""How the library's sentences about paths end, and what they say in Chinese."""


DATES = "does not match the formats"
"""What the library says of a text that is no date."""
NO_DATE = Text(
    "不是日期;写成 2026-12-16 或 2026年12月16日(需要时刻的写成 2026-12-16T09:00)",
    "is no date; write it as 2026-12-16 (where a time of day belongs to it, as 2026-12-16T09:00)",
)
NO_TIME = Text("不是时刻;写成 09:00", "is no time of day; write it as 09:00")


class BadUsage(typer.BadParameter):
    """An option or argument that cannot be taken so, said in both languages."""

    def __init__(self, words: Text, param_hint: str | None = None) -> None:
        super().__init__(words.en, param_hint=param_hint)
        self.words = words


class _Formatter(CONTEXT.formatter_class):  # type: ignore[misc]
    """A usage line that begins in the reader's language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or Speech.of(None).to(Text("用法: ", "Usage: ")))


CONTEXT.formatter_class = _Formatter


MAKES_TEXT = "_make_rich_text"
"""The library's own function for each text of the help."""


def _going_on(bare: Any, **given: Any) -> Any:
    """A text of the help, which goes on in the next line where a Chinese sentence has no space to break at."""
    text = bare(**given)
    if hasattr(text, "overflow"):
        text.overflow = "fold"
    return text


setattr(rich_utils, MAKES_TEXT, partial(_going_on, getattr(rich_utils, MAKES_TEXT)))


def without_language(args: Sequence[str]) -> list[str]:
    """A command line without its `--lang`, once a language has been read off it: not every command declares it."""
    if asked_language(args) is None:
        return list(args)
    place = next(place for place, word in enumerate(args) if word.partition("=")[0] == LANGUAGE)
    return [*args[:place], *args[place + (1 if "=" in args[place] else 2) :]]


def pair(help_text: str) -> Text:
    """A help text of the house as a sentence in each language.

    A docstring reads `中文 · English`, an option's help `English. 中文`; what is in one language only stays so.
    """
    first, dot, rest = help_text.partition(" · ")
    if dot:
        return Text(first, rest)
    start = next((place for place, sign in enumerate(help_text) if _is_han(sign)), None)
    if start is None:
        return both(help_text)
    cut = help_text.rfind(" ", 0, start)
    english = help_text[: max(cut, 0)].rstrip()
    return Text(help_text[cut + 1 :], english or help_text)


def _is_han(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


def localise(command: Any, language: Language) -> Any:
    """A command, or a group with all below it, that explains itself in one language; the command itself."""
    for name, words in TITLES.items():
        setattr(rich_utils, name, words.to(language))
    command.options_metavar = OPTIONS_METAVAR.to(language)
    if command.help:
        command.help = pair(command.help).to(language)
    context = CONTEXT(command)
    for param in command.params:
        if getattr(param, "help", None):
            param.help = pair(param.help).to(language)
        if hasattr(param, "display_type"):
            param.display_type = partial(_type_words, type(param).display_type, param, language)
    asked = command.get_help_option(context)
    if asked is not None:
        asked.help = HELP.to(language)
        asked.display_type = partial(_type_words, type(asked).display_type, asked, language)
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = COMMAND_METAVAR.to(language)
        for below in command.commands.values():
            localise(below, language)
    return command


def _type_words(bare: Any, param: Any, language: Language, ctx: Any) -> str:
    """What a parameter takes, in the reader's language: `<文件夹>`; dates without their formats."""
    label = bare(param, ctx)[1:-1].removeprefix("list[").removesuffix("]")
    if "%" in label:
        return f"<{(MOMENTS if '%H' in label else DAYS).to(language)}>"
    return f"<{' '.join(TYPES.get(part.lower(), both(part)).to(language) for part in label.split(','))}>"


def tell_usage(error: Any, speech: Speech) -> int:
    """What is wrong with a command line, on standard error: the fault, how it is used, where help is. Its exit code."""
    name = type(error).__name__
    if name == "NoArgsIsHelpError":
        return int(error.exit_code)  # the help itself has been printed
    speech.complain(words_of(error))
    context = getattr(error, "ctx", None)
    if context is not None:
        speech.complain_line(context.get_usage())
        path = context.command_path
        speech.complain(Text(f"详见:{path} --help", f"More: {path} --help"))
    return int(error.exit_code)


def words_of(error: Any) -> Text:
    """A usage error as one sentence in each language."""
    english = error.format_message().replace("Value error, ", "")
    said, undated, formats = english.partition(DATES)
    if undated:
        english = f"{said}{(NO_DATE if '%d' in formats else NO_TIME).en}"
    if isinstance(error, BadUsage):
        return Text(f"{_place(error)}:{error.words.zh}", english)
    match type(error).__name__:
        case "NoSuchOption":
            near = "、".join(error.possibilities or ())
            return Text(f"没有选项 {error.option_name}" + (f";是否想用 {near}?" if near else ""), english)
        case "MissingParameter":
            kind = "参数" if error.param is not None and error.param.param_type_name == "argument" else "选项"
            return Text(f"缺少{kind} {_place(error)}{_meaning(error)}", english)
        case "BadOptionUsage":
            number = re.search(r"requires (\d+) arguments", error.message)
            wanted = f"后面要有 {number[1]} 个值" if number else "后面要有值"
            takes = "不带值" if "does not take" in error.message else wanted
            return Text(f"选项 {error.option_name} {takes}", english)
        case "BadParameter":
            return Text(f"{_place(error)}:{_refused(error)}", english)
    return Text(_plain(error), english)


def _place(error: Any) -> str:
    """The option or argument, as people write it."""
    hint = error.param_hint or (error.param.get_error_hint() if error.param is not None else "")
    hint = hint if isinstance(hint, str) else " / ".join(hint)
    return hint.replace("'", "")


def _meaning(error: Any) -> str:
    """What an argument is, in the Chinese half of its help."""
    told = _CHINESE.search(getattr(error.param, "help", None) or "")
    return f"({told[0].strip(' 。;,')})" if told else ""


_CHINESE = re.compile(r"[^\x00-\x7f][^.]*$")
"""The end of a help, from its first Chinese character."""


def _errors(error: Any) -> Sequence[Any]:
    """What the library checked values with has to say."""
    faults = getattr(error.__cause__, "errors", None)
    return () if faults is None else faults()


def _refused(error: Any) -> str:
    """Why a value was not taken, in Chinese."""
    if DATES in error.message or any(DATES in item["msg"] for item in _errors(error)):
        return (NO_DATE if "%d" in error.message else NO_TIME).zh
    faults = getattr(error.__cause__, "errors", None)
    if faults is not None:
        first = faults()[0]
        _, said, among = first["msg"].partition(" is not one of ")
        if said:
            return f"应为 {among.rstrip('.').replace(chr(39), '').replace(', ', '、')} 之一"
        return sentence(first["type"], first["msg"], first.get("ctx", {})).zh
    for ending, words in PATHS.items():
        if error.message.endswith(ending):
            path = error.message.removesuffix(ending).partition(" ")[2].strip()
            return f"{path} {words.zh}"
    return f"不符合要求({error.message})"


def _plain(error: Any) -> str:
    """The library's other sentences, in Chinese."""
    message = error.message
    if message.startswith("No such command"):
        named, _, near = message.removeprefix("No such command ").partition(". Did you mean ")
        hint = f";是否想用 {near.rstrip('?')}?" if near else ""
        return f"没有命令 {named.rstrip('.')}{hint}"
    if message.startswith("Missing command"):
        return "缺少命令"
    if message.startswith("Got unexpected extra argument"):
        return f"多余的参数:{message.partition(' (')[2].rpartition('(')[2].rstrip(')')}"
    return f"用法不对({message})"
