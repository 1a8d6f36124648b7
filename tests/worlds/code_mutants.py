"""Small wrong changes to our own code, one at a time, and how one is put into a running process.

A mutant changes the body of one function: a comparison swapped, `and` for `or`, a whole number one more or less, a
condition turned round, a call dropped, None given back. It is put in by exchanging the function's code object, so that
no file changes and whoever has imported the function has the mutant too.
"""

import ast
import gc
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

ROOT = Path(__file__).parents[2]
SWAPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


@dataclass(frozen=True)
class CodeMutant:
    """In `function` of `file` (from the root), bytes `begin` … `end` of the source become `new`."""

    file: str
    function: str
    line: int
    begin: int
    end: int
    way: str
    old: str
    new: str
    place: int = 0
    """Which one it is of those in the function that read alike."""
    span: tuple[int, int] = (0, 0)
    """The first and the last line of the function's body."""

    @property
    def description(self) -> str:
        """Where it is and what it is."""
        short = " ".join(self.old.split())
        return f"{self.file}:{self.line} {self.function}, {self.way}: {short[:80]} -> {' '.join(self.new.split())[:80]}"

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        """What names it while lines move."""
        return self.file, self.function, " ".join(self.old.split()), " ".join(self.new.split()), self.place

    def source(self) -> str:
        """The whole file with the change made."""
        was = (ROOT / self.file).read_bytes()
        return (was[: self.begin] + self.new.encode() + was[self.end :]).decode()


def mutants_of(file: str) -> Iterator[CodeMutant]:
    """Every mutant of a file's functions."""
    source = (ROOT / file).read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def place(line: int, column: int) -> int:
        return starts[line - 1] + column

    for function, body in _functions(ast.parse(source), ""):
        alike, span = Counter[tuple[str, ...]](), (body[0].lineno, body[-1].end_lineno or body[-1].lineno)
        for node in _nodes(body):
            for way, changed, new in _ways(node):
                begin = place(changed.lineno, changed.col_offset)
                end = place(changed.end_lineno, changed.end_col_offset)
                # Brackets keep what binds more loosely than what stood there.
                text = f"({ast.unparse(new)})" if isinstance(new, ast.expr) else ast.unparse(new)
                old = source[begin:end].decode()
                reads = tuple(" ".join(part.split()) for part in (old, text))
                at = CodeMutant(file, function, changed.lineno, begin, end, way, old, text, alike[reads], span)
                yield at
                alike[reads] += 1


def _functions(tree: ast.AST, within: str) -> Iterator[tuple[str, list[ast.stmt]]]:
    """The functions of modules and classes with their bodies; what is defined within one belongs to it."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{within}{node.name}", node.body
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{within}{node.name}.")


def _nodes(body: list[ast.stmt]) -> Iterator[Any]:
    """What may be changed; of annotations and messages nothing."""
    left: list[ast.AST] = list(body)
    while left:
        node = left.pop(0)
        if isinstance(node, ast.JoinedStr | ast.Raise | ast.Assert | ast.Import | ast.ImportFrom):
            continue
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"Text", "cast"}:
            continue
        yield node
        if isinstance(node, ast.AnnAssign):
            left[:0] = [node.value] if node.value is not None else []
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            left[:0] = node.body
        else:
            left[:0] = ast.iter_child_nodes(node)


def _ways(node: Any) -> Iterator[tuple[str, Any, ast.AST]]:
    """Each way to change something: its name, what is changed (the node or a part of it), and what comes instead."""
    match node:
        case ast.Compare(left=left, ops=[op, *others], comparators=more) if type(op) in SWAPPED:
            yield "comparison", node, ast.Compare(left, [SWAPPED[type(op)](), *others], more)
        case ast.BoolOp(op=op, values=values):
            yield "and/or", node, ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.Constant(value=value) if type(value) is int:
            yield "one more", node, ast.Constant(value + 1)
            yield "one less", node, ast.Constant(value - 1)
        case ast.Constant(value=value) if type(value) is bool:
            yield "yes/no", node, ast.Constant(not value)
        case ast.BinOp(left=left, op=ast.Add(), right=right) if not _texts(node):
            yield "plus/minus", node, ast.BinOp(left, ast.Sub(), right)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            yield "plus/minus", node, ast.BinOp(left, ast.Add(), right)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "condition", node, operand
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test) if not _decided(test):
            yield "condition", test, ast.UnaryOp(ast.Not(), test)
        case ast.comprehension(ifs=tests):
            for test in tests:
                if not _decided(test):
                    yield "condition", test, ast.UnaryOp(ast.Not(), test)
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            yield "dropped", node, ast.Pass()
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield "nothing given back", node, ast.Return(ast.Constant(None))


def _decided(test: ast.expr) -> bool:
    """Conditions that another way turns round already."""
    return isinstance(test, ast.Compare | ast.BoolOp) or (
        isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    )


def _texts(node: ast.BinOp) -> bool:
    return any(
        isinstance(side, ast.JoinedStr | ast.List | ast.Tuple)
        or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in (node.left, node.right)
    )


class NotPutError(Exception):
    """The function was not found in the process, or can't have the code."""


def put(mutant: CodeMutant) -> None:
    """Makes every function object made from the mutant's function, or from what it defines, run the changed code."""
    path = str(ROOT / mutant.file)
    was = _code(compile((ROOT / mutant.file).read_bytes(), path, "exec"), mutant.function)
    code = _code(compile(mutant.source(), path, "exec"), mutant.function)
    if was is None or code is None:
        raise NotPutError(mutant.description)
    before, after = list(_all_codes(was)), list(_all_codes(code))
    if [item.co_qualname for item in before] != [item.co_qualname for item in after]:
        before, after = [was], [code]
    changed = {_place(one): two for one, two in zip(before, after, strict=True)}
    gc.unfreeze()  # what is frozen is not among the objects
    functions = [
        item
        for item in gc.get_objects()
        if isinstance(item, FunctionType) and item.__code__.co_filename == path and _place(item.__code__) in changed
    ]
    if not functions:
        raise NotPutError(mutant.description)
    for function in functions:
        new = changed[_place(function.__code__)]
        if function.__code__.co_freevars != new.co_freevars:
            raise NotPutError(mutant.description)
        function.__code__ = new


def _place(code: CodeType) -> tuple[str, int, bytes]:
    """What tells a code from all others of its file; its bytes change as it runs."""
    return code.co_qualname, code.co_firstlineno, code.co_linetable


def _all_codes(code: CodeType) -> Iterator[CodeType]:
    """A function's code, and that of all it defines."""
    yield code
    for item in code.co_consts:
        if isinstance(item, CodeType):
            yield from _all_codes(item)


def _code(within: CodeType, qualname: str) -> CodeType | None:
    for item in within.co_consts:
        if isinstance(item, CodeType):
            if item.co_qualname == qualname:
                return item
            if qualname.startswith(f"{item.co_qualname}.") and (code := _code(item, qualname)) is not None:
                return code
    return None
